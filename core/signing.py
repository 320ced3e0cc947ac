"""Signs what must stay as it is, with Ed25519: the hash of a year's seal.

The private key is the installation's (``SEAL_KEY``); its public half travels with every signature, and counts only
when the installation trusts it: the present key, or an earlier one named in ``SEAL_OLD_PUBLIC_KEYS``.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

KEY_BYTES = 32


@lru_cache(maxsize=4)
def private_key(key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key))


def public_key() -> str:
    """The public half of the present key, as 64 hexadecimal digits."""
    return private_key(settings.SEAL_KEY).public_key().public_bytes_raw().hex()


def sign(message: bytes) -> str:
    """The signature, as 128 hexadecimal digits."""
    return private_key(settings.SEAL_KEY).sign(message).hex()


def is_trusted(key: str) -> bool:
    return key == public_key() or key in settings.SEAL_OLD_PUBLIC_KEYS


def is_signed(message: bytes, *, signature: str, by: str) -> bool:
    """Whether the public key ``by`` signed the message; whether that key counts is ``is_trusted``."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(by)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
