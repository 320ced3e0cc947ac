"""The signed scope as the application's restricted role meets it."""

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction

from core.rowsecurity import ScopeNotWidened, scope, sign
from core.rowsecurity.scope import set_scope
from enterprises.models import Residency
from parks.models import Membership


def test_scope__none_set__no_row_and_no_write(park, enterprise_of):
    assert Residency.objects.count() == 0
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Residency.objects.create(park=park("CORE"), enterprise=enterprise_of("owner-a"), period=("2001-01-01", None))


def test_scope__one_park__only_its_rows(park):
    with scope(park=[park("JNQ").pk]):
        found = set(Residency.objects.values_list("park__code", flat=True))

    assert found == {"JNQ"}


def test_scope__an_enterprise__only_its_own_row_in_its_park(enterprise_of):
    own = enterprise_of("owner-a").pk

    with scope(enterprise=[own]):
        found = list(Residency.objects.values_list("enterprise", flat=True))

    assert found == [own]


def test_scope__released_savepoint__outer_scope_is_back(park):
    both = [park("JNQ").pk, park("MHG").pk]
    with scope(park=both):
        with scope(park=both[:1]):
            inside = Residency.objects.count()
        after = Residency.objects.count()

    assert (inside, after) == (2, 4)


def test_scope__inner_fails__outer_scope_is_back(park):
    both = [park("JNQ").pk, park("MHG").pk]
    with scope(park=both):
        with pytest.raises(ZeroDivisionError), scope(park=both[:1]):
            raise ZeroDivisionError
        after = Residency.objects.count()

    assert after == 4


def test_scope__wider_inside__refused(park):
    with scope(park=[park("JNQ").pk]), pytest.raises(ScopeNotWidened), scope(park=[park("MHG").pk]):
        pass


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token.replace("|", "|1,", 1),
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
        lambda token: "1|1,2,3|||9999999999." + "0" * 64,
        lambda token: "nonsense",
        lambda token: "." + token,
    ],
)
def test_scope__forged__raises(forge, park):
    token = forge(sign(1, {"park": [park("JNQ").pk]}))
    with transaction.atomic():
        set_scope("default", token)
        with pytest.raises(DatabaseError, match="signed"), transaction.atomic():
            Residency.objects.count()


def test_scope__expired__raises(park, monkeypatch):
    token = sign(1, {"park": [park("JNQ").pk]}, seconds=-5)
    with transaction.atomic():
        set_scope("default", token)
        with pytest.raises(DatabaseError, match="expired"), transaction.atomic():
            Residency.objects.count()


def test_scope__key_and_foreign_grants__closed_to_the_application():
    for statement in (
        "SELECT * FROM core_scope_key",
        "TRUNCATE parks_park",
        "CREATE TABLE mine (id int)",
        "CREATE TEMP TABLE mine (id int)",
        "ALTER TABLE parks_membership DISABLE ROW LEVEL SECURITY",
        "UPDATE core_auditevent SET reason = ''",
        "DELETE FROM core_auditevent",
        "SET ROLE zhangjiang_owner",
    ):
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            connection.cursor().execute(statement)


def test_membership__written_by_the_member_alone__refused(person, park):
    clerk = person("clerk-jnq")
    own = Membership.objects
    with scope(user=clerk.pk):
        mine = own.get()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            own.create(
                user=clerk,
                role=mine.role,
                organisation=park("MHG").organisations.get(kind="park"),
                valid_from=mine.valid_from,
            )


def test_scope__after_commit__nothing_stays_on_the_connection(park):
    with scope(park=[park("JNQ").pk]):
        pass

    assert Residency.objects.count() == 0
