"""Whether the seals follow one another, are signed by the portal, and are those that were copied out."""

import json

from core.audit.faults import Broken
from core.audit.keys import trusted_public_keys
from core.audit.seals import ZEROS, content_of_seal, digest_of_seal, is_signed
from core.models import AuditHead, AuditSeal


def check_seals(seals: list[AuditSeal], end: AuditHead) -> None:
    trusted, previous, last = trusted_public_keys(), ZEROS, 0
    for expected, seal in enumerate(seals, 1):
        if seal.number != expected:
            raise Broken("seal_missing", number=expected)
        if seal.chain != end.chain:
            raise Broken("seal_of_other_chain", number=expected)
        if seal.public_key not in trusted or not is_signed(seal):
            raise Broken("seal_signature", number=expected)
        if seal.previous != previous or seal.count != seal.last_sequence - last or seal.count < 0:
            raise Broken("seal_order", number=expected)
        if seal.last_sequence > end.sequence:
            raise Broken("tail_cut", kept=seal.last_sequence, sequence=end.sequence)
        previous, last = digest_of_seal(seal), seal.last_sequence


def check_copy(seals: list[AuditSeal], lines: list[str]) -> None:
    """The newest seal may be on its way out; what is outside and no longer inside was cut."""
    for number, line in enumerate(lines, 1):
        if number > len(seals):
            raise Broken("seal_cut", number=number)
        if line != json.dumps(content_of_seal(seals[number - 1])):
            raise Broken("seal_copy", number=number)
    if len(lines) < len(seals) - 1:
        raise Broken("copy_missing", number=len(lines) + 1)
