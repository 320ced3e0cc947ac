"""Rows that change no more: a trigger from the model's declaration refuses it, whoever the application acts for.

``frozen = Frozen("SELECT …")`` on a model; the condition speaks of the row as ``{row}``. The tables' owner passes, for
migrations and for putting demonstration data back: what an owner does to a sealed row is found, not prevented.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.backends.utils import CursorWrapper

ALWAYS = "true"
FUNCTION = """
CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE refused boolean;
BEGIN
    IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    CASE TG_OP
        WHEN 'INSERT' THEN refused := ({inserting});
        WHEN 'DELETE' THEN refused := ({old});
        ELSE refused := {changed} AND (({old}) OR ({new}));
    END CASE;
    IF refused THEN
        RAISE EXCEPTION 'a row of {table} is sealed and does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$"""


@dataclass(frozen=True)
class Frozen:
    """When a row stops changing; rows may be added where ``adds`` is true, and only ``columns`` matter where named."""

    when: str = ALWAYS
    adds: bool = False
    columns: tuple[str, ...] = ()

    def function_for(self, table: str) -> str:
        """The trigger's function: an insert is judged by the new row, a removal by the old, a change by both."""
        old, new = self.when.format(row="OLD"), self.when.format(row="NEW")
        words = {"name": name_of(table), "table": table, "old": old, "new": new, "changed": self.changed()}
        return FUNCTION.format(**words, inserting="false" if self.adds else new)

    def changed(self) -> str:
        if not self.columns:
            return "(OLD IS DISTINCT FROM NEW)"
        old, new = (", ".join(f'{row}."{column}"' for column in self.columns) for row in ("OLD", "NEW"))
        return f"(({old}) IS DISTINCT FROM ({new}))"


def name_of(table: str) -> str:
    return f"{table}_frozen"


def frozen_models() -> Iterator[tuple[type[models.Model], Frozen]]:
    for model in apps.get_models(include_auto_created=True):
        declared = getattr(model, "frozen", None)
        if isinstance(declared, Frozen):
            yield model, declared


def freeze(cursor: CursorWrapper, existing: set[str]) -> None:
    """Make each declared trigger anew."""
    for model, declared in frozen_models():
        table = model._meta.db_table
        if table not in existing:
            continue
        cursor.execute(declared.function_for(table).replace("%", "%%"))
        cursor.execute(f'DROP TRIGGER IF EXISTS frozen ON "{table}"')
        cursor.execute(
            f'CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON "{table}"'
            f' FOR EACH ROW EXECUTE FUNCTION "{name_of(table)}"()'
        )
