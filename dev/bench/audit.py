"""What the audit costs an action, and how long a million events take to verify, in a database of their own."""

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

from django.db import connections, transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.audit import chain
from core.audit.content import canonical, digest_of, proof_of
from core.audit.verify import verify
from core.models import AuditEvent
from core.rowsecurity import scope
from dev.bench.timing import Figure, compare, seconds
from parks.access import read_access
from parks.actions import declare_industry
from parks.models import Park

EVENTS, AT_ONCE = 1_000_000, 50_000
COST_GOAL, VERIFY_GOAL_SECONDS = 1.2, 10
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
COLUMNS = [field.attname for field in AuditEvent._meta.fields]


def figures(_year: int) -> Iterator[Figure]:
    yield cost()
    with own_database():
        fill()
        yield Figure("audit_verify", ours=seconds(all_verified), peer=1, goal=VERIFY_GOAL_SECONDS)


def cost() -> Figure:
    """An industry declared in its scope, with its event and without; undone each time, so no commit hides the cost."""
    park, user = Park.objects.get(code="JNQ"), User.objects.get(username="coordinator")
    user.portal_access = read_access(user)
    since, names = date(2024, 1, 1), {"name_en": "bench industry", "name_zh_hans": "测速产业"}

    def ours() -> None:
        with scope(user=user.pk, **user.portal_access.everything()):
            declare_industry(park=park, industry_class="future", since=since, by=user, at=timezone.now(), **names)
            transaction.set_rollback(True)

    def peer() -> None:
        with patch.object(audit, "record"):
            ours()

    return compare("audit_cost", ours=ours, peer=peer, goal=COST_GOAL, times=200)


@contextmanager
def own_database() -> Iterator[None]:
    """A new, empty database beside the clone's own, taken away at the end."""
    owner, app = connections["owner"], connections["default"]
    name = owner.settings_dict["NAME"]
    app.close()
    owner.creation.create_test_db(verbosity=0, autoclobber=True)
    app.settings_dict["NAME"] = owner.settings_dict["NAME"]
    try:
        yield
    finally:
        app.close()
        owner.creation.destroy_test_db(name, verbosity=0)
        app.settings_dict["NAME"] = name


def fill() -> None:
    """Events of the usual size and their links, copied in; the chain is made as link_audit() makes it."""
    link = chain.START
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent DISABLE ROW LEVEL SECURITY")
        for first in range(0, EVENTS, AT_ONCE):
            with transaction.atomic(using="owner"):
                link = copy_piece(cursor, first, link)
        cursor.execute("UPDATE core_audithead SET sequence = %s, link = %s", [EVENTS, link])
        cursor.execute("UPDATE core_audithead SET linked_below = pg_snapshot_xmin(pg_current_snapshot())")
        cursor.execute("ANALYZE core_auditevent, core_auditlink")


def copy_piece(cursor: Any, first: int, link: bytes) -> bytes:
    cursor.execute("SELECT pg_current_xact_id()::text::bigint")
    written_in = int(cursor.fetchone()[0]).to_bytes(8, "big")
    events = [event_number(number) for number in range(first, first + AT_ONCE)]
    entries = [bytes.fromhex(event.digest) + event.proof + written_in for event in events]
    links = chain.links_after(link, entries)
    rows = "".join(copy_line(event) for event in events)
    cursor.copy_expert(f"COPY core_auditevent ({', '.join(COLUMNS)}) FROM STDIN", io.StringIO(rows))
    places = "".join(f"{first + 1 + n}\t{events[n].pk}\t\\\\x{links[n].hex()}\n" for n in range(len(events)))
    cursor.copy_expert("COPY core_auditlink (sequence, event_id, link) FROM STDIN", io.StringIO(places))
    return links[-1]


def event_number(number: int) -> AuditEvent:
    event = AuditEvent(
        id=uuid.uuid4(), at=AT, actor_id=number % 5000, door="page", event="figure_entered",
        object_type="assessment.return", object_key=str(number % 22), reason="",
        before={"F001": {"value": str(number), "missing": ""}},
        after={"F001": {"value": str(number + 1), "missing": "", "reason": "", "document": "沪科〔2025〕12号"}},
        park_id=number % 22,
    )  # fmt: skip
    event.digest = digest_of(event)
    event.proof = proof_of(event.digest)
    return event


def copy_line(event: AuditEvent) -> str:
    return "\t".join(copy_text(getattr(event, name)) for name in COLUMNS) + "\n"


def copy_text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, dict):
        return canonical(value).replace("\\", "\\\\")
    return str(value)


def all_verified() -> None:
    verdict = verify()
    if verdict.fault is not None or verdict.events != EVENTS:
        raise RuntimeError(f"{verdict.events} events verified: {verdict.fault}")
