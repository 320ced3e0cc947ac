"""The audit trail: written with the act, seen by its tenants, never changed."""

import pytest
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone

from core import audit
from core.models import AuditEvent
from parks.models import Organisation, ParkIndustry


@pytest.fixture
def event(in_zone, park, person):
    """An event about one of Jinqiao's industries."""
    with in_zone():
        industry = ParkIndustry.objects.filter(park=park("JNQ")).first()
        return audit.record(
            "tested", industry, by=person("head-jnq"), at=timezone.now(), after={"name": "x"}, reason="why"
        )


def test_event__its_park_reads_it__the_neighbour_does_not(event, acting_as):
    with acting_as("clerk-jnq"):
        assert AuditEvent.objects.filter(pk=event.pk).exists()
    with acting_as("clerk-mhg"):
        assert not AuditEvent.objects.filter(pk=event.pk).exists()


def test_event__about_the_zone__the_auditor_reads_it(in_zone, acting_as):
    with in_zone():
        about_zone = audit.record("tested", Organisation.objects.get(kind="zone"), by=None, at=timezone.now())
    with acting_as("auditor"):
        assert AuditEvent.objects.filter(pk=about_zone.pk).exists()
    with acting_as("owner-a"):
        assert not AuditEvent.objects.filter(pk=about_zone.pk).exists()


def test_event__changed_or_deleted__refused_by_the_database(event, in_zone):
    for change in (lambda rows: rows.update(reason="other"), lambda rows: rows.delete()):
        with in_zone(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change(AuditEvent.objects.filter(pk=event.pk))


def test_event__digest__is_of_its_own_content(event):
    assert event.digest == audit.digest_of(event)
    event.reason = "tampered"
    assert event.digest != audit.digest_of(event)
