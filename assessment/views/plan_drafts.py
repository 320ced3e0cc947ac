"""Making next year’s plan: draft, weights, expressions, rules, what differs, approval by a second person, dates."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.plan_drafts import (
    PREPARE,
    change_indicator,
    change_rule,
    check_expression,
    draft_next_plan,
    open_year,
    set_weights,
)
from assessment.actions.plans import approve_plan, faults_of_plan
from assessment.expressions import parse
from assessment.forms.plan_drafts import IndicatorForm, OpenYearForm, RuleForm, WeightsForm
from assessment.forms.returns import StepForm
from assessment.models import Cycle, Indicator, Plan, Rule
from assessment.selectors.plan import AreaRow, plan_tree
from assessment.selectors.plan_drafts import differences, tried
from core.errors import NotAllowed
from parks.gate import SignedInActionView


class PlanAct(SignedInActionView):
    """Something about one year’s plan, for municipal coordinators."""

    permission = PREPARE
    for_zone = True
    refusal = gettext_lazy("A municipal coordinator prepares and approves plans.")
    form_class: Any = StepForm

    @cached_property
    def plan(self) -> Plan:
        return get_object_or_404(Plan, year=self.kwargs["year"])

    def form_valid(self, form: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("assessment:plan-draft", args=[self.plan.year]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(plan=self.plan, **kwargs)


class PlanDraftPage(PlanAct):
    """The draft’s tree with its weights, and everything that stands against its approval."""

    form_class = WeightsForm
    template_name = "assessment/plan/draft.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "plan": self.plan}

    def act(self, form: Any) -> int:
        return set_weights(plan=self.plan, weights=form.weights(), by=self.request.user, at=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("The weights are kept."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        tree = plan_tree(self.plan)
        return {
            **context,
            "tree": tree,
            "areas": [weight_line(context["form"], row) for row in tree.areas],
            "faults": faults_of_plan(self.plan),
            "cycle": Cycle.objects.filter(plan=self.plan).first(),
        }


def weight_line(form: Any, row: AreaRow) -> dict[str, Any]:
    """An area with its field and those of its indicators."""
    indicators = [{"row": each, "field": form[f"indicators-{each.indicator.code}"]} for each in row.rows]
    return {"area": row, "field": form[f"areas-{row.area.code}"], "indicators": indicators}


class DraftNextPlan(PlanAct):
    """Carries an approved plan on into the next year."""

    template_name = "assessment/plan/step.html"

    def act(self, form: Any) -> Plan:
        return draft_next_plan(source=self.plan, by=self.request.user, at=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("assessment:plan-draft", args=[self.acted.year]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"year": self.plan.year + 1, "from": self.plan.year}
        return super().get_context_data(
            heading=_("Draft the plan of %(year)s") % words,
            question=_("Start the plan of %(year)s from the plan of %(from)s?") % words,
            consequences=[_("The plan of %(from)s stays as it is.") % words],
            label=_("Start the draft"),
            cancel_url=reverse("assessment:plan", args=[self.plan.year]),
            **kwargs,
        )


class ApproveDraft(PlanAct):
    """A second coordinator reads what differs and freezes the plan."""

    template_name = "assessment/plan/step.html"

    def act(self, form: Any) -> Plan:
        return approve_plan(plan=self.plan, by=self.request.user, at=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Approved and frozen."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"year": self.plan.year}
        return super().get_context_data(
            heading=_("Approve the plan of %(year)s") % words,
            question=_("Approve and freeze the plan of %(year)s?") % words,
            consequences=[_("From here on it is followed, never edited; its hash goes into every result.")],
            label=_("Approve and freeze"),
            cancel_url=reverse("assessment:plan-draft", args=[self.plan.year]),
            **kwargs,
        )


class PlanDifferences(PlanAct):
    """Side by side with the plan of the year before."""

    template_name = "assessment/plan/differences.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = get_object_or_404(Plan, year=self.plan.year - 1)
        return super().get_context_data(source=source, differences=differences(source, self.plan), **kwargs)


class PartPage(PlanAct):
    """One part of the draft in its own form."""

    template_name = "assessment/plan/part.html"
    model: Any
    field_names: tuple[str, ...]

    @cached_property
    def part(self) -> Any:
        return get_object_or_404(self.model.objects.select_related("plan"), plan=self.plan, code=self.kwargs["part"])

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.part, name) for name in self.field_names}

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Kept."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(kwargs | {"part": self.part}))


class IndicatorPage(PartPage):
    """An indicator, with the live result of its expression on last year’s figures."""

    model = Indicator
    form_class = IndicatorForm
    field_names = ("expression", "direction", "post_low", "post_high")

    def act(self, form: Any) -> bool:
        return change_indicator(indicator=self.part, values=form.cleaned_data, by=self.request.user, at=timezone.now())

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "try" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        if form.is_valid():
            try:
                check_expression(self.plan, form.cleaned_data["expression"], parse)
            except NotAllowed as refusal:
                form.add_error("expression", str(refusal))
        return self.render_to_response(self.get_context_data(form=form), status=422 if form.errors else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        text = form["expression"].value() if not form.errors else self.part.expression
        return {**context, "tried": tried(parse(str(text)), self.plan.year - 1), "tried_year": self.plan.year - 1}


class RulePage(PartPage):
    """A rule of the draft."""

    model = Rule
    form_class = RuleForm
    field_names = ("expression", "severity", "name_en", "name_zh_hans")

    def act(self, form: Any) -> bool:
        return change_rule(rule=self.part, values=form.cleaned_data, by=self.request.user, at=timezone.now())


class OpenYear(PlanAct):
    """The dates of an approved plan’s year."""

    form_class = OpenYearForm
    template_name = "assessment/plan/open_year.html"

    def act(self, form: Any) -> Cycle:
        return open_year(plan=self.plan, by=self.request.user, at=timezone.now(), **form.cleaned_data)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("The year is set."))
        return super().form_valid(form)
