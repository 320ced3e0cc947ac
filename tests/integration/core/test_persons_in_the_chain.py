"""Export and erasure by command, with real commits: the chain holds before and after."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from accounts.models import User
from core import audit
from core.audit.chain import link_events
from core.audit.seals import seal_day
from core.audit.verify import verify
from core.models import AuditEvent, PersonKey
from core.personal.cipher import deciphered
from tests.integration.core.test_audit_chain import EMPTY

WHY = "asked for by letter"


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker, settings, tmp_path):
    """Real commits, as in the test of the chain."""
    settings.AUDIT_COPY_DIR = tmp_path / "audit"
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        cursor.execute(EMPTY)
        yield
        cursor.execute(EMPTY)
        cursor.execute("DELETE FROM core_personkey")


@pytest.fixture
def leaver(in_zone):
    """Somebody without a membership, with a name in the audit; taken away at the end."""
    user = User.objects.create(username="leaver", display_name="王五", email="wang@example.org")
    with in_zone():
        audit.record(
            "account_made", user, by=user, at=timezone.now(), after={"display_name": "王五", "username": "leaver"}
        )
    yield user
    User.objects.using("owner").filter(pk=user.pk).delete()


def command(name: str, *args: str) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def test_export_person__all_that_is_kept__with_purpose(leaver):
    found = json.loads(command("export_person", "leaver", "--reason", WHY))

    names = {field["field"]: field for field in found["fields"]}
    assert names["display_name"]["value"] == "王五"
    assert names["email"]["purpose"]
    assert found["events"][0]["after"] == {"display_name": "王五", "username": "leaver"}
    assert [event["event"] for event in found["events"]] == ["account_made", "person_exported"]


def test_erase_person__the_values_are_gone__the_chain_holds(leaver, in_zone):
    link_events()
    seal_day(at=timezone.now())
    said = command("erase_person", "leaver", "--reason", WHY)
    link_events()
    seal_day(at=timezone.now() + timedelta(days=1))

    user = User.objects.get(pk=leaver.pk)
    assert said == f"Erased: 1 rows. The person is number {user.pk} from now on.\n"
    assert (user.username, user.display_name, user.email, user.is_active) == (f"erased-{user.pk}", "", "", False)
    assert not PersonKey.objects.filter(person_id=user.pk).exists()
    with in_zone():
        first = AuditEvent.objects.get(event="account_made")
        assert deciphered(first.after["display_name"]) is None
        assert AuditEvent.objects.get(event="person_erased").reason == WHY
    assert verify().fault is None
    assert verify().events == 2  # the account was made, the person erased


def test_erase_person__still_a_member__refused_and_nothing_changed():
    with pytest.raises(CommandError, match="still holds a membership"):
        command("erase_person", "clerk-mhg", "--reason", WHY)

    assert User.objects.get(username="clerk-mhg").display_name


@pytest.mark.parametrize("name", ["export_person", "erase_person"])
def test_person_commands__unknown_name__one_sentence(name):
    with pytest.raises(CommandError, match="There is no account 'nobody'"):
        command(name, "nobody", "--reason", WHY)
