"""What must never be false is a constraint; here its refusal becomes the sentence the model gives for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, models, transaction

from core.errors import NotAllowed


@contextmanager
def refusing_violations(*model_classes: type[models.Model]) -> Iterator[None]:
    """Run a write in a savepoint; a violated constraint of these models raises NotAllowed with its own message."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for model in model_classes:
            for constraint in model._meta.constraints:
                if constraint.name == name:
                    raise NotAllowed(constraint.violation_error_message or "") from error
        raise
