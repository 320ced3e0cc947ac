"""``manage.py verify_audit``: check the whole audit chain; exit 0, or exit 1 and the first broken link.

Digests, proofs, links, order, the end, seals, signatures and the copy outside the database. ``--json`` for machines.
"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.audit.verify import verify


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON instead of a sentence")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        facts = {"events": verdict.events, "seals": verdict.seals, "waiting": verdict.waiting}
        if options["json"]:
            fault = {"fault": str(verdict.fault), "code": verdict.fault.code} if verdict.fault else {"fault": None}
            self.stdout.write(json.dumps(facts | fault, ensure_ascii=False))
        elif verdict.fault is None:
            self.stdout.write(
                "The chain holds: {events} events linked, {seals} seals, {waiting} waiting for their link.".format(
                    **facts
                )
            )
        else:
            self.stdout.write(f"The chain is broken. {verdict.fault}")
        if verdict.fault is not None:
            sys.exit(1)
