"""Asking for a check, saying yes, and the two steps that a worker takes."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import audit, jobs
from core.attachments.actions import file_storage, store
from core.errors import NotAllowed, Refused
from core.imports.columns import IMPORTERS, Difference, Problem
from core.imports.models import ImportRun, ImportState
from core.imports.reading import Reading, read_file
from core.jobs import JobHandle

SHOWN = 200  # problems and changes that the page lists; all are counted


@transaction.atomic
def request_import(
    *, importer: str, target: int, upload: Any, view_permission: str, back: str, by: Any, at: datetime, **owners: Any
) -> ImportRun:
    """Keep the file and have it checked; nothing is written before its asker has seen what it would do."""
    attachment = store(upload=upload, view_permission=view_permission, by=by, at=at, **owners)
    run = ImportRun.objects.create(
        user_id=by.pk, importer=importer, target=target, attachment=attachment, back=back, asked_at=at
    )
    return send(run, "core.check_import", by=by)


@transaction.atomic
def confirm_import(*, run: ImportRun, by: Any) -> ImportRun:
    """Have the checked rows written."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != ImportState.CHECKED:
        state = run.get_state_display()
        raise NotAllowed(_("This import is not waiting for your word: “%(state)s”.") % {"state": state})
    run.state = ImportState.WRITING
    return send(run, "core.write_import", by=by)


def send(run: ImportRun, kind: str, *, by: Any) -> ImportRun:
    asked = {"run_id": str(run.pk), "language": get_language() or "en"}
    job = jobs.enqueue(kind, run_key=f"{kind}:{run.pk}", by=by, organisation_id=None, queue="default", **asked)
    run.job_id = job.pk
    run.save(update_fields=["state", "job_id"])
    return run


def check(*, handle: JobHandle, run_id: str, language: str) -> None:
    """The dry run: read all, say all that is wrong, or what would be added and changed."""
    with translation.override(language):
        run, reading = read(handle, run_id)
        with handle.scope() as job:
            found = compare(run, reading)
            run.state = ImportState.REFUSED if found.problems else ImportState.CHECKED
            keep(run, found)
            handle.finish(job, result_url=f"/imports/{run.pk}/")


def write(*, handle: JobHandle, run_id: str, language: str, at: datetime) -> None:
    """Compare anew and write, all in one transaction; killed on the way, nothing is there."""
    with translation.override(language):
        run, reading = read(handle, run_id)
        try:
            with handle.scope() as job:
                found = compare(run, reading)
                if found.problems:
                    raise NotAllowed(found.problems[0].text)
                by = get_user_model().objects.get(pk=run.user_id)
                IMPORTERS[run.importer].write(found, target=run.target, by=by, at=at)
                run.state = ImportState.DONE
                keep(run, found)
                told = {"new": run.new, "changed": run.changed, "same": run.same, "sha256": run.attachment.sha256}
                audit.record("rows_imported", run.attachment, by=by, at=at, after=told)
                handle.finish(job, result_url=f"/imports/{run.pk}/")
        except Refused as refusal:
            with handle.scope() as job:
                run.state, run.problem_count, run.problems = ImportState.REFUSED, 1, [["", str(refusal.reason)]]
                run.save(update_fields=["state", "problem_count", "problems"])
                handle.finish(job, result_url=f"/imports/{run.pk}/")


def read(handle: JobHandle, run_id: str) -> tuple[ImportRun, Reading]:
    """The file's rows, read outside any transaction with its progress told."""
    with handle.scope():
        run = ImportRun.objects.select_related("attachment").get(pk=run_id)
    columns = IMPORTERS[run.importer].columns

    def report(done: int, total: int) -> None:
        handle.report(done, total, "")

    with file_storage().open(run.attachment.stored_as) as file:
        try:
            return run, read_file(file, run.attachment.content_type, columns, report)
        except NotAllowed as refusal:
            return run, Reading("", [], [Problem("", str(refusal.reason))])


def compare(run: ImportRun, reading: Reading) -> Difference:
    if reading.problems:
        return Difference(problems=reading.problems)
    return IMPORTERS[run.importer].compare(reading.rows, target=run.target, sheet=reading.sheet)


def keep(run: ImportRun, found: Difference) -> None:
    """What the page shows: counts, the first problems, the first changes."""
    run.new, run.changed, run.same = len(found.new), len(found.changed), len(found.same)
    run.problem_count = len(found.problems)
    run.problems = [[problem.place, problem.text] for problem in found.problems[:SHOWN]]
    changes = [["changed", row.number, before, audit.plain(row.values)] for row, before in found.changed[:SHOWN]]
    added = found.new[: SHOWN - len(changes)]
    run.sample = changes + [["new", row.number, {}, audit.plain(row.values)] for row in added]
    run.save(update_fields=["state", "new", "changed", "same", "problem_count", "problems", "sample"])
