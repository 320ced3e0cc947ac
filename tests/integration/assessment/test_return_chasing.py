"""Reminders to whoever has the return, stopping once it is submitted; the printed return and its code."""

from datetime import datetime, time, timedelta

import pytest

from assessment.actions.chasing import remind_of_due_returns
from assessment.models.cycle import SHANGHAI
from core.models import AuditEvent
from core.notifications.models import Notification
from tests.factories.annual_returns import YEAR, complete_return, empty_return, enter, open_cycle

PAGE = f"/assessment/{YEAR}/returns/JNQ/"


@pytest.fixture
def year(in_zone):
    with in_zone():
        cycle = open_cycle()
        enter(empty_return(cycle, "JNQ"), {"F001": "14.5"})
        complete_return(cycle, "MHG", "submitted")
    return cycle


@pytest.fixture
def told(in_zone, acting_as, person):
    def read(username):
        with acting_as(username):
            return Notification.objects.filter(recipient_id=person(username).pk, topic="return_due").count()

    return read


def days_before(cycle, days):
    return datetime.combine(cycle.cutoff_on - timedelta(days=days), time(9), SHANGHAI)


@pytest.mark.parametrize(
    ("days", "clerk", "head"), [(14, 1, 0), (10, 0, 0), (7, 1, 0), (3, 1, 1), (0, 1, 1), (-1, 0, 0)]
)
def test_reminders__the_clerk_first_the_head_when_it_is_near(year, told, in_zone, days, clerk, head):
    with in_zone():
        remind_of_due_returns(days_before(year, days))
        remind_of_due_returns(days_before(year, days))

    assert (told("clerk-jnq"), told("head-jnq")) == (clerk, head)
    assert told("clerk-mhg") == 0


def test_remind__with_one_press_by_the_city__once_a_day(browse, year, told, in_zone):
    answers = [browse("coordinator").post(f"{PAGE}remind/") for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert told("clerk-jnq") == 1
    with in_zone():
        assert AuditEvent.objects.filter(event="return_reminded").count() == 2


@pytest.mark.parametrize("username", ["clerk-jnq", "district-pudong", "auditor"])
def test_remind__is_the_citys(browse, year, username):
    assert browse(username).post(f"{PAGE}remind/").status_code == 403


def test_remind__of_a_submitted_return__is_refused(browse, year, told):
    page = f"/assessment/{YEAR}/returns/MHG/"

    answer = browse("coordinator").post(f"{page}remind/", follow=True)

    assert "nobody is reminded of it" in answer.content.decode()
    assert told("clerk-mhg") == 0


def test_print__the_code_changes_with_a_figure_and_comes_back_with_it(browse, year, in_zone):
    def code():
        return browse("clerk-jnq").get(f"{PAGE}print/").context["check_code"]

    first = code()
    with in_zone():
        enter(year.returns.get(park__code="JNQ"), {"F001": "14.6"})
    changed = code()
    with in_zone():
        enter(year.returns.get(park__code="JNQ"), {"F001": "14.5"})

    assert changed != first == code()
    assert browse("clerk-mhg").get(f"{PAGE}print/").status_code == 404
