"""`python -m dev.bench`: every figure that the portal can show, one line of JSON each."""

import gc
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import django

from dev.bench.timing import Figure
from dev.servers import ROOT

MODULES = (
    "reading",
    "returns",
    "assess",
    "audit",
    "seals",
    "engine",
    "start",  # last: it starts portals of its own
)


def main() -> None:
    for figure in figures():
        sys.stdout.write(f"{figure.line()}\n")
        sys.stdout.flush()


def figures() -> Iterator[Figure]:
    """On the clone's own database with its demonstration data, loaded here where it is not yet."""
    subprocess.run([sys.executable, "-m", "dev.prepare"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhangjiang.settings")
    django.setup()
    logging.disable(logging.ERROR)
    from assessment.models import Cycle  # noqa: PLC0415  models are ready only now

    gc.collect()
    gc.freeze()  # as the web process does
    year = Cycle.objects.filter(released_run__isnull=False).latest("year").year
    for name in MODULES:
        yield from import_module(f"dev.bench.{name}").figures(year)


if __name__ == "__main__":
    main()
