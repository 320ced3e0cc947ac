"""Opening a single object to somebody: a mandate of an enterprise for its agent, an item for an invited expert."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotAllowed
from parks.access import ACT_FOR
from parks.models import ObjectGrant, Organisation, OrganisationKind
from parks.policies.memberships import check_may_manage, check_not_oneself

LONGEST = timedelta(days=1098)  # three years; a mandate is renewed, not forgotten


@transaction.atomic
def give_mandate(
    *, agent: Any, enterprise: Organisation, document: str, until: datetime, by: Any, at: datetime
) -> ObjectGrant:
    """The agent acts in the enterprise's name as its members do, until a day, by a document that is named."""
    check_may_manage(by, enterprise)
    if enterprise.kind != OrganisationKind.ENTERPRISE:
        raise NotAllowed(_("Only an enterprise gives a mandate."))
    return open_object(
        user=agent, permission=ACT_FOR, row=enterprise, granted_by=enterprise, tenants={"enterprise": enterprise.pk},
        title=enterprise.name_zh_hans, address="", document=document, until=until, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def end_mandate(*, grant: ObjectGrant, reason: str, by: Any, at: datetime) -> ObjectGrant:
    """The agent acts for the enterprise no more, from the next request on."""
    check_may_manage(by, grant.granted_by)
    return close_object(grant=grant, reason=reason, by=by, at=at)


def open_object(
    *,
    user: Any,
    permission: str,
    row: models.Model,
    granted_by: Organisation,
    tenants: dict[str, int],
    title: str,
    address: str,
    document: str,
    until: datetime,
    by: Any,
    at: datetime,
) -> ObjectGrant:
    """The row and its event; a second opening of the same object moves the end. Whoever calls has asked who may."""
    check_not_oneself(user, by)
    if not at < until <= at + LONGEST:
        raise NotAllowed(_("Enter a day from tomorrow on, at most three years ahead."), place="until")
    app, _dot, codename = permission.partition(".")
    grant, made = ObjectGrant.objects.get_or_create(
        user=user,
        permission=Permission.objects.get(content_type__app_label=app, codename=codename),
        content_type=ContentType.objects.get_for_model(row),
        object_pk=str(row.pk),
        granted_by=granted_by,
        defaults={
            "until": until,
            "park_id": tenants.get("park"),
            "enterprise_id": tenants.get("enterprise"),
            "title": title[:300],
            "address": address,
            "document": document,
        },
    )
    before = {} if made else {"until": grant.until, "document": grant.document}
    if not made:
        grant.until, grant.document = until, document
        grant.save(update_fields=["until", "document"])
    after = {"user": user.pk, "permission": permission, "object": grant.object_pk, "until": until, "document": document}
    audit.record("object_opened", grant, by=by, at=at, before=before, after=after, reason=document)
    return grant


def close_object(*, grant: ObjectGrant, reason: str, by: Any, at: datetime) -> ObjectGrant:
    """End it now. Whoever calls has asked who may."""
    grant = ObjectGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if grant.until <= at:
        raise NotAllowed(_("This has ended already."))
    before = {"until": grant.until}
    grant.until = at
    grant.save(update_fields=["until"])
    audit.record("object_closed", grant, by=by, at=at, before=before, after={"until": at}, reason=reason)
    return grant
