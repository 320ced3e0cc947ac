"""The kinds of event that people are told of; each app lists its own in ``<app>/topics.py``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from core.bilingual import in_chinese

LANGUAGES = ("en", "zh-hans")


@dataclass(frozen=True)
class Topic:
    """``label`` names the kind and may stand in a mail; ``sentence`` tells the event and stays in the portal."""

    code: str
    label: Promise
    sentence: Promise

    def words(self, params: Mapping[str, Any]) -> str:
        """The event in the reader's language."""
        return str(self.sentence) % {name: in_readers_language(value) for name, value in params.items()}


TOPICS: dict[str, Topic] = {}


def declare(topic: Topic) -> Topic:
    if topic.code in TOPICS:
        raise ValueError(f"There are two topics {topic.code}.")
    TOPICS[topic.code] = topic
    return topic


def in_readers_language(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return str(value["zh-hans" if in_chinese() else "en"])


def in_both(value: Any) -> dict[str, str]:
    """A bilingual name or a translated word, as it reads in either language, for ``params``."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(value)
    return found
