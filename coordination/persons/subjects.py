"""Where a person's data lies: the account, and every row whose label says that it is theirs."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

from accounts.models import User
from core.personal.labels import Personal, personal_fields


def rows_about(user: User) -> Iterator[tuple[Model, dict[str, Personal]]]:
    """Each row with those of its personal fields that are this person's; read under the scope of the whole zone."""
    for model in apps.get_models():
        labels = personal_fields(model)
        for of in {label.of for label in labels.values()}:
            own = {name: label for name, label in labels.items() if label.of == of}
            rows: Any = model._default_manager.filter(**{of: user.pk}) if model is not User else [user]
            yield from ((row, own) for row in rows)
