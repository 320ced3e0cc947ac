"""Schemathesis over the whole OpenAPI document as each role: no fault, no answer that the document does not describe.

FUZZ_CALLS sets how many calls are made in all; `make test` makes 2,000.
"""

import os

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from knox.models import AuthToken
from schemathesis.checks import CHECKS

from tests.factories.world import build_world

ROLES = (None, "owner-a", "clerk-jnq", "head-mhg", "service-jnq", "district-pudong", "coordinator", "auditor")
CALLS = int(os.environ.get("FUZZ_CALLS", "2000"))
ASKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


@pytest.fixture(scope="module")
def document():
    return schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())


@pytest.mark.parametrize("username", ROLES)
def test_api__whatever_is_sent__answers_as_its_document_says(document, username, person, in_zone, settings):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}
    with in_zone():
        build_world()
    headers = {"Authorization": f"Token {AuthToken.objects.create(person(username))[1]}"} if username else {}
    operations = [found.ok() for found in document.get_all_operations()]
    each = max(1, CALLS // len(ROLES) // len(operations))

    faults = [fault for operation in operations if (fault := first_fault(operation, headers, each))]

    assert faults == []


def first_fault(operation, headers: dict[str, str], times: int) -> str:
    """What the first answer that breaks the document says, shrunk to the least call; empty where none does."""
    checks = [check for check in CHECKS.get_all() if check.__name__ in ASKED]

    @seed(1)
    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def call(case) -> None:
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=checks)

    try:
        call()
    except BaseException as fault:  # noqa: BLE001  schemathesis raises groups of its own
        return f"{operation.label}: {' '.join(str(each) for each in getattr(fault, 'exceptions', [fault]))[:1500]}"
    return ""
