"""Row security: one declaration a model, one scope a request; PostgreSQL keeps what the code forgets.

``declarations`` says who may see a model's rows, ``scope`` opens a signed scope on the connection, ``provision``
turns the declarations into policies, grants and same-park keys after each migrate.
"""

from core.rowsecurity.declarations import (
    KEEPER,
    Append,
    Asked,
    Inbox,
    Level,
    Levelled,
    Memberships,
    Own,
    Queue,
    RowDeclaration,
    Shared,
    Tenant,
    declaration_of,
)
from core.rowsecurity.fields import SameParkForeignKey
from core.rowsecurity.frozen import Frozen
from core.rowsecurity.scope import ScopeNotWidened, current_scope, keeping, scope, sign

__all__ = [
    "KEEPER",
    "Append",
    "Asked",
    "Frozen",
    "Inbox",
    "Level",
    "Levelled",
    "Memberships",
    "Own",
    "Queue",
    "RowDeclaration",
    "SameParkForeignKey",
    "ScopeNotWidened",
    "Shared",
    "Tenant",
    "current_scope",
    "declaration_of",
    "keeping",
    "scope",
    "sign",
]
