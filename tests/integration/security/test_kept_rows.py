"""What the installation says about a tenant is not the tenant's to write, however much SQL he can send."""

import pytest
from django.apps import apps
from django.db import Error as DatabaseError
from django.db import connection, models, transaction

from core.rowsecurity import KEEPER, Shared, Tenant, declaration_of, keeping, scope
from parks.access import access_of
from parks.models import Park
from tests.factories.world import build_world

# Shared tables of ours that any scope may write, with the reason why.
OPEN = {
    "accounts.ApiKey": "its last use is written before any scope can be opened; says what a key may do, no content",
    "accounts.SignInAttempts": "failed sign-ins are counted before anybody is known",
    "core.AuditSeal": "only added to; a seal that the sealer did not sign is found by verify_audit",
    "core.PersonKey": "only added to, at a person's first event; wrapped by a secret that no statement knows",
    "accounts.User": "the last sign-in is written before any scope can be opened",
    "parks.ParkIndustryLayout": "names no park of its own; what it points to is written by its park alone",
}


def kept_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if getattr(declaration_of(model), "kept", False)]


def sent(sql: str, *values: object) -> int:
    """How many rows the statement touched; none where PostgreSQL refuses it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount
    except DatabaseError as error:
        assert "row-level security" in str(error) or "is sealed" in str(error), error  # noqa: PT017  any other error would hide that it got through
        return 0


def test_shared__every_own_table_says_who_writes_it():
    own = [model for model in apps.get_models() if isinstance(getattr(model, "tenant", None), Shared)]
    open_ones = {
        model._meta.label
        for model in own
        if declaration_of(model).writes(model) is None and not declaration_of(model).fixed
    }

    assert open_ones == set(OPEN), "Say `kept=True` or `written_by=…`, or add the reason here."


@pytest.mark.parametrize("username", ["head-jnq", "clerk-jnq", "district-pudong", "auditor", "secadmin", "owner-a"])
def test_kept_rows__raw_statements_under_a_signed_scope__touch_nothing(acting_as, in_zone, username):
    with in_zone():
        build_world()
        filled = [model for model in kept_models() if model._base_manager.exists()]
    with acting_as(username):
        for model in filled:
            table, key = model._meta.db_table, model._meta.pk.column
            assert sent(f'UPDATE "{table}" SET "{key}" = "{key}"') == 0, table
            assert sent(f'DELETE FROM "{table}"') == 0, table
            assert sent(f'INSERT INTO "{table}" SELECT * FROM "{table}"') == 0 or is_unseen(model), table

    assert len(filled) >= 15


def is_unseen(model: type[models.Model]) -> bool:
    return isinstance(declaration_of(model), Tenant) and not model._base_manager.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE assessment_runresult SET rank = 1, total = 99",
        "UPDATE assessment_publishedrank SET rank = 1",
        "UPDATE assessment_cycle SET cutoff_on = cutoff_on + 30",
        "UPDATE assessment_plan SET pass_line = 1",
        "UPDATE assessment_proposal SET status = 'rejected'",
        "DELETE FROM assessment_finding",
        "DELETE FROM assessment_standingevent",
        "UPDATE parks_park SET lead_district_id = (SELECT id FROM parks_district WHERE code = '310112')",
        "UPDATE parks_organisation SET kind = 'zone'",
        "INSERT INTO parks_organisation (kind, name_en, name_zh_hans) VALUES ('zone', 'x', 'x')",
    ],
)
def test_park__raises_itself_by_sql__nothing_is_changed(acting_as, in_zone, sql):
    with in_zone():
        build_world()
    with acting_as("head-jnq"):
        assert sent(sql) == 0


def test_coordinator__keeps_and_nobody_else_does(person, browse):
    keepers = {
        username
        for username in (
            "coordinator",
            "auditor",
            "sysadmin",
            "secadmin",
            "audadmin",
            "department",
            "head-jnq",
            "owner-a",
        )
        if KEEPER in access_of(person(username)).everything().get("organisation", ())
    }

    assert keepers == {"coordinator"}


def test_keeping__opens_no_tenants_row(in_zone):
    with in_zone():
        build_world()
    with keeping():
        assert sent("UPDATE parks_district SET code = code") > 0
        assert sent("DELETE FROM assessment_runresult") == 0


def test_keeper_of_one_park__writes_its_results_and_no_other_parks(in_zone, park):
    with in_zone():
        build_world()
    with scope(park=[park("JNQ").pk], organisation=[KEEPER]):
        assert sent("UPDATE assessment_finding SET count = count") == 1


def test_turns__two_declare_for_one_park__the_row_of_the_park_needs_no_lock(acting_as, park):
    with acting_as("head-jnq"):
        assert list(Park.objects.select_for_update().filter(code="JNQ")) == []
