"""Read the whole chain again: seals, their copy outside, every digest, proof and link, and the end.

Piece by piece, so that memory stays flat, and in transactions of its own, so that events go on being written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from core.audit import chain, outside
from core.audit.chain import HASH_BYTES, START, Piece
from core.audit.content import PROOF_BYTES
from core.audit.faults import Broken, Fault
from core.audit.keys import proof_keys
from core.audit.merkle import root_of
from core.audit.seal_checks import check_copy, check_seals
from core.models import AuditLink, AuditSeal

Report = Callable[[int, int], None]


REPORT_EVERY = 20  # pieces


@dataclass(frozen=True)
class Verdict:
    """How much was read, and the first fault, if any."""

    events: int = 0
    seals: int = 0
    waiting: int = 0  # events of the last moments, without a link yet
    fault: Fault | None = None


def verify(*, report: Report = lambda done, total: None, using: str = DEFAULT_DB_ALIAS) -> Verdict:
    """The verdict on the chain as it stands now; ``report`` hears how far the reading is."""
    try:
        return Reading(report, using).verdict()
    except Broken as broken:
        return Verdict(fault=broken.fault)


class Reading:
    """One walk along the chain; every step raises Broken at the first fault."""

    def __init__(self, report: Report, using: str) -> None:
        self.report, self.using = report, using
        self.link = START
        self.kept: tuple[int, str] = (0, "")

    def verdict(self) -> Verdict:
        named = chain.head(self.using)
        if named is None:
            raise Broken("no_end")
        self.kept = outside.read_end(named.chain)  # read before the end, which may move on meanwhile
        seals = list(AuditSeal.objects.using(self.using).order_by("number"))
        lines = outside.read_lines(named.chain)
        end = chain.head(self.using)
        if end is None:
            raise Broken("no_end")
        check_seals(seals, end)
        check_copy(seals, lines)
        self.check_cut(end.sequence)
        self.walk(seals, end.sequence)
        if self.link != bytes(end.link):
            raise Broken("end_differs", sequence=end.sequence)
        self.check_range()
        waiting = self.check_unlinked()
        if not settings.DEMO and (others := outside.other_chains(end.chain)):
            raise Broken("other_chain", name=others[0])
        return Verdict(events=end.sequence, seals=len(seals), waiting=waiting)

    def check_cut(self, sequence: int) -> None:
        if self.kept[0] > sequence:
            raise Broken("tail_cut", kept=self.kept[0], sequence=sequence)

    def walk(self, seals: list[AuditSeal], last: int) -> None:
        """Each seal's stretch with its root, then what no seal covers yet."""
        low = 1
        for seal in seals:
            root = self.stretch(low, seal.last_sequence, last)
            if root.hex() != seal.merkle_root or self.link.hex() != seal.last_link:
                raise Broken("seal_root", number=seal.number)
            low = seal.last_sequence + 1
        self.stretch(low, last, last)

    def stretch(self, low: int, high: int, total: int) -> bytes:
        """Check the links from ``low`` to ``high``; the Merkle root of their events."""
        roots = []
        for number, piece in enumerate(chain.pieces(low, high, using=self.using)):
            roots.append(self.check_piece(piece, min(piece.low + chain.LEAVES_AT_ONCE - 1, high)))
            if number % REPORT_EVERY == 0:
                self.report(piece.low + piece.count - 1, total)
        return root_of(roots)

    def check_piece(self, piece: Piece, high: int) -> bytes:
        entries = piece.entry_list()
        made = chain.links_after(self.link, entries)
        whole = piece.count == high - piece.low + 1 == len(entries)
        if not (whole and piece.is_sound and b"".join(made) == piece.links and all_proven(entries)):
            raise first_fault(self.link, piece.low, high, self.using)
        kept_at, kept_link = self.kept
        if piece.low <= kept_at <= high and made[kept_at - piece.low].hex() != kept_link:
            raise Broken("end_differs", sequence=kept_at)
        self.link = made[-1]
        return root_of([entry[:HASH_BYTES] for entry in entries])

    def check_range(self) -> None:
        """No link stands before the first or behind the end; the end is read in the same statement."""
        strays = "sequence < 1 OR sequence > (SELECT sequence FROM core_audithead)"
        if AuditLink.objects.using(self.using).extra(where=[strays]).exists():  # noqa: S610  no value in it
            end = chain.head(self.using)
            raise Broken("link_beyond", sequence=end.sequence if end else 0)

    def check_unlinked(self) -> int:
        rows = chain.unlinked(using=self.using)
        for event, is_sound, entry, is_late in rows:
            if not is_sound:
                raise Broken("late_changed", event=event)
            if not is_proven(bytes(entry)):
                raise Broken("late_foreign", event=event)
            if is_late:
                raise Broken("late_event", event=event)
        return len(rows)


def proofs_of(entries: list[bytes], key: bytes) -> list[bytes]:
    return [blake2b(entry[:HASH_BYTES], key=key, digest_size=PROOF_BYTES).digest() for entry in entries]


def all_proven(entries: list[bytes]) -> bool:
    given = [entry[HASH_BYTES : HASH_BYTES + PROOF_BYTES] for entry in entries]
    return proofs_of(entries, proof_keys()[0]) == given or all(map(is_proven, entries))


def is_proven(entry: bytes) -> bool:
    """Whether the portal marked the event, with its present key or a former one."""
    given = entry[HASH_BYTES : HASH_BYTES + PROOF_BYTES]
    return any(proofs_of([entry], key) == [given] for key in proof_keys())


def first_fault(link: bytes, low: int, high: int, using: str) -> Broken:
    """Which link of a piece that does not hold is the first, and why."""
    rows = iter(chain.rows_between(low, high, using=using))
    for expected in range(low, high + 1):
        sequence, event, is_sound, entry, given = next(rows, (None, None, None, None, b""))
        place = {"sequence": expected, "event": event}
        if sequence != expected:
            return Broken("link_missing", sequence=expected)
        if entry is None:
            return Broken("event_missing", **place)
        if not is_sound:
            return Broken("content_changed", **place)
        link = chain.links_after(link, [bytes(entry)])[0]
        if link != bytes(given):
            return Broken("link_broken", **place)
        if not is_proven(bytes(entry)):
            return Broken("not_the_portals", **place)
    return Broken("link_beyond", sequence=high)
