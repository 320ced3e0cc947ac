"""Bring database, demonstration data and static files up to date in one process: `python -m dev.prepare`.

Standard output carries the demonstration accounts alone; dev/run.py shows them when all is ready.
"""

import contextlib
import os
import sys

import django
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhangjiang.settings")
    django.setup()
    with contextlib.redirect_stdout(sys.stderr):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo")
        call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo_accounts")


if __name__ == "__main__":
    main()
