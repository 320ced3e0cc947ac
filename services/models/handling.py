"""What passes between park and enterprise while a case runs: corrections, extensions, messages, opinions."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.plain_text import check_printable
from core.rowsecurity import SameParkForeignKey, Shared, Tenant
from enterprises.models import Enterprise
from parks.models import Park
from parks.tenancy import TenantModel
from services.models.case import Case

MOST_EXTENSION_DAYS = 10  # Administrative Licensing Law, article 42: ten days, approved by the head of the organ


class OfCase(TenantModel):
    """A row that belongs to a case: its park and its enterprise read it."""

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    case = SameParkForeignKey(Case, related_name="%(class)ss")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} of {self.case_id}"


class Correction(OfCase):
    """The park asks once for everything that is to be put right, naming the fields; the clock waits meanwhile."""

    tenant = Tenant(park="park", enterprise="enterprise")

    fields = ArrayField(models.CharField(max_length=60))
    words = models.CharField(_("what is to be put right"), max_length=2000, validators=[check_printable])
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateField()  # afterwards the park may close the case
    answer = models.CharField(_("answer"), max_length=2000, blank=True, validators=[check_printable])
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="services_one_open_correction_a_case",
                fields=["case"],
                condition=Q(answered_at__isnull=True),
                violation_error_message=_("The park has asked for a correction already; the enterprise has the turn."),
            ),
        ]


class Extension(OfCase):
    """An officer asks for more days; the head approves or refuses. Once a case, ten working days at most."""

    tenant = Tenant(park="park", enterprise="enterprise")

    days = models.PositiveSmallIntegerField(_("Working days more"))
    reason = models.CharField(_("reason"), max_length=1000, validators=[check_printable])
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="services_an_extension_is_one_to_ten_days",
                condition=Q(days__gte=1, days__lte=MOST_EXTENSION_DAYS),
                violation_error_message=_("An extension is 1 to 10 working days."),
            ),
            models.CheckConstraint(
                name="services_nobody_approves_his_own_extension",
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("asked_by")),
                violation_error_message=_("Somebody else approves what you asked for."),
            ),
            models.CheckConstraint(
                name="services_a_settled_extension_names_who_and_when",
                condition=Q(is_approved__isnull=True, settled_by__isnull=True, settled_at__isnull=True)
                | Q(is_approved__isnull=False, settled_by__isnull=False, settled_at__isnull=False),
                violation_error_message=_("A settled extension has its person and its time."),
            ),
            models.UniqueConstraint(
                name="services_a_case_is_extended_once",
                fields=["case"],
                condition=Q(is_approved__isnull=True) | Q(is_approved=True),
                violation_error_message=_("A case is extended once; this one has its extension, or it is asked for."),
            ),
        ]


class Message(OfCase):
    """Words from one side of a case to the other; the first look of the other side is noted."""

    tenant = Tenant(park="park", enterprise="enterprise")

    from_park = models.BooleanField()
    words = models.CharField(_("message"), max_length=2000, validators=[check_printable])
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)


class Stance(models.TextChoices):
    AGREES = "agrees", _("agrees")
    CONDITIONS = "conditions", _("agrees with conditions")
    OBJECTS = "objects", _("objects")


class Opinion(TenantModel):
    """Another department is asked for its opinion on a case, within its own limit; the park alone reads it."""

    tenant = Tenant(park="park")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    case = SameParkForeignKey(Case, related_name="opinions")
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(_("question"), max_length=2000, validators=[check_printable])
    days = models.PositiveSmallIntegerField(_("Working days for the answer"))
    due_date = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    stance = models.CharField(_("opinion"), max_length=20, choices=Stance.choices, blank=True)
    answer = models.CharField(_("answer"), max_length=2000, blank=True, validators=[check_printable])
    answered_at = models.DateTimeField(null=True)

    class Meta:
        permissions = [("give_opinion", "May give the opinion that a department was asked for")]
        constraints = [
            models.CheckConstraint(
                name="services_an_answered_opinion_has_stance_words_and_time",
                condition=Q(answered_at__isnull=True, stance="", answer="")
                | Q(~Q(stance=""), ~Q(answer=""), answered_at__isnull=False),
                violation_error_message=_("An opinion says whether the department agrees, and why."),
            ),
        ]

    def __str__(self) -> str:
        return f"opinion on {self.case_id}"


class DecisionNotice(models.Model):
    """What is printed on a decision, for whoever holds the paper to check by its code; no words of the request."""

    tenant = Shared("what a decision's paper says, found by its code alone", written_by=("park", "park"))

    code = models.CharField(max_length=16, unique=True)
    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    case = SameParkForeignKey(Case, related_name="notices")
    number = models.CharField(max_length=60)
    content = models.JSONField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="services_a_case_has_one_notice",
                fields=["case"],
                violation_error_message=_("This case has its decision already."),
            ),
            models.CheckConstraint(
                name="services_a_revocation_says_when_and_why",
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | Q(~Q(revoked_reason=""), revoked_at__isnull=False),
                violation_error_message=_("A revocation gives its reason: whoever is affected will read it."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
