"""What marks a tenant's texts: a canary names its tenant and the permission that opens it."""

from datetime import UTC, datetime

YEAR = 2024
AT = datetime(2025, 6, 1, 8, tzinfo=UTC)
HASH = "0" * 64


def park_canary(code: str, permission: str = "assessment.view_return") -> str:
    """A text of the park's, and the permission that opens it: what tests/walk/canaries.py judges by."""
    return f"canary-park-{code}-for-{permission}-end"


def enterprise_canary(username: str, permission: str = "services.view_case") -> str:
    """A text of the enterprise's, read by its own people and by its park's."""
    return f"canary-enterprise-{username}-for-{permission}-end"


def body_canary(kind: str, code: str, permission: str, owner: str = "") -> str:
    """A text of the park's incubator or operator, read by it, by its park, and by the owner's enterprise if named."""
    return f"canary-{kind}-{'-'.join(filter(None, (code, owner)))}-for-{permission}-end"
