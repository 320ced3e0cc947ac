"""Once a day the chain is sealed: counted, hashed to one root, signed, and the seal copied out of the database.

The database's owner could write any chain anew; without the key he cannot sign it, and the copy outside shows the cut.
"""

import json
from datetime import UTC, date, datetime
from hashlib import sha256

from django.utils import timezone

from core import signing
from core.audit import chain, outside
from core.audit.keys import public_key_of, signing_key
from core.audit.merkle import root_of
from core.models import AuditHead, AuditSeal

ZEROS = "0" * 64
DIGESTS = slice(0, chain.HASH_BYTES)


def seal_day(*, at: datetime) -> AuditSeal | None:
    """Link everything and seal the day, unless it is sealed; in any case bring the copy outside up to date.

    Safe to kill and to run twice: a seal is one row, unique by number and by day, and the copy is made from the rows.
    """
    day = timezone.localtime(at).date()
    made = None
    if not AuditSeal.objects.filter(day=day).exists():
        chain.link_events(everything=True)
        end = chain.head()
        made = add_seal(end, day=day, at=at) if end is not None else None
    copy_out()
    return made


def add_seal(end: AuditHead, *, day: date, at: datetime) -> AuditSeal:
    """Sign what was linked since the seal before; where another process was faster, its seal stands."""
    before = AuditSeal.objects.order_by("number").last()
    first = before.last_sequence + 1 if before else 1
    key = signing_key()
    seal = AuditSeal(
        number=before.number + 1 if before else 1,
        chain=end.chain,
        day=day,
        made_at=at,
        last_sequence=end.sequence,
        count=end.sequence - first + 1,
        merkle_root=root_between(first, end.sequence).hex(),
        last_link=bytes(end.link).hex(),
        previous=digest_of_seal(before) if before else ZEROS,
        public_key=public_key_of(key),
    )
    seal.signature = key.sign(signed_text(seal)).hex()
    AuditSeal.objects.bulk_create([seal], ignore_conflicts=True)
    return seal


def root_between(first: int, last: int) -> bytes:
    roots = [root_of([entry[DIGESTS] for entry in piece.entry_list()]) for piece in chain.pieces(first, last)]
    return root_of(roots)


def content_of_seal(seal: AuditSeal) -> dict[str, object]:
    """Every field in a fixed order, the time in UTC."""
    content = {field.attname: getattr(seal, field.attname) for field in AuditSeal._meta.fields}
    texts = {"chain": str(seal.chain), "day": seal.day.isoformat(), "made_at": seal.made_at.astimezone(UTC).isoformat()}
    return content | texts


def signed_text(seal: AuditSeal) -> bytes:
    content = content_of_seal(seal)
    del content["signature"]
    return json.dumps(content, separators=(",", ":")).encode()


def digest_of_seal(seal: AuditSeal) -> str:
    return sha256(signed_text(seal) + bytes.fromhex(seal.signature)).hexdigest()


def is_signed(seal: AuditSeal) -> bool:
    """Whether the seal's own key signed it; whether that key is trusted is another question."""
    return signing.is_signed(signed_text(seal), signature=seal.signature, by=seal.public_key)


def copy_out() -> None:
    """Write outside what is not there yet: the seals' lines and the end of the chain."""
    end = chain.head()
    if end is None:
        return
    lines = [json.dumps(content_of_seal(seal)) for seal in AuditSeal.objects.order_by("number")]
    outside.add_lines(end.chain, lines)
    outside.write_end(end.chain, sequence=end.sequence, link=bytes(end.link))
