"""Lock 2: a tenant's query set narrows itself to what a person may see with a permission."""

from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from core.rowsecurity import Tenant
from parks.access import access_of

Row = TypeVar("Row", bound=models.Model)


class TenantQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: Any, permission: str) -> "TenantQuerySet[Row]":
        """Rows whose tenants the user reaches with the permission, and single rows opened to him."""
        declaration = getattr(self.model, "tenant", None)
        if not isinstance(declaration, Tenant):
            raise ImproperlyConfigured(f"{self.model._meta.label} has no tenant to narrow by.")
        access = access_of(user)
        granted = access.granted_keys(permission, self.model._meta.label_lower)
        opened = models.Q(pk__in=granted) if granted else models.Q()
        return self.filter(declaration.narrow(access.reach(permission)) | opened)

    def in_scope_of(self, user: Any) -> "TenantQuerySet[Row]":
        """Rows of the user's tenants, whatever he may do there: what decides between 403 and 404."""
        return self.filter(self.model.tenant.narrow(access_of(user).everything()))  # type: ignore[attr-defined]


class TenantModel(models.Model):
    """A row that belongs to a park, an enterprise or an organisation, as its ``tenant`` line says."""

    objects: Any = TenantQuerySet.as_manager()

    class Meta:
        abstract = True
