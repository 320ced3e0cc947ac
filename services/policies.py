"""What the state of a case allows now; each check raises NotAllowed with the sentence that a person reads."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.errors import NotAllowed
from enterprises.models import Enterprise, Residency
from parks.models import Park
from services.models import Case, CaseDocument, ItemVariant, Level, ServiceItem, Silence
from services.workflow import ANSWERED, OPEN, UNFINISHED, CaseStatus, Decision

MOST_DOCUMENTS = 20  # of one case


def residency_on(enterprise: Enterprise, day: date) -> Residency:
    """Where the enterprise resides on the day: the park that will act.

    Raises
    ------
    NotAllowed
        The enterprise resides in no park of the zone on that day.
    """
    found = Residency.objects.filter(enterprise=enterprise, period__contains=day).select_related("park").first()
    if found is None:
        raise NotAllowed(
            _("%(enterprise)s resides in no park of the zone today, so no park can act. Ask your park to enter it.")
            % {"enterprise": enterprise.name}
        )
    return found


def check_offered(item: ServiceItem, variant: ItemVariant | None, park: Park) -> None:
    """A park may leave an item out; a bundle is asked for as a whole."""
    if variant is not None and not variant.is_offered:
        raise NotAllowed(
            _("%(park)s does not offer “%(item)s”. %(note)s")
            % {"park": park.name, "item": item.name, "note": variant.note}
        )


def check_variant(item: ServiceItem, promised_days: int | None) -> None:
    """A park may promise more than the catalogue, never less."""
    if promised_days is not None and promised_days > item.promised_days:
        raise NotAllowed(
            _("The catalogue promises %(days)d days; a park may only be faster.") % {"days": item.promised_days},
            place="promised_days",
        )


def closed(case: Case) -> str:
    return _("This case is closed: “%(state)s”.") % {"state": case.outcome}


def check_may_be_answered(case: Case) -> None:
    """A park accepts, or refuses to, once, and only what was not withdrawn."""
    if case.status == CaseStatus.WITHDRAWN:
        raise NotAllowed(_("The enterprise has withdrawn this case; there is nothing left to answer."))
    if case.status == CaseStatus.ACCEPTED:
        raise NotAllowed(_("The park has accepted this case already."))
    check_not_waiting(case)
    if case.status != CaseStatus.SUBMITTED:
        raise NotAllowed(closed(case))


def check_may_decide(case: Case) -> None:
    """Only an accepted case is decided, and once."""
    if case.status == CaseStatus.SUBMITTED:
        raise NotAllowed(_("Accept the case first; the limit for the decision counts from that day."))
    check_not_waiting(case)
    if case.status != CaseStatus.ACCEPTED:
        raise NotAllowed(closed(case))


def check_not_waiting(case: Case) -> None:
    """While the enterprise puts something right, the park waits."""
    if case.status == CaseStatus.CORRECTION:
        raise NotAllowed(_("The park has asked for a correction; the enterprise has the turn and the clock waits."))


def check_silence_has_passed(case: Case, today: date) -> None:
    """Silence decides only where the item says so, and only after the due day."""
    if case.item.silence != Silence.APPROVAL or case.due_date is None or today <= case.due_date:
        raise NotAllowed(_("Silence decides nothing here."))


def check_may_correct(case: Case) -> None:
    """What is missing is asked for while the park has the turn."""
    check_not_waiting(case)
    if case.status not in OPEN:
        raise NotAllowed(closed(case))


def check_may_answer(case: Case) -> None:
    if case.status != CaseStatus.CORRECTION:
        raise NotAllowed(_("The park asks for no correction now."))


def check_may_lapse(case: Case) -> None:
    """A correction that nobody answers is closed after its last day, not before."""
    check_may_answer(case)


def check_lapsed(answer_by: date, today: date) -> None:
    if today <= answer_by:
        raise NotAllowed(_("The enterprise still has time until %(day)s.") % {"day": answer_by.isoformat()})


def check_may_extend(case: Case) -> None:
    """Only what runs is extended, before its day, and once."""
    check_may_decide(case)
    if case.extended_days:
        raise NotAllowed(_("A case is extended once; this one has its extension, or it is asked for."))


def check_not_late(case: Case, today: date) -> None:
    if case.due_date is not None and today > case.due_date:
        raise NotAllowed(_("The due day has passed; an extension comes before it."))


def check_may_settle_extension(case: Case) -> None:
    if not any(each.is_approved is None for each in case.extensions.all()):
        raise NotAllowed(_("No extension is asked for."))


def check_may_write(case: Case) -> None:
    """Words pass on every case that was not taken back, the answered ones included."""
    if case.status == CaseStatus.WITHDRAWN:
        raise NotAllowed(closed(case))


def check_may_ask_opinion(case: Case) -> None:
    check_may_decide(case)


def check_may_revoke(case: Case) -> None:
    if case.status != CaseStatus.DECIDED:
        raise NotAllowed(_("There is no decision in force that could be revoked."))


def check_decision(*, decision: str, reason: str) -> None:
    """A decision grants or refuses, and a refusal says why."""
    if decision not in Decision.values:
        raise NotAllowed(_("Choose whether the request is granted or refused."), place="decision")
    if decision == Decision.REFUSED and not reason.strip():
        raise NotAllowed(_("Enter a reason: whoever is affected will read it."), place="reason")


def check_may_withdraw(case: Case) -> None:
    """An enterprise takes back what the park has not yet taken in hand."""
    if case.status == CaseStatus.ACCEPTED or (case.status == CaseStatus.CORRECTION and case.accepted_on is not None):
        raise NotAllowed(_("The park has accepted the case; ask the officer there if you no longer need it."))
    if case.status not in UNFINISHED:
        raise NotAllowed(closed(case))


def check_may_add_document(case: Case) -> None:
    """Documents are handed in as long as the case is open, and not without end."""
    if not case.is_open:
        raise NotAllowed(closed(case))
    if len(case.documents.all()) >= MOST_DOCUMENTS:
        raise NotAllowed(
            _("This case has %(count)d documents, the most there may be. Remove one first, or join several in one PDF.")
            % {"count": MOST_DOCUMENTS},
            place="file",
        )


def check_may_remove_document(document: CaseDocument, by: Any) -> None:
    """Whoever handed a document in may take it back while the case is open."""
    if document.attachment.uploaded_by_id != by.pk:
        raise NotAllowed(_("Only the person who handed a document in removes it."))
    if not document.case.is_open:
        raise NotAllowed(closed(document.case))


def check_may_rate(case: Case) -> None:
    """One rating a case, once the park has answered."""
    if case.status == CaseStatus.WITHDRAWN:
        raise NotAllowed(_("A withdrawn case is not rated: the park had not acted on it."))
    if case.status not in ANSWERED:
        raise NotAllowed(_("You can rate as soon as the park has decided."))
    if case.ratings.all():
        raise NotAllowed(_("This case has been rated already; a case is rated once."))


def check_rating(*, level: int, comment: str) -> None:
    """Five levels, and a bad one with words that something can be put right by."""
    if level not in Level.values:
        raise NotAllowed(_("Choose one of the five levels, 1 to 5."), place="level")
    if level < Level.BASICALLY_SATISFIED and not comment.strip():
        raise NotAllowed(_("Say in a few words what went wrong, so that it can be put right."), place="comment")
