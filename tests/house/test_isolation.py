"""Every address, every method, every role: nobody is sent a byte of a tenant he does not reach.

Walks the URL configuration and the API's schema, so an address added tomorrow is visited tomorrow (tests/walk). An
address whose view says neither ``gate`` nor belongs to a listed library fails, and so does one that cannot be filled.
"""

import pytest
from django.apps import apps
from django.db import models

from coordination.demo_people import ACCOUNTS
from core.rowsecurity import Tenant, declaration_of
from tests.factories.world import TENANT_MODELS_FILLED_ELSEWHERE, build_world
from tests.walk.canaries import CANARY, Reader
from tests.walk.routes import GATES, routes
from tests.walk.schema import operations, shape

ROLES = [None, *(account.username for account in ACCOUNTS if account.username != "coordinator2")]
VISITS_IN_ALL = 20_000


def test_addresses__each_says_who_may_come():
    assert [route.text for route in routes() if route.gate not in GATES | {"library"}] == []


def test_schema__every_operation_is_an_address_of_the_walk():
    walked = {(shape(route.text), method) for route in routes() for method in route.methods}

    assert operations() - walked == set()


def test_world__every_tenants_model_has_rows_in_it_and_its_texts_bear_a_canary(in_zone):
    with in_zone():
        build_world()
        tenants = [model for model in apps.get_models() if isinstance(declaration_of(model), Tenant)]
        wanted = [model for model in tenants if model not in TENANT_MODELS_FILLED_ELSEWHERE]
        empty = [model._meta.label for model in wanted if model._base_manager.count() < 2]
        silent = [model._meta.label for model in wanted if texts_of(model) and not bears_canary(model)]

    assert empty == [], "Add rows of two tenants to tests/factories/world."
    assert silent == [], "Write the tenant's canary into the texts of its rows in tests/factories/world."


def texts_of(model: type[models.Model]) -> list[str]:
    """The columns that hold somebody's words."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [field.attname for field in model._meta.local_fields if isinstance(field, kinds) and not field.choices]


def bears_canary(model: type[models.Model]) -> bool:
    return bool(CANARY.search(repr(list(model._base_manager.values_list(*texts_of(model)))).encode()))


@pytest.mark.parametrize("username", ROLES)
def test_isolation__nobody_is_sent_a_foreign_byte(username, walk):
    walked = walk(username)

    assert walked.faults == []
    assert walked.visits >= VISITS_IN_ALL / len(ROLES)
    assert walked.reader.seen or not sees_anything(walked.reader), "The walk saw nothing of what this role may see."


def sees_anything(reader: Reader) -> bool:
    return any(reader.may_see("park", code, "assessment.view_return") for code in reader.parks)
