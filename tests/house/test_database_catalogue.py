"""PostgreSQL's own catalogue, read whole: nothing stands there that would open what the policies close."""

import re

import pytest
from django.db import connections

from core.rowsecurity import Shared
from core.rowsecurity.frozen import frozen_models
from core.rowsecurity.provision import AUDIT_ENTRY_POINTS, QUEUE_ENTRY_POINTS, SCOPE_FUNCTIONS, declared_models

PUBLIC = "n.nspname = 'public'"
KEEPERS = {"queue_keeper", "chain_keeper"}  # policies for the listed functions of the owner
TRIGGERS = {  # our own, each with the reason why no policy or grant does its work
    "parks_settle_membership",  # a role's kind of organisation and its administration stand in another table
}


@pytest.fixture
def app(settings) -> str:
    return settings.DATABASES["default"]["USER"]


def rows(sql: str, *values: object) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def names(sql: str, *values: object) -> set[str]:
    return {row[0] for row in rows(sql, *values)}


def test_pg_class__only_tables_indexes_and_sequences():
    """A materialised view, a foreign table, a partition is read past the policies, a view by its owner's right."""
    found = names(
        f"SELECT c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {PUBLIC}"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
    )

    assert found <= {"r", "i", "S"}
    assert rows("SELECT inhrelid FROM pg_inherits") == []


def test_pg_class__the_application_may_touch_declared_tables_alone(app):
    granted = names(
        f"SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {PUBLIC}"
        " AND c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT EXISTS"
        " (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
        " AND (has_table_privilege(%s, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')"
        "      OR has_any_column_privilege(%s, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))",
        app,
        app,
    )

    assert granted == {model._meta.db_table for model, _ in declared_models()} | {"django_migrations"}


def test_pg_class__nobody_truncates_refers_or_hangs_triggers(app):
    assert (
        names(
            "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            f" WHERE {PUBLIC} AND c.relkind = 'r' AND has_table_privilege(%s, c.oid, 'TRUNCATE, REFERENCES, TRIGGER')",
            app,
        )
        == set()
    )


def test_pg_class__every_table_with_a_policy_holds_its_owner_to_it():
    secured = set(
        rows("SELECT relname::text, relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relrowsecurity")
    )
    open_ones = {model._meta.db_table for model, declaration in declared_models() if declaration.writes(model) is None}

    assert all(is_forced for _name, is_forced in secured)
    assert {name for name, _forced in secured} == {m._meta.db_table for m, _ in declared_models()} - open_ones


def test_pg_policy__each_asks_the_signed_scope_and_no_other_table():
    """A join in a policy is slow and may itself be steered by whoever writes the joined table."""
    tables = "|".join(model._meta.db_table for model, _ in declared_models())
    reads_a_table = re.compile(rf"\b(FROM|JOIN)\s+[\"(]*({tables})\b", re.IGNORECASE)
    conditions = rows(
        "SELECT polname, polrelid::regclass::text, condition FROM pg_policy,"
        " unnest(ARRAY[pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)]) condition"
        " WHERE condition IS NOT NULL"
    )

    assert [each for each in conditions if reads_a_table.search(each[2])] == []
    assert [each for each in conditions if "scope_" not in each[2] and each[2] != "true"] == []


def test_pg_policy__what_is_open_to_all_is_shared_and_read_only():
    found = rows(
        "SELECT polrelid::regclass::text, polname, polcmd::text FROM pg_policy"
        " WHERE pg_get_expr(polqual, polrelid) = 'true'"
    )
    shared = {model._meta.db_table for model, d in declared_models() if isinstance(d, Shared)}

    assert {table for table, name, _command in found if name not in KEEPERS} <= shared
    assert {command for _table, name, command in found if name not in KEEPERS} <= {"r"}


def test_pg_policy__the_keepers_of_queue_and_chain_are_the_owner_alone(settings):
    held = dict(
        rows("SELECT polname, polroles::regrole[]::text FROM pg_policy WHERE polname = ANY(%s)", sorted(KEEPERS))
    )

    assert set(held) == KEEPERS
    assert set(held.values()) == {"{" + settings.DATABASES["owner"]["USER"] + "}"}


def test_pg_proc__the_application_owns_none_and_calls_the_listed_definers_alone(app):
    definers = names(
        "SELECT p.proname::text FROM pg_proc p WHERE p.prosecdef AND has_function_privilege(%s, p.oid, 'EXECUTE')", app
    )
    entrances = {entry.partition("(")[0] for entry in (*SCOPE_FUNCTIONS, *QUEUE_ENTRY_POINTS, *AUDIT_ENTRY_POINTS)}

    assert definers == entrances
    assert rows("SELECT proname FROM pg_proc WHERE proowner = %s::regrole", app) == []


def test_pg_proc__no_trigger_or_rule_rewrites_behind_the_policies():
    found = set(rows("SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger WHERE NOT tgisinternal"))
    declared = {(model._meta.db_table, "frozen") for model, _frozen in frozen_models()}

    assert {each for each in found - declared if each[1] not in TRIGGERS} == set()
    assert declared <= found
    assert rows("SELECT rulename FROM pg_rules WHERE schemaname = 'public'") == []
    assert rows("SELECT evtname FROM pg_event_trigger") == []


def test_pg_auth_members__the_application_is_in_no_role_and_nobody_is_in_the_owner(app, settings):
    owner = settings.DATABASES["owner"]["USER"]
    members = set(rows("SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members"))

    assert {role for member, role in members if member == app} == set()
    assert {member for member, role in members if role == owner} <= {"postgres"}


def test_pg_roles__only_the_backup_steps_around_and_it_writes_nothing(app):
    around = rows(
        "SELECT rolname::text, rolconfig::text FROM pg_roles WHERE rolbypassrls AND NOT rolsuper AND rolcanlogin"
    )

    assert [name for name, _config in around] == ["zhangjiang_backup"]
    assert "default_transaction_read_only=on" in around[0][1]


def test_pg_namespace_and_database__the_application_makes_nothing(app):
    ((schemas, temporary, creates),) = rows(
        "SELECT ARRAY(SELECT nspname::text FROM pg_namespace WHERE has_schema_privilege(%s, oid, 'CREATE')),"
        " has_database_privilege(%s, current_database(), 'TEMPORARY'),"
        " has_database_privilege(%s, current_database(), 'CREATE')",
        app,
        app,
        app,
    )

    assert (schemas, temporary, creates) == ([], False, False)
    assert rows("SELECT defaclobjtype FROM pg_default_acl") == []
