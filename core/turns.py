"""One at a time about the same row, for whoever may not change that row and so cannot lock it."""

from django.db import connection, models


def wait_for_turn(row: models.Model) -> None:
    """Hold the row's turn until the transaction ends; whoever acts about the same row waits here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{row._meta.label_lower} {row.pk}"])
