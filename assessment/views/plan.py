"""The public pages of the method: the years, a year's plan, how the ranking is computed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from assessment.models import Cycle, Plan, PlanStatus
from assessment.selectors.cycles import years_for
from assessment.selectors.plan import ladder_in_force, ladder_sentences, plain_number, plan_tree
from core.audit.history import history
from parks.access import access_of
from parks.gate import PublicPage


class NotThere(Exception):
    """The address names something that the year has not; the page says what, and where to go on."""

    def __init__(self, sentence: str, url: str, label: str) -> None:
        super().__init__(sentence)
        self.sentence, self.url, self.label = sentence, url, label


class WayBack:
    """Answers a year, run or page that is not there with 404 and the way back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
        except NotThere as missing:
            return render(request, "assessment/cycle/not_there.html", {"missing": missing}, status=404)


class CyclePage(WayBack):
    """A page of one year of the assessment."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def cycle(self) -> Cycle:
        year = self.kwargs["year"]
        found = (
            Cycle.objects.filter(year=year).select_related("plan", "released_run").defer("released_run__system").first()
        )
        if found is None:
            raise NotThere(
                _("There is no assessment of %(year)s.") % {"year": str(year)[:12]},
                reverse("assessment:cycles"),
                _("All years of the assessment"),
            )
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cycle=self.cycle, **kwargs)  # type: ignore[misc,no-any-return]


class Cycles(PublicPage):
    """The years of the assessment, newest first, with what the reader may open."""

    template_name = "assessment/cycle/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(years=years_for(self.request.user, timezone.now()), **kwargs)


class PlanPage(CyclePage, PublicPage):
    """How one year is assessed, whole."""

    template_name = "assessment/plan/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.cycle.plan
        return super().get_context_data(
            plan=plan,
            tree=plan_tree(plan),
            pass_line=plain_number(plan.pass_line),
            sections=[
                ("tree", _("Areas and indicators")),
                ("figures", _("Figures")),
                ("rules", _("Rules")),
                ("ladder", _("Standing")),
                ("frozen", _("Content hash")),
            ],
            approved_by=self.approver(plan),
            may_draft=plan.is_frozen and access_of(self.request.user).holds_for_zone("assessment.approve_plan"),
            history=history(plan, self.cycle) if self.is_zone else None,
            **kwargs,
        )

    @property
    def is_zone(self) -> bool:
        return access_of(self.request.user).holds_for_zone("assessment.view_runresult")

    def approver(self, plan: Plan) -> str:
        """The name is for the zone's people; the public reads the date."""
        if plan.approved_by_id is None or not self.is_zone:
            return ""
        return str(plan.approved_by)


class MethodPage(PublicPage):
    """How the ranking is computed, in plain words, and how to recompute it."""

    template_name = "assessment/plan/method.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = Plan.objects.filter(status=PlanStatus.APPROVED, cycle__isnull=False).order_by("-year").first()
        ladder = None if plan is None else ladder_in_force(plan.year)
        sentences = [] if ladder is None else ladder_sentences(ladder.rules)
        return super().get_context_data(plan=plan, ladder_sentences=sentences, **kwargs)
