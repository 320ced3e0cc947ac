"""What the assessment asks of a person: returns to fill, verify, accept; runs, releases, plans; standing to decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.ladder import Reason
from assessment.models import (
    Cycle,
    FigureDefinition,
    FigureEntry,
    Objection,
    Plan,
    PlanStatus,
    Proposal,
    ProposalKind,
    Return,
    Run,
)
from assessment.selectors.standing import OPEN, reason_sentence, title_of
from assessment.workflow import ANSWER_OBJECTION, DECIDE, ObjectionStatus, ProposalStatus, ReturnStatus
from coordination.selectors.tasks import Task
from core.bilingual import in_chinese
from core.models import Job, JobStatus
from core.templatetags.number_text import chance_text
from parks.access import access_of

ENTER, VERIFY, ACCEPT = "assessment.enter_figures", "assessment.verify_return", "assessment.accept_return"
REQUEST_RUN, RELEASE, APPROVE = "assessment.request_run", "assessment.release_results", "assessment.approve_plan"


def return_tasks(user: Any, *, today: date) -> Iterator[Task]:
    """Returns of years without released results, each by what its status asks of whom; one query."""
    for annual_return in returns_under_way(user):
        if task := return_task(annual_return, user, today):
            yield task


def returns_under_way(user: Any) -> QuerySet[Return]:
    """Returns in the states that ask something of whoever holds the permission."""
    asked = {
        ENTER: [ReturnStatus.DRAFT, ReturnStatus.SUBMITTED, ReturnStatus.VERIFIED],
        VERIFY: [ReturnStatus.SUBMITTED],
        ACCEPT: [ReturnStatus.VERIFIED],
    }
    rows = Return.objects.none()
    for permission, statuses in asked.items():
        if access_of(user).holds(permission):
            rows = rows | Return.objects.visible_to(user, permission).filter(status__in=statuses)
    entries = FigureEntry.objects.filter(annual_return=OuterRef("pk")).order_by().values("annual_return")
    figures = FigureDefinition.objects.filter(plan=OuterRef("cycle__plan")).order_by().values("plan")
    return (
        rows.filter(cycle__released_run__isnull=True)
        .select_related("park__lead_district", "cycle")
        .annotate(done=Coalesce(counted(entries), 0), total=Coalesce(counted(figures), 0))
    )


def counted(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.annotate(number=Count("pk")).values("number"), output_field=IntegerField())


def return_task(annual_return: Any, user: Any, today: date) -> Task | None:
    """The line for one return; a draft after the cut-off asks nothing any more, it counts as not reported."""
    cycle, park = annual_return.cycle, annual_return.park
    words = {"year": cycle.year, "park": park.name, "done": annual_return.done, "total": annual_return.total}
    place = {
        "url": reverse("assessment:return", args=[cycle.year, park.code]),
        "due": cycle.cutoff_on,
        "is_over": cycle.cutoff_on < today,
    }
    if annual_return.status == ReturnStatus.DRAFT:
        if cycle.cutoff_on < today or cycle.opens_on > today:
            return None
        why = _("Draft, not submitted: %(done)s of %(total)s figures entered.") % words
        return Task(_("Enter and submit the figures of %(year)s, %(park)s") % words, why, **place)
    if annual_return.status == ReturnStatus.SUBMITTED:
        waits = "" if user.has_perm(VERIFY, annual_return) else park.lead_district.name
        why = _("Submitted by the park; the lead district verifies it or sends it back.")
        return Task(_("Verify the return of %(year)s, %(park)s") % words, why, waits_for=waits, **place)
    waits = "" if user.has_perm(ACCEPT, annual_return) else _("the city")
    why = _("Verified by the district; the city accepts it or sends it back.")
    return Task(_("Accept the return of %(year)s, %(park)s") % words, why, waits_for=waits, **place)


def proposal_tasks(user: Any) -> Iterator[Task]:
    """Proposals about standing that are open; one query."""
    rows = Proposal.objects.visible_to(user, DECIDE).filter(status__in=OPEN).select_related("park", "cycle", "first_by")
    for proposal in rows:
        words = {"title": title_of(proposal), "park": proposal.park.name, "year": proposal.cycle.year}
        is_seconding = proposal.status == ProposalStatus.SECONDING
        was_first = is_seconding and proposal.first_by_id == user.pk
        yield Task(
            title=_("Decide: %(title)s, %(park)s, %(year)s") % words,
            why=why_to_decide(proposal),
            quoted=proposal.reason if proposal.status == ProposalStatus.DEFERRED else "",
            url=reverse("assessment:proposal", args=[proposal.cycle.year, proposal.park.code]),
            waits_for=_("a second coordinator") if was_first else "",
        )


def why_to_decide(proposal: Proposal) -> str:
    """The state of the decision, or the ladder's first reason with how many decide."""
    if proposal.status == ProposalStatus.DEFERRED:
        return _("Deferred, with the reason:")
    if proposal.status == ProposalStatus.SECONDING:
        return _("%(name)s took the first decision; a second coordinator confirms or rejects.") % {
            "name": proposal.first_by
        }
    grounds = [reason_sentence(reason, proposal) for reason in proposal.reasons[:1]]
    if proposal.share_below is not None and Reason.UNQUALIFIED_BY_LINE in proposal.reasons:
        share = chance_text(proposal.share_below)
        grounds.append(_("Draws below the line: %(share)s.") % {"share": share})
    two = proposal.needs_human and proposal.kind != ProposalKind.END_NOTIFICATION
    grounds.append(_("Two coordinators decide, with a reason.") if two else _("One coordinator decides."))
    return ("" if in_chinese() else " ").join(grounds)


@dataclass(frozen=True)
class YearOfRuns:
    """A cycle with its newest finished run and the job of one under way."""

    cycle: Cycle
    newest_run: int | None
    running_job: UUID | None

    @property
    def asks(self) -> bool:
        """Whether something is left to do or under way: a run, the end of one, a release."""
        is_public = self.newest_run is not None and self.newest_run == self.cycle.released_run_id
        return not is_public or self.running_job is not None


def run_tasks(user: Any, *, at: datetime) -> Iterator[Task]:
    """Years past their cut-off that wait for a run or for their release; two queries."""
    access = access_of(user)
    if not (access.holds_for_zone(REQUEST_RUN) or access.holds_for_zone(RELEASE)):
        return
    for year in years_of_runs():
        if year.asks and at >= year.cycle.cutoff_at:
            yield run_task(year)


def run_task(year: YearOfRuns) -> Task:
    """What a year past its cut-off waits for: its run, the end of one, its release."""
    cycle = year.cycle
    words = {"year": cycle.year}
    if year.running_job:
        title, why = _("The assessment of %(year)s is running"), _("You may leave; it goes on.")
        return Task(title % words, why, reverse("assessment:job", args=[year.running_job]), waits_for=_("the portal"))
    if year.newest_run is None:
        why = _("The cut-off has passed; the accepted figures are frozen and nothing has been run yet.")
        url = reverse("assessment:run-request", args=[cycle.year])
        return Task(_("Run the assessment of %(year)s") % words, why, url)
    why = _("A run is finished and not public; parks and visitors still see nothing of it.")
    if cycle.is_released:
        why = _("A newer run stands beside the released one; parks and visitors still see the released one.")
    return Task(_("Release the results of %(year)s") % words, why, reverse("assessment:release", args=[cycle.year]))


def years_of_runs() -> list[YearOfRuns]:
    """The last released year and those after it, each with its runs; a year has a few of them."""
    cycles = list(Cycle.objects.order_by("year"))
    since = max((cycle.year for cycle in cycles if cycle.is_released), default=0)
    newest: dict[int, int] = {}
    at_work: dict[int, UUID] = {}
    under_way = Job.objects.filter(pk=OuterRef("job_id"), status__in=[JobStatus.QUEUED, JobStatus.RUNNING])
    runs = Run.objects.filter(cycle__year__gte=since).annotate(is_under_way=Exists(under_way)).order_by("number")
    for cycle, run, finished_at, job, is_under_way in runs.values_list(
        "cycle", "pk", "finished_at", "job_id", "is_under_way"
    ):
        if finished_at is not None:
            newest[cycle] = run
        elif job is not None and is_under_way:
            at_work[cycle] = job
    shown = [cycle for cycle in cycles if cycle.year >= since]
    return [YearOfRuns(cycle, newest.get(cycle.pk), at_work.get(cycle.pk)) for cycle in shown]


def plan_tasks(user: Any) -> Iterator[Task]:
    """Plans that wait for approval; one query."""
    if not access_of(user).holds_for_zone(APPROVE):
        return
    for plan in Plan.objects.filter(status=PlanStatus.DRAFT).order_by("year"):
        words = {"year": plan.year}
        why = _("A year is assessed only by a plan that is approved and frozen.")
        yield Task(_("Approve the plan of %(year)s") % words, why, reverse("assessment:plan", args=[plan.year]))


def objection_tasks(user: Any) -> Iterator[Task]:
    """Objections that wait for their answer; until then nothing of their year is confirmed. One query."""
    if not access_of(user).holds_for_zone(ANSWER_OBJECTION):
        return
    waiting = Objection.objects.visible_to(user, ANSWER_OBJECTION).filter(status=ObjectionStatus.RECEIVED)
    for objection in waiting.select_related("cycle").order_by("submitted_at"):
        words = {"number": objection.number, "year": objection.cycle.year}
        why = _("Nothing of %(year)s is confirmed before it is answered.") % words
        title = _("Answer objection %(number)s to the results of %(year)s") % words
        yield Task(title, why, reverse("assessment:objection", args=[objection.pk]))
