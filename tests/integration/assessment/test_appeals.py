"""Preview, queries and appeals: who sees what before the release, and an appeal from its filing to the new seal."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.utils import timezone

from assessment.actions.appeals import dismiss_appeal, file_appeal, uphold_appeal, withdraw_appeal
from assessment.actions.previews import answer_query, ask_query, open_preview
from assessment.actions.releases import release_results
from assessment.actions.standing import confirm_proposal
from assessment.models import Appeal, Cycle, FigureEntry, Proposal, Return, Run, RunResult, Seal
from assessment.selectors.run_comparison import compare_runs
from assessment.selectors.seal_check import verify_year
from assessment.tasks import rerun_after_appeal
from core.audit import history_of
from core.errors import NotAllowed, NotPermitted
from core.jobs import work
from core.models import Job, JobStatus
from core.rowsecurity import scope
from parks.access import read_access
from parks.models import Park
from tests.factories.assessed_year import at, make_year, run_year

OPENED = at(2024)
SHEET = "/assessment/2024/sheets/JNQ/"
DURING = at(2024, 6, 20)


@pytest.fixture
def year(in_zone: Any) -> Cycle:
    """Finished, not released."""
    with in_zone():
        cycle = make_year(2024, {"HPU": 40.0, "JNQ": 66.0})
        run_year(cycle)
    return cycle


@pytest.fixture
def previewed(year: Cycle, in_zone: Any, person: Any) -> Cycle:
    with in_zone():
        open_preview(run=year.runs.get(), by=person("coordinator"), at=OPENED)
    return year


@pytest.fixture
def previewed_now(year: Cycle, in_zone: Any, person: Any) -> Cycle:
    """For pages and tasks, which read the clock."""
    with in_zone():
        open_preview(run=year.runs.get(), by=person("coordinator"), at=timezone.now())
    return year


def appeal_of(cycle: Cycle, person: Any, *, claimed: str = "90", when: datetime = DURING) -> Appeal:
    """JNQ says that F001 should be more; nobody of the demonstration's second coordinator decided before."""
    return file_appeal(
        cycle=cycle, run=cycle.runs.order_by("number").last(), park=Park.objects.get(code="JNQ"),
        figure=cycle.plan.figures.get(code="F001"), claimed=Decimal(claimed), ground="misread", evidence="table 3",
        by=person("head-jnq"), at=when,
    )  # fmt: skip


# -- Who sees a sheet -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "before", "preview", "released"),
    [
        ("head-jnq", False, True, True),
        ("clerk-jnq", False, True, True),
        ("district-pudong", False, False, True),
        ("coordinator", True, True, True),
        ("auditor", True, True, True),
    ],
)
def test_sheet__before_during_and_after_the_preview(
    year: Cycle, browse: Any, in_zone: Any, person: Any, username: str, before: bool, preview: bool, released: bool
) -> None:
    def sees() -> bool:
        return "The result with every input" in browse(username).get(SHEET).content.decode()

    assert sees() is before
    with in_zone():
        open_preview(run=year.runs.get(), by=person("coordinator"), at=OPENED)
    assert sees() is preview
    with in_zone():
        release_results(cycle=year, run=year.runs.get(), by=person("coordinator"), at=at(2024, 7))
    assert sees() is released


@pytest.mark.parametrize("username", ["head-mhg", "clerk-mhg", "district-minhang", "owner-a"])
def test_sheet__of_another_park__is_not_there(previewed: Cycle, browse: Any, username: str) -> None:
    assert browse(username).get(SHEET).status_code in {403, 404}


def test_release__while_parks_look__is_refused_until_their_days_are_over(
    previewed: Cycle, in_zone: Any, person: Any
) -> None:
    with in_zone():
        with pytest.raises(NotAllowed, match="The parks look at their results until 25 June 2025"):
            release_results(cycle=previewed, run=previewed.runs.get(), by=person("coordinator"), at=at(2024, 6, 25))
        release_results(cycle=previewed, run=previewed.runs.get(), by=person("coordinator"), at=at(2024, 6, 26))


# -- Queries ----------------------------------------------------------------------------------------------------------
def test_query__asked_on_the_sheet_and_answered_by_the_zone(previewed_now: Cycle, browse: Any, in_zone: Any) -> None:
    asked = browse("clerk-jnq").post(f"{SHEET}ask/", {"cell": "A01", "question": "Why so low?"}, follow=True)
    assert "The question is with the zone" in asked.content.decode()
    with in_zone():
        key = previewed_now.runs.get().queries.get().pk
    browse("coordinator").post(f"/assessment/queries/{key}/", {"answer": "F002 is the denominator."})

    assert "F002 is the denominator." in browse("head-jnq").get(SHEET).content.decode()


def test_query__after_its_days_or_about_nothing__is_refused(
    previewed: Cycle, in_zone: Any, person: Any, park: Any
) -> None:
    facts = {"cycle": previewed, "park": park("JNQ"), "question": "Why?", "by": person("clerk-jnq")}
    with in_zone():
        run = previewed.runs.get()
        with pytest.raises(NotAllowed, match="Queries were taken until"):
            ask_query(run=run, cell="A01", at=at(2024, 6, 26), **facts)
        with pytest.raises(NotAllowed, match="no figure or indicator"):
            ask_query(run=run, cell="Z99", at=DURING, **facts)
        with pytest.raises(NotPermitted):
            ask_query(run=run, cell="A01", at=DURING, **facts | {"by": person("head-mhg")})


# -- Appeals ----------------------------------------------------------------------------------------------------------
def test_appeal__upheld__corrects_beside_the_entry_and_runs_again(previewed: Cycle, in_zone: Any, person: Any) -> None:
    second = person("coordinator2")
    with in_zone():
        first = previewed.runs.get()
        release_results(cycle=previewed, run=first, by=person("coordinator"), at=at(2024, 6, 26))
        appeal = appeal_of(previewed, person, when=at(2024, 6, 27))
    with acting(second):
        uphold_appeal(appeal=appeal, reason="shown", by=second, at=at(2024, 6, 28))
        job = Job.objects.get(run_key=f"appeal-rerun:{appeal.pk}")
    run_job(job)
    run_job(job)  # delivered twice

    with in_zone():
        assert Job.objects.get(pk=job.pk).status == JobStatus.DONE
        again = Run.objects.get(cycle=previewed, number=2)
        seals = list(Seal.objects.filter(cycle=previewed).order_by("number"))
        assert [seal.run for seal in seals] == [first, again]
        assert verify_year(Cycle.objects.select_related("plan").get(pk=previewed.pk)) == seals[1]
        assert FigureEntry.objects.get(annual_return__park__code="JNQ", figure__code="F001").value != 90
        kept = RunResult.objects.get(run=again, park__code="JNQ").inputs["F001"]
        assert (kept["value"], kept["reason"], kept["username"]) == ("90", "shown", "coordinator2")
        comparison = compare_runs(first, again, previewed, person("coordinator"))
        assert {cell.code for cell in comparison.cells if cell.park.code == "JNQ"} >= {"F001", "A01", "TOTAL"}
        assert {row.park.code for row in comparison.parks if row.differs} >= {"JNQ"}


def acting(user: Any) -> Any:
    return scope(user=user.pk, **read_access(user).everything())


def run_job(job: Job) -> None:
    work(str(job.pk), rerun_after_appeal.run)


def test_appeal__decided_by_who_accepted_the_return__is_refused(previewed: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone():
        appeal = appeal_of(previewed, person)

        with pytest.raises(NotAllowed, match="You verified or accepted this return"):
            uphold_appeal(appeal=appeal, reason="shown", by=person("coordinator"), at=DURING)


def test_appeal__decided_by_who_answered_about_the_figure__is_refused(
    previewed: Cycle, in_zone: Any, person: Any, park: Any
) -> None:
    second = person("coordinator2")
    with in_zone():
        run, by = previewed.runs.get(), person("clerk-jnq")
        query = ask_query(cycle=previewed, run=run, park=park("JNQ"), cell="F001", question="?", by=by, at=DURING)
        answer_query(query=query, answer="as reported", by=second, at=DURING)

        with pytest.raises(NotAllowed, match="You answered the park's query"):
            dismiss_appeal(appeal=appeal_of(previewed, person), reason="no", by=second, at=DURING)


@pytest.mark.parametrize("username", ["auditor", "head-jnq", "district-pudong", "head-mhg"])
def test_appeal__decided_by_whoever_may_not__is_refused(
    previewed: Any, in_zone: Any, person: Any, username: str
) -> None:
    with in_zone():
        appeal = appeal_of(previewed, person)

        with pytest.raises(NotPermitted):
            uphold_appeal(appeal=appeal, reason="shown", by=person(username), at=DURING)


def test_appeal__open__stays_the_effect_on_the_park_alone(previewed: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone():
        cycle = make_year(2025, {"JNQ": 30.0, "HPU": 30.0})
        run = run_year(cycle, release=True)
        file_appeal(
            cycle=cycle, run=run, park=Park.objects.get(code="JNQ"), figure=cycle.plan.figures.get(code="F001"),
            claimed=Decimal(90), ground="misread", evidence="table 3", by=person("head-jnq"), at=at(2025, 6, 24),
        )  # fmt: skip
        facts = {"document_number": "沪科创办〔2026〕12号", "by": person("coordinator"), "at": at(2025, 7)}

        with pytest.raises(NotAllowed, match="An appeal of this park is open"):
            confirm_proposal(proposal=Proposal.objects.get(cycle=cycle, park__code="JNQ"), **facts)
        confirm_proposal(proposal=Proposal.objects.get(cycle=cycle, park__code="HPU"), **facts)


def test_appeal__withdrawn_or_dismissed__frees_the_effect_and_changes_no_figure(
    previewed: Cycle, in_zone: Any, person: Any
) -> None:
    with in_zone():
        withdraw_appeal(appeal=appeal_of(previewed, person), by=person("head-jnq"), at=DURING)
        dismissed = appeal_of(previewed, person)
        dismiss_appeal(appeal=dismissed, reason="the table says otherwise", by=person("coordinator2"), at=DURING)

        assert not Return.objects.get(cycle=previewed, park__code="JNQ").corrections.exists()
        assert not Job.objects.filter(run_key__startswith="appeal-rerun").exists()
        assert {event.event for event in history_of(dismissed)} == {"appeal_filed", "appeal_dismissed"}


@pytest.mark.parametrize(
    ("claimed", "when", "said"),
    [
        ("65.5556", DURING, "counted as 65.5556 already"),
        ("90", at(2024, 7, 12), "Appeals were taken until 9 July 2025"),
    ],
)
def test_appeal__for_what_counted_or_too_late__is_refused(
    previewed: Cycle, in_zone: Any, person: Any, claimed: str, when: datetime, said: str
) -> None:
    with in_zone(), pytest.raises(NotAllowed, match=said):
        appeal_of(previewed, person, claimed=claimed, when=when)


def test_appeal__a_second_one_against_the_same_figure__is_refused(previewed: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone():
        appeal_of(previewed, person)

        with pytest.raises(NotAllowed, match="is open already"):
            appeal_of(previewed, person, claimed="91")


def test_correction__changed_by_the_application__is_refused(previewed: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone():
        appeal = appeal_of(previewed, person)
        uphold_appeal(appeal=appeal, reason="shown", by=person("coordinator2"), at=DURING, queue=False)
        refused = pytest.raises(DatabaseError, match="sealed and does not change")

        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE assessment_figurecorrection SET value = 1")


def test_confirm__before_the_release__is_refused(year: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone(), pytest.raises(NotAllowed, match="run 1, which is not released"):
        confirm_proposal(
            proposal=Proposal.objects.get(cycle=year, park__code="HPU"), document_number="沪科创办〔2025〕12号",
            by=person("coordinator"), at=DURING,
        )  # fmt: skip


def test_appeal__through_the_pages(previewed_now: Cycle, browse: Callable[[str], Any], in_zone: Any) -> None:
    with in_zone():
        figure = previewed_now.plan.figures.get(code="F001").pk
    typed = {"figure": figure, "claimed": "90", "ground": "misread", "evidence": "table 3"}
    filed = browse("head-jnq").post(f"{SHEET}appeal/", typed, follow=True).content.decode()
    with in_zone():
        key = Appeal.objects.get(cycle=previewed_now).pk
    refused = browse("coordinator").get(f"/assessment/appeals/{key}/").content.decode()
    answer = {"outcome": "uphold", "reason": "the table shows it"}
    decided = browse("coordinator2").post(f"/assessment/appeals/{key}/", answer, follow=True).content.decode()

    assert "The appeal is filed" in filed
    assert "somebody else decides" in refused
    assert "The year is being run again" in decided


def test_preview__working_days_counted_from_the_day_it_opens(previewed: Cycle) -> None:
    preview = previewed.previews.get()

    assert preview.queries_until == (datetime(2025, 6, 25, tzinfo=UTC)).date()
    assert preview.appeals_until - preview.queries_until == timedelta(days=14)
