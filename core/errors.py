"""What may be refused, and how a page says so."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise


class Refused(Exception):
    """An act that the state of things does not allow; the message says why and what would mend it."""

    def __init__(self, reason: str | Promise, *, place: str = "") -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.place = place  # the field or row the reason speaks of


class NotAllowed(Refused):
    """The state of things forbids the act now, whoever asks."""


class NotPermitted(Refused):
    """This person may not; the reason says who can."""


def refusal_of(check: Callable[..., object], *args: Any) -> str:
    """The policy's sentence where it refuses now, else nothing: what stands beside an act that cannot be taken."""
    try:
        check(*args)
    except NotAllowed as refusal:
        return str(refusal.reason)
    return ""


def note_refusal(request: Any, refusal: Exception) -> None:
    """Said by whoever answers a refusal, so that it is audited after the request's transaction."""
    getattr(request, "_request", request).portal_refusal = str(refusal)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long or came from elsewhere: say how to go on."""
    return render(request, "403_csrf.html", status=403)
