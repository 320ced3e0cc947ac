"""The API's common shapes: bodies, pages, errors by RFC 9457, visitors' throttle."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle

from core.errors import NotPermitted, Refused, note_refusal


class Body(JSONParser):
    """JSON that can be written again: what nests without end or holds half a character is refused here, as 400."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
            text = json.dumps(data, ensure_ascii=False)
            faults = None if written(text) == text else halves_in(data)
        except RecursionError as error:
            raise exceptions.ParseError(_("The JSON is nested too deeply; send flat objects.")) from error
        if faults:
            raise exceptions.ValidationError(faults)
        return data


def halves_in(value: Any) -> Any:
    """Under each name that holds half a character (a lone surrogate) the sentence that says so; else nothing."""
    if isinstance(value, dict):
        return {written(name): found for name, each in value.items() if (found := halves_in(name) or halves_in(each))}
    if isinstance(value, list):
        return next(filter(None, map(halves_in, value)), None)
    if isinstance(value, str) and written(value) != value:
        return [_("This holds half a character (a lone surrogate): leave it out.")]
    return None


def written(text: str) -> str:
    """The text as it can be sent, half characters spelled out."""
    return text.encode(errors="backslashreplace").decode()


class Strict(serializers.Serializer[Any]):
    """Refuses what it does not know, so that a slip of the pen is not taken for a wish."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (unknown := set(data) - set(self.fields)):
            sentence = _("There is no such field here, or it cannot be changed; leave it out.")
            raise serializers.ValidationError({str(name)[:60]: [sentence] for name in sorted(unknown, key=str)})
        return super().to_internal_value(data)


class Pages(PageNumberPagination):
    """``{count, next, results}``; a page beyond the last is a 404 that says so."""

    page_size_query_param = "page_size"
    max_page_size = 200
    invalid_page_message = gettext_lazy("There is no such page; the first is 1.")  # type: ignore[assignment]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"count": self.page.paginator.count, "next": self.get_next_link(), "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        whole = super().get_paginated_response_schema(schema)
        whole["properties"].pop("previous", None)
        return dict(whole)


class VisitorThrottle(AnonRateThrottle):
    """People who are not signed in share a rate by address."""


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer every refusal as problem+json: title, status, detail and, for fields, errors by name."""
    if isinstance(error, Refused):
        note_refusal(context["request"], error)
        status = 403 if isinstance(error, NotPermitted) else 409
        return as_problem(status, str(error), {error.place: [str(error)]} if error.place else None)
    if isinstance(error, ModelError):
        return as_problem(
            400, _("Some fields need a change."), error.message_dict if hasattr(error, "error_dict") else None
        )
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    fields = error.detail if isinstance(error, exceptions.ValidationError) else None
    detail = _("Some fields need a change.") if fields is not None else str(error.detail)
    response = as_problem(error.status_code, detail, fields)
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    return response


def as_problem(status: int, detail: str, errors: Any = None) -> Response:
    body: dict[str, Any] = {"type": "about:blank", "status": status, "detail": detail}
    if errors is not None:
        body["errors"] = errors
    return Response(body, status=status, content_type="application/problem+json")


PROBLEM = {
    "type": "object",
    "required": ["type", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what would mend it."},
        "errors": {"description": "By field what needs a change."},
    },
}


def describe_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say in the OpenAPI document that every operation may be refused, in which form (RFC 9457)."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    refusal = {
        "description": "Refused; the detail says why.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"].setdefault("4XX", refusal)
    return result
