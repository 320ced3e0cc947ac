from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from core.rowsecurity.provision import provision


def close_the_tables(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After the last app has migrated, bring policies and grants in line with the declarations."""
    if using == "owner":
        provision(using=using)


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import checks  # noqa: F401, PLC0415  registers the system checks

        autodiscover_modules("topics", "reminders", "imports")
        post_migrate.connect(close_the_tables, sender=self)
