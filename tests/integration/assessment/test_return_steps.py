"""A return's way from draft to accepted: who may take which step, what stands against it, what it leaves behind."""

import pytest

from assessment.models import Return
from assessment.workflow import RETURN
from core.models import AuditEvent
from tests.factories.annual_returns import YEAR, complete_return, empty_return, enter, open_cycle

PAGE = f"/assessment/{YEAR}/returns/JNQ/"
DRAFT, SUBMITTED, VERIFIED, ACCEPTED = "draft", "submitted", "verified", "accepted"
FROM = {"submit": DRAFT, "verify": SUBMITTED, "accept": VERIFIED}
TO = {"submit": SUBMITTED, "verify": VERIFIED, "accept": ACCEPTED}
REASON = {"reason": "F002 counts branches twice"}


@pytest.fixture
def made(in_zone):
    """Jinqiao's complete return in a status; call it again to move it elsewhere."""

    def put(status, *, days_left=40):
        with in_zone():
            if not Return.objects.filter(cycle__year=YEAR).exists():
                complete_return(open_cycle(days_left=days_left), "JNQ")
            Return.objects.filter(cycle__year=YEAR).update(status=status)
            return Return.objects.get(cycle__year=YEAR)

    return put


@pytest.fixture
def status(in_zone):
    def read():
        with in_zone():
            return Return.objects.get(cycle__year=YEAR, park__code="JNQ").status

    return read


# -- The journey -----------------------------------------------------------------------------------------------------
def test_way__from_draft_to_accepted_with_a_round_back(browse, made, status, in_zone):
    made(DRAFT)
    way = (
        ("clerk-jnq", "submit", {}, SUBMITTED, "Submitted."),
        ("district-pudong", "send-back", REASON, DRAFT, "Sent back."),
        ("head-jnq", "submit", {}, SUBMITTED, "Submitted."),
        ("district-pudong", "verify", {}, VERIFIED, "Verified."),
        ("coordinator", "accept", {}, ACCEPTED, "Accepted."),
    )
    for username, step, data, reached, said in way:
        answer = browse(username).post(f"{PAGE}{step}/", data, follow=True)

        assert answer.redirect_chain == [(PAGE, 302)]
        assert said in answer.content.decode()
        assert status() == reached

    text = browse("auditor").get(PAGE).content.decode()
    assert "F002 counts branches twice" in text
    assert "演示浦东干部" in text
    with in_zone():
        events = AuditEvent.objects.filter(object_type="assessment.return", event__startswith="return_")
        assert list(events.order_by("at").values_list("event", "door")) == [
            ("return_submitted", "page"),
            ("return_sent_back", "page"),
            ("return_submitted", "page"),
            ("return_verified", "page"),
            ("return_accepted", "page"),
        ]


# -- Who may: every role, every step, both answers -------------------------------------------------------------------
MAY = {
    "submit": {"clerk-jnq", "head-jnq"},
    "verify": {"district-pudong"},
    "accept": {"coordinator", "coordinator2"},
}
SEES = {"clerk-jnq", "head-jnq", "district-pudong", "coordinator", "coordinator2", "auditor"}
OTHERS = {
    "clerk-mhg", "head-mhg", "district-minhang", "operator", "incubator", "provider", "department",
    "expert", "owner-a", "member-a", "owner-c", "sysadmin", "secadmin", "audadmin",
}  # fmt: skip


IN_SCOPE = {"service-jnq"}  # of the park, in a role that does not include returns


def expected(username, may):
    return 302 if username in may else 403 if username in SEES | IN_SCOPE else 404


def answers(browse, made, status, address, here, data=None):
    """What each role is answered, and which roles moved the return."""
    codes, moved = {}, set()
    for username in SEES | IN_SCOPE | OTHERS:
        made(here)
        codes[username] = browse(username).post(address, data).status_code
        moved |= {username} if status() != here else set()
    return codes, moved


@pytest.mark.parametrize("step", sorted(MAY))
def test_step__role_by_step(browse, made, status, step):
    codes, moved = answers(browse, made, status, f"{PAGE}{step}/", FROM[step])

    assert codes == {username: expected(username, MAY[step]) for username in SEES | IN_SCOPE | OTHERS}
    assert moved == MAY[step]


@pytest.mark.parametrize(("here", "may"), [(SUBMITTED, MAY["verify"]), (VERIFIED, MAY["accept"])])
def test_send_back__role_by_status(browse, made, status, here, may):
    codes, moved = answers(browse, made, status, f"{PAGE}send-back/", here, REASON)

    assert codes == {username: expected(username, may) for username in SEES | IN_SCOPE | OTHERS}
    assert moved == may


@pytest.mark.parametrize("step", ["submit", "verify", "accept", "send-back"])
def test_step__a_visitor__is_asked_to_sign_in(browse, made, status, step):
    made(DRAFT)

    answer = browse(None).post(f"{PAGE}{step}/", REASON)

    assert answer.url.startswith("/accounts/login/")
    assert status() == DRAFT


def test_verify__a_district_with_a_plot_only__is_403_with_who_may(browse, in_zone, status, person):
    """The park's district of a plot looks in; the lead district verifies."""
    with in_zone():
        annual_return = complete_return(open_cycle(), "JNQ", SUBMITTED)
        annual_return.park.plots.create(
            district=person("district-minhang").memberships.first().organisation.district, name_en="p", name_zh_hans="p"
        )
    client = browse("district-minhang")

    seen, refused = client.get(PAGE), client.post(f"{PAGE}verify/")

    assert seen.status_code == 200
    assert refused.status_code == 403
    assert "lead district verifies its return" in refused.content.decode()
    assert status() == SUBMITTED


# -- What stands against it ------------------------------------------------------------------------------------------
def test_submit__with_an_empty_figure__says_how_many_and_where(browse, in_zone, status):
    with in_zone():
        enter(empty_return(open_cycle(), "JNQ"), {"F001": "14.5"})
    client = browse("clerk-jnq")

    asked, pressed = client.get(f"{PAGE}submit/"), client.post(f"{PAGE}submit/")

    assert "61 of 62 figures are empty" in asked.content.decode()
    assert f"{PAGE}?section=general#F002" in asked.content.decode()
    assert '<button class="btn btn-primary">' not in asked.content.decode()
    assert pressed.status_code == 422
    assert "61 of 62 figures are empty" in pressed.content.decode()
    assert status() == DRAFT


def test_submit__with_a_broken_hard_rule__names_it(browse, made, in_zone, status):
    annual_return = made(DRAFT)
    with in_zone():
        enter(annual_return, {"F037": 10**6})

    answer = browse("clerk-jnq").post(f"{PAGE}submit/")

    assert answer.status_code == 422
    assert "R10: Full-time equivalents cannot exceed R&amp;D headcount." in answer.content.decode()
    assert status() == DRAFT


def test_submit__with_a_soft_rule__is_open_and_shows_the_hint(browse, made, in_zone, status):
    annual_return = made(DRAFT)
    with in_zone():
        enter(annual_return, {"F054": 20})
    client = browse("clerk-jnq")

    assert "Fewer than 50 valid answers" in client.get(f"{PAGE}submit/").content.decode()
    assert client.post(f"{PAGE}submit/").status_code == 302
    assert status() == SUBMITTED


def test_submit__after_the_cut_off__says_that_the_figures_are_frozen(browse, made, status):
    made(DRAFT, days_left=-1)

    answer = browse("clerk-jnq").post(f"{PAGE}submit/")

    assert answer.status_code == 422
    assert "the figures are frozen" in answer.content.decode()
    assert status() == DRAFT


def test_verify_and_accept__after_the_cut_off__are_still_open(browse, made, status):
    made(SUBMITTED, days_left=-1)

    browse("district-pudong").post(f"{PAGE}verify/")
    browse("coordinator").post(f"{PAGE}accept/")

    assert status() == ACCEPTED


def test_send_back__after_the_cut_off__is_refused_since_nobody_could_correct(browse, made, status):
    made(SUBMITTED, days_left=-1)

    answer = browse("district-pudong").post(f"{PAGE}send-back/", REASON)

    assert answer.status_code == 422
    assert "nobody could correct it" in answer.content.decode()
    assert status() == SUBMITTED


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001, "a\x00b"])
def test_send_back__without_a_fit_reason__keeps_the_typing(browse, made, status, reason):
    made(SUBMITTED)

    answer = browse("district-pudong").post(f"{PAGE}send-back/", {"reason": reason})

    assert answer.status_code == 422
    assert "1 point to correct" in answer.content.decode()
    assert status() == SUBMITTED


@pytest.mark.parametrize(
    ("username", "step", "here"),
    [("district-pudong", "verify", DRAFT), ("coordinator", "accept", SUBMITTED), ("clerk-jnq", "submit", ACCEPTED)],
)
def test_step__from_where_it_does_not_lead_on__says_what_the_return_is(browse, made, status, username, step, here):
    made(here)
    client = browse(username)

    asked, pressed = client.get(f"{PAGE}{step}/"), client.post(f"{PAGE}{step}/")

    assert asked.status_code == 200
    assert "Why this step is not open" in asked.content.decode()
    assert pressed.status_code == 422
    assert status() == here


@pytest.mark.parametrize(
    ("username", "step", "here"),
    [("clerk-jnq", "submit", DRAFT), ("district-pudong", "verify", SUBMITTED), ("coordinator", "accept", VERIFIED)],
)
def test_step__pressed_twice__is_taken_once(browse, made, in_zone, username, step, here):
    made(here)
    client = browse(username)

    answers = [client.post(f"{PAGE}{step}/"), client.post(f"{PAGE}{step}/", follow=True)]

    assert answers[0].status_code == 302
    assert "Nothing to do: it is" in answers[1].content.decode()
    with in_zone():
        assert AuditEvent.objects.filter(event__startswith="return_").count() == 1


def test_page__offers_to_each_what_they_may_do_next(browse, made):
    made(SUBMITTED)

    district, clerk = (
        browse("district-pudong").get(PAGE).content.decode(),
        browse("clerk-jnq").get(PAGE).content.decode(),
    )

    assert f"{PAGE}verify/" in district and f"{PAGE}send-back/" in district
    assert f"{PAGE}verify/" not in clerk
    assert "lead district verifies its return" in clerk


def test_workflow__every_step_of_the_table_is_walked_here():
    walked = {(FROM[step], TO[step]) for step in FROM} | {(SUBMITTED, DRAFT), (VERIFIED, DRAFT)}

    elsewhere = {(ACCEPTED, "locked"), (ACCEPTED, DRAFT)}  # unlocking is walked in test_return_review
    assert walked | elsewhere == set(RETURN.steps)
