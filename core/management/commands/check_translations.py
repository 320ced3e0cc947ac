"""``manage.py check_translations [--write]``: every string has its Chinese, and the compiled catalogue is fresh.

Where gettext is on the machine the sources are read again, so that a new string without its translation fails;
``--write`` brings the catalogue up to date with the sources and compiles it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

LOCALE = "zh_Hans"
CATALOGUE = Path("locale") / LOCALE / "LC_MESSAGES" / "django.po"
LEFT_OUT = ("var", ".venv", ".git", "tests", "static", "docs", "node_modules", "dev")


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="bring catalogue and compiled file up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / CATALOGUE
        if options["write"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(extracted(settings.BASE_DIR), encoding="utf-8")
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
        faults = faults_of(path)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            sys.exit(1)


def faults_of(path: Path) -> list[str]:
    """What is untranslated, uncertain or stale; one line each, with the mend."""
    catalogue = polib.pofile(str(path))
    faults = [f"{CATALOGUE}: “{entry.msgid[:70]}” has no Chinese yet." for entry in catalogue.untranslated_entries()]
    faults += [f"{CATALOGUE}: “{entry.msgid[:70]}” is marked fuzzy; confirm it." for entry in catalogue.fuzzy_entries()]
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    if words(compiled) != words(catalogue):
        faults.append(f"{CATALOGUE.with_suffix('.mo')} is stale: manage.py check_translations --write")
    if shutil.which("xgettext"):
        known = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
        now = polib.pofile(extracted(settings.BASE_DIR))
        faults += [
            f"“{entry.msgid[:70]}” is not in the catalogue: manage.py check_translations --write"
            for entry in now
            if not entry.obsolete and (entry.msgctxt, entry.msgid) not in known
        ]
    return faults


def words(catalogue: Any) -> dict[tuple[str | None, str], Any]:
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
        for entry in catalogue
        if (entry.msgstr or entry.msgstr_plural) and not getattr(entry, "obsolete", False)
    }


def extracted(base: Path) -> str:
    """The catalogue as makemessages would leave it, worked out on a copy so that nothing here is touched."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(base, copy, ignore=left_out, symlinks=True)
        (copy / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "-l",
            LOCALE,
            "--no-location",
            "--no-obsolete",
            "-v0",
        ]
        subprocess.run(command, cwd=copy, check=True, env=environment())  # noqa: S603  fixed words
        return (copy / CATALOGUE).read_text(encoding="utf-8")


def left_out(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in LEFT_OUT or name.endswith((".pyc", ".mo"))}


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
