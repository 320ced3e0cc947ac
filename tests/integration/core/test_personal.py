"""Personal values in the audit: enciphered, masked, gone with their key."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core import audit
from core.audit.words import changes_of
from core.errors import NotAllowed
from core.models import AuditEvent, PersonKey
from core.personal import masked
from core.personal.cipher import deciphered, is_enciphered
from core.personal.looks import look_at


@pytest.mark.parametrize(
    ("value", "shown"),
    [("张三", "张**"), ("13812345678", "138**"), ("a.li@example.org", "a**@example.org"), ("", ""),
     ("李四, 13812345678", "李** 138**")],
)  # fmt: skip
def test_masked__enough_to_tell_apart(value, shown):
    assert masked(value) == shown


@pytest.fixture
def event(in_zone, person):
    with in_zone():
        user = person("clerk-jnq")
        return audit.record(
            "tested", user, by=user, at=timezone.now(), after={"display_name": "张三", "is_active": True}
        )


def test_event__a_personal_value__is_not_in_it_in_clear(event):
    assert is_enciphered(event.after["display_name"])
    assert event.after["is_active"] is True
    assert "张三" not in str(event.after)
    assert event.actor_name == ""


def test_event__shown__is_masked(event):
    assert "张**" in [change.after for change in changes_of(event)]


def test_event__stored__keeps_its_digest(event, acting_as):
    with acting_as("auditor"):
        stored = AuditEvent.objects.get(pk=event.pk)

    assert deciphered(stored.after["display_name"]) == "张三"
    assert audit.digest_of(stored) == stored.digest


def test_key__the_application__cannot_erase_it(event):
    assert PersonKey.objects.count() == 1
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"), transaction.atomic():
        cursor.execute("DELETE FROM core_personkey")


def test_key__in_the_database__opens_nothing_without_the_secret(event, settings):
    settings.AUDIT_KEY = "another"

    assert deciphered(event.after["display_name"]) is None


def test_look__with_a_reason__is_on_record(acting_as, person):
    with acting_as("secadmin"):
        user = person("secadmin")
        assert look_at(user, ["display_name"], reason="call back", by=user, at=timezone.now())["display_name"]
    with acting_as("auditor"):
        event = AuditEvent.objects.get(event="personal_data_seen")
    assert (event.reason, event.after) == ("call back", {"fields": ["display_name"]})


def test_look__without_a_reason__refused(acting_as, person):
    with acting_as("secadmin"), pytest.raises(NotAllowed):
        look_at(person("secadmin"), ["display_name"], reason=" ", by=person("secadmin"), at=timezone.now())
