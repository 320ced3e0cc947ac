"""The demonstration's cases: every state, both languages, marked as invented, loaded twice without a second copy."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Max

from accounts.models import User
from core.models import AuditEvent
from enterprises.models import Enterprise
from services.demo import load_services
from services.models import Case, Level, Rating, ServiceItem


@pytest.fixture
def load(in_zone):
    def run() -> Counter:
        people = {user.username: user for user in User.objects.order_by("pk")}
        load_services(base_year=2026, people=people, enterprises=Enterprise.objects.select_related("organisation"))
        with in_zone():
            return Counter(Case.objects.values_list("status", flat=True))

    return run


def test_demo__loaded__has_every_state_in_several_parks(load, in_zone):
    states = load()

    assert sum(states.values()) == 12
    assert set(states) == {"submitted", "accepted", "correction", "decided", "not_accepted", "withdrawn"}
    with in_zone():
        assert Case.objects.values("park").distinct().count() == 2
        assert Case.objects.values("enterprise").distinct().count() == 3
        assert set(Rating.objects.values_list("level", flat=True)) == {1, 2, 4, 5} <= set(Level.values)


def test_demo__loaded_twice__changes_nothing(load, in_zone):
    first = load()
    with in_zone():
        events = AuditEvent.objects.count()

    assert load() == first
    with in_zone():
        assert AuditEvent.objects.count() == events
    assert ServiceItem.objects.count() == 34


def test_demo__every_text__says_that_it_is_invented(load, in_zone):
    load()

    with in_zone():
        for case in Case.objects.all():
            assert "虚构" in case.subject or "invented" in case.subject
            assert "虚构" in case.description or "invented" in case.description


def test_demo__loaded_on_a_day__nothing_is_later(in_zone):
    people = {user.username: user for user in User.objects.order_by("pk")}

    load_services(base_year=2027, people=people, enterprises=Enterprise.objects.all(), until=date(2027, 2, 1))

    with in_zone():
        latest = AuditEvent.objects.aggregate(Max("at"))["at__max"]
        assert Case.objects.count() == 12
    assert latest.date() == date(2027, 1, 28)
