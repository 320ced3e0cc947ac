"""What a verifier needs: the changes since the last look, and one step for several returns at once."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.actions.bulk import take_step
from assessment.models import Cycle, Return
from assessment.selectors.returns.changes import changes_since_last_look
from assessment.views.returns import PLACE, RETURNS, VIEW
from assessment.workflow import RETURN, ReturnStatus
from parks.gate import TenantListPage, TenantPage


class ReturnChanges(TenantPage):
    """Figures side by side: as they were when they were last verified or sent back, and now."""

    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    template_name = "assessment/return/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = changes_since_last_look(self.object)
        return super().get_context_data(changes=found, **kwargs)


class BulkSteps(TenantListPage):
    """Several returns verified or accepted at once; asks first, and names what it skips."""

    queryset = Return.objects.select_related("park__lead_district", "cycle__plan")
    view_permission = VIEW
    template_name = "assessment/return/bulk.html"
    TARGETS: ClassVar[dict[str, str]] = {"verify": ReturnStatus.VERIFIED, "accept": ReturnStatus.ACCEPTED}

    @cached_property
    def target(self) -> str:
        return self.TARGETS[self.kwargs["step"]]

    @cached_property
    def permission(self) -> str:  # type: ignore[override]
        return next(step.permission for step in RETURN if step.target == self.target)

    @cached_property
    def cycle(self) -> Cycle:
        return get_object_or_404(Cycle, year=self.kwargs["year"])

    def waiting(self) -> list[Return]:
        """The year’s returns that wait for this step and this person."""
        source = next(step.source for step in RETURN if step.target == self.target)
        rows = self.get_queryset().visible_to(self.request.user, self.permission)
        return list(rows.filter(cycle=self.cycle, status=source).order_by("park__name_en"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = [code for code in request.POST.getlist("park") if code.isascii() and code.isalnum()]
        rows = self.get_queryset().filter(cycle=self.cycle, park__code__in=chosen).order_by("park__name_en")
        if not request.user.has_perm(self.permission):
            raise PermissionDenied(str(self.refusal))
        result = take_step(returns=rows, target=self.target, by=request.user, at=timezone.now())
        self.say(len(result.done), [f"{each.park.name}: {reason}" for each, reason in result.refused])
        return HttpResponseRedirect(reverse("assessment:returns", kwargs={"year": self.cycle.year}))

    def say(self, done: int, refused: list[str]) -> None:
        if done:
            sentence = ngettext("Taken for %(count)s return.", "Taken for %(count)s returns.", done)
            messages.success(self.request, sentence % {"count": done})
        for line in refused:
            messages.warning(self.request, line)
        if not done and not refused:
            messages.info(self.request, _("No return was chosen, so nothing was done."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.waiting()
        for row in rows:
            row.changes = len(changes_since_last_look(row).figures)
        return super().get_context_data(cycle=self.cycle, rows=rows, **kwargs)
