"""Who sees a case and who may act on it: every role, both answers; and what PostgreSQL keeps when the code forgets."""

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.test import Client

from core.models import AuditEvent
from core.rowsecurity import scope
from services.models import Case, Rating
from tests.factories import services as make

OWN = ("owner-a", "member-a")
PARK = ("service-jnq", "head-jnq")
ABOVE = ("coordinator", "auditor", "district-pudong")
STRANGERS = (
    "owner-b",  # the neighbour in the same park
    "owner-c", "service-mhg", "head-mhg", "district-minhang",  # of another park and district
    "operator", "incubator", "provider", "department", "expert",
    "sysadmin", "secadmin", "audadmin",
)  # fmt: skip
IN_SCOPE = ("clerk-jnq",)  # of the park that acts, in a role that does not include its cases
EVERYBODY = (*OWN, *PARK, *ABOVE, *IN_SCOPE, *STRANGERS)

STATE_FOR = {
    "accept": make.submitted,
    "refuse": make.submitted,
    "decide": make.accepted,
    "withdraw": make.submitted,
    "rate": make.decided,
}
MAY = {"accept": PARK, "refuse": PARK, "decide": PARK, "withdraw": OWN, "rate": OWN}
BODY = {
    "accept": {},
    "refuse": {"reason": "The store lies in another district."},
    "decide": {"decision": "granted"},
    "withdraw": {},
    "rate": {"level": "4"},
}


def expected(name: str, username: str, *, done: int) -> int:
    if username in STRANGERS:
        return 404
    return done if username in MAY[name] else 403


def seeing(username: str) -> int:
    return 404 if username in STRANGERS else 403 if username in IN_SCOPE else 200


@pytest.mark.parametrize("username", EVERYBODY)
def test_case_page__each_role__sees_it_or_finds_nothing(browse, username):
    case = make.submitted("owner-a")

    answer = browse(username).get(f"/services/cases/{case.pk}/")

    assert answer.status_code == seeing(username)


@pytest.mark.parametrize("username", EVERYBODY)
def test_case_api__each_role__sees_it_or_finds_nothing(browse, username):
    case = make.submitted("owner-a")
    client = browse(username)

    seen = [row["id"] for row in client.get("/api/v1/cases/").json()["results"]]

    assert seen == ([str(case.pk)] if seeing(username) == 200 else [])
    assert client.get(f"/api/v1/cases/{case.pk}/").status_code == seeing(username)


@pytest.mark.parametrize("name", list(MAY))
@pytest.mark.parametrize("username", EVERYBODY)
def test_act_on_a_page__each_role__done_or_refused(browse, username, name):
    case, client = STATE_FOR[name]("owner-a"), browse(username)
    address = f"/services/cases/{case.pk}/{name}/"

    form, answer = client.get(address), client.post(address, BODY[name])

    assert form.status_code == expected(name, username, done=200)
    assert answer.status_code == expected(name, username, done=302)
    assert was_changed(case) is (username in MAY[name])


@pytest.mark.parametrize("name", list(MAY))
@pytest.mark.parametrize("username", ["owner-a", "service-jnq", "coordinator", "owner-b", "service-mhg", "clerk-jnq"])
def test_act_over_the_api__each_role__done_or_refused(browse, username, name):
    case = STATE_FOR[name]("owner-a")

    answer = browse(username).post(f"/api/v1/cases/{case.pk}/{name}/", BODY[name], content_type="application/json")

    assert answer.status_code == expected(name, username, done=200)
    assert was_changed(case) is (username in MAY[name])


def was_changed(case: Case) -> bool:
    with make.acting(make.person("owner-a")):
        found = Case.objects.prefetch_related("ratings").get(pk=case.pk)
        return found.status != case.status or bool(found.ratings.all())


@pytest.mark.parametrize("username", EVERYBODY)
def test_request__each_role__form_or_refusal_with_the_reason(browse, username):
    make.item()
    may = username.startswith(("owner", "member"))

    answer = browse(username).get("/services/items/S05/request/")

    assert answer.status_code == (200 if may else 403)
    assert may or "Only people of an enterprise" in answer.content.decode()


@pytest.mark.parametrize("username", EVERYBODY)
def test_request_over_the_api__each_role__made_or_refused(browse, username):
    make.item()
    body = {"item": "S05", "subject": "x", "contact": "x"}

    answer = browse(username).post("/api/v1/cases/", body, content_type="application/json")

    assert answer.status_code == (201 if username.startswith(("owner", "member")) else 403)


@pytest.mark.parametrize("username", EVERYBODY)
def test_list__each_role__opens_or_says_who_sees_cases(browse, username):
    reads = username in (*OWN, *PARK, *ABOVE, "owner-b", "owner-c", "service-mhg", "head-mhg", "district-minhang")

    answer = browse(username).get("/services/cases/")

    assert answer.status_code == (200 if reads else 403)


@pytest.mark.parametrize("address", ["/services/cases/", "/services/items/S05/request/"])
def test_page__visitor__is_asked_to_sign_in(browse, address):
    answer = browse().get(address)

    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/accounts/login/")


def test_case_page__visitor__is_asked_to_sign_in_whether_it_exists_or_not(browse):
    case, visitor = make.submitted(), browse()

    answers = [visitor.get(f"/services/cases/{key}/") for key in (case.pk, "00000000-0000-4000-8000-000000000000")]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_case_api__visitor__gets_401(browse):
    assert browse().get("/api/v1/cases/").status_code == 401


def test_neighbour__without_the_codes_filters__finds_no_row(acting_as, no_filters):
    make.rated("owner-a", level=2, comment="Two weeks of silence.")

    with acting_as("owner-b"):
        counts = [model.objects.visible_to(None, "").count() for model in (Case, Rating)]
        heard = AuditEvent.objects.filter(object_type="services.case").count()

    assert (counts, heard) == ([0, 0], 0)


@pytest.mark.parametrize("username", ["owner-b", "owner-c", "service-mhg"])
def test_stranger__without_the_codes_filters__still_gets_404(browse, no_filters, username):
    case = make.submitted("owner-a")

    def ask(client: Client, address: str) -> int:
        return client.get(address).status_code

    client = browse(username)
    assert ask(client, f"/services/cases/{case.pk}/") == 404
    assert ask(client, f"/services/cases/{case.pk}/withdraw/") == 404
    assert ask(client, f"/api/v1/cases/{case.pk}/") == 404


def test_no_scope__no_case(acting_as):
    make.submitted()

    assert Case.objects.count() == 0


def test_neighbour__changes_a_case_by_its_key__touches_nothing(acting_as):
    case = make.submitted("owner-a")

    with acting_as("owner-b"):
        touched = Case.objects.filter(pk=case.pk).update(subject="Taken over")

    assert touched == 0


def test_neighbour__writes_a_case_in_anothers_name__refused_by_the_database(enterprise_of):
    forged, other = make.submitted("owner-a"), enterprise_of("owner-b")
    forged.id, forged.submission_key = make.uuid4(), make.uuid4()

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), scope(enterprise=[other.pk]):
        forged.save(force_insert=True)


def test_rating__hung_on_another_parks_case__refused_by_the_key(in_zone, park):
    case = make.decided("owner-a")
    stray = Rating(park=park("MHG"), enterprise=case.enterprise, case=case, level=5)
    stray.rated_by, stray.rated_at = case.applicant, make.RATED

    with in_zone(), pytest.raises(DatabaseError, match="same_park"), transaction.atomic():
        save_checked_at_once(stray)


def save_checked_at_once(row: Rating) -> None:
    """The key is checked at the end of a transaction; here at once."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    row.save()
