"""Organisations, who belongs to them since when, who is invited, and rights on one object that have an end."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionAbstract

from core.bilingual import Bilingual
from core.personal.labels import Personal
from core.rowsecurity import Memberships, Shared, Tenant
from parks.models.places import District, Park


class OrganisationKind(models.TextChoices):
    ZONE = "zone", _("the zone's municipal office")
    DEPARTMENT = "department", _("municipal department")
    DISTRICT = "district", _("district department")
    PARK = "park", _("park management organisation")
    OPERATOR = "operator", _("operating organisation")
    INCUBATOR = "incubator", _("incubator")
    PROVIDER = "provider", _("service provider")
    ENTERPRISE = "enterprise", _("enterprise")


class Organisation(Bilingual):
    """A body that people belong to; an enterprise's record in ``enterprises`` has the same key."""

    tenant = Shared("names and kinds of bodies, no people: what the public registers show", kept=True)

    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="organisations")
    park = models.ForeignKey(Park, on_delete=models.PROTECT, null=True, related_name="organisations")

    class Meta:
        permissions = [("act_for", "May act in an enterprise's name, by its mandate")]
        constraints = [
            models.UniqueConstraint(
                name="parks_there_is_one_zone", fields=["kind"], condition=Q(kind="zone"),
                violation_error_message=_("There is one zone."),
            ),
            models.CheckConstraint(
                name="parks_a_park_organisation_names_its_park",
                condition=~Q(kind="park") | Q(park__isnull=False),
                violation_error_message=_("A park's management organisation names its park."),
            ),
            models.CheckConstraint(
                name="parks_a_district_organisation_names_its_district",
                condition=~Q(kind="district") | Q(district__isnull=False),
                violation_error_message=_("A district's department names its district."),
            ),
        ]  # fmt: skip


class Duty(models.TextChoices):
    """The three administrations, which nobody joins with each other or with any other role."""

    SYSTEM = "system", _("system administration")
    SECURITY = "security", _("security administration")
    AUDIT = "audit", _("audit administration")


class RoleHome(models.Model):
    """In which kind of organisation a role is held, and which administration it is; a trigger reads it."""

    tenant = Shared("where each role may be held, the same for everybody; written at migrate", fixed=True)

    role = models.OneToOneField(Group, on_delete=models.PROTECT, primary_key=True, related_name="home")
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    duty = models.CharField(max_length=10, choices=Duty.choices, blank=True)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_at(self, at: datetime) -> "MembershipQuerySet":
        return self.filter(valid_from__lte=at).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at))

    def over_at(self, at: datetime) -> "MembershipQuerySet":
        return self.filter(valid_until__lte=at)


class Membership(models.Model):
    """Who holds which role in which organisation, from when until when: where a role's permissions reach."""

    tenant = Memberships()

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="substituted_memberships"
    )  # a substitute's: whose place is taken, until a day
    duty = models.CharField(max_length=10, choices=Duty.choices, blank=True)  # written by the trigger, from RoleHome

    objects = MembershipQuerySet.as_manager()

    class Meta:
        permissions = [("manage_memberships", "May invite people and end memberships")]
        constraints = [
            models.CheckConstraint(
                name="parks_membership_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("A membership ends after it begins."),
            ),
            models.CheckConstraint(
                name="parks_a_substitute_has_an_end_and_is_somebody_else",
                condition=Q(on_behalf_of__isnull=True) | (Q(valid_until__isnull=False) & ~Q(on_behalf_of=F("user"))),
                violation_error_message=_("A substitute is somebody else, until a day."),
            ),
            ExclusionConstraint(
                name="parks_an_administrator_holds_no_other_role",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("duty", RangeOperators.NOT_EQUAL),
                    (
                        Func(
                            F("valid_from"), F("valid_until"), function="tstzrange", output_field=DateTimeRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "System, security and audit administration are three different people, and none of them holds"
                    " another role."
                ),
            ),
            models.UniqueConstraint(
                name="parks_one_open_membership_a_role",
                fields=["user", "role", "organisation"],
                condition=Q(valid_until__isnull=True),
                violation_error_message=_("This person holds the role here already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id} {self.organisation_id}"


class Invitation(models.Model):
    """Somebody is asked by e-mail to take a role; the signed link in the mail works once and until its end."""

    tenant = Tenant(organisation="given_by")
    personal = {
        "email": Personal("the invitation's own mail", "two years after the invitation", of="accepted_by_id"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations_given")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    permission = models.CharField(max_length=100)  # what the inviter must still hold when the link is used
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="invitations_accepted"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="parks_invitation_accepted_by_somebody_at_a_time",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                violation_error_message=_("A withdrawn invitation is not accepted."),
            ),
            models.CheckConstraint(
                name="parks_nobody_accepts_his_own_invitation",
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("invited_by")),
                violation_error_message=_("Nobody takes up his own invitation."),
            ),
            models.UniqueConstraint(
                name="parks_one_open_invitation_an_address_and_role",
                fields=["organisation", "role", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                violation_error_message=_(
                    "This address is invited to the role already; withdraw that invitation first."
                ),
            ),
        ]
        indexes = [models.Index(fields=["given_by", "invited_at"], name="parks_invitation_given_by")]

    def __str__(self) -> str:
        return f"{self.email} {self.role_id} {self.organisation_id}"


class ObjectGrant(UserObjectPermissionAbstract):
    """A personal, passing right on one object: an invited expert, an agent by an enterprise's mandate. It has an end.

    An agent's object is the enterprise's organisation, his permission ``act_for``. The tenants of the object stand in
    the row: they enter the scope in views that say so (``admits_granted``), and lock 2 narrows to the object.
    """

    tenant = Memberships(organisation="granted_by")

    granted_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="object_grants")
    until = models.DateTimeField()
    park = models.ForeignKey(Park, on_delete=models.PROTECT, null=True, related_name="+")
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=300, blank=True)  # what is opened, as its reader lists it
    address = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=200, blank=True)  # the mandate's number, or why it was opened

    class Meta(UserObjectPermissionAbstract.Meta):
        abstract = False
