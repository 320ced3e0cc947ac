"""A park's own sheet before and after the release: its result with all inputs, its queries, its appeals."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.appeals import file_appeal
from assessment.actions.previews import ask_query
from assessment.appeal_policies import check_may_appeal, check_may_ask
from assessment.forms.appeals import AppealForm, QueryForm
from assessment.models import Run, RunResult
from assessment.selectors.previews import VIEW, appeals_of, appeals_until, preview_of, queries_of, run_shown
from assessment.selectors.publication import sees_results
from assessment.selectors.ranking.detail import detail_of, result_for
from assessment.selectors.ranking.rows import RankedPark, Row, pass_line_of
from assessment.views.plan import CyclePage
from core.errors import refusal_of
from parks.access import access_of
from parks.gate import ActionMixin, SignedInPage
from parks.models import Park


@dataclass(frozen=True)
class PassLine:
    """What the shared parts of an opened row ask of the ranking they stand in."""

    pass_line: Any


class SheetBase(CyclePage, SignedInPage):
    """A page of one park's sheet: beyond the reader's parks 404, within them 403 with the reason."""

    gate = "tenant"
    permission = VIEW
    refusal = gettext_lazy("A park's sheet is read by the park and the zone; after the release by its districts too.")

    @cached_property
    def park(self) -> Park:
        reach = access_of(self.request.user).everything().get("park", frozenset())
        found = Park.objects.filter(pk__in=reach, code=self.kwargs["code"]).select_related("lead_district").first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def run(self) -> Run | None:
        return run_shown(self.cycle, self.park, self.request.user, timezone.now())

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission, self.park))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(park=self.park, run=self.run, **kwargs)

    def address(self) -> str:
        return reverse("assessment:sheet", args=[self.cycle.year, self.park.code])


class Sheet(SheetBase):
    """The park's result down to the evidence, what was asked and answered, what is appealed against."""

    template_name = "assessment/sheet/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = self.request.user, timezone.now()
        result = None if self.run is None else result_for(self.run, self.park.code, user)
        return super().get_context_data(
            detail=None if result is None else detail_of(result, self.cycle, user),
            row=None if result is None else row_of(result),
            ranking=PassLine(pass_line_of(self.cycle.plan)),
            sees_standing=user.has_perm("assessment.view_proposal", self.park) and sees_results(self.cycle, user, now),
            preview=preview_of(self.cycle),
            appeals_until=appeals_until(self.cycle),
            queries=queries_of(self.cycle, user).filter(park=self.park),
            appeals=appeals_of(self.cycle, user).filter(park=self.park),
            may_ask=user.has_perm("assessment.ask_query", self.park),
            may_appeal=user.has_perm("assessment.file_appeal", self.park),
            why_not_ask=refusal_of(check_may_ask, self.cycle, now),
            why_not_appeal=refusal_of(check_may_appeal, self.cycle, now),
            **kwargs,
        )


def row_of(result: RunResult) -> Row:
    park = result.park
    return Row(
        park=RankedPark(park.pk, park.code, park.kind, park.name, park.lead_district.name),
        rank=result.rank,
        total=result.total,
        verdict=result.verdict,
        cause=result.cause,
        share_below=result.share_below,
    )


class SheetAct(ActionMixin, SheetBase):
    """A page with one form about the sheet."""

    done: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and self.may(request) and self.run is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.cycle.plan}

    def get_success_url(self) -> str:
        return self.address()

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, str(self.done))
        return super().form_valid(form)


class AskQuery(SheetAct):
    """Ask the zone about one cell."""

    permission = "assessment.ask_query"
    refusal = gettext_lazy("The park's head and clerk ask about its result.")
    template_name = "assessment/sheet/ask.html"
    form_class = QueryForm
    done = gettext_lazy("The question is with the zone; its answer will stand here.")

    def get_initial(self) -> dict[str, Any]:
        return {"cell": self.request.GET.get("cell", "")}

    def act(self, form: QueryForm) -> Any:
        facts: dict[str, Any] = {"cycle": self.cycle, "run": self.run, "park": self.park}
        return ask_query(**facts, by=self.request.user, at=timezone.now(), **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why_not = refusal_of(check_may_ask, self.cycle, timezone.now())
        return super().get_context_data(why_not=why_not, back=self.address(), **kwargs)


class FileAppeal(SheetAct):
    """Appeal against one figure."""

    permission = "assessment.file_appeal"
    refusal = gettext_lazy("The park's head appeals for the park.")
    template_name = "assessment/sheet/appeal.html"
    form_class = AppealForm
    done = gettext_lazy("The appeal is filed; until it is decided, the result has no effect on the park's standing.")

    def act(self, form: AppealForm) -> Any:
        facts: dict[str, Any] = {"cycle": self.cycle, "run": self.run, "park": self.park}
        return file_appeal(**facts, by=self.request.user, at=timezone.now(), **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why_not = refusal_of(check_may_appeal, self.cycle, timezone.now())
        until = appeals_until(self.cycle)
        return super().get_context_data(why_not=why_not, until=until, back=self.address(), **kwargs)


class Sheets(CyclePage, SignedInPage):
    """Where the reader finds the sheets of the parks that are theirs."""

    gate = "tenant"
    permission = VIEW
    refusal = SheetBase.refusal
    template_name = "assessment/sheet/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = access_of(self.request.user).reach(VIEW).get("park", frozenset())
        parks = [
            park for park in Park.objects.filter(pk__in=reach).order_by("code") if park.existed_in(self.cycle.year)
        ]
        now = timezone.now()
        shown = [park for park in parks if run_shown(self.cycle, park, self.request.user, now)]
        return super().get_context_data(parks=shown, preview=preview_of(self.cycle), none=_("No sheet yet."), **kwargs)
