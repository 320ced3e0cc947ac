"""A notice on days off: who may load it, what is refused by line, and the open due dates that it moves."""

from datetime import UTC, date, datetime

import pytest

from core.audit import history_of
from core.errors import NotAllowed, NotPermitted
from core.holiday_notices import calendar_in_force, forget_calendar, load_notice
from core.jobs import work
from core.models import HolidayNotice, Job
from parks.models import Organisation, OrganisationKind
from services.models import Case
from services.tasks import recount_due_dates
from tests.factories import services as make

AT = datetime(2026, 9, 16, 1, tzinfo=UTC)
CLOSED = "date,kind,name\n2026-09-17,off,台风停工\n2026-09-19,work,台风停工调休上班\n"


def load(username="coordinator", text=CLOSED, published_on=date(2026, 9, 16), number="沪府办〔2026〕1号"):
    by = make.person(username)
    with make.acting(by):
        zone = Organisation.objects.get(kind=OrganisationKind.ZONE)
        return load_notice(number=number, published_on=published_on, text=text, organisation_id=zone.pk, by=by, at=AT)


def test_load__later_notice__holds_over_the_shipped_days():
    load()

    forget_calendar()
    calendar = calendar_in_force()
    assert not calendar.is_working(date(2026, 9, 17))
    assert calendar.is_working(date(2026, 9, 19))


def test_load__a_year_without_notice__is_published_by_it():
    load(text="date,kind,name\n2027-01-01,off,元旦\n")

    forget_calendar()
    assert calendar_in_force().is_published(date(2027, 6, 1))


@pytest.mark.parametrize("username", ["clerk-jnq", "owner-a", "auditor", "sysadmin"])
def test_load__by_anybody_else__not_permitted(username):
    with pytest.raises(NotPermitted):
        load(username)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The first line names the columns"),
        ("2026-10-01,off,国庆节", "The first line names the columns"),
        ("date,kind,name\n", "names no day off"),
        ("date,kind,name\n2026-10-08,off", "Line 2: it has three parts"),
        ("date,kind,name\n2026-13-01,off,x", "Line 2: “2026-13-01” is no date"),
        ("date,kind,name\n20261008,off,x", "Line 2: “20261008” is no date"),
        ("date,kind,name\n2026-09-15,off,x", "before the notice was published"),
        ("date,kind,name\n2026-10-08,free,x", "the kind is “off”"),
        ("date,kind,name\n2026-10-08,off,x\n2026-10-12,work,x", "Line 3: a make-up day lies on a weekend"),
        ("date,kind,name\n2026-10-08,off,", "the name has 1 to 40"),
        ("date,kind,name\n2026-10-08,off,x\n2026-10-08,off,x", "Line 3: the day stands there twice"),
        ("date,kind,name\n" + "2026-10-08,off,x\n" * 300, "at most 200 days"),
    ],
)
def test_load__a_faulty_line__is_named_and_nothing_is_kept(text, told):
    with pytest.raises(NotAllowed, match=told):
        load(text=text)

    assert not HolidayNotice.objects.exists()


def test_load__published_tomorrow_or_loaded_twice__refused():
    with pytest.raises(NotAllowed, match="in the future"):
        load(published_on=date(2026, 9, 17))
    load()
    with pytest.raises(NotAllowed):
        load()


def recounted(notice):
    with make.acting(make.person("coordinator")):
        job = Job.objects.get(arguments={"notice_id": notice.pk})
    work(str(job.pk), recount_due_dates.run)
    with make.acting(make.person("coordinator")):
        job.refresh_from_db()
    return job


def test_recount__an_open_case__moves_once_and_says_why(acting_as):
    case, closed = make.accepted(), make.decided("owner-b")
    before = case.due_date
    notice = load(text="date,kind,name\n2026-09-17,off,台风停工\n")

    job = recounted(notice)
    work(str(job.pk), recount_due_dates.run)  # delivered twice

    with acting_as("coordinator"):
        moved, untouched = Case.objects.get(pk=case.pk), Case.objects.get(pk=closed.pk)
        told = [event for event in history_of(moved) if event.event == "case_due_date_recounted"]
    assert (job.status, job.message) == ("done", "")
    assert moved.due_date > before
    assert untouched.due_date == closed.due_date
    assert [(event.before, event.after, event.reason) for event in told] == [
        ({"due_date": before.isoformat()}, {"due_date": moved.due_date.isoformat()}, notice.number)
    ]


def test_recount__a_case_that_waits_for_an_answer__moves_too(acting_as):
    case = make.submitted()
    notice = load(text="date,kind,name\n2026-09-17,off,台风停工\n")

    recounted(notice)

    with acting_as("owner-a"):
        assert Case.objects.get(pk=case.pk).answer_due_date > case.answer_due_date


def test_case_page__after_a_recount__tells_both_days_and_the_notice(browse):
    case = make.accepted()
    recounted(load(text="date,kind,name\n2026-09-17,off,台风停工\n"))

    page = browse("owner-a").get(f"/services/cases/{case.pk}/").content.decode()

    assert "Due date counted again" in page
    assert "沪府办〔2026〕1号" in page


def test_pages__public_calendar_and_the_form(browse):
    client = browse("coordinator")

    answer = client.post(
        "/workdays/notices/new/",
        {
            "number": "国办发明电〔2026〕9号",
            "published_on": "2026-11-20",
            "text": "date,kind,name\n2027-01-01,off,元旦",
        },
    )
    forget_calendar()

    assert answer.status_code == 302
    page = browse("owner-a").get("/workdays/").content.decode()
    assert "国办发明电〔2026〕9号" in page
    assert 'id="y2027"' in page


def test_form__a_fault__stays_with_what_was_typed(browse):
    answer = browse("coordinator").post(
        "/workdays/notices/new/",
        {"number": "x", "published_on": "2026-11-20", "text": "date,kind,name\n2027-01-01,on,元旦"},
    )

    assert answer.status_code == 422
    assert "2027-01-01,on,元旦" in answer.content.decode()
    assert "Line 2" in answer.content.decode()
