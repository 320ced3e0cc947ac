"""A file as the answer to a request; for what is small enough to wait for."""

from datetime import datetime
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpResponse
from django.utils import timezone

from core import audit
from core.attachments.names import clean_name
from core.exports.extract import Extract
from core.exports.writers import Report, silent, write_csv, write_xlsx

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


def make_file(extract: Extract, form: str, file: IO[bytes], *, by: Any, at: datetime, report: Report = silent) -> int:
    """Write the extract as ``xlsx`` or ``csv`` and audit that it left the portal; a visitor takes public rows alone."""
    count = WRITERS[form](extract, file, report)
    if getattr(by, "is_authenticated", False):
        facts = {name: said for name, said in extract.facts if said != str(by)}  # the event names its actor itself
        told = {"title": extract.title, "form": form, "rows": count} | facts
        audit.record("rows_exported", by, by=by, at=at, after=told)
    return count


def file_answer(extract: Extract, form: str, *, by: Any, at: datetime) -> FileResponse:
    """The extract as a download, its name with the day."""
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    make_file(extract, form, file, by=by, at=at)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=file_name(extract.title, form, at), content_type=CONTENT_TYPES[form]
    )


def download(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """A file written whole: nothing is read after the request's scope has closed; ``name`` is ours, never typed."""
    kind = content_type if isinstance(content, bytes) else f"{content_type}; charset=utf-8"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(title: str, form: str, at: datetime) -> str:
    day = timezone.localtime(at).date().isoformat()
    return f"{PurePath(clean_name(title + '.x')).stem} {day}.{form}"
