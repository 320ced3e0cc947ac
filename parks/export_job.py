"""A list's rows as a file, made by a worker: piece by piece under the asker's scope, so that progress is seen, a cancel
is heard, and no transaction lasts."""

from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.core.files import File
from django.http import HttpRequest, QueryDict
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import audit
from core.attachments.actions import file_storage, fingerprint, random_name
from core.errors import NotPermitted
from core.exports.answers import CONTENT_TYPES, WRITERS, file_name
from core.exports.extract import Extract
from core.jobs import JobHandle
from core.lists.keyset import read_page
from core.models import ExportFile
from parks.access import read_access

PIECE = 500


def export_list(*, handle: JobHandle, path: str, query: str, form: str, language: str, at: datetime) -> None:
    """Make the file and close the job with its address; begun again, nothing of the first attempt is left."""
    with translation.override(language), TemporaryFile() as file:
        with handle.scope():
            page = opened(handle.user, path, query)
            total = page.chosen.qs.order_by().count()
            extract = page.extract(lines(handle, page), at=at)
        count = WRITERS[form](extract, file, lambda done: handle.report(done, max(done, total), ""))
        keep(handle, extract, form, file, count=count, at=at)


def opened(user_id: int | None, path: str, query: str) -> Any:
    """The list's page as its reader sees it, without an answer."""
    match = resolve(path)
    request: Any = HttpRequest()
    request.method, request.path, request.path_info, request.GET = "GET", path, path, QueryDict(query)
    request.user = get_user_model().objects.get(pk=user_id)
    request.user.portal_access = read_access(request.user)
    page = match.func.view_class()
    page.setup(request, *match.args, **match.kwargs)
    if getattr(page, "permission", "") and not page.may(request):
        raise NotPermitted(_("Your role does not include this list any more."))
    page.read(request)
    return page


def lines(handle: JobHandle, page: Any) -> Iterator[Any]:
    """Every row in the list's order; each piece is read and drawn in a scope of its own."""
    cursor = ""
    while True:
        with handle.scope():
            piece = read_page(page.chosen.qs.all(), page.order, cursor=cursor, size=PIECE)
            rows = list(page.drawn(piece.rows))
        yield from rows
        cursor = piece.next
        if not cursor:
            return


def keep(handle: JobHandle, extract: Extract, form: str, file: IO[bytes], *, count: int, at: datetime) -> None:
    """Put the file into the store, then row, audit and the job's end in one transaction."""
    _digest, size = fingerprint(file)
    file.seek(0)
    stored_as = file_storage().save(random_name(), File(file))
    user = get_user_model().objects.get(pk=handle.user)
    with handle.scope() as job:
        made = ExportFile.objects.create(
            user_id=user.pk,
            name=file_name(extract.title, form, at),
            content_type=CONTENT_TYPES[form],
            stored_as=stored_as,
            size=size,
            count=count,
            made_at=at,
        )
        told = {"title": extract.title, "form": form, "rows": count} | dict(extract.facts)
        audit.record("rows_exported", user, by=user, at=at, after=told)
        handle.finish(job, result_url=reverse("export", args=[made.pk]))
