"""Events in the reader's words: what happened, to what, which field changed from what to what.

Each app says its words in ``audit_words.py``: EVENTS, OBJECTS and FIELDS. What a field has choices for is read from the
model; a code that nobody has words for is shown as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import AuditEvent
from core.personal.cipher import deciphered, is_enciphered
from core.personal.masks import masked
from core.templatetags.date_text import day_text, moment_text
from core.templatetags.drawing import joined
from core.templatetags.number_text import DASH

DOORS = {
    "page": gettext_lazy("page"),
    "api": gettext_lazy("API"),
    "task": gettext_lazy("job"),
    "command": gettext_lazy("command"),
}


@dataclass(frozen=True)
class Change:
    """One field of an event: what it held before and after, in words."""

    label: str
    before: str
    after: str


@lru_cache
def vocabulary(kind: str) -> dict[str, Any]:
    """The words of that kind of every app, EVENTS, OBJECTS or FIELDS."""
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.audit_words"
        if find_spec(name) is not None:
            found |= getattr(import_module(name), kind, {})
    return found


def event_word(code: str) -> str:
    return str(vocabulary("EVENTS").get(code, spelled(code)))


def object_word(object_type: str) -> str:
    return str(vocabulary("OBJECTS").get(object_type, spelled(object_type.partition(".")[2])))


def door_word(door: str) -> str:
    return str(DOORS.get(door, door))


def field_word(name: str) -> str:
    return str(vocabulary("FIELDS").get(name, spelled(name)))


def spelled(code: str) -> str:
    return code.replace("_", " ")


def changes_of(event: AuditEvent) -> list[Change]:
    """What differs between before and after; figures and other groups one field a line."""
    before, after = dict(flat(event.before)), dict(flat(event.after))
    lines = []
    for path in dict.fromkeys([*before, *after]):
        old, new = (value_word(event.object_type, path[-1], values.get(path)) for values in (before, after))
        if old != new:
            lines.append(Change(" · ".join(map(field_word, path)), old, new))
    return lines


def flat(values: Mapping[str, Any] | None, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in (values or {}).items():
        if isinstance(value, dict) and value and not is_enciphered(value):
            yield from flat(value, (*place, name))
        else:
            yield (*place, name), value


def value_word(object_type: str, name: str, value: Any) -> str:
    """A value as a person reads it: a choice by its label, a day as a day, nothing as a dash."""
    if value is None or value in ("", [], {}):
        return DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if is_enciphered(value):
        text = deciphered(value)
        return _("erased") if text is None else masked(text)
    if isinstance(value, list):
        return joined(value_word(object_type, name, each) for each in value)
    return choice_word(object_type, name, value) or time_word(str(value)) or str(value)


def choice_word(object_type: str, name: str, value: Any) -> str:
    try:
        field: Any = apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return ""
    return str(dict(field.flatchoices).get(value, "")) if getattr(field, "choices", None) else ""


def time_word(text: str) -> str:
    """An ISO day or moment as the portal writes them; nothing for any other text."""
    try:
        if len(text) == len("2026-01-31"):
            return day_text(date.fromisoformat(text))
        return moment_text(datetime.fromisoformat(text)) if "T" in text and len(text) > len("2026-01-31T08:00") else ""
    except ValueError:
        return ""
