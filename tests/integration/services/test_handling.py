"""Corrections, extensions, messages, opinions, silence, papers: through the actions, as the restricted role."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate, now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.zone_scope import whole_zone
from core.audit import history_of
from core.errors import NotAllowed, NotPermitted, Refused
from core.rowsecurity import keeping
from parks.models import Park
from services.actions import (
    answer_correction,
    ask_extension,
    ask_opinion,
    close_lapsed,
    decide_by_silence,
    decide_case,
    give_opinion,
    note_read,
    request_correction,
    revoke_decision,
    send_message,
    settle_extension,
    vary_item,
    withdraw_case,
)
from services.clock import after_working_days
from services.decision_paper import pdf_of
from services.models import Case, DecisionNotice, Message, Opinion
from tests.factories import services as make


def at(day: int, month: int = 9) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=make.SHANGHAI)


def asked_to_correct(case: Case, *, on: datetime, places: list[str] | None = None) -> Case:
    officer = make.person("service-jnq")
    with make.acting(officer):
        return request_correction(case=case, places=places or ["contact"], words="A number.", by=officer, at=on)


def put_right(case: Case, *, on: datetime, **changes: Any) -> Case:
    owner = make.person("owner-a")
    with make.acting(owner):
        fresh = Case.objects.get(pk=case.pk)
        return answer_correction(case=fresh, changes=changes, words="Here it is.", by=owner, at=on)


# -- Corrections -----------------------------------------------------------------------------------------------------
def test_correction__after_acceptance__pauses_the_clock_over_a_make_up_day():
    case = asked_to_correct(make.accepted(), on=at(18))
    assert (case.status, case.due_date, case.next_date) == ("correction", None, None)

    case = put_right(case, on=at(21), contact="021-1111-1111")

    # 16 to 18 are days 1 to 3; 19 to 21 paused, the make-up Sunday 20 among them; 22 to 24 are 4 to 6; 28 to 30 are
    # 7 to 9 after Mid-Autumn; 1 to 7 October National Day; the 8th is day 10
    assert (case.status, case.due_date, case.contact) == ("accepted", date(2026, 10, 8), "021-1111-1111")
    assert case.pauses == [["2026-09-18", "2026-09-21"]]


def test_correction__before_acceptance__the_five_days_begin_anew():
    case = put_right(asked_to_correct(make.submitted(), on=at(16)), on=at(22))

    # after the 22nd: 23, 24, 28, 29, 30
    assert (case.status, case.answer_due_date) == ("submitted", date(2026, 9, 30))


@pytest.mark.parametrize(("places", "message"), [([], "at least one"), (["nonsense"], "no field")])
def test_correction__names_no_field_of_the_case__refused(places, message):
    officer, case = make.person("service-jnq"), make.accepted()

    with make.acting(officer), pytest.raises(NotAllowed, match=message):
        request_correction(case=case, places=places, words="x", by=officer, at=at(18))


def test_correction__answered_beyond_what_was_asked__refused():
    case = asked_to_correct(make.accepted(), on=at(18))

    with pytest.raises(NotAllowed, match="did not ask"):
        put_right(case, on=at(21), subject="Something else")


def test_correction__asked_by_the_enterprise_itself__not_permitted():
    owner, case = make.person("owner-a"), make.accepted()

    with make.acting(owner), pytest.raises(NotPermitted):
        request_correction(case=case, places=["contact"], words="x", by=owner, at=at(18))


def test_correction__unanswered__is_closed_after_its_last_day_and_not_before():
    case, officer = asked_to_correct(make.accepted(), on=at(18)), make.person("service-jnq")
    with make.acting(officer):
        fresh = Case.objects.get(pk=case.pk)
        with pytest.raises(NotAllowed, match="still has time"):
            close_lapsed(case=fresh, reason="Unanswered.", by=officer, at=at(8, 10))
        closed = close_lapsed(case=fresh, reason="Unanswered.", by=officer, at=at(30, 10))

    assert (closed.status, closed.decision_reason) == ("not_accepted", "Unanswered.")


def test_decision__while_the_enterprise_has_the_turn__refused():
    case, officer = asked_to_correct(make.accepted(), on=at(18)), make.person("service-jnq")

    with make.acting(officer), pytest.raises(NotAllowed, match="the enterprise has the turn"):
        decide_case(case=Case.objects.get(pk=case.pk), decision="granted", by=officer, at=at(22))


# -- Extensions ------------------------------------------------------------------------------------------------------
def extended(case: Case, *, days: int = 3, is_approved: bool = True) -> Case:
    officer, head = make.person("service-jnq"), make.person("head-jnq")
    with make.acting(officer):
        ask_extension(case=case, days=days, reason="A site visit.", by=officer, at=at(18))
    with make.acting(head):
        settle_extension(case=case, is_approved=is_approved, by=head, at=at(21))
        return Case.objects.get(pk=case.pk)


def test_extension__approved_by_the_head__moves_the_day():
    case = extended(make.accepted())

    assert (case.due_date, case.extended_days) == (date(2026, 10, 9), 3)


def test_extension__refused__moves_nothing():
    case = make.accepted()

    assert extended(case, is_approved=False).due_date == case.due_date


def test_extension__asked_for_twice__refused():
    case, officer = extended(make.accepted()), make.person("service-jnq")

    with make.acting(officer), pytest.raises(NotAllowed, match="extended once"):
        ask_extension(case=case, days=1, reason="x", by=officer, at=at(22))


def test_extension__approved_by_whoever_asked__refused():
    head, case = make.person("head-jnq"), make.accepted()

    with make.acting(head):
        ask_extension(case=case, days=3, reason="x", by=head, at=at(18))
        with pytest.raises(NotAllowed, match="Somebody else"):
            settle_extension(case=case, is_approved=True, by=head, at=at(18))


@pytest.mark.parametrize("days", [0, 11])
def test_extension__of_no_days_or_more_than_ten__refused(days):
    officer, case = make.person("service-jnq"), make.accepted()

    with make.acting(officer), pytest.raises(NotAllowed, match="1 to 10"):
        ask_extension(case=case, days=days, reason="x", by=officer, at=at(18))


# -- The due day never moves without an entry that says why ----------------------------------------------------------
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(["ask", "answer", "extend", "refuse"]), st.integers(0, 4)), max_size=6))
def test_due_day__whatever_is_done__moves_only_with_an_entry(steps):
    case, day = make.accepted(), at(16)
    for step, gap in steps:
        day += timedelta(days=gap)
        before, known = case.due_date, {each.pk for each in entries(case)}
        take(step, case, day)
        with make.acting(make.person("owner-a")):
            case = Case.objects.get(pk=case.pk)
        said = [each.after["due_date"] for each in entries(case) if each.pk not in known]
        if case.due_date != before:
            assert said == [case.due_date and case.due_date.isoformat()]


def entries(case: Case) -> list[Any]:
    with make.acting(make.person("owner-a")):
        return [each for each in history_of(case) if "due_date" in each.after]


def take(step: str, case: Case, on: datetime) -> None:
    try:
        if step == "ask":
            asked_to_correct(case, on=on)
        elif step == "answer":
            put_right(case, on=on)
        else:
            extended(case, is_approved=step == "extend")
    except Refused:
        return


# -- Messages --------------------------------------------------------------------------------------------------------
def test_message__from_each_side__the_other_sees_it_and_that_is_noted():
    case, owner, officer = make.accepted(), make.person("owner-a"), make.person("service-jnq")
    with make.acting(owner):
        send_message(case=case, words="When is the visit?", by=owner, at=at(17))
        assert note_read(case=case, by=owner, at=at(17)) == 0
    with make.acting(officer):
        assert note_read(case=case, by=officer, at=at(18)) == 1
        send_message(case=case, words="On Monday.", by=officer, at=at(18))

    with make.acting(owner):
        assert [each.from_park for each in Message.objects.order_by("sent_at")] == [False, True]


def test_message__from_the_neighbour__not_permitted():
    case, other = make.accepted(), make.person("owner-b")

    with make.acting(other), pytest.raises(NotPermitted):
        send_message(case=case, words="x", by=other, at=at(17))


# -- Opinions --------------------------------------------------------------------------------------------------------
def test_opinion__asked_and_given__by_that_person_alone(browse):
    case, officer, other = make.accepted(), make.person("service-jnq"), make.person("department")
    with make.acting(officer):
        opinion = ask_opinion(case=case, user=other, question="Is the store safe?", days=3, by=officer, at=now())
    assert opinion.due_date == after_working_days(localdate(), 3)

    page = f"/services/opinions/{opinion.pk}/"
    assert browse("owner-a").get(page).status_code == 404
    answer = browse("department").post(page, {"stance": "agrees", "answer": "The distances are kept."})

    assert answer.status_code == 302
    with make.acting(officer):
        given_one = Opinion.objects.get(pk=opinion.pk)
        assert (given_one.stance, given_one.answer) == ("agrees", "The distances are kept.")
        with pytest.raises(NotPermitted):
            give_opinion(opinion=given_one, stance="objects", answer="x", by=officer, at=at(18))


# -- Silence ---------------------------------------------------------------------------------------------------------
def test_silence__day_passed_where_the_item_says_so__grants(in_zone):
    case = make.accepted(code="S24")
    with in_zone():
        fresh = Case.objects.select_related("item", "park", "enterprise").get(pk=case.pk)
        with pytest.raises(NotAllowed, match="decides nothing"):
            decide_by_silence(case=fresh, at=datetime(2026, 9, 29, 23, 59, tzinfo=make.SHANGHAI))
        granted = decide_by_silence(case=fresh, at=at(30))

    assert (granted.decision, granted.by_silence, granted.decision_number) == ("granted", True, "JNQ-2026-000001")


def test_silence__item_without_the_rule__decides_nothing(in_zone):
    case = make.accepted()

    with in_zone(), pytest.raises(NotAllowed, match="decides nothing"):
        decide_by_silence(case=Case.objects.select_related("item").get(pk=case.pk), at=at(30, 10))


# -- The paper of a decision -----------------------------------------------------------------------------------------
def test_decision__granted__has_number_code_page_and_paper(browse):
    case = make.decided()
    notice = DecisionNotice.objects.get(case=case)

    page = browse().get(f"/services/verify/{notice.code}/")
    paper = browse("owner-a").get(f"/services/cases/{case.pk}/decision.pdf")

    assert case.decision_number == "JNQ-2026-000001"
    assert "This decision is ours and holds" in page.content.decode()
    assert "Licence for the cold store" not in page.content.decode()  # nothing of what the enterprise wrote
    assert paper.content.startswith(b"%PDF")
    assert pdf_of(notice) == paper.content


def test_decisions__of_one_park__are_numbered_one_after_the_other():
    numbers = [make.decided(asker).decision_number for asker in ("owner-a", "owner-b")]

    assert numbers == ["JNQ-2026-000001", "JNQ-2026-000002"]


def test_revocation__by_the_head__shows_on_the_page_of_verification(browse):
    case, head = make.decided(), make.person("head-jnq")
    with make.acting(head):
        revoked = revoke_decision(case=case, reason="False papers.", by=head, at=at(28))

    page = browse().get(f"/services/verify/{DecisionNotice.objects.get(case=case).code}/").content.decode()
    assert revoked.outcome == "Decision revoked"
    assert "This decision was revoked" in page
    assert "False papers." in page


def test_revocation__by_the_officer__not_permitted():
    case, officer = make.decided(), make.person("service-jnq")

    with make.acting(officer), pytest.raises(NotPermitted):
        revoke_decision(case=case, reason="x", by=officer, at=at(28))


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA", "-", "0"])
def test_verification__code_of_no_decision__says_so(browse, code):
    answer = browse().get(f"/services/verify/{code}/")

    assert answer.status_code == 404
    assert "No decision bears this code" in answer.content.decode()


def test_verification__typed_in_small_letters_and_spaces__finds_it(browse):
    notice = DecisionNotice.objects.get(case=make.decided())
    typed = notice.code.lower().replace("-", " ")

    assert browse().get("/services/verify/", {"code": typed}).url == f"/services/verify/{notice.code}/"


# -- How a park offers an item ---------------------------------------------------------------------------------------
def varied(**wanted: Any) -> None:
    head = make.person("head-jnq")
    terms = {"is_offered": True, "promised_days": None, "note_en": "", "note_zh_hans": ""} | wanted
    item = make.item()
    with make.acting(head):
        vary_item(item=item, park=Park.objects.get(code="JNQ"), by=head, at=at(1), **terms)


def test_variant__faster__is_promised_to_new_cases():
    varied(promised_days=4)

    assert make.submitted().promised_days == 4


def test_variant__slower_than_the_catalogue__refused():
    with pytest.raises(NotAllowed, match="only be faster"):
        varied(promised_days=11)


def test_variant__not_offered__is_refused_with_the_note():
    varied(is_offered=False, note_en="Ask the district.")

    with pytest.raises(NotAllowed, match="Ask the district"):
        make.submitted()


# -- The pages -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "act"),
    [("service-jnq", "correct"), ("service-jnq", "extend"), ("service-jnq", "consult"), ("service-jnq", "decide")],
)
def test_act_page__empty__keeps_the_page_and_says_what_is_missing(browse, username, act):
    case = make.accepted()

    assert browse(username).get(f"/services/cases/{case.pk}/{act}/").status_code == 200
    assert browse(username).post(f"/services/cases/{case.pk}/{act}/", {}).status_code == 422


def test_correction_pages__asked_answered_and_seen(browse):
    case = make.submitted()
    officer, owner = browse("service-jnq"), browse("owner-a")
    page = f"/services/cases/{case.pk}/"

    asked = officer.post(f"{page}correct/", {"places": ["contact", "document:0"], "words": "A telephone number."})
    shown = owner.get(page).content.decode()
    answered = owner.post(f"{page}answer/", {"contact": "021-2222-2222", "words": "Added."})

    assert (asked.status_code, answered.status_code) == (302, 302)
    assert "To be put right" in shown
    assert "A telephone number." in shown
    assert "What was missing came in on" in owner.get(page).content.decode()


def test_message_page__written__stands_on_the_case(browse):
    case = make.accepted()
    browse("owner-a").post(f"/services/cases/{case.pk}/message/", {"words": "When is the visit?"})

    assert "When is the visit?" in browse("service-jnq").get(f"/services/cases/{case.pk}/").content.decode()


# -- What somebody types ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["JNQ-2026-5x", "JNQ-2026-12", "JNQ-2026-000007a"])
def test_number__somebody_typed_one_of_another_shape__the_next_is_still_counted(typed):
    officer, first, second = make.person("service-jnq"), make.accepted(), make.accepted()
    with make.acting(officer):
        decide_case(case=first, decision="granted", number=typed, by=officer, at=at(18))
        decided = decide_case(case=second, decision="granted", by=officer, at=at(18))

    assert decided.decision_number == "JNQ-2026-000001"


@pytest.mark.parametrize("code", ["中文", "K7QM-３XWA-9TRC", "é", "%00", "-"])
def test_verify__signs_that_no_code_has__are_answered(browse, code):
    assert browse().get("/services/verify/", {"code": code}).status_code in {302, 400}


def test_withdraw__while_an_accepted_case_waits_for_a_correction__refused():
    owner, case = make.person("owner-a"), asked_to_correct(make.accepted(), on=at(18))

    with make.acting(owner), pytest.raises(NotAllowed, match="has accepted"):
        withdraw_case(case=Case.objects.get(pk=case.pk), by=owner, at=at(21))


def test_silence__the_day_moved_since_the_case_was_found__decides_nothing():
    case = make.accepted()
    with keeping():
        type(case.item).objects.filter(pk=case.item_id).update(silence="approval")
    with whole_zone():
        stale = Case.objects.with_names().get(pk=case.pk)
        Case.objects.filter(pk=case.pk).update(due_date=date(2026, 12, 31))
        with pytest.raises(NotAllowed, match="Silence decides nothing"):
            decide_by_silence(case=stale, at=at(30, 10))
