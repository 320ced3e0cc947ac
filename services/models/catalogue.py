"""The catalogue: what an enterprise may ask for, within which limit, on which basis."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.bilingual import Bilingual, in_chinese
from core.rowsecurity import Shared
from services.limits import LimitDays, limit_text


class Area(models.TextChoices):
    MARKET_ACCESS = "market_access", _("Market access")
    PLANNING = "planning", _("Planning and construction")
    TAX = "tax", _("Taxes")
    INVESTMENT = "investment", _("Investment")
    TALENT = "talent", _("Talent")
    INTELLECTUAL_PROPERTY = "ip", _("Intellectual property")
    FINANCE = "finance", _("Finance")
    BUNDLE = "bundle", _("Getting one thing done")


class ItemKind(models.TextChoices):
    REGISTRATION = "registration", _("registration")
    LICENCE = "licence", _("licence")
    FILING = "filing", _("filing")
    CONFIRMATION = "confirmation", _("confirmation")
    SERVICE = "service", _("service")
    BUNDLE = "bundle", _("bundle of items")


class LifeEvent(models.TextChoices):
    """What an enterprise lives through when it needs the item."""

    STARTING = "starting", _("Starting a company")
    CHANGING = "changing", _("Changing the company")
    CLOSING = "closing", _("Closing the company")
    BUILDING = "building", _("Building and moving in")
    OPERATING = "operating", _("Trading and operating")
    TAXES = "taxes", _("Paying taxes")
    HIRING = "hiring", _("Hiring and housing people")
    INVENTING = "inventing", _("Inventing and protecting")
    FUNDING = "funding", _("Raising money")
    ABROAD = "abroad", _("Going abroad, foreign capital")


class Silence(models.TextChoices):
    """What it means when the due day passes without an answer."""

    NOTHING = "", _("silence decides nothing: the case is late")
    APPROVAL = "approval", _("silence means approval")


class ItemMark(models.TextChoices):
    """How sure the entry is; both kinds are examples, not official."""

    RECALLED = "recalled", _("recalled from law, not checked against the text")
    DEMO = "demo", _("invented for the demonstration")


class ServiceItemQuerySet(models.QuerySet["ServiceItem"]):
    def in_area(self, area: str) -> "ServiceItemQuerySet":
        return self.filter(area=area) if area else self

    def of_life_event(self, event: str) -> "ServiceItemQuerySet":
        return self.filter(life_events__contains=[event]) if event else self

    def for_industry(self, code: str) -> "ServiceItemQuerySet":
        """Items of that industry, and those that are for all of them."""
        return self.filter(Q(industries=[]) | Q(industries__contains=[code])) if code else self

    def containing(self, text: str) -> "ServiceItemQuerySet":
        """Items whose code, names or bodies hold the text, in either language."""
        if not text:
            return self
        names = ("code__iexact", "name_en__icontains", "name_zh_hans__icontains")
        bodies = ("body_en__icontains", "body_zh_hans__icontains")
        condition = Q()
        for lookup in names + bodies:
            condition |= Q(**{lookup: text})
        return self.filter(condition)


class ServiceItem(Bilingual):
    """An entry of the catalogue: what may be asked for, who decides, within which limit, on which basis."""

    tenant = Shared("public catalogue: what an enterprise may ask for is the same for everybody", kept=True)

    code = models.CharField(max_length=10, unique=True)
    area = models.CharField(max_length=20, choices=Area.choices)
    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    statutory_days = models.PositiveSmallIntegerField(null=True)  # empty where no law sets a limit
    promised_days = models.PositiveSmallIntegerField()
    day_type = models.CharField(max_length=10, choices=LimitDays.choices)
    documents_en = ArrayField(models.CharField(max_length=120))
    documents_zh_hans = ArrayField(models.CharField(max_length=120))
    body_en = models.CharField(max_length=200)
    body_zh_hans = models.CharField(max_length=200)
    basis_en = models.CharField(max_length=200)
    basis_zh_hans = models.CharField(max_length=200)
    conditions_en = ArrayField(models.CharField(max_length=200), default=list)
    conditions_zh_hans = ArrayField(models.CharField(max_length=200), default=list)
    life_events = ArrayField(models.CharField(max_length=20), default=list)
    industries = ArrayField(models.CharField(max_length=40), default=list)  # codes of the layout; none means all
    fee_cny = models.PositiveIntegerField(default=0, db_default=0)
    silence = models.CharField(max_length=10, choices=Silence.choices, blank=True, default="", db_default="")
    is_government = models.BooleanField(default=True, db_default=True)  # else an operator's own service
    parts = ArrayField(models.CharField(max_length=10), default=list)  # a bundle's items, by code
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    mark = models.CharField(max_length=20, choices=ItemMark.choices)

    objects = ServiceItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="services_a_promise_stays_within_the_statutory_limit",
                condition=Q(statutory_days__isnull=True) | Q(promised_days__lte=F("statutory_days")),
                violation_error_message=_("The promised limit may not be longer than the statutory one."),
            ),
        ]

    @property
    def body(self) -> str:
        return self.body_zh_hans if in_chinese() else self.body_en

    @property
    def basis(self) -> str:
        return self.basis_zh_hans if in_chinese() else self.basis_en

    @property
    def conditions(self) -> list[str]:
        return self.conditions_zh_hans if in_chinese() else self.conditions_en

    @property
    def documents(self) -> list[str]:
        return self.documents_zh_hans if in_chinese() else self.documents_en

    @property
    def promised_text(self) -> str:
        return limit_text(self.promised_days, self.day_type)

    @property
    def statutory_text(self) -> str:
        return limit_text(self.statutory_days, self.day_type)
