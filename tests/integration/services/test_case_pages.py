"""The list, the page of a case and its acts: what they show, what they refuse, with which words."""

from datetime import date

import pytest

from tests.factories import services as make
from tests.integration.services.reading import own_cases, text_of


@pytest.fixture
def on_22_september(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' day; the clock itself goes on, since a signed scope expires by the database's."""
    for door in ("cases", "acts", "case_list"):
        monkeypatch.setattr(f"services.views.{door}.localdate", lambda: date(2026, 9, 22))


# -- The list --------------------------------------------------------------------------------------------------------
def test_list__several_states__the_one_due_soonest_is_on_top(browse, on_22_september):
    late = make.submitted(subject="second", sent=make.SENT)
    make.decided(subject="closed")
    make.accepted(subject="last")
    first = make.accepted(subject="first", code="S10")

    answer = browse("service-jnq").get("/services/cases/")

    rows = answer.context["list"]["rows"]
    assert [cells[0]["text"] for cells in rows] == ["first", "second", "last", "closed"]
    assert [cells[-1] for cells in rows] == ["3 days late", "2 days late", "4", "–"]
    assert (first.due_date, late.answer_due_date) == (date(2026, 9, 18), date(2026, 9, 20))


def test_list__filtered_by_state__shows_only_those(browse):
    make.submitted(subject="waits")
    make.decided(subject="closed")

    page = text_of(browse("owner-a"), "/services/cases/?state=decided")

    assert "closed" in page
    assert "waits</a>" not in page


def test_list__unknown_state__says_so(browse):
    assert browse("owner-a").get("/services/cases/?state=lost").status_code == 400


@pytest.mark.parametrize("number", ["1000000000", "0", "-1", "two", "9" * 5000])
def test_list__page_that_there_is_not__is_a_clear_404(browse, number):
    answer = browse("owner-a").get("/services/cases/", {"page": number})

    assert answer.status_code == 404
    assert "There is no such page in this list." in answer.content.decode()


def test_list__nothing_yet__says_what_to_do(browse):
    assert "Your enterprise has asked for nothing so far" in text_of(browse("owner-a"), "/services/cases/")


# -- The page of a case ----------------------------------------------------------------------------------------------
def test_case__accepted__shows_the_day_and_each_day_on_the_way(browse, on_22_september):
    case = make.accepted()

    page = text_of(browse("owner-a"), f"/services/cases/{case.pk}/")

    strip = page[page.index('<ol class="days"') : page.index("</ol>", page.index('<ol class="days"'))]
    assert "Decision by Tuesday 29 September 2026" in page
    assert "4 working days are left" in page
    assert strip.count("<b>day ") == 10
    assert 'class="today"' in strip
    assert "Mid-Autumn Festival" in strip
    assert "make-up" in strip


def test_case__enterprise__reads_the_park_and_not_its_officers_name(browse):
    case = make.decided()
    officer = make.person("service-jnq").display_name
    owner = make.person("owner-a").display_name

    assert officer not in text_of(browse("owner-a"), f"/services/cases/{case.pk}/")
    for username in ("service-jnq", "district-pudong", "coordinator", "auditor"):
        page = text_of(browse(username), f"/services/cases/{case.pk}/")
        assert officer in page
        assert owner in page


def test_case__coordinator__reads_who_answers_it(browse):
    case = make.submitted()

    page = text_of(browse("coordinator"), f"/services/cases/{case.pk}/")

    assert "The service officer or the head of Jinqiao Park answers it." in page
    assert f"/services/cases/{case.pk}/accept/" not in page


@pytest.mark.parametrize(
    ("username", "state", "buttons"),
    [
        ("service-jnq", make.submitted, {"accept", "refuse"}),
        ("service-jnq", make.accepted, {"decide"}),
        ("service-jnq", make.decided, set()),
        ("owner-a", make.submitted, {"withdraw"}),
        ("owner-a", make.accepted, set()),
        ("owner-a", make.decided, {"rate"}),
        ("owner-a", make.not_accepted, {"rate"}),
        ("owner-a", make.rated, set()),
        ("owner-a", make.withdrawn, set()),
        ("auditor", make.submitted, set()),
    ],
)
def test_case__buttons__are_those_that_would_work(browse, username, state, buttons):
    case = state("owner-a")

    page = text_of(browse(username), f"/services/cases/{case.pk}/")

    shown = {name for name in ("accept", "refuse", "decide", "withdraw", "rate") if f"/{case.pk}/{name}/" in page}
    assert shown == buttons


def test_case__what_was_typed__is_text_and_never_markup(browse):
    case = make.submitted(subject="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")

    page = text_of(browse("service-jnq"), f"/services/cases/{case.pk}/")

    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("key", ["1", "not-a-key", "00000000-0000-4000-8000-00000000000g", "%00", "9" * 300])
def test_case__key_that_is_none__is_not_found(browse, key):
    assert browse("owner-a").get(f"/services/cases/{key}/").status_code == 404


# -- The acts --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "state", "name", "sentence"),
    [
        ("service-jnq", make.decided, "decide", "This case is closed: “Granted”."),
        ("service-jnq", make.submitted, "decide", "Accept the case first"),
        ("service-jnq", make.withdrawn, "accept", "The enterprise has withdrawn this case"),
        ("service-jnq", make.accepted, "refuse", "The park has accepted this case already."),
        ("owner-a", make.accepted, "withdraw", "ask the officer there if you no longer need it"),
        ("owner-a", make.accepted, "rate", "You can rate as soon as the park has decided."),
        ("owner-a", make.withdrawn, "rate", "A withdrawn case is not rated"),
        ("owner-a", make.rated, "rate", "a case is rated once"),
    ],
)
def test_act__when_it_cannot_be_done__says_why_before_and_after(browse, username, state, name, sentence):
    case, client = state("owner-a"), browse(username)
    address = f"/services/cases/{case.pk}/{name}/"

    asked = client.get(address)
    tried = client.post(address, {"reason": "x", "decision": "granted", "level": "5"})

    assert (asked.status_code, tried.status_code) == (200, 422)
    assert sentence in asked.content.decode()
    assert sentence in tried.content.decode()


def test_decide__twice_by_the_same_officer__the_second_changes_nothing(browse):
    case, client = make.accepted(), browse("service-jnq")
    address = f"/services/cases/{case.pk}/decide/"

    first = client.post(address, {"decision": "granted"})
    second = client.post(address, {"decision": "refused", "reason": "Changed my mind"})

    assert (first.status_code, second.status_code) == (302, 422)
    assert own_cases()[0].decision == "granted"


@pytest.mark.parametrize(
    ("name", "state", "username", "body", "words"),
    [
        ("refuse", make.submitted, "service-jnq", {}, "Enter a reason"),
        ("refuse", make.submitted, "service-jnq", {"reason": "a\x00"}, "Character 2 cannot be printed"),
        ("refuse", make.submitted, "service-jnq", {"reason": "长" * 2001}, "Use at most 2000 characters"),
        ("decide", make.accepted, "service-jnq", {}, "Choose whether the request is granted or refused."),
        ("decide", make.accepted, "service-jnq", {"decision": "maybe"}, "Select a valid choice"),
        ("decide", make.accepted, "service-jnq", {"decision": "refused"}, "Enter a reason"),
        ("decide", make.accepted, "service-jnq", {"decision": "granted", "number": "9" * 61}, "Use at most 60"),
        ("rate", make.decided, "owner-a", {}, "Choose one of the five levels, 1 to 5."),
        ("rate", make.decided, "owner-a", {"level": "0"}, "Choose one of the five levels, 1 to 5."),
        ("rate", make.decided, "owner-a", {"level": "6"}, "Choose one of the five levels, 1 to 5."),
        ("rate", make.decided, "owner-a", {"level": "five"}, "Choose one of the five levels, 1 to 5."),
        ("rate", make.decided, "owner-a", {"level": "2", "comment": "  "}, "Say in a few words what went wrong"),
        ("rate", make.decided, "owner-a", {"level": "5", "comment": "长" * 1001}, "Use at most 1000 characters"),
    ],
)
def test_act__bad_input__is_named_at_its_field(browse, name, state, username, body, words):
    case, client = state("owner-a"), browse(username)

    answer = client.post(f"/services/cases/{case.pk}/{name}/", body)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(words) == 2  # in the summary and at the field
    assert own_cases()[0].status == case.status


def test_accept__page__tells_the_due_day_before_the_button_is_pressed(browse, on_22_september):
    case = make.submitted()

    page = text_of(browse("service-jnq"), f"/services/cases/{case.pk}/accept/")

    assert "Due on 13 October 2026 at midnight, Shanghai time: 10 working days after 22 September 2026." in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "state", [make.submitted, make.accepted, make.decided, make.not_accepted, make.withdrawn, make.rated]
)
def test_every_page__every_state__is_drawn_in_both_languages(browse, state, language):
    case = state("owner-a")
    for username in ("owner-a", "service-jnq", "auditor"):
        client = browse(username)
        for address in ("/services/", "/services/items/S05/", "/services/cases/", f"/services/cases/{case.pk}/"):
            assert "<h1>" in text_of(client, address, language=language)
