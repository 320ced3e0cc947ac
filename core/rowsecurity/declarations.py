"""What a model says about whose rows it holds; the gate, the scope and the database's policies all read it.

Every declaration answers with SQL conditions over the row. The dimensions (park, enterprise, organisation) are the
words of ``settings.SCOPE_DIMENSIONS``: nothing here knows what they mean.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.shared_tables import FIXED, THIRD_PARTY

KEEPER = -1  # among a scope's organisations: who acts for the whole installation; no organisation has this key
EVERY_ORGANISATION = 0  # among the scope's organisations: whoever keeps the memberships of all of them
EVERY_JOB = -2  # among the scope's organisations: whoever keeps the queue, without seeing what the work is about
READ_AND_WRITE = "SELECT, INSERT, UPDATE, DELETE"


def scope_function(dimension: str) -> str:
    return f"scope_{dimension}s"


def in_scope(column: str, dimension: str) -> str:
    """The row's column is one of the ids that the signed scope holds; the inner SELECT runs once a statement."""
    return f"{column} = ANY((SELECT {scope_function(dimension)}())::bigint[])"


def is_keeper() -> str:
    return f"{KEEPER} = ANY((SELECT {scope_function('organisation')}())::bigint[])"


@dataclass(frozen=True)
class RowDeclaration(ABC):
    """The base: who reads and who writes, as SQL; None means that the table is shared and carries no such policy."""

    @abstractmethod
    def reads(self, model: type[models.Model]) -> str | None:
        """The condition under which a row is seen."""

    def writes(self, model: type[models.Model]) -> str | None:
        return self.reads(model)

    def adds(self, model: type[models.Model]) -> str | None:
        """Who may add a row, where that is asked more strictly than changing one."""
        return self.writes(model)

    def grants(self, model: type[models.Model]) -> str:
        return READ_AND_WRITE


@dataclass(frozen=True, init=False)
class Tenant(RowDeclaration):
    """Rows of a park, of an enterprise, of an organisation, or of a park and an enterprise: any of them opens the row.

    ``Tenant(park="park", enterprise="enterprise")`` names the field of each dimension. What is ``kept`` its tenants
    read, and only a scope that also holds KEEPER writes: what the installation says about a tenant, not he himself.
    """

    fields: tuple[tuple[str, str], ...]
    kept: bool

    def __init__(self, *, kept: bool = False, **fields: str) -> None:
        unknown = set(fields) - set(settings.SCOPE_DIMENSIONS)
        if unknown or not fields:
            raise ValueError(f"A tenant is one or more of {settings.SCOPE_DIMENSIONS}, not {sorted(fields)}.")
        object.__setattr__(self, "fields", tuple(sorted(fields.items())))
        object.__setattr__(self, "kept", kept)

    def reads(self, model: type[models.Model]) -> str:
        return " OR ".join(in_scope(column_of(model, name), dimension) for dimension, name in self.fields)

    def writes(self, model: type[models.Model]) -> str:
        return f"({self.reads(model)}) AND {is_keeper()}" if self.kept else self.reads(model)

    def ids_of(self, row: models.Model) -> dict[str, int]:
        return {dimension: getattr(row, attribute_of(row, name)) for dimension, name in self.fields}

    def narrow(self, ids: Mapping[str, Collection[int]]) -> Q:
        """The condition that repeats the policy in the query, so that the planner can use the tenant's index."""
        condition = Q(pk__in=[])
        for dimension, name in self.fields:
            if ids.get(dimension):
                condition |= Q(**{f"{name}__any_of": sorted(ids[dimension])})
        return condition


@dataclass(frozen=True, init=False)
class Asked(Tenant):
    """Rows that somebody asks of a tenant: read by both, changed by the tenant alone, and never in one's own favour.

    ``Asked("claimant", organisation="decided_by")``; an asker without an account leaves the field empty.
    """

    asker: str

    def __init__(self, asker: str, **fields: str) -> None:
        super().__init__(kept=False, **fields)
        object.__setattr__(self, "asker", asker)

    def reads(self, model: type[models.Model]) -> str:
        return f"{super().reads(model)} OR {column_of(model, self.asker)} = (SELECT scope_user())"

    def writes(self, model: type[models.Model]) -> str:
        return f"({super().reads(model)}) AND {column_of(model, self.asker)} IS DISTINCT FROM (SELECT scope_user())"

    def adds(self, model: type[models.Model]) -> str:
        return f"(SELECT scope_user()) = coalesce({column_of(model, self.asker)}, 0)"


@dataclass(frozen=True)
class Memberships(RowDeclaration):
    """Read by the member or by the organisation; written by the organisation alone, never by the member himself.

    A scope that holds EVERY_ORGANISATION keeps the memberships of all, again without its own person's.
    """

    user: str = "user"
    organisation: str = "organisation"

    def reads(self, model: type[models.Model]) -> str:
        return f"{column_of(model, self.user)} = (SELECT scope_user()) OR {self.of_organisation(model)}"

    def writes(self, model: type[models.Model]) -> str:
        someone_else = f"{column_of(model, self.user)} <> (SELECT scope_user())"
        return f"{self.of_organisation(model)} AND {someone_else}"

    def of_organisation(self, model: type[models.Model]) -> str:
        own = in_scope(column_of(model, self.organisation), "organisation")
        return f"({own} OR {EVERY_ORGANISATION} = ANY((SELECT {scope_function('organisation')}())::bigint[]))"


@dataclass(frozen=True)
class Own(RowDeclaration):
    """A person's own rows: choices, saved views; ``shared_with`` names an organisation whose people may read."""

    user: str = "user_id"
    shared_with: str = ""

    def reads(self, model: type[models.Model]) -> str:
        own = self.own(model)
        return f"{own} OR {self.of_organisation(model)}" if self.shared_with else own

    def writes(self, model: type[models.Model]) -> str:
        if not self.shared_with:
            return self.own(model)
        column = column_of(model, self.shared_with)
        return f"{self.own(model)} AND ({column} IS NULL OR {self.of_organisation(model)})"

    def own(self, model: type[models.Model]) -> str:
        return f"{column_of(model, self.user)} = (SELECT scope_user())"

    def of_organisation(self, model: type[models.Model]) -> str:
        return in_scope(column_of(model, self.shared_with), "organisation")


@dataclass(frozen=True)
class Inbox(Own):
    """What people are told: anyone signed may add a row for anyone; only its person reads, marks or removes it."""

    def adds(self, model: type[models.Model]) -> str:
        return "(SELECT scope_user()) IS NOT NULL"


@dataclass(frozen=True)
class Append(RowDeclaration):
    """The audit trail: anyone signed may add in his own name, its tenants may read, nobody may change or delete.

    A scope of nobody (user 0: commands, the portal's own jobs) may name the person it acts for.
    """

    actor: str = "actor_id"

    fields: tuple[tuple[str, str], ...] = field(
        default_factory=lambda: tuple((name, f"{name}_id") for name in settings.SCOPE_DIMENSIONS)
    )

    def reads(self, model: type[models.Model]) -> str:
        return " OR ".join(in_scope(column, dimension) for dimension, column in self.fields)

    def writes(self, model: type[models.Model]) -> str:
        return f"(SELECT scope_user()) IN (0, coalesce({self.actor}, (SELECT scope_user())))"

    def grants(self, model: type[models.Model]) -> str:
        """The columns of the model alone: which transaction wrote the row is the database's own to say."""
        own = ", ".join(f'"{each.column}"' for each in model._meta.local_fields)
        return f"SELECT, INSERT ({own})"


@dataclass(frozen=True)
class Queue(RowDeclaration):
    """Jobs: seen by the one who asked and by the organisation that answers for them; claimed by a listed function.

    A worker signs the scope that the row holds. So no person asks in another's name or for more than his own scope
    holds (a scope of nobody, user 0, may name the person it acts for), and what was asked never changes.
    """

    asked: tuple[str, ...] = ("id", "run_key", "kind", "queue", "arguments", "scope", "user_id", "organisation_id")

    def reads(self, model: type[models.Model]) -> str:
        return f"user_id = (SELECT scope_user()) OR {in_scope('organisation_id', 'organisation')}"

    def adds(self, model: type[models.Model]) -> str:
        held = [
            f"ARRAY(SELECT jsonb_array_elements_text(scope -> '{name}')::bigint) <@ (SELECT {scope_function(name)}())"
            for name in settings.SCOPE_DIMENSIONS
        ]
        own_name = "(SELECT scope_user()) IN (0, coalesce(user_id, (SELECT scope_user())))"
        return " AND ".join([f"({self.reads(model)})", own_name, *held])

    def grants(self, model: type[models.Model]) -> str:
        moving = [f'"{each.column}"' for each in model._meta.local_fields if each.column not in self.asked]
        return f"SELECT, INSERT, UPDATE ({', '.join(moving)}), DELETE"


@dataclass(frozen=True)
class Shared(RowDeclaration):
    """A table that anyone may read, with the reason; ``written_by`` names the dimension that alone may write.

    What is ``kept`` only a scope that holds KEEPER writes, whatever else is asked.
    What is ``fixed`` only the tables' owner writes, at migrate or by a listed function: a role's permissions are no
    business of a request. What ``adds_only`` is never changed or deleted.
    """

    reason: str
    written_by: tuple[str, str] | None = None  # (dimension, field)
    fixed: bool = False
    adds_only: bool = False
    kept: bool = False

    def grants(self, model: type[models.Model]) -> str:
        if self.fixed:
            return "SELECT"
        return "SELECT, INSERT" if self.adds_only else READ_AND_WRITE

    def reads(self, model: type[models.Model]) -> None:
        return None

    def writes(self, model: type[models.Model]) -> str | None:
        asked = [is_keeper()] if self.kept else []
        if self.written_by is not None:
            dimension, name = self.written_by
            asked.append(in_scope(column_of(model, name), dimension))
        return " AND ".join(asked) or None


class Level(StrEnum):
    """How far a row is let out, each level a little further than the one before."""

    HOME = "internal"  # the home organisation alone
    BODIES = "district"  # besides, the bodies that the row names
    OWN = "own"  # besides, whoever holds the row's own tenant
    MEMBERS = "zone"  # whoever holds any tenant of that dimension
    ALL = "public"


@dataclass(frozen=True)
class Levelled(Shared):
    """A shared table whose rows say themselves how far each is let out, and from which moment on.

    The columns: ``level`` (a ``Level``), ``opens_at`` (empty: at once), ``home`` (the organisation that reads every row
    at any time), ``bodies`` (an array of organisations). The row's own tenant is the one of ``written_by``.
    """

    level: str = "level"
    opens_at: str = "opens_at"
    home: str = "organisation"
    bodies: str = "bodies"

    def reads(self, model: type[models.Model]) -> str:  # type: ignore[override]
        """Before the moment those at home who reach tenants at all; from then on by the level."""
        at_home = in_scope(column_of(model, self.home), "organisation")
        return f"({at_home} AND {self.any_tenant()}) OR ({self.is_open(model)} AND ({self.let_out(model)}))"

    def any_tenant(self) -> str:
        assert self.written_by is not None  # noqa: S101  a row that is let out by tenant has one
        return f"cardinality((SELECT {scope_function(self.written_by[0])}())::bigint[]) > 0"

    def is_open(self, model: type[models.Model]) -> str:
        return f"coalesce({column_of(model, self.opens_at)} <= statement_timestamp(), true)"

    def let_out(self, model: type[models.Model]) -> str:
        assert self.written_by is not None  # noqa: S101  a row that is let out by tenant has one
        dimension, name = self.written_by
        own = in_scope(column_of(model, name), dimension)
        bodies = f"{column_of(model, self.bodies)} && (SELECT {scope_function('organisation')}())::bigint[]"
        level = column_of(model, self.level)
        return (
            f"{level} = '{Level.ALL}' OR ({level} = '{Level.MEMBERS}' AND {self.any_tenant()})"
            f" OR ({level} = '{Level.OWN}' AND {own}) OR ({level} = '{Level.BODIES}' AND {own} AND {bodies})"
        )


def column_of(model: type[models.Model], name: str) -> str:
    return str(cast("models.Field[Any, Any]", model._meta.get_field(name)).column)


def attribute_of(row: models.Model, name: str) -> str:
    return cast("models.Field[Any, Any]", row._meta.get_field(name)).attname


def declaration_of(model: type[models.Model]) -> RowDeclaration | None:
    """The model's own declaration, or the reason why a library's table is shared; None is a fault of the house."""
    own = getattr(model, "tenant", None)
    if isinstance(own, RowDeclaration):
        return own
    table = model._meta.db_table
    reason = THIRD_PARTY.get(table)
    return Shared(reason, fixed=table in FIXED) if reason else None
