"""Transformation plans: the list, the page of one, setting one up, and the steps on plans and milestones."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy

from core.audit.history import history
from core.lists.columns import ListColumn
from core.lists.filters import ListFilter
from core.lists.keyset import Key, Order
from core.templatetags.date_text import day_text
from incubators.actions.plans import start_transformation
from incubators.filters import of_park
from incubators.forms import PlanForm
from incubators.models import Milestone, TransformationPlan
from incubators.moves import INCUBATOR_ACTS, MILESTONE_MOVES, PLAN_MOVES, open_moves
from incubators.views.moving import MovePage
from incubators.views.register import CarrierAct
from incubators.workflow import PLAN_CHANGE, MilestoneStatus, PlanStatus
from parks.gate import TenantPage
from parks.list_page import ListPage

VIEW = "incubators.view_transformationplan"
NOT_YOURS = gettext_lazy("Transformation plans are seen by their incubator, its park and districts, and the zone.")
KINDS = {PlanStatus.RUNNING: "plain", PlanStatus.ACHIEVED: "done", PlanStatus.ABANDONED: "off"}
MILESTONE_KINDS = {MilestoneStatus.OPEN: "plain", MilestoneStatus.REPORTED: "wait", MilestoneStatus.CONFIRMED: "done"}


class PlanFilter(ListFilter):
    park = of_park()

    class Meta:
        model = TransformationPlan
        fields: list[str] = []


class PlanList(ListPage):
    """The transformation plans that the reader may see, with their progress."""

    template_name = "incubators/plan/list.html"
    queryset = TransformationPlan.objects.all()
    view_permission = permission = VIEW
    refusal = not_yours = NOT_YOURS
    filterset_class = PlanFilter
    caption = gettext_lazy("Transformation plans")
    nothing = gettext_lazy("No transformation plan yet.")
    what_comes = gettext_lazy("An incubator's people set one up on its record, with milestones that its park confirms.")
    orders = (
        Order("ends", gettext_lazy("ending soonest first"), (Key("ends_on"),)),
        Order("incubator", gettext_lazy("by incubator"), (Key("incubator__name_en"),)),
    )
    columns = (
        ListColumn(
            "incubator",
            gettext_lazy("Incubator"),
            lambda row: {"text": row.incubator.name, "url": reverse("incubators:plan", args=[row.pk]), "sub": row.goal},
        ),
        ListColumn("park", gettext_lazy("Park"), lambda row: row.park.name),
        ListColumn("aim", gettext_lazy("Class aimed at"), lambda row: row.get_target_class_display()),
        ListColumn(
            "state", gettext_lazy("State"), lambda row: {"text": row.get_status_display(), "state": KINDS[row.status]}
        ),
        ListColumn(
            "done",
            gettext_lazy("Milestones confirmed"),
            lambda row: f"{row.confirmed}/{row.milestones_in_all}",
            num=True,
        ),
        ListColumn("ends", gettext_lazy("Ends"), lambda row: day_text(row.ends_on), lambda row: row.ends_on),
    )

    def get_rows(self) -> Any:
        confirmed = Count("milestones", filter=Q(milestones__status=MilestoneStatus.CONFIRMED))
        return (
            self.get_queryset()
            .select_related("park", "incubator")
            .annotate(milestones_in_all=Count("milestones"), confirmed=confirmed)
        )


class PlanPage(TenantPage):
    """One plan: its goal, its milestones with what shows each, and the steps that the reader can take."""

    template_name = "incubators/plan/page.html"
    queryset = TransformationPlan.objects.with_names()
    view_permission = VIEW
    not_yours = NOT_YOURS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, user = self.object, self.request.user
        milestones = list(plan.milestones.all())
        for each in milestones:
            each.plan = plan
            each.moves = open_moves(MILESTONE_MOVES, each, user)
            each.kind = MILESTONE_KINDS[each.status]
            each.is_late = each.status == MilestoneStatus.OPEN and each.due_on < localdate()
        return super().get_context_data(
            plan=plan,
            kind=KINDS[plan.status],
            milestones=milestones,
            confirmed=sum(each.status == MilestoneStatus.CONFIRMED for each in milestones),
            moves=open_moves(PLAN_MOVES, plan, user),
            history=history(plan, *milestones, about={str(each.pk): each.title for each in milestones}),
            **kwargs,
        )


class PlanMove(MovePage):
    """Closing a plan."""

    queryset = TransformationPlan.objects.with_names()
    view_permission = VIEW
    not_yours = NOT_YOURS
    moves = PLAN_MOVES

    def back(self) -> str:
        return reverse("incubators:plan", args=[self.object.pk])


class MilestoneMove(MovePage):
    """One step on a milestone."""

    queryset = Milestone.objects.select_related("plan", "incubator", "park")
    view_permission = "incubators.view_milestone"
    not_yours = NOT_YOURS
    moves = MILESTONE_MOVES

    def back(self) -> str:
        return reverse("incubators:plan", args=[self.object.plan_id])


class PlanNew(CarrierAct):
    """Set up the incubator's transformation plan."""

    template_name = "incubators/plan/new.html"
    form_class = PlanForm
    permission = PLAN_CHANGE
    refusal = INCUBATOR_ACTS

    def get_initial(self) -> dict[str, Any]:
        return {"begins_on": localdate()}

    def act(self, form: PlanForm) -> TransformationPlan:
        return start_transformation(body=self.body, by=self.request.user, at=now(), **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("incubators:plan", args=[self.acted.pk])
