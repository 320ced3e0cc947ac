"""``demo --large``: the zone at its real size, invented and seeded: 120,000 enterprises and two million cases.

The rows are made by the database itself, as the tables' owner under the zone's signed scope, a batch a transaction; a
row's number decides everything about it, so that whatever is killed is taken up again and gives the same rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connections
from django.utils import timezone

from accounts.models import User
from coordination.zone_scope import whole_zone
from core.holiday_notices import calendar_in_force
from core.workdays import ONE_DAY, due_date
from enterprises.credit_code import ALPHABET, check_character
from enterprises.models import Enterprise
from parks.models import Park
from services.clock import ANSWER_DAYS
from services.models import Case, ServiceItem

ENTERPRISES = 120_000
CASES = 2_000_000
BATCH = 50_000
YEARS = 10
STEP, SPREAD = 7_919, 104_729  # primes: neighbours in number lie far apart in park, day and outcome
DIGITS = 7  # of a number to the base 31, enough for 27 thousand million
OWNER = "owner"

ENTERPRISE_ROWS = """
WITH wanted AS (
    SELECT code, number, park, since FROM unnest(%(codes)s::text[], %(numbers)s::int[], %(parks)s::bigint[],
                                                 %(since)s::date[]) AS given(code, number, park, since)
     WHERE NOT EXISTS (SELECT FROM enterprises_enterprise known WHERE known.credit_code = given.code)
), bodies AS (
    INSERT INTO parks_organisation (kind, name_en, name_zh_hans)
    SELECT 'enterprise', 'Demonstration enterprise L' || lpad(number::text, 6, '0'),
           '演示企业L' || lpad(number::text, 6, '0') FROM wanted
    RETURNING id, name_en, name_zh_hans
), companies AS (
    INSERT INTO enterprises_enterprise (organisation_id, credit_code, registered_on, name_en, name_zh_hans)
    SELECT bodies.id, wanted.code, wanted.since, bodies.name_en, bodies.name_zh_hans
      FROM wanted JOIN bodies ON bodies.name_en = 'Demonstration enterprise L' || lpad(wanted.number::text, 6, '0')
    RETURNING organisation_id, credit_code
)
INSERT INTO enterprises_residency (park_id, enterprise_id, period)
SELECT wanted.park, companies.organisation_id, daterange(wanted.since, NULL)
  FROM companies JOIN wanted ON wanted.code = companies.credit_code
"""

CASE_ROWS = """
WITH homes AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY enterprise_id) - 1 AS place, count(*) OVER () AS homes, park_id, enterprise_id
      FROM enterprises_residency WHERE period @> %(last)s::date
), limits AS MATERIALIZED (
    SELECT item, sent, answer, accepted, due FROM unnest(%(items)s::bigint[], %(sent)s::date[], %(answers)s::date[],
        %(accepted)s::date[], %(dues)s::date[]) AS given(item, sent, answer, accepted, due)
), numbered AS (
    SELECT number, (number::bigint * %(step)s) %% (SELECT max(homes) FROM homes) AS home,
           %(first)s::date + ((number::bigint * %(spread)s) %% %(days)s)::int AS sent,
           (%(item_ids)s::bigint[])[1 + number %% %(item_count)s] AS item,
           number %% 97 AS chance
      FROM generate_series(%(low)s, %(high)s) AS number
), dated AS (
    SELECT numbered.*, homes.park_id, homes.enterprise_id, limits.answer, limits.accepted, limits.due,
           CASE WHEN chance < 5 AND numbered.sent < %(last)s::date - 60 THEN 'not_accepted'
                WHEN chance < 8 AND numbered.sent < %(last)s::date - 60 THEN 'withdrawn'
                WHEN limits.accepted > %(last)s::date THEN 'submitted'
                WHEN limits.due - (chance %% 9) + (CASE WHEN chance > 90 THEN 12 ELSE 0 END) > %(last)s::date
                THEN 'accepted' ELSE 'decided' END AS status
      FROM numbered JOIN homes ON homes.place = numbered.home
      JOIN limits ON limits.item = numbered.item AND limits.sent = numbered.sent
)
INSERT INTO services_case (id, item_id, park_id, enterprise_id, applicant_id, submission_key, subject, description,
    contact, promised_days, statutory_days, day_type, status, submitted_at, answer_due_date, accepted_on, due_date,
    decided_at, decision, decision_reason, decision_number)
SELECT md5('demo case ' || number)::uuid, dated.item, park_id, enterprise_id, %(applicant)s,
       md5('demo form ' || number)::uuid, item.name_zh_hans || ' ' || number, '', '演示', item.promised_days,
       item.statutory_days, item.day_type, status,
       dated.sent + interval '9 hours' + (number %% 480) * interval '1 minute', answer,
       CASE WHEN status IN ('accepted', 'decided') THEN accepted END,
       CASE WHEN status IN ('accepted', 'decided') THEN due END,
       CASE status WHEN 'not_accepted' THEN accepted + interval '15 hours'
                   WHEN 'decided' THEN greatest(accepted, due - (chance %% 9)
                        + (CASE WHEN chance > 90 THEN 12 ELSE 0 END)) + interval '16 hours' END,
       CASE WHEN status <> 'decided' THEN '' WHEN chance %% 11 = 0 THEN 'refused' ELSE 'granted' END,
       CASE WHEN status = 'not_accepted' OR (status = 'decided' AND chance %% 11 = 0)
            THEN '材料不符（演示）' ELSE '' END,
       ''
  FROM dated JOIN services_serviceitem item ON item.id = dated.item
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Size:
    """How many rows; the tests make few."""

    enterprises: int = ENTERPRISES
    cases: int = CASES


def load_large(
    *, applicant: User, at: datetime, size: Size | None = None, tell: Callable[[str], Any], using: str = OWNER
) -> None:
    """Make what is missing of the large demonstration; ``tell`` hears of every batch."""
    wanted = size or Size()
    last = timezone.localtime(at).date()
    for low, high in batches(wanted.enterprises):
        write(ENTERPRISE_ROWS, enterprise_values(low, high, last), using)
        tell(f"{high} of {wanted.enterprises} enterprises")
    limits = limit_values(last)
    for low, high in batches(wanted.cases):
        write(CASE_ROWS, limits | {"low": low, "high": high, "applicant": applicant.pk}, using)
        tell(f"{high} of {wanted.cases} cases")
    for table in (Enterprise, Case):
        with connections[OWNER].cursor() as cursor:
            cursor.execute(f'ANALYZE "{table._meta.db_table}"')


def batches(count: int) -> Iterator[tuple[int, int]]:
    for low in range(1, count + 1, BATCH):
        yield low, min(low + BATCH - 1, count)


def write(sql: str, values: dict[str, Any], using: str) -> None:
    with whole_zone(using=using), connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(sql, values)


def enterprise_values(low: int, high: int, last: date) -> dict[str, Any]:
    """Codes that pass their check, spread over the parks, registered over ten years."""
    parks = list(Park.objects.filter(valid_to__isnull=True).order_by("code").values_list("pk", flat=True))
    numbers = range(low, high + 1)
    return {
        "codes": [credit_code(number) for number in numbers],
        "numbers": list(numbers),
        "parks": [parks[number * STEP % len(parks)] for number in numbers],
        "since": [last - timedelta(days=YEARS * 365 + number * SPREAD % 3_650) for number in numbers],
    }


def credit_code(number: int) -> str:
    """An invented code: the number to the base 31 in the organisation part."""
    digits, rest = "", number
    for _place in range(DIGITS):
        rest, digit = divmod(rest, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    stem = f"91310115LD{digits}"
    return stem + check_character(stem)


def limit_values(last: date) -> dict[str, Any]:
    """For each item and each day of the ten years the days that the working-day clock gives a case."""
    calendar = calendar_in_force()
    items = list(ServiceItem.objects.order_by("code"))
    first = last - timedelta(days=YEARS * 365)
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    clocks = sorted({(item.promised_days, item.day_type) for item in items})
    answers = {day: due_date(accepted=day, days=ANSWER_DAYS, calendar=calendar).due for day in days}
    accepted = {day: next_working_day(day, calendar.is_working) for day in days}
    dues = {
        (clock, day): due_date(accepted=accepted[day], days=clock[0], day_type=clock[1], calendar=calendar).due
        for clock in clocks
        for day in days
    }
    rows = [(item, day) for item in items for day in days]
    return {
        "first": first,
        "last": last,
        "days": len(days),
        "step": STEP,
        "spread": SPREAD,
        "item_ids": [item.pk for item in items],
        "item_count": len(items),
        "items": [item.pk for item, _day in rows],
        "sent": [day for _item, day in rows],
        "answers": [answers[day] for _item, day in rows],
        "accepted": [accepted[day] for _item, day in rows],
        "dues": [dues[(item.promised_days, item.day_type), day] for item, day in rows],
    }


def next_working_day(day: date, is_working: Callable[[date], bool]) -> date:
    found = day + ONE_DAY
    while not is_working(found):
        found += ONE_DAY
    return found
