"""Pages as of a past day: what counted then, nothing of later, and a polite no to what is no past day."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from assessment.actions.returns import Typed, enter_figures
from assessment.models import Return
from assessment.selectors.returns.past import figures_as_of
from core import audit
from core.as_of import past_day
from core.audit import history_of
from core.audit.past import as_it_was
from core.errors import NotAllowed
from parks.models import ParkIndustry
from tests.factories.annual_returns import empty_return, open_cycle
from tests.factories.world import YEAR, build_world

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "2026-02-30", "20260101", "2026-01-01T00:00", "0001-01-01", "x" * 500]
)
def test_past_day__no_day__refused(text):
    with pytest.raises(NotAllowed, match="is no day"):
        past_day(text, today=TODAY)


def test_past_day__to_come__refused__today__taken():
    with pytest.raises(NotAllowed, match="still to come"):
        past_day("2026-11-26", today=TODAY)
    assert past_day("2026-11-25", today=TODAY) == TODAY


@pytest.mark.parametrize("text", ["soon", "2999-01-01", ""])
def test_park_page__bad_day__says_so_with_a_way_back(browse, text):
    answer = browse().get(f"/parks/JNQ/?as_of={text}")

    assert answer.status_code == 400
    assert 'href="/parks/JNQ/"' in answer.content.decode()


def test_park_page__as_of__industries_of_that_day(browse, in_zone, park):
    with in_zone():
        names = {"name_en": "Past trade", "name_zh_hans": "旧业", "mark": "demo", "source": ""}
        period = DateRange(date(2020, 1, 1), date(2021, 1, 1))
        ParkIndustry.objects.create(park=park("JNQ"), industry_class="future", period=period, **names)
    then, before = (browse().get(f"/parks/JNQ/?as_of={day}").content.decode() for day in ("2020-06-01", "2019-06-01"))

    assert "Past trade" in then.split("Earlier and later industries")[0]
    assert "Past trade" not in before.split("Earlier and later industries")[0]
    assert "As of the end of 1 June 2020." in then
    assert "Back to today" in then


@pytest.fixture
def annual_return(in_zone):
    """Jinqiao's empty draft of the open year."""
    with in_zone():
        return empty_return(open_cycle(), "JNQ")


def test_figures__as_of_any_moment__equal_a_replay_of_the_audit(annual_return, acting_as, person):
    """Saves at random, some of nothing; each state that was is found again from today's rows and the events since."""
    chance, states, code = Random(7), [], "F001"
    first = timezone.now()
    with acting_as("clerk-jnq"):
        for step in range(12):
            at, number = first + timedelta(minutes=step), chance.choice([None, *map(Decimal, range(1, 6))])
            typed = {code: Typed(value=number, document="沪科1号" if number else "")}
            enter_figures(annual_return=annual_return, typed=typed, by=person("clerk-jnq"), at=at)
            states.append((at, number))
        for at, number in states:
            held = figures_as_of(annual_return, at).get(code)
            assert value_of(held) == value_of(replay(annual_return, at, code)) == number
        assert figures_as_of(annual_return, first - timedelta(minutes=1)) == {}


def value_of(held):
    return held and Decimal(str(held["value"]))


def replay(annual_return, at, code):
    """Forward, from the first event on."""
    held = None
    for event in history_of(annual_return).filter(at__lte=at, event__in=("figure_entered", "figure_cleared")):
        if code in event.before or code in event.after:
            held = event.after.get(code)
    return held if isinstance(held, dict) else None


def test_row__as_it_was__its_status_then(annual_return, in_zone):
    at, change = timezone.now(), {"before": {"status": "draft"}, "after": {"status": "submitted"}}
    with in_zone():
        audit.record("return_submitted", annual_return, by=None, at=at, **change)
        Return.objects.filter(pk=annual_return.pk).update(status="submitted")
        annual_return.refresh_from_db()

        assert as_it_was(annual_return, at - timedelta(seconds=1)).status == "draft"
        assert as_it_was(annual_return, at).status == "submitted"
        assert annual_return.status == "submitted"


def test_return_page__as_of__read_only_with_a_way_back(annual_return, browse):
    year = annual_return.cycle.year
    answer = browse("clerk-jnq").get(f"/assessment/{year}/returns/JNQ/?as_of=2021-02-01")
    text = answer.content.decode()

    assert answer.status_code == 200
    assert "As of the end of 1 February 2021." in text
    assert "Back to today" in text
    assert 'method="post" action="?section' not in text


def test_standing_page__as_of_before_the_proposal__none_is_shown(browse, in_zone):
    with in_zone():
        build_world()
    text = browse("coordinator").get(f"/assessment/{YEAR}/standing/JNQ/?as_of=2001-01-01").content.decode()

    assert "As of the end of 1 January 2001." in text
    assert "No decision about this park yet." in text
