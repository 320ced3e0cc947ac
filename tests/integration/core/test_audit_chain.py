"""The chain: every committed event gets its place once, each day is sealed once, and whatever is bent is found."""

import json
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from core import audit
from core.audit import chain, keys, outside
from core.audit.chain import link_events
from core.audit.seals import copy_out, seal_day
from core.audit.verify import verify
from core.models import AuditEvent, AuditLink, AuditSeal
from parks.models import Park
from tests.factories.tampers import ACTS, UNLOCK

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
SEED = 20260301
TAMPERS = 1000


EMPTY = """
TRUNCATE core_auditevent, core_auditlink, core_auditseal;
UPDATE core_audithead
   SET chain = gen_random_uuid(), sequence = 0, link = decode(repeat('00', 32), 'hex'), linked_below = '0';
ALTER TABLE core_auditevent FORCE ROW LEVEL SECURITY;
"""


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker, settings, tmp_path):
    """In place of a transaction around the test: only what is committed is linked, and it is taken away at the end."""
    settings.AUDIT_COPY_DIR = tmp_path / "audit"
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        cursor.execute(EMPTY)
        yield
        cursor.execute(EMPTY)


@pytest.fixture
def write(in_zone, person):
    """Write so many events, one a transaction."""

    def some(number: int, **values) -> None:
        for place in range(number):
            with in_zone():
                after = {"value": place, "name": "金桥", "share": 0.1, **values}
                audit.record(
                    "tested",
                    Park.objects.get(code="JNQ"),
                    by=person("coordinator"),
                    at=AT,
                    after=after,
                    reason='\x01\x7f\t"\\\\为何',
                )

    return some


@pytest.fixture
def three_days(write):
    """Three sealed days and some events after the last."""
    for day in range(3):
        write(7 + day)
        seal_day(at=AT + timedelta(days=day))
    write(4)
    link_events()
    copy_out()
    write(2)


def test_link__each_event_once__in_the_order_written(write):
    write(5)

    assert (link_events(), link_events(), link_events(everything=True)) == (5, 0, 0)
    assert list(AuditLink.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert verify().events == 5


def test_link__small_pieces__all_are_linked(write, monkeypatch):
    monkeypatch.setattr(chain, "LINKED_AT_ONCE", 2)
    write(5)

    assert link_events() == 5
    assert verify().fault is None


def test_link__a_late_commit__is_waited_for_and_not_missed(write, in_zone, person):
    """An event written first and committed last: what came after it is not linked before it."""
    opened, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with in_zone():
                audit.record("slow", Park.objects.get(code="JNQ"), by=None, at=AT)
                opened.set()
                go_on.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    opened.wait(10)
    write(3)
    early = link_events()
    go_on.set()
    thread.join()

    assert (early, link_events()) == (0, 4)
    with in_zone():
        first = AuditLink.objects.get(sequence=1)
        assert AuditEvent.objects.get(pk=first.event_id).event == "slow"


def test_link__two_at_once__one_links(write):
    write(3)
    with transaction.atomic(using="owner"):
        connections["owner"].cursor().execute("SELECT FROM core_audithead FOR UPDATE")
        while_locked = link_events()

    assert (while_locked, link_events()) == (0, 3)


def test_link__killed_before_commit__nothing_is_half_done(write):
    write(3)
    with suppress(RuntimeError), transaction.atomic():
        link_events()
        raise RuntimeError

    assert verify().waiting == 3
    assert link_events() == 3
    assert verify().fault is None


def test_link__restored_into_a_cluster_that_counts_anew__all_are_linked(write):
    write(3)
    link_events()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE core_audithead SET linked_below = (linked_below::text::bigint + 1000000)::text::xid8")
    write(2)

    assert (link_events(), link_events(everything=True)) == (0, 2)
    assert verify().fault is None


def test_seal__twice_a_day__is_one_seal(write):
    write(3)

    assert seal_day(at=AT).number == 1
    assert seal_day(at=AT + timedelta(minutes=5)) is None
    assert AuditSeal.objects.count() == 1


def test_seal__a_day_without_events__is_sealed_too(write):
    seal_day(at=AT)

    assert AuditSeal.objects.get().count == 0
    assert verify().fault is None


def test_seal__killed_before_the_copy__the_next_run_copies(write, monkeypatch):
    def killed(*args):
        raise RuntimeError

    write(3)
    monkeypatch.setattr("core.audit.seals.copy_out", killed)
    with suppress(RuntimeError):
        seal_day(at=AT)
    monkeypatch.undo()
    assert verify().fault is None
    seal_day(at=AT)

    assert len(outside.read_lines(chain.head().chain)) == 1


def test_copy__killed_in_the_middle_of_a_line__is_written_whole(three_days):
    file = outside.seals_file(chain.head().chain)
    text = file.read_text()
    file.write_text(text[:-30])
    copy_out()

    assert file.read_text() == text


def test_verify__chain_of_all_kinds_of_values__holds(write):
    odd = {
        "float": 1e16,
        "tiny": 1e-7,
        "nothing": None,
        "yes": True,
        "control": '\x01\x7f\t"\\/ 汉字 🙂 é',
        "é": 1,
        "z": {},
    }
    write(1, **odd, nested=[{"bb": 1, "a": [1.0, -0.0, 10**30]}])
    link_events()

    assert verify().fault is None


def test_verify__pieces_that_do_not_end_with_a_seal__hold(three_days, monkeypatch):
    monkeypatch.setattr("core.audit.chain.LEAVES_AT_ONCE", 4)

    assert verify().events == 28


def test_verify__the_key_changed__former_ones_are_known(three_days, settings):
    settings.AUDIT_KEY, settings.AUDIT_FORMER_KEYS = "another secret", [settings.AUDIT_KEY]
    assert verify().fault is None

    settings.AUDIT_FORMER_KEYS = []
    assert verify().fault.code == "seal_signature"


def test_verify__the_copy_is_of_a_longer_chain__is_cut(three_days):
    outside.write_end(chain.head().chain, sequence=99, link=bytes(32))

    assert verify().fault.code == "tail_cut"


def test_verify__the_copy_is_gone__is_said(three_days):
    outside.seals_file(chain.head().chain).unlink()

    assert verify().fault.code == "copy_missing"


def test_verify_audit__exit_0_and_how_much(three_days):
    out = StringIO()
    call_command("verify_audit", stdout=out)

    assert out.getvalue() == "The chain holds: 28 events linked, 3 seals, 2 waiting for their link.\n"


def test_verify_audit__broken__exit_1_and_the_first_place(three_days):
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent NO FORCE ROW LEVEL SECURITY")
        cursor.execute(
            "UPDATE core_auditevent SET reason = 'other' WHERE id IN"
            " (SELECT event_id FROM core_auditlink WHERE sequence IN (5, 9)) RETURNING id"
        )
    out = StringIO()
    with pytest.raises(SystemExit) as exit_code:
        call_command("verify_audit", stdout=out)

    assert exit_code.value.code == 1
    assert out.getvalue().startswith("The chain is broken. Link 5: the content of event ")


def test_seals__signature__can_be_checked_with_the_public_key_alone(three_days):
    line = json.loads(outside.read_lines(chain.head().chain)[0])

    assert line["public_key"] == keys.public_key_of(keys.signing_key())
    assert "金桥" not in json.dumps(line)


def test_chain__the_application_itself__cannot_touch_it(three_days):
    for change in (
        "UPDATE core_auditlink SET sequence = 1",
        "DELETE FROM core_auditlink",
        "INSERT INTO core_auditlink VALUES (99, gen_random_uuid(), '')",
        "UPDATE core_audithead SET sequence = 1",
        "UPDATE core_auditseal SET count = 1",
        "DELETE FROM core_auditseal",
        "UPDATE core_auditevent SET written_in = '1'",
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change)


def test_verify__a_thousand_random_tampers__every_one_is_found(three_days):
    """Each in a savepoint of its owner, undone after the look; among them none that the chain could not show."""
    chance, missed = Random(SEED), []
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in UNLOCK:
            cursor.execute(statement)
        assert verify(using="owner").fault is None
        for number in range(TAMPERS):
            mark = transaction.savepoint(using="owner")
            done = ACTS[number % len(ACTS)](cursor, chance)
            if verify(using="owner").fault is None:
                missed.append(done)
            transaction.savepoint_rollback(mark, using="owner")
        assert verify(using="owner").fault is None
        transaction.set_rollback(True, using="owner")

    assert missed == [], "\n".join(missed)
