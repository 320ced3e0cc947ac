from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


def write_roles(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Once every app of the portal has its permissions (auth comes after them), give the roles theirs."""
    from parks.roles import sync_roles  # noqa: PLC0415  models are ready only now

    if using == "owner":
        sync_roles(using=using)


def zone() -> dict[str, int]:
    """Events about what belongs to no park, such as a plan, are the zone's to read."""
    from parks.models import Organisation, OrganisationKind  # noqa: PLC0415  models are ready only now

    found = Organisation.objects.filter(kind=OrganisationKind.ZONE).values_list("pk", flat=True).first()
    return {} if found is None else {"organisation": found}


class ParksConfig(AppConfig):
    name = "parks"

    def ready(self) -> None:
        from core import audit  # noqa: PLC0415  its models are ready only now

        audit.settle(zone)
        post_migrate.connect(write_roles, sender=apps.get_app_config("auth"))
