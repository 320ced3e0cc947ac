"""Each field that looks personal says what it is kept for and how long, or why it is not personal."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from core.personal.labels import NOT_PERSONAL, personal_fields

PERSONAL_WORDS = {
    "phone", "mobile", "telephone", "email", "mail", "contact", "birth", "birthday", "gender", "passport", "wechat",
    "address", "ip", "username", "applicant", "signatory", "agent",
}  # fmt: skip
PERSONAL_NAMES = {"display_name", "first_name", "last_name", "full_name", "actor_name", "person_name"}
TEXTS = (models.CharField, models.TextField, models.GenericIPAddressField)


def text_fields() -> list[tuple[type[models.Model], str]]:
    found = [
        (model, field) for model in apps.get_models(include_auto_created=True) for field in model._meta.local_fields
    ]
    return [(model, field.name) for model, field in found if isinstance(field, TEXTS)]


def looks_personal(model: type[models.Model], name: str) -> bool:
    about_a_person = model is get_user_model() and name != "password"
    return about_a_person or name in PERSONAL_NAMES or bool(PERSONAL_WORDS & set(name.split("_")))


def test_fields__each_that_looks_personal_is_labelled():
    unlabelled = [
        f"{model._meta.label_lower}.{name}"
        for model, name in text_fields()
        if looks_personal(model, name)
        and name not in personal_fields(model)
        and f"{model._meta.label_lower}.{name}" not in NOT_PERSONAL
    ]

    assert unlabelled == [], "Say in `personal` beside the model's tenant what each is kept for and how long."


def test_labels__name_fields_that_there_are__and_say_something():
    for model in apps.get_models():
        for name, label in personal_fields(model).items():
            model._meta.get_field(name)
            assert len(label.purpose) > 5
            assert len(label.retention) > 5
            assert hasattr(model, label.of)


def test_exemptions__each_is_still_there():
    known = {f"{model._meta.label_lower}.{name}" for model, name in text_fields()}

    assert set(NOT_PERSONAL) <= known
