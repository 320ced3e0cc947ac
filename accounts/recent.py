"""Whether somebody proved lately that it is he who sits there: asked before acts that cannot be taken back."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


def signed_in_recently(request: HttpRequest) -> bool:
    """Whether the last sign-in or confirmation of this session is younger than ACCOUNT_REAUTHENTICATION_TIMEOUT."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
