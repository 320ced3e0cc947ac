"""A year's plan: a tree of indicators over figures, rules, deductions; frozen by approval under a content hash."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.models import sealing
from core.bilingual import Bilingual, in_chinese
from core.rowsecurity import Shared

PUBLIC_METHOD = Shared("how parks are assessed is public: the plan, its tree, figures and rules", kept=True)


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved and frozen")


class Plan(Bilingual):
    """How one year is assessed. Published years keep theirs; a change is a new plan."""

    tenant = PUBLIC_METHOD
    frozen = sealing.PLAN

    year = models.PositiveSmallIntegerField(unique=True)  # of the figures
    status = models.CharField(max_length=20, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    pass_line = models.DecimalField(max_digits=7, decimal_places=3, default=60)
    area_dat_thresh = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.8"))
    root_dat_thresh = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    draws = models.PositiveIntegerField(default=10_000)
    seed = models.PositiveIntegerField(default=1)
    content_hash = models.CharField(max_length=64, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    mark = models.CharField(max_length=40, blank=True)

    class Meta:
        permissions = [("approve_plan", "May approve and freeze a plan")]
        constraints = [
            models.CheckConstraint(
                name="assessment_an_approved_plan_says_who_and_when_and_has_a_hash",
                condition=Q(status="draft", approved_by__isnull=True, approved_at__isnull=True, content_hash="")
                | Q(Q(status="approved", approved_at__isnull=False) & ~Q(content_hash="")),
                violation_error_message=_("An approved plan carries its hash, who approved it and when."),
            ),
            models.CheckConstraint(
                name="assessment_a_pass_line_lies_between_0_and_100",
                condition=Q(pass_line__gte=0, pass_line__lte=100),
                violation_error_message=_("The pass line lies between 0 and 100."),
            ),
        ]

    @property
    def is_frozen(self) -> bool:
        return self.status == PlanStatus.APPROVED


class PlanPart(Bilingual):
    """A coded part of a plan, in the plan's order."""

    frozen = sealing.PLAN_PART

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="%(class)ss")
    code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_code_is_unique_in_its_plan",
                fields=["plan", "code"],
                violation_error_message=_("This code is taken in the plan."),
            ),
        ]


class Area(PlanPart):
    """A first-level head of the plan; one colour and one place in the order, everywhere."""

    tenant = PUBLIC_METHOD
    weight = models.DecimalField(max_digits=7, decimal_places=3)


class FigureDefinition(PlanPart):
    """A raw number of the year that a return holds: unit, bounds, source, evidence."""

    tenant = PUBLIC_METHOD
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="figures")
    section = models.CharField(max_length=20)  # general, or an area's code
    unit = models.CharField(max_length=40, blank=True)
    figure_type = models.CharField(max_length=20)  # decimal, count, integer, money, expert, document
    decimals = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)  # record, typed, expert
    source = models.CharField(max_length=300)
    register = models.CharField(max_length=20)
    minimum = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    maximum = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    soft_yoy_pct = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    evidence = models.CharField(max_length=10)
    not_applicable_when = models.CharField(max_length=200, blank=True)
    help_en = models.CharField(max_length=400, blank=True)
    help_zh_hans = models.CharField(max_length=400, blank=True)

    class Meta(PlanPart.Meta):
        pass

    @property
    def help(self) -> str:
        return self.help_zh_hans if in_chinese() else self.help_en

    @property
    def is_number(self) -> bool:
        return self.figure_type != "document"


class Indicator(PlanPart):
    """An expression over figures, scored by goalposts or steps, weighted inside its area."""

    tenant = PUBLIC_METHOD
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="indicators")
    unit = models.CharField(max_length=60)
    direction = models.SmallIntegerField()
    kind = models.CharField(max_length=10)
    formula = models.CharField(max_length=200)
    expression = models.CharField(max_length=300)
    zero_denominator_means_not_applicable = models.BooleanField(default=False)
    normalise = models.CharField(max_length=20)
    post_low = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    post_high = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    steps = models.JSONField(null=True)
    weight = models.DecimalField(max_digits=7, decimal_places=3)
    basis = models.CharField(max_length=200, blank=True)

    class Meta(PlanPart.Meta):
        constraints = [
            *PlanPart.Meta.constraints,
            models.CheckConstraint(
                name="assessment_an_indicator_points_up_or_down",
                condition=Q(direction__in=[1, -1]),
                violation_error_message=_("The direction is 1 or -1."),
            ),
            models.CheckConstraint(
                name="assessment_goalposts_differ",
                condition=Q(post_low__isnull=True) | ~Q(post_low=F("post_high")),
                violation_error_message=_("The two goalposts differ."),
            ),
        ]


class Rule(PlanPart):
    """A comparison that a return's figures keep; hard stops submission, soft asks for an explanation."""

    tenant = PUBLIC_METHOD
    HARD = "hard"
    SOFT = "soft"
    severity = models.CharField(max_length=4, choices=[(HARD, _("must hold")), (SOFT, _("asks for an explanation"))])
    expression = models.CharField(max_length=300)

    class Meta(PlanPart.Meta):
        pass


class Adjustment(PlanPart):
    """A deduction, bonus or veto after aggregation, each finding with its document."""

    tenant = PUBLIC_METHOD
    DEDUCTION, BONUS, VETO = "deduction", "bonus", "veto"
    kind = models.CharField(
        max_length=10, choices=[(DEDUCTION, _("deduction")), (BONUS, _("bonus")), (VETO, _("veto"))]
    )
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    cap = models.DecimalField(max_digits=6, decimal_places=2, null=True)

    class Meta(PlanPart.Meta):
        pass
