"""Refuse to start where the database would not hold: a superuser as the application voids every policy in silence."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, connections

ROLE_FAULTS = """
SELECT r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relowner = r.oid AND n.nspname = 'public'),
       (SELECT pg_has_role(r.oid, c.relowner, 'MEMBER') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relname = 'django_migrations' AND n.nspname = 'public')
  FROM pg_roles r WHERE r.rolname = current_user
"""
SENTENCES = ("is a superuser", "bypasses row security", "owns tables", "is a member of the tables' owner")


def faults_of_role(alias: str = "default") -> list[str]:
    """Why the application's role may not be used; empty when it is restricted as it must be."""
    with connections[alias].cursor() as cursor:
        cursor.execute(ROLE_FAULTS)
        return [sentence for sentence, is_so in zip(SENTENCES, cursor.fetchone(), strict=True) if is_so]


@register(Tags.database)
def role_is_restricted(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    if not databases or "default" not in databases:
        return []
    try:
        faults = faults_of_role()
    except OperationalError as error:
        return [Error(f"The database does not answer: {error}", id="core.E001")]
    hint = "DATABASE_URL must name the restricted role; docs/operations.md shows how to make it."
    return [Error(f"The application's database role {fault}.", hint=hint, id="core.E002") for fault in faults]
