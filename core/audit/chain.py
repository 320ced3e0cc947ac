"""Link what was committed, and read the chain again piece by piece: hashes only, whoever asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from core.audit.content import PROOF_BYTES
from core.audit.merkle import LEAVES_AT_ONCE
from core.models import AuditHead

LINKED_AT_ONCE = 5_000
HASH_BYTES = 32
ENTRY_BYTES = HASH_BYTES + PROOF_BYTES + 8
START = bytes(HASH_BYTES)


def link_events(*, everything: bool = False) -> int:
    """Give their place to all events that no running transaction can come before; how many got one.

    Safe to kill: each piece is one statement. Whoever comes second while another links does nothing.
    """
    total = 0
    while True:
        with transaction.atomic(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT link_audit(%s, %s)", [LINKED_AT_ONCE, everything])
            (linked,) = cursor.fetchone()
        total += linked or 0
        if linked is None or linked < LINKED_AT_ONCE:
            return total


def head(using: str = DEFAULT_DB_ALIAS) -> AuditHead | None:
    return AuditHead.objects.using(using).first()


@dataclass(frozen=True)
class Piece:
    """A run of links as the database has them, joined to one string of bytes each."""

    low: int
    count: int
    is_sound: bool  # every event is there and its digest is that of its content
    entries: bytes
    links: bytes

    def entry_list(self) -> list[bytes]:
        return [self.entries[place : place + ENTRY_BYTES] for place in range(0, len(self.entries), ENTRY_BYTES)]


SOUND = "row_digest = encode(row_hash, 'hex')"
PIECE = f"""
SELECT count(DISTINCT row_sequence), coalesce(bool_and(({SOUND}) IS TRUE), true),
       coalesce(string_agg(row_hash || row_tail, ''), ''), coalesce(string_agg(row_link, ''), '')
  FROM audit_rows(%s, %s)
"""  # noqa: S608  no value in it
ROWS = f"SELECT row_sequence, row_event, {SOUND}, row_hash || row_tail, row_link FROM audit_rows(%s, %s)"  # noqa: S608
UNLINKED = f"SELECT row_event, {SOUND}, row_hash || row_tail, row_is_late FROM audit_unlinked()"  # noqa: S608


def pieces(low: int, high: int, *, using: str = DEFAULT_DB_ALIAS) -> Iterator[Piece]:
    """The chain from ``low`` to ``high``, both included."""
    for first in range(low, high + 1, LEAVES_AT_ONCE):
        rows = read(PIECE, [first, min(first + LEAVES_AT_ONCE - 1, high)], using)
        count, is_sound, entries, links = rows[0]
        yield Piece(first, count, is_sound, bytes(entries), bytes(links))


def rows_between(low: int, high: int, *, using: str = DEFAULT_DB_ALIAS) -> list[tuple[Any, ...]]:
    """The same one by one, where a piece is at fault: sequence, event, whether sound, entry, link."""
    return read(ROWS, [low, high], using)


def unlinked(*, using: str = DEFAULT_DB_ALIAS) -> list[tuple[Any, ...]]:
    """Events without a link: event, whether sound, entry, whether it should have had one."""
    return read(UNLINKED, [], using)


def read(sql: str, values: list[Any], using: str) -> list[tuple[Any, ...]]:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def links_after(link: bytes, entries: list[bytes]) -> list[bytes]:
    """The links that these entries make one after another."""
    made = []
    for entry in entries:
        link = sha256(link + entry).digest()
        made.append(link)
    return made
