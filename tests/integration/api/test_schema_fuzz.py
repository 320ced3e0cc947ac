"""Schemathesis over the whole OpenAPI document as each role: no fault, no answer that the document does not describe.

FUZZ_CALLS sets how many calls are made in all; `make test` makes 2,000.
"""

import os

import pytest
import requests
import schemathesis
from django.db import transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, seed, settings
from knox.models import AuthToken
from schemathesis.checks import CHECKS
from urllib3 import HTTPResponse

from tests.factories.world import build_world
from tests.walk.reading import body_of
from tests.walk.walker import Walker

ROLES = (None, "owner-a", "clerk-jnq", "head-mhg", "service-jnq", "district-pudong", "coordinator", "auditor")
CALLS = int(os.environ.get("FUZZ_CALLS", "2000"))
ASKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


@pytest.fixture
def document():
    return schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))


@pytest.mark.parametrize("username", ROLES)
def test_api__whatever_is_sent__answers_as_its_document_says(document, username, person, in_zone):
    with in_zone():
        build_world()
    headers = {"Authorization": f"Token {AuthToken.objects.create(person(username))[1]}"} if username else {}
    operations = [found.ok() for found in document.get_all_operations()]
    each = max(1, CALLS // len(ROLES) // len(operations))

    faults = [fault for operation in operations if (fault := first_fault(operation, headers, each))]

    assert not faults, "\n\n".join(faults)


def answer_to(case, headers: dict[str, str]) -> requests.Response:
    """The portal's answer, as schemathesis reads it; what the call wrote is undone."""
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://testserver", headers=headers)).prepare()
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    given_headers = {name: value for name, value in sent.headers.items() if name.lower() != "content-length"}
    with transaction.atomic():
        came = Walker().generic(
            sent.method, sent.path_url, body, sent.headers.get("Content-Type", ""), headers=given_headers
        )
        transaction.set_rollback(True)
    response = requests.Response()
    response.status_code, response.request, response._content = came.status_code, sent, body_of(came)
    response.headers.update(dict(came.items()))
    response.raw = HTTPResponse(body_of(came), headers=dict(came.items()), status=came.status_code)
    response.url = sent.url
    return response


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
        case.validate_response(answer_to(case, headers), checks=checks)

    try:
        call()
    except BaseException as fault:  # noqa: BLE001  schemathesis raises groups of its own
        return f"{operation.label}: {' '.join(str(each) for each in getattr(fault, 'exceptions', [fault]))[:1500]}"
    return ""
