"""With the application's own filters taken away PostgreSQL, as the application's role, still keeps tenants apart.

Requests, tasks and commands meet no foreign row, and no statement of theirs changes, adds or takes one over.
"""

import uuid
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import Error as DatabaseError
from django.db import models, transaction

from core import jobs
from core.models import Job, JobStatus
from core.rowsecurity import Tenant, declaration_of, scope
from enterprises.models import Enterprise
from parks.access import access_of
from parks.models import Organisation, Park
from tests.factories.world import build_world
from tests.walk.canaries import Reader

STRANGERS = ("owner-b", "clerk-mhg", "district-minhang", "operator", "secadmin")
REFUSALS = ("row-level security", "permission denied", "is sealed")
WRITERS = ("clerk-jnq", "owner-a", "head-mhg")


def tenants() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if isinstance(declaration_of(model), Tenant)]


def is_within(row: models.Model, reach: dict[str, frozenset[int]]) -> bool:
    return any(value in reach.get(name, ()) for name, value in declaration_of(type(row)).ids_of(row).items())


def foreign_rows_met(reach: dict[str, frozenset[int]]) -> list[models.Model]:
    return [row for model in tenants() for row in model._base_manager.all() if not is_within(row, reach)]


class Neighbours(Reader):
    """Judges by tenant alone: with lock 2 away, what a role may do inside its own tenants is not asked."""

    def find_out(self, kind: str, name: str, permission: str) -> bool:
        self.access.reach = lambda _permission: self.access.everything()
        return super().find_out(kind, name, permission)


@pytest.mark.parametrize("username", STRANGERS)
def test_requests__filters_taken_away__no_foreign_byte(username, walk, no_filters, monkeypatch):
    monkeypatch.setattr("tests.walk.fixtures.Reader", Neighbours)

    walked = walk(username, is_thorough=False)

    assert walked.faults == []


@pytest.mark.parametrize("username", WRITERS)
def test_scope__everything_is_asked_for__no_foreign_row(username, acting_as, person, in_zone):
    with in_zone():
        build_world()
    with acting_as(username):
        assert foreign_rows_met(access_of(person(username)).everything()) == []


def test_task__everything_is_asked_for__no_foreign_row_and_no_foreign_write(acting_as, person, in_zone, park):
    with in_zone():
        build_world()
        foreign = first_rows(lambda row: roots_of(row).get("park_id") == park("MHG").pk)
    reach = access_of(person("clerk-jnq")).everything()
    met, changed = [], []

    def run(*, handle):
        with handle.scope() as job:
            met.extend(foreign_rows_met(reach))
            changed.extend(row for row in foreign if takes_a_change(row))
            handle.finish(job)

    with acting_as("clerk-jnq"):
        job = jobs.enqueue("test.everything", run_key="test:everything", by=person("clerk-jnq"))
    jobs.work(str(job.pk), run)

    with acting_as("clerk-jnq"):
        assert Job.objects.get(pk=job.pk).status == JobStatus.DONE
    assert (met, changed) == ([], [])


def test_command__of_one_park__no_foreign_row(in_zone, park):
    with in_zone():
        build_world()
    with scope(park=[park("JNQ").pk]):
        assert foreign_rows_met({"park": frozenset([park("JNQ").pk])}) == []


def roots_of(row: models.Model) -> dict[str, int]:
    """The row's tenants by the columns that hold them."""
    names = [row._meta.get_field(name).attname for _dimension, name in declaration_of(type(row)).fields]
    return {name: getattr(row, name) for name in names}


def first_rows(fits) -> list[models.Model]:
    """One row of each tenant's model that fits, where there is one."""
    found = [next(filter(fits, model._base_manager.all()), None) for model in tenants()]
    return [row for row in found if row is not None]


def refused(act) -> bool:
    """Whether the database took nothing: an error of its own, or no row touched."""
    try:
        with transaction.atomic():
            return act() == 0
    except DatabaseError as error:
        return any(words in str(error) for words in REFUSALS)


def takes_a_change(row: models.Model) -> bool:
    return not refused(lambda: type(row)._base_manager.filter(pk=row.pk).update(**roots_of(row)))


def loses_it(row: models.Model) -> bool:
    rows = type(row)._base_manager.filter(pk=row.pk)
    return not refused(lambda: rows._raw_delete("default"))


def takes_a_copy(row: models.Model) -> bool:
    copy = type(row)._base_manager.model(**{field.attname: getattr(row, field.attname) for field in row._meta.fields})
    copy.pk = uuid.uuid4() if isinstance(row.pk, uuid.UUID) else None

    def add() -> int:
        models.Model.save_base(copy, force_insert=True)
        return 1

    return not refused(add)


def takes_it_over(own: models.Model, foreign: models.Model) -> bool:
    """Whether one's own row can be handed to the foreign tenant."""
    return not refused(lambda: type(own)._base_manager.filter(pk=own.pk).update(**roots_of(foreign)))


@pytest.mark.parametrize("username", WRITERS)
def test_foreign_rows__take_no_write_of_any_kind(username, acting_as, person, in_zone):
    reach = access_of(person(username)).everything()
    with in_zone():
        build_world()
        foreign = first_rows(lambda row: not is_within(row, reach))
        own = {type(row): row for row in first_rows(lambda row: is_within(row, reach))}

    with acting_as(username):
        changed = [row for row in foreign if takes_a_change(row)]
        removed = [row for row in foreign if loses_it(row)]
        added = [row for row in foreign if takes_a_copy(row)]
        given = [row for row in foreign if type(row) in own and takes_it_over(own[type(row)], row)]

    assert len(foreign) >= len(tenants()) - 1
    assert (changed, removed, added, given) == ([], [], [], [])


def test_requests__both_locks_open__the_walk_finds_the_leak(walk, no_filters, monkeypatch):
    """What the walk is worth: the same visits in the zone's scope meet the neighbours' texts."""
    everything = {"park": Park, "organisation": Organisation, "enterprise": Enterprise}
    reach = {name: frozenset(model.objects.values_list("pk", flat=True)) for name, model in everything.items()}
    monkeypatch.setattr("parks.middleware.access_of", lambda user: SimpleNamespace(everything=lambda: reach))

    walked = walk("owner-b", is_thorough=False)

    assert any("sends enterprise owner-a services.view_case" in fault for fault in walked.faults)
