"""After each migrate: functions, policies, grants, same-park keys and frozen rows, all from the models' declarations.

Idempotent, in one transaction of the owner. Nothing is granted before its policy stands, so a new table is closed
until this has run (ADR 0003).
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction
from django.db.backends.utils import CursorWrapper

from core.rowsecurity.declarations import Append, Queue, RowDeclaration, declaration_of
from core.rowsecurity.fields import SameParkForeignKey
from core.rowsecurity.frozen import freeze

FUNCTIONS = Path(__file__).with_name("functions.sql")
QUEUE_FUNCTIONS = Path(__file__).with_name("queue.sql")
AUDIT_FUNCTIONS = Path(__file__).with_name("audit.sql")
HMAC_BLOCK = 64  # bytes, of SHA-256
SCOPE_FUNCTIONS = (
    "scope_part(integer)",
    "scope_user()",
    "scope_parks()",
    "scope_enterprises()",
    "scope_organisations()",
)
QUEUE_ENTRY_POINTS = (
    "claim_job(uuid, integer)",
    "lost_jobs(integer)",
    "job_states(integer)",
    "retry_job(uuid)",
    "cancel_job(uuid)",
)
AUDIT_ENTRY_POINTS = ("link_audit(integer, boolean)", "audit_rows(bigint, bigint)", "audit_unlinked()")


class UndeclaredModel(Exception):
    """A model that says neither whose rows it holds nor why it is shared."""


def provision(*, using: str = "owner") -> None:
    """Bring the database's locks in line with the declarations."""
    app_role = str(settings.DATABASES["default"]["USER"])
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('portal provision'))")
        cursor.execute(FUNCTIONS.read_text())
        write_signing_key(cursor)
        existing = set(connection.introspection.table_names(cursor))
        tables = [(model, declaration) for model, declaration in declared_models() if model._meta.db_table in existing]
        for model, declaration in tables:
            secure(cursor, model, declaration, app_role)
        for model, _ in tables:
            for field in same_park_keys(model):
                hold_in_park(cursor, model, field)
        freeze(cursor, existing)
        if "core_job" in existing:
            cursor.execute(QUEUE_FUNCTIONS.read_text())
        if "core_auditlink" in existing:
            cursor.execute(AUDIT_FUNCTIONS.read_text())
        entry_points = (QUEUE_ENTRY_POINTS if "core_job" in existing else ()) + (
            AUDIT_ENTRY_POINTS if "core_auditlink" in existing else ()
        )
        grant_functions(cursor, app_role, SCOPE_FUNCTIONS + entry_points)
        cursor.execute(f'GRANT SELECT ON django_migrations TO "{app_role}"')
        cursor.execute(f'REVOKE TEMPORARY ON DATABASE "{connection.settings_dict["NAME"]}" FROM PUBLIC')


def declared_models() -> Iterator[tuple[type[models.Model], RowDeclaration]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        declaration = declaration_of(model)
        if declaration is None:
            raise UndeclaredModel(f"{model._meta.label} declares no tenant; see core/rowsecurity/declarations.py.")
        yield model, declaration


def write_signing_key(cursor: CursorWrapper) -> None:
    """Store the two pads of HMAC-SHA256 (RFC 2104), from which the key cannot be read back without the owner."""
    key = settings.SCOPE_KEY.encode()
    padded = (sha256(key).digest() if len(key) > HMAC_BLOCK else key).ljust(HMAC_BLOCK, b"\0")
    inner, outer = bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)
    cursor.execute(
        "INSERT INTO core_scope_key (inner_pad, outer_pad) VALUES (%s, %s)"
        " ON CONFLICT (only_row) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
        [inner, outer],
    )


def secure(cursor: CursorWrapper, model: type[models.Model], declaration: RowDeclaration, app_role: str) -> None:
    """Policies first, grants last."""
    table = model._meta.db_table
    cursor.execute("SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = %s", [table])
    for (policy,) in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{policy}" ON "{table}"')
    for statement in policies_for(model, declaration):
        cursor.execute(statement)
    cursor.execute(f'REVOKE ALL ON "{table}" FROM PUBLIC, "{app_role}"')
    cursor.execute(f'GRANT {declaration.grants(model)} ON "{table}" TO "{app_role}"')
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', model._meta.pk.column])
    if sequence := cursor.fetchone()[0]:
        cursor.execute(f'GRANT USAGE ON SEQUENCE {sequence} TO "{app_role}"')


def policies_for(model: type[models.Model], declaration: RowDeclaration) -> list[str]:
    """The statements that make the table's row security; a shared table that all may write has none."""
    table = f'"{model._meta.db_table}"'
    reads, writes, adds = declaration.reads(model), declaration.writes(model), declaration.adds(model)
    if writes is None:
        return [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    reads = reads or "true"
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant_reads ON {table} FOR SELECT USING ({reads})",
        f"CREATE POLICY tenant_adds ON {table} FOR INSERT WITH CHECK ({adds})",
        f"CREATE POLICY tenant_changes ON {table} FOR UPDATE USING ({writes}) WITH CHECK ({writes})",
        f"CREATE POLICY tenant_removes ON {table} FOR DELETE USING ({writes})",
    ]
    if isinstance(declaration, Queue):
        statements.append(f"CREATE POLICY queue_keeper ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)")
    if isinstance(declaration, Append):
        statements.append(f"CREATE POLICY chain_keeper ON {table} FOR SELECT TO CURRENT_USER USING (true)")
    return statements


def same_park_keys(model: type[models.Model]) -> list[SameParkForeignKey]:
    return [field for field in model._meta.local_fields if isinstance(field, SameParkForeignKey)]


def hold_in_park(cursor: CursorWrapper, model: type[models.Model], field: SameParkForeignKey) -> None:
    """The key ``(park_id, parent_id) -> (park_id, id)``, which no row of another park can satisfy."""
    table, parent = model._meta.db_table, field.related_model._meta.db_table
    name, unique = f"{table}_{field.name}_same_park"[:63], f"{parent}_park_id_id_uniq"[:63]
    for constraint, on_table, statement in (
        (unique, parent, f'ALTER TABLE "{parent}" ADD CONSTRAINT "{unique}" UNIQUE (park_id, id)'),
        (
            name,
            table,
            (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (park_id, "{field.column}")'
                f' REFERENCES "{parent}" (park_id, id) DEFERRABLE INITIALLY DEFERRED'
            ),
        ),
    ):
        cursor.execute(
            "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = to_regclass(%s)",
            [constraint, f'public."{on_table}"'],
        )
        if cursor.fetchone() is None:
            cursor.execute(statement)


def grant_functions(cursor: CursorWrapper, app_role: str, functions: tuple[str, ...]) -> None:
    for function in functions:
        cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        cursor.execute(f'GRANT EXECUTE ON FUNCTION {function} TO "{app_role}"')
    cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{app_role}"')
