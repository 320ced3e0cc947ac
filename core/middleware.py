"""Refuse what is too large before anything reads it, and read what is handed in before a transaction opens."""

from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

BESIDE_THE_FILE = 64 * 1024  # the form's other fields and the boundaries between them


class BodyLimitMiddleware:
    """Answer 413 to a body over the address's limit, whether it says its length or comes in chunks.

    The limit is DATA_UPLOAD_MAX_MEMORY_SIZE; ATTACHMENT_MAX_BYTES where the view takes files.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = limit_of(request)
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            read_chunks(request, limit)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > limit:
            return too_large(request, limit)
        if brings_files(request) and limit > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            _files = request.FILES  # a slow sender must not hold a transaction open
        return self.get_response(request)


def brings_files(request: HttpRequest) -> bool:
    return request.META.get("CONTENT_TYPE", "").startswith("multipart/form-data")


def limit_of(request: HttpRequest) -> int:
    """How many bytes the address takes; it is looked up only for a form that brings files."""
    if not brings_files(request):
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if getattr(getattr(view, "view_class", view), "takes_files", False):
        return int(settings.ATTACHMENT_MAX_BYTES) + BESIDE_THE_FILE
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def read_chunks(request: HttpRequest, limit: int) -> None:
    """Take a body of unsaid length, one byte over the limit at most, and say its length; Django would see none."""
    body = request.META["wsgi.input"].read(limit + 1)
    request.META["CONTENT_LENGTH"] = str(len(body))
    request._stream = BytesIO(body)  # type: ignore[attr-defined]  # noqa: SLF001  where WSGIRequest keeps it


def too_large(request: HttpRequest, limit: int) -> HttpResponse:
    detail = _("What was sent is over the limit of %(limit)s KB; send less at a time.") % {"limit": limit // 1024}
    if request.path_info.startswith("/api/"):
        body = {"type": "about:blank", "title": _("Too large"), "status": 413, "detail": detail}
        return JsonResponse(body, status=413, content_type="application/problem+json")
    return render(request, "413.html", {"detail": detail}, status=413)
