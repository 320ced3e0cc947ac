"""Every event that the code can write has words, so that no reader of the audit meets a code."""

import ast
from pathlib import Path

from django.apps import apps
from django.conf import settings

from assessment.models import StandingEventKind
from core.audit.words import vocabulary

CALLS = {"record": 0, "Step": 3}  # which argument names the event


def events_in(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        place = CALLS.get(name)
        given = [word.value for word in node.keywords if word.arg == "event"] if name == "Step" else []
        if place is not None:
            given += node.args[place : place + 1]
        found |= {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return found


def test_events__each_has_words():
    sources = [path for app in settings.PORTAL_APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    written = {event for path in sources for event in events_in(path)}
    written |= {f"park_{kind}" for kind in StandingEventKind.values}

    assert len(written) > 20
    assert written - set(vocabulary("EVENTS")) == set(), "Give these events words in their app's audit_words.py."


def test_objects__each_is_a_model_or_will_be():
    labels = {model._meta.label_lower for model in apps.get_models()}

    assert len(set(vocabulary("OBJECTS")) & labels) > 10
