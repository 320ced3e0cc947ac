"""A personal right on one object: an invited expert, an agent by mandate, a substitute. It has an end."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone

from parks.models import ObjectGrant, Organisation, ParkIndustry

PERMISSION = "parks.declare_industry"


@pytest.fixture
def grant(in_zone, person, park):
    """Give the expert the right on one of Jinqiao's industries until so many days from now."""

    def give(*, days):
        expert = person("expert")
        with in_zone():
            industry = ParkIndustry.objects.filter(park=park("JNQ")).order_by("pk").first()
            ObjectGrant.objects.create(
                user=expert,
                permission=Permission.objects.get(codename="declare_industry"),
                content_type=ContentType.objects.get_for_model(ParkIndustry),
                object_pk=str(industry.pk),
                granted_by=Organisation.objects.get(kind="zone"),
                until=timezone.now() + timedelta(days=days),
            )
        return industry

    return give


def test_grant__until_its_end__opens_this_object_and_no_other(grant, person, park):
    industry = grant(days=7)
    other = ParkIndustry.objects.filter(park=park("JNQ")).exclude(pk=industry.pk).first()

    assert person("expert").has_perm(PERMISSION, industry)
    assert not person("expert").has_perm(PERMISSION, other)
    assert not person("department").has_perm(PERMISSION, industry)


def test_grant__after_its_end__opens_nothing(grant, person):
    assert not person("expert").has_perm(PERMISSION, grant(days=-1))


def test_grant__somebody_elses__not_seen(grant, acting_as):
    grant(days=7)
    with acting_as("owner-a"):
        assert not ObjectGrant.objects.exists()


@pytest.mark.parametrize("username", ["owner-a", "expert", "coordinator"])
def test_grant__to_oneself__refused_by_the_database(person, acting_as, username):
    with acting_as(username), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ObjectGrant.objects.create(
            user=person(username),
            permission=Permission.objects.get(codename="declare_industry"),
            content_type=ContentType.objects.get_for_model(ParkIndustry),
            object_pk="1",
            granted_by=Organisation.objects.get(kind="zone"),
            until=timezone.now() + timedelta(days=7),
        )
