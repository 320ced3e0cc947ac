"""What somebody could write who can send SQL under his own signed scope: nothing that gives him more than he has."""

import json
import uuid

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.utils import timezone

from core import audit, jobs
from core.models import AuditEvent, Job
from parks.models import Organisation


def execute(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def add_membership(user, organisation):
    return execute(
        "INSERT INTO parks_membership (user_id, role_id, organisation_id, valid_from)"
        " SELECT %s, id, %s, now() FROM auth_group WHERE name = 'park_head'",
        user.pk,
        organisation,
    )


def test_membership__own_name_in_ones_own_organisation__refused(acting_as, person, park):
    own = Organisation.objects.get(kind="park", park=park("JNQ")).pk

    with acting_as("clerk-jnq"):
        with pytest.raises(DatabaseError, match="row-level security"):
            add_membership(person("clerk-jnq"), own)
        prolonged = execute("UPDATE parks_membership SET valid_until = NULL WHERE user_id = %s", person("clerk-jnq").pk)

    assert prolonged == 0


def test_audit__in_anothers_name__refused(acting_as, person):
    about = Organisation.objects.get(kind="zone")

    with acting_as("owner-a"):
        audit.record("tested", about, by=person("owner-a"), at=timezone.now())
        audit.record("tested", about, by=None, at=timezone.now())
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            audit.record("tested", about, by=person("coordinator"), at=timezone.now())


def add_job(user, scope):
    return Job.objects.create(id=uuid.uuid4(), run_key=f"forged:{uuid.uuid4()}", kind="k", user_id=user.pk, scope=scope)


def test_job__for_a_park_beyond_ones_scope__refused(acting_as, person, park):
    with acting_as("clerk-jnq"):
        add_job(person("clerk-jnq"), {"park": [park("JNQ").pk]})
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            add_job(person("clerk-jnq"), {"park": [park("JNQ").pk, park("MHG").pk]})


def test_job__in_anothers_name__refused(acting_as, person):
    (own,) = Organisation.objects.filter(park__code="JNQ", kind="park")

    with acting_as("clerk-jnq"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        jobs.enqueue("test.nothing", run_key="forged", by=person("coordinator"), organisation_id=own.pk)


@pytest.mark.parametrize("column", ["scope", "arguments"])
def test_job__what_was_asked__never_changes(acting_as, person, column):
    with acting_as("clerk-jnq"):
        job = add_job(person("clerk-jnq"), {})
        with pytest.raises(DatabaseError, match="permission denied"):
            execute(f"UPDATE core_job SET {column} = %s WHERE id = %s", json.dumps({"park": [1]}), job.pk)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO auth_group_permissions (group_id, permission_id) VALUES (1, 1)",
        "UPDATE auth_group SET name = name || 'x'",
        "INSERT INTO accounts_user_groups (user_id, group_id) VALUES (1, 1)",
    ],
)
def test_roles__written_by_a_request__refused(sql):
    with pytest.raises(DatabaseError, match="permission denied"):
        execute(sql)


def test_refusal_of_a_page__is_audited_and_read_by_the_auditor(browse, person, acting_as):
    answer = browse("clerk-jnq").get("/overview/")
    with acting_as("auditor"):
        event = AuditEvent.objects.filter(event="refused").latest("at")

    assert answer.status_code == 403
    assert (event.actor_id, event.door) == (person("clerk-jnq").pk, "page")
    assert event.after == {"status": 403, "method": "GET", "path": "/overview/"}


def test_not_found__is_no_refusal(browse, acting_as):
    browse("clerk-jnq").get("/nowhere/")
    with acting_as("auditor"):
        assert not AuditEvent.objects.filter(event="refused").exists()
