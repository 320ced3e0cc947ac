"""What the API's own document says of its addresses."""

import re
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from tests.walk.routes import METHODS, PARAMETER, routes


@cache
def paths() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return found


def shape(address: str) -> str:
    """The address with a star for each parameter, as URL configuration and schema share it."""
    starred = re.sub(r"\{[^}]*\}", "*", PARAMETER.sub("*", address))
    return "/" + re.sub(r"[\^$\\]", "", starred).strip("/")


def operations() -> set[tuple[str, str]]:
    return {(shape(path), method) for path, known in paths().items() for method in known if method in METHODS}


def queries_of_schema() -> dict[str, list[str]]:
    """By route the query parameters that the document declares, each with a value it may hold."""
    declared = {shape(path): known for path, known in paths().items()}
    return {route.text: asked_in(declared.get(shape(route.text), {}).get("get", {})) for route in routes()}


def asked_in(operation: dict[str, Any]) -> list[str]:
    asked = [each for each in operation.get("parameters", ()) if each["in"] == "query"]
    return [f"{each['name']}={value_for(each['schema'])}" for each in asked]


def value_for(declared: dict[str, Any]) -> str:
    if choices := declared.get("enum"):
        return str(choices[0])
    return {"integer": "1", "number": "1", "boolean": "true"}.get(declared.get("type", ""), "canary")
