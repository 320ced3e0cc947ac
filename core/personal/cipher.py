"""Personal values in the audit are enciphered under a key a person: when the key is erased the chain still holds.

The keys lie in the database wrapped by a secret that it does not know, so a copy of the tables opens none of them.
"""

import base64
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from core.audit.keys import derived, secrets
from core.models import PersonKey
from core.personal.labels import person_of, personal_fields

NONCE_BYTES = 12
CIPHER, PERSON = "enciphered", "person"


def enciphered(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the audit keeps them: those of the row's personal fields under the key of whose they are."""
    labels, kept = personal_fields(row._meta.model), dict(values)
    for name in labels.keys() & kept.keys():
        person = person_of(row, labels[name])
        if person is not None and kept[name]:
            kept[name] = encipher(person, str(kept[name]))
    return kept


def encipher(person: int, text: str) -> dict[str, Any]:
    """Padded to full 32 bytes, so that the length tells little."""
    data = text.encode()
    padded = data + bytes(-len(data) % 32)
    return {CIPHER: base64.b64encode(lock(key_for(person), padded)).decode(), PERSON: person}


def is_enciphered(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {CIPHER, PERSON}


def deciphered(value: Mapping[str, Any]) -> str | None:
    """The text; None where the person's key was erased."""
    key = known_key(value[PERSON])
    if key is None:
        return None
    opened = unlock(key, base64.b64decode(value[CIPHER]))
    return None if opened is None else opened.rstrip(b"\0").decode()


def key_for(person: int) -> bytes:
    """The person's key, made at the first need; of two that make one at the same time, one counts for both."""
    key = known_key(person)
    if key is None:
        wrapped = lock(derived("person", secrets()[0]), AESGCM.generate_key(bit_length=256))
        PersonKey.objects.bulk_create([PersonKey(person_id=person, wrapped=wrapped)], ignore_conflicts=True)
        key = known_key(person)
    if key is None:
        raise LookupError(f"The key of person {person} cannot be opened; is AUDIT_KEY the one it was made with?")
    return key


def known_key(person: int) -> bytes | None:
    found = PersonKey.objects.filter(person_id=person).values_list("wrapped", flat=True).first()
    if found is None:
        return None
    opened = (unlock(derived("person", secret), bytes(found)) for secret in secrets())
    return next((key for key in opened if key is not None), None)


def lock(key: bytes, data: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, None)


def unlock(key: bytes, data: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None)
    except InvalidTag:
        return None
