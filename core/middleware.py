"""Refuse what is too large before anything reads it."""

from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


class BodyLimitMiddleware:
    """Answer 413 to a body over DATA_UPLOAD_MAX_MEMORY_SIZE, whether it says its length or comes in chunks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            read_chunks(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return too_large(request)
        return self.get_response(request)


def read_chunks(request: HttpRequest) -> None:
    """Take a body of unsaid length, one byte over the limit at most, and say its length; Django would see none."""
    body = request.META["wsgi.input"].read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    request.META["CONTENT_LENGTH"] = str(len(body))
    request._stream = BytesIO(body)  # type: ignore[attr-defined]  # noqa: SLF001  where WSGIRequest keeps it


def too_large(request: HttpRequest) -> HttpResponse:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024
    detail = _("What was sent is over the limit of %(limit)s KB; send less at a time.") % {"limit": limit}
    if request.path_info.startswith("/api/"):
        body = {"type": "about:blank", "title": _("Too large"), "status": 413, "detail": detail}
        return JsonResponse(body, status=413, content_type="application/problem+json")
    return render(request, "413.html", {"detail": detail}, status=413)
