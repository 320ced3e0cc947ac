"""Every field for words, on a page or in the API, refuses what cannot be seen."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.conf import settings
from rest_framework import serializers

from core.api import Strict
from core.plain_text import PlainText, check_one_line, check_printable

EXEMPT = {"value", "was"}  # numbers typed as text; what is no number is refused with its own sentence


def every(base: type) -> Iterator[type]:
    for each in base.__subclasses__():
        yield each
        yield from every(each)


@pytest.fixture(scope="module", autouse=True)
def all_modules() -> None:
    for app in settings.PORTAL_APPS:
        for module in walk_packages(import_module(app).__path__, f"{app}."):
            if not {"migrations", "management", "__main__"} & set(module.name.split(".")):
                import_module(module.name)


def is_ours(each: type) -> bool:
    return each.__module__.partition(".")[0] in settings.PORTAL_APPS


def test_forms__every_field_for_words_is_plain_text():
    loose = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in every(forms.BaseForm)
        if is_ours(form)
        for name, field in getattr(form, "base_fields", {}).items()
        if type(field) is forms.CharField
    }

    assert loose == set(), "Use core.plain_text.PlainText instead of forms.CharField."
    assert issubclass(PlainText, forms.CharField)


def test_serializers__every_field_for_words_that_is_sent_is_checked():
    loose = {
        f"{each.__module__}.{each.__name__}.{name}"
        for each in every(Strict)
        if is_ours(each)
        for name, field in each._declared_fields.items()
        if isinstance(field, serializers.CharField) and not field.read_only and name not in EXEMPT
        and not any(check in field.validators for check in (check_one_line, check_printable))
    }  # fmt: skip

    assert loose == set(), "Give the field check_one_line or check_printable of core.plain_text among its validators."
