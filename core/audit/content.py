"""What an event's digest and proof are made of, so that anybody can make them again.

The canonical JSON is what PostgreSQL writes for the same ``jsonb``: keys by length, then by bytes. So Python makes the
digest when the event is written and the database makes the same one when the chain is linked and verified.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from core.audit.keys import proof_keys
from core.models import AuditEvent

PROOF_BYTES = 16
MADE_FROM_CONTENT = {"digest", "proof"}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as ``jsonb`` gives them back: decimals, floats and dates as text, rows as their keys."""
    keyed = {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}
    text = json.dumps(keyed, cls=DjangoJSONEncoder)
    result: dict[str, Any] = json.loads(text, parse_float=str, parse_constant=str)
    return result


def digest_of(event: AuditEvent) -> str:
    """SHA-256 over the event's canonical JSON, in UTF-8, the time in UTC."""
    return sha256(canonical(content_of(event)).encode()).hexdigest()


def content_of(event: AuditEvent) -> dict[str, Any]:
    names = [field.attname for field in AuditEvent._meta.fields if field.attname not in MADE_FROM_CONTENT]
    return {name: getattr(event, name) for name in names} | {"id": str(event.id), "at": moment(event.at)}


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(value: Any) -> str:
    return json.dumps(ordered(value), ensure_ascii=False)


def ordered(value: Any) -> Any:
    """Objects with their keys in the order of ``jsonb``: by length in UTF-8, then by bytes."""
    if isinstance(value, dict):
        by_key = sorted(value.items(), key=lambda pair: (len(pair[0].encode()), pair[0].encode()))
        return {name: ordered(each) for name, each in by_key}
    return [ordered(each) for each in value] if isinstance(value, list) else value


def proof_of(digest: str, key: bytes | None = None) -> bytes:
    """A keyed hash of the digest: the database holds no key, so an event written past the portal has none."""
    return blake2b(bytes.fromhex(digest), key=key or proof_keys()[0], digest_size=PROOF_BYTES).digest()
