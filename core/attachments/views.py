"""Serving a file: after the gate, as something to save, never as something to run."""

import logging
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.generic import View

from core.attachments.actions import file_storage
from core.attachments.models import Attachment

CONFLICT = 409
logger = logging.getLogger(__name__)


class AttachmentFile(View):
    """One file under its key: foreign and missing answer alike; the permission is the one its owner's app named."""

    keys_of = {"pk": Attachment}
    gate = "tenant"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        attachment = get_object_or_404(Attachment, pk=pk)
        if not request.user.has_perm(attachment.view_permission, attachment):
            raise PermissionDenied(_("Your role does not include this file."))
        if not attachment.is_served:
            return not_served(request, attachment)
        try:
            return served(attachment.stored_as, name=attachment.name, content_type=attachment.content_type)
        except FileNotFoundError:
            logger.exception("The store has lost the file of attachment %s.", attachment.pk)
            return not_served(request, attachment)


def not_served(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    """Say why the file is kept back; it is there, so this is no 404."""
    return render(request, "core/file_kept_back.html", {"attachment": attachment}, status=CONFLICT)


def served(stored_as: str, *, name: str, content_type: str) -> FileResponse:
    """The stored content as a download that no browser opens in the portal's name."""
    content: Any = file_storage().open(stored_as)
    response = FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
