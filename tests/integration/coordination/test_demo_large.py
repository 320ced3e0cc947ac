"""The large demonstration, made small: rows that keep every rule, the same ones when it is taken up again."""

from datetime import datetime
from zoneinfo import ZoneInfo

from coordination.demo_large import BATCH, Size, batches, credit_code, load_large
from enterprises.credit_code import is_credit_code
from enterprises.models import Enterprise, Residency
from services.clock import due_dates
from services.models import Case
from services.workflow import OPEN
from tests.factories import services as make

AT = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SMALL = Size(enterprises=60, cases=3000)


def load():
    make.item()  # the catalogue
    told = []
    load_large(applicant=make.person("owner-a"), at=AT, size=SMALL, tell=told.append, using="default")
    return told


def test_batches__cover_every_number_once():
    assert list(batches(BATCH + 1)) == [(1, BATCH), (BATCH + 1, BATCH + 1)]


def test_credit_code__of_any_number__passes_the_check():
    codes = [credit_code(number) for number in range(1, 3000)]

    assert all(map(is_credit_code, codes))
    assert len(set(codes)) == len(codes)


def test_load_large__twice__the_same_rows(in_zone):
    before = Enterprise.objects.count()
    load()
    told = load()

    with in_zone():
        assert Enterprise.objects.count() == before + SMALL.enterprises
        assert Residency.objects.filter(enterprise__name_en__startswith="Demonstration enterprise L").count() == 60
        assert Case.objects.count() == SMALL.cases
    assert told == ["60 of 60 enterprises", "3000 of 3000 cases"]


def test_load_large__open_cases__have_the_days_that_the_clock_gives(in_zone):
    load()

    with in_zone():
        still_open = list(Case.objects.filter(status__in=OPEN).select_related("item"))
        statuses = set(Case.objects.values_list("status", flat=True))
    assert still_open
    assert {"accepted", "decided", "not_accepted", "withdrawn"} <= statuses
    assert [due_dates(case)["due_date"] for case in still_open if case.accepted_on] == [
        case.due_date for case in still_open if case.accepted_on
    ]


def test_load_large__a_park__sees_its_own_alone(acting_as):
    load()

    with acting_as("service-mhg"):
        assert set(Case.objects.values_list("park__code", flat=True)) == {"MHG"}
