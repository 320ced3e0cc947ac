"""The house's own rules about tables: each says whose rows it holds, and the database holds it."""

import pytest
from django.apps import apps
from django.db import connections, models

from core.rowsecurity import Append, Queue, SameParkForeignKey, Shared, Tenant
from core.rowsecurity.provision import declared_models

NAME_LIMIT = 63  # PostgreSQL cuts a longer name, and a refusal could not find its sentence
PORTAL_APPS = {"accounts", "assessment", "core", "enterprises", "incubators", "parks", "services"}


def rows(sql: str, *values: object) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in PORTAL_APPS]


def test_models__each_declares_its_tenant_or_a_reason():
    declared = {model for model, _ in declared_models()}

    assert set(own_models()) <= declared
    assert all(len(d.reason) > 20 for _, d in declared_models() if isinstance(d, Shared))


def test_tables__each_tenant_table_has_forced_row_security_and_policies():
    secured = {
        name: (on, forced)
        for name, on, forced in rows(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind = 'r'"
        )
    }
    policies = {name for (name,) in rows("SELECT DISTINCT tablename FROM pg_policies")}
    tenants = [model for model, d in declared_models() if not isinstance(d, Shared) or d.written_by]

    assert all(secured[model._meta.db_table] == (True, True) for model in tenants)
    assert all(model._meta.db_table in policies for model in tenants)


def test_tables__nothing_in_the_database_that_no_model_declares():
    known = {model._meta.db_table for model, _ in declared_models()} | {"core_scope_key", "django_migrations"}

    assert {name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")} == known


def test_policies__every_tenant_column_is_in_them():
    for model, declaration in declared_models():
        if not isinstance(declaration, Tenant):
            continue
        text = " ".join(
            f"{using} {check}"
            for using, check in rows(
                "SELECT qual, with_check FROM pg_policies WHERE tablename = %s", model._meta.db_table
            )
        )
        for dimension, name in declaration.fields:
            assert f"{model._meta.get_field(name).column} = ANY" in text
            assert f"scope_{dimension}s()" in text


def test_roles__application_owns_nothing_and_steps_around_nothing(settings):
    app = settings.DATABASES["default"]["USER"]

    assert rows("SELECT 1 FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = %s", app) == []
    assert rows("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", app) == [
        (False, False, False, False)
    ]
    assert rows("SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %s", app) == []


def test_functions__security_definers_are_listed_and_their_search_path_is_fixed():
    found = rows(
        "SELECT p.proname, p.proconfig FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND p.prosecdef"
    )

    listed = {
        "scope_part",
        "scope_user",
        "scope_parks",
        "scope_enterprises",
        "scope_organisations",
        "audit_rows",
        "audit_unlinked",
        "claim_job",
        "link_audit",
        "lost_jobs",
        "job_states",
        "retry_job",
        "cancel_job",
    }
    assert {name for name, _ in found} == listed
    assert all(any(setting.startswith("search_path=pg_catalog") for setting in config) for _, config in found)


def test_grants__append_only_tables_are_never_changed(settings):
    app = settings.DATABASES["default"]["USER"]
    for model, declaration in declared_models():
        granted = {
            name
            for (name,) in rows(
                "SELECT privilege_type FROM information_schema.role_table_grants"
                " WHERE grantee = %s AND table_name = %s",
                app,
                model._meta.db_table,
            )
        }
        assert granted == expected_grants(declaration), model


def expected_grants(declaration):
    """On the whole table; an event's columns are granted one by one, and a job's where they may change."""
    if isinstance(declaration, Shared) and declaration.fixed:
        return {"SELECT"}
    if isinstance(declaration, Shared) and declaration.adds_only:
        return {"SELECT", "INSERT"}
    withheld = {Append: {"INSERT", "UPDATE", "DELETE"}, Queue: {"UPDATE"}}.get(type(declaration), set())
    return {"SELECT", "INSERT", "UPDATE", "DELETE"} - withheld


def test_constraints__names_fit_and_each_has_its_sentence():
    for model in own_models():
        for constraint in model._meta.constraints:
            assert len(constraint.name) <= NAME_LIMIT, constraint.name
            assert constraint.violation_error_message != constraint.default_violation_error_message, constraint.name


def test_foreign_keys__evidence_never_cascades():
    allowed = {models.PROTECT}
    for model in own_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and not isinstance(field, models.OneToOneField):
                exempt = model._meta.label == "parks.ObjectGrant"
                assert exempt or field.remote_field.on_delete in allowed, field


def test_foreign_keys__between_park_tables_carry_the_park():
    """A plain key from one park-owned table to another could point into another park."""
    for model, declaration in declared_models():
        if not isinstance(declaration, Tenant) or "park" not in dict(declaration.fields):
            continue
        for field in model._meta.local_fields:
            target = getattr(field.related_model, "tenant", None) if field.is_relation else None
            if isinstance(target, Tenant) and "park" in dict(target.fields):
                assert isinstance(field, SameParkForeignKey), f"{model._meta.label}.{field.name}"


@pytest.mark.parametrize("kind", [Queue, Append])
def test_special_kinds__used_once(kind):
    assert sum(isinstance(declaration, kind) for _, declaration in declared_models()) == 1
