"""Proposals about parks' standing as pages tell them: what, why, how sure, what each decision would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assessment.ladder import Reason
from assessment.models import Cycle, Letter, Proposal, ProposalKind, RunResult, StandingEvent, StandingEventKind
from assessment.selectors.plan import ladder_in_force, plain_number
from assessment.selectors.publication import let_out_to
from assessment.workflow import ProposalStatus
from core.audit import history_of
from core.audit.past import as_it_was
from core.bilingual import in_chinese
from core.models import AuditEvent
from core.templatetags.drawing import joined
from core.templatetags.number_text import chance_text, number_text
from parks.access import access_of
from parks.models import Park

VIEW = "assessment.view_proposal"
PROPOSED = ("park_id", "cycle__year", "kind", "status", "needs_human", "document_number")
OPEN = frozenset({ProposalStatus.PROPOSED, ProposalStatus.SECONDING, ProposalStatus.DEFERRED})


@dataclass(frozen=True)
class Sign:
    """A park's standing as a shape and a word: kinds as in the portal's states."""

    kind: str
    text: str

    def under(self, number: str) -> "Sign":
        return Sign(self.kind, self.text % {"number": number})


@dataclass(frozen=True)
class ProposalRow:
    """One proposal with everything that its reader weighs."""

    proposal: Proposal
    sign: Sign
    title: str
    reasons: list[str]
    certainty: str

    @property
    def why(self) -> str:
        return sentences(self.reasons)


@dataclass(frozen=True)
class Decision:
    """One act on a proposal from its history."""

    title: str
    at: Any
    who: str
    reason: str


def proposals_seen_by(user: Any) -> QuerySet[Proposal]:
    """What the person may see: the zone all, a park and its districts their own as far as the results are let out."""
    rows: QuerySet[Proposal] = Proposal.objects.visible_to(user, VIEW).exclude(status=ProposalStatus.SUPERSEDED)
    if access_of(user).holds_for_zone(VIEW):
        return rows
    is_out = Q(run__number__lte=F("cycle__released_run__number")) & let_out_to(user)
    return rows.filter(is_out | Q(status=ProposalStatus.CONFIRMED))


def proposals_of_year(cycle: Cycle, user: Any) -> QuerySet[Proposal]:
    return (
        proposals_seen_by(user)
        .filter(cycle=cycle)
        .select_related("park", "run", "cycle", "ladder", "decided_by", "first_by")
        .defer("run__system")
        .order_by("park__code")
    )


def proposal_row(proposal: Proposal) -> ProposalRow:
    return ProposalRow(
        proposal=proposal,
        sign=sign_of_proposal(proposal),
        title=title_of(proposal),
        reasons=[reason_sentence(reason, proposal) for reason in proposal.reasons],
        certainty=certainty_sentence(proposal),
    )


def sentences(told: Iterable[str]) -> str:
    """Sentences in a row; Chinese puts no space between them."""
    return ("" if in_chinese() else " ").join(told)


def title_of(proposal: "Proposal | Proposed") -> str:
    """What is proposed, as a headline."""
    return {
        ProposalKind.NOTIFICATION: _("Notification"),
        ProposalKind.DELISTING: _("Delisting"),
        ProposalKind.END_NOTIFICATION: _("End of the notification"),
    }[ProposalKind(proposal.kind)]


def reason_sentence(reason: str, proposal: Proposal) -> str:
    """A reason of the ladder as a sentence."""
    year, years = proposal.cycle.year, joined(str(each) for each in proposal.standing_years)
    words = {
        Reason.UNQUALIFIED_BY_LINE: _("The total of %(year)s is below the pass line.") % {"year": year},
        Reason.UNQUALIFIED_BY_BOTTOM: _("The park is among the last of %(year)s.") % {"year": year},
        Reason.UNQUALIFIED_BY_VETO: _("A veto finding of %(year)s makes the park unqualified, whatever its score.")
        % {"year": year},
        Reason.OWN_DEFAULT: _("The park is not rated for %(year)s because it left figures out.") % {"year": year},
        Reason.FIRST_COUNT: _("It is the first year that counts."),
        Reason.REPEATED_COUNT: _("Counting already: %(years)s. This is year number %(count)s that counts.")
        % {"years": years, "count": proposal.count},
        Reason.FEW_DRAWS_BELOW: _("Too few draws put the park below the line for one person to decide."),
        Reason.NO_DRAWS: _("No draws tell how sure the result is, so one person does not decide."),
        Reason.QUALIFIED_AGAIN: _("The park is qualified again in %(year)s, after its notification.") % {"year": year},
        Reason.DELISTED: _("The park is delisted."),
    }
    return words[Reason(reason)]


def certainty_sentence(proposal: Proposal) -> str:
    """How sure the result is, in words."""
    if Reason.UNQUALIFIED_BY_VETO in proposal.reasons:
        return _("A veto does not hang on the draws.")
    if proposal.share_below is None:
        return _("No draws: the park has no total.")
    return _("%(share)s of %(draws)s draws put the park below the line.") % {
        "share": chance_text(proposal.share_below),
        "draws": number_text(proposal.run.draws),
    }


def consequences(proposal: Proposal) -> dict[str, str]:
    """What each decision would do, by act."""
    year = proposal.cycle.year
    reentry = year + 1 + proposal.ladder.rules["reentry_years"]
    confirmed = {
        ProposalKind.NOTIFICATION: _(
            "The park is notified under the document's number. %(year)s counts until the park's next qualified year;"
            " a second year that counts leads to a delisting proposal."
        ),
        ProposalKind.DELISTING: _(
            "The park loses its title under the document's number. It may come back by decision,"
            " resting on %(reentry)s at the earliest."
        ),
        ProposalKind.END_NOTIFICATION: _("The notification ends; the park's standing is normal."),
    }[ProposalKind(proposal.kind)]
    kept = proposal.kind == ProposalKind.END_NOTIFICATION
    return {
        "confirm": confirmed % {"year": year, "reentry": reentry},
        "support": _("Your reason is kept; a second coordinator then confirms or rejects. Until then nothing changes."),
        "reject": _("The notification goes on.")
        if kept
        else _("The standing does not change, and %(year)s does not add up later.") % {"year": year},
        "defer": _("The proposal stays open; the standing does not change."),
        "reopen": _("The proposal waits for a decision again."),
    }


def preview_sentence(proposals: Iterable[Proposal]) -> str:
    """What confirming everything that waits would do, to whom, and how sure that is; before anything is sent."""
    waiting = [proposal for proposal in proposals if proposal.status in OPEN]
    heads = [head_sentence(kind, waiting) for kind in ProposalKind]
    return sentences([*(head for head in heads if head), *(fate_sentence(proposal) for proposal in waiting)])


def head_sentence(kind: ProposalKind, waiting: list[Proposal]) -> str:
    count = sum(proposal.kind == kind for proposal in waiting)
    if not count:
        return ""
    words = {
        ProposalKind.NOTIFICATION: ngettext(
            "Confirming would notify %(count)s park.", "Confirming would notify %(count)s parks.", count
        ),
        ProposalKind.DELISTING: ngettext(
            "Confirming would delist %(count)s park.", "Confirming would delist %(count)s parks.", count
        ),
        ProposalKind.END_NOTIFICATION: ngettext(
            "Confirming would end the notification of %(count)s park.",
            "Confirming would end the notification of %(count)s parks.",
            count,
        ),
    }
    return words[kind] % {"count": count}


def fate_sentence(proposal: Proposal) -> str:
    """``EXP: 59.9, line 60, below in 60 % of variants; needs a human decision.``"""
    words = {"park": proposal.park.name, "line": plain_number(proposal.cycle.plan.pass_line)}
    if Reason.UNQUALIFIED_BY_VETO in proposal.reasons:
        told = _("%(park)s: unqualified by a veto.") % words
    elif proposal.kind == ProposalKind.END_NOTIFICATION:
        told = _("%(park)s: qualified again.") % words
    elif proposal.share_below is None:
        told = _("%(park)s: not rated.") % words
    else:
        found = RunResult.objects.filter(run=proposal.run_id, park=proposal.park_id).values_list("total", flat=True)
        words |= {"total": number_text(found.first(), 2), "share": chance_text(proposal.share_below)}
        told = _("%(park)s: %(total)s, line %(line)s, below it in %(share)s of the draws.") % words
    return sentences([told, _("A person must decide.")]) if proposal.needs_human else told


# -- Signs -----------------------------------------------------------------------------------------------------------
class Proposed(NamedTuple):
    """What a proposal's sign shows."""

    park_id: int
    year: int
    kind: str
    status: str
    needs_human: bool
    document_number: str


def standing_signs(cycle: Cycle, user: Any) -> dict[int, Sign]:
    """Each park's standing as the person may see it, by park id; parks without a word are normal. Two queries."""
    ended = Q(kind=ProposalKind.END_NOTIFICATION, status=ProposalStatus.CONFIRMED, cycle__year__lt=cycle.year)
    shown = proposals_seen_by(user).filter(Q(cycle=cycle) | ended).values_list(*PROPOSED)
    found = [Proposed(*values) for values in shown]
    ended_in: dict[int, int] = {}
    for row in found:
        if row.year != cycle.year:
            ended_in[row.park_id] = max(row.year, ended_in.get(row.park_id, 0))
    signs = {}
    for park_id, event, year in last_events(cycle, user):
        if event == StandingEventKind.NOTIFIED and ended_in.get(park_id, 0) > year:
            continue
        signs[park_id] = sign_of_event(event, year)
    return signs | {row.park_id: sign_of_proposal(row) for row in found if row.year == cycle.year}


def last_events(cycle: Cycle, user: Any) -> Iterable[tuple[int, str, int]]:
    """The last decision on each park that rests on this year or an earlier one: park id, what, the year."""
    events = StandingEvent.objects.visible_to(user, "assessment.view_standingevent").filter(cycle__year__lte=cycle.year)
    latest = events.order_by("park_id", "-cycle__year", "-decided_at", "-pk").distinct("park_id")
    return latest.values_list("park_id", "event", "cycle__year")


def sign_of_event(event: str, year: int) -> Sign:
    if event == StandingEventKind.NOTIFIED:
        return Sign("wait", _("Notified for %(year)s") % {"year": year})
    if event == StandingEventKind.DELISTED:
        return Sign("off", _("Delisted for %(year)s") % {"year": year})
    return Sign("plain", _("Normal"))


def sign_of_proposal(proposal: Proposal | Proposed) -> Sign:
    kind, status = ProposalKind(proposal.kind), ProposalStatus(proposal.status)
    if status == ProposalStatus.CONFIRMED:
        return {
            ProposalKind.NOTIFICATION: Sign("done", _("Notified, %(number)s")),
            ProposalKind.DELISTING: Sign("off", _("Delisted, %(number)s")),
            ProposalKind.END_NOTIFICATION: Sign("plain", _("Normal; the notification ended, %(number)s")),
        }[kind].under(proposal.document_number)
    words = title_of(proposal)
    if status == ProposalStatus.REJECTED:
        return Sign("plain", _("%(what)s rejected") % {"what": words})
    if status == ProposalStatus.DEFERRED:
        return Sign("wait", _("%(what)s deferred") % {"what": words})
    if status == ProposalStatus.SECONDING:
        return Sign("wait", _("%(what)s proposed; waits for a second coordinator") % {"what": words})
    if proposal.needs_human:
        return Sign("wait", _("%(what)s proposed; a person must decide") % {"what": words})
    return Sign("plain" if kind == ProposalKind.END_NOTIFICATION else "bad", _("%(what)s proposed") % {"what": words})


# -- One park --------------------------------------------------------------------------------------------------------
def events_of_park(park: Park, user: Any) -> QuerySet[StandingEvent]:
    """Every decision on the park, newest first."""
    events: QuerySet[StandingEvent] = StandingEvent.objects.visible_to(user, "assessment.view_standingevent")
    return events.filter(park=park).select_related("cycle", "decided_by").order_by("-cycle__year", "-decided_at", "-pk")


def letters_of(park: Park, user: Any) -> QuerySet[Letter]:
    """The park's letters, newest first."""
    letters: QuerySet[Letter] = Letter.objects.visible_to(user, "assessment.view_letter")
    return letters.filter(park=park).select_related("cycle", "received_by").order_by("-issued_at", "-pk")


def event_title(event: StandingEvent) -> str:
    return {
        StandingEventKind.NOTIFIED: _("Notified for %(year)s"),
        StandingEventKind.DELISTED: _("Delisted for %(year)s"),
        StandingEventKind.REINSTATED: _("Reinstated, resting on %(year)s"),
        StandingEventKind.REJECTED: _("Proposal of %(year)s rejected"),
    }[StandingEventKind(event.event)] % {"year": event.cycle.year}


def decisions_on(proposal: Proposal) -> list[Decision]:
    """What happened to the proposal, newest first, with who, when and why; two queries."""
    titles = {
        "standing_proposed": _("Proposed by run %(number)s") % {"number": proposal.run.number},
        "standing_first_decision": _("First coordinator agrees"),
        "standing_confirmed": _("Confirmed"),
        "standing_rejected": _("Rejected"),
        "standing_deferred": _("Deferred"),
        "standing_reopened": _("Taken up again"),
    }
    events = [event for event in history_of(proposal) if event.event in titles]
    names = names_of(events)
    told = [
        Decision(titles[event.event], event.at, names.get(event.actor_id or 0, ""), event.reason) for event in events
    ]
    return told[::-1]


def proposal_as_of(proposal: Proposal, at: datetime) -> Proposal | None:
    """The proposal as it stood then; None where it was not made yet."""
    made = history_of(proposal).filter(event="standing_proposed").first()
    return as_it_was(proposal, at) if made is not None and made.at <= at else None


def names_of(events: Iterable[AuditEvent]) -> dict[int, str]:
    """The people in the events, by id; one query."""
    ids = {event.actor_id for event in events if event.actor_id}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


def reentry_year(park: Park, cycle: Cycle) -> int | None:
    """The first assessed year on which a delisted park's reinstatement may rest; None for any other park."""
    last = StandingEvent.objects.filter(park=park, cycle__year__lte=cycle.year).select_related("cycle")
    event = last.order_by("cycle__year", "decided_at", "pk").last()
    ladder = ladder_in_force(cycle.year)
    if event is None or event.event != StandingEventKind.DELISTED or ladder is None:
        return None
    return int(event.cycle.year) + 1 + int(ladder.rules["reentry_years"])


def waiting_sentence(count: int) -> str:
    """How many proposals wait for a decision."""
    if not count:
        return _("No proposal waits for a decision.")
    return ngettext("%(count)s proposal waits for a decision.", "%(count)s proposals wait for a decision.", count) % {
        "count": count
    }
