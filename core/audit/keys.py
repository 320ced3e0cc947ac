"""The keys that the database never sees: one that marks the portal's events, one that signs its seals.

Both are made from AUDIT_KEY; secrets that served earlier stay in AUDIT_FORMER_KEYS, so that what they marked is known.
"""

from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


def secrets() -> tuple[str, ...]:
    """The present secret first."""
    return (settings.AUDIT_KEY, *settings.AUDIT_FORMER_KEYS)


def proof_keys() -> tuple[bytes, ...]:
    return tuple(derived("proof", secret) for secret in secrets())


def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derived("seal", settings.AUDIT_KEY))


def public_key_of(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def trusted_public_keys() -> frozenset[str]:
    """Whose signature counts; what a seal says about its own key is not asked."""
    keys = (Ed25519PrivateKey.from_private_bytes(derived("seal", secret)) for secret in secrets())
    return frozenset(map(public_key_of, keys))


@lru_cache(maxsize=64)
def derived(purpose: str, secret: str) -> bytes:
    return sha256(f"zhangjiang audit {purpose}\0{secret}".encode()).digest()
