"""A foreign key that never leaves its park: foreign keys bypass row policies, so the key itself carries the park."""

from typing import Any

from django.db import models


class SameParkForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """Points to a row of the same park; the database also holds ``(park_id, this) -> (park_id, id)``."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        super().__init__(to, on_delete, **kwargs)


@models.BigIntegerField.register_lookup
@models.ForeignKey.register_lookup
class AnyOf(models.Lookup):
    """``park__any_of=[1, 2]``: one array instead of a parameter an id, which ORM and planner read faster."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*parameters, list(self.rhs)]
