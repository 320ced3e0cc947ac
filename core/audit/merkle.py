"""One hash for many: pairs are hashed until one is left, an odd one moves up (the tree of RFC 6962, section 2.1)."""

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
LEAVES_AT_ONCE = 4096  # a power of two: the roots of such pieces are hashed on as their leaves would have been


def root_of(hashes: Sequence[bytes]) -> bytes:
    level = list(hashes)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(b"\1" + left + right).digest() for left, right in pairs]
        level = above + level[-1:] if len(level) % 2 else above
    return level[0] if level else EMPTY
