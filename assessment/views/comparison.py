"""Two runs of a year beside each other."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Run
from assessment.selectors.publication import sees_results
from assessment.selectors.ranking.rows import VIEW
from assessment.selectors.run_comparison import compare_runs
from assessment.views.plan import CyclePage, NotThere
from parks.access import access_of
from parks.gate import SignedInPage


class RunComparison(CyclePage, SignedInPage):
    """``?before=1&after=2``: the zone compares any finished runs, a park its own rows of released ones."""

    gate = "tenant"
    permission = VIEW
    refusal = gettext_lazy("Results are compared by the zone, the districts and the parks they concern.")
    template_name = "assessment/run/compare.html"

    @cached_property
    def runs(self) -> list[Run]:
        """Newest first: finished ones for the zone, those under a seal of a released year for others."""
        found = self.cycle.runs.filter(finished_at__isnull=False).defer("system").order_by("-number")
        if not access_of(self.request.user).holds_for_zone(VIEW):
            is_out = sees_results(self.cycle, self.request.user, timezone.now())
            found = found.filter(seal__isnull=False) if is_out else found.none()
        return list(found)

    def chosen(self, name: str, default: int) -> Run | None:
        """The run that the address names, or the one at that place of the list."""
        wanted = self.request.GET.get(name, "")
        if not wanted:
            return self.runs[default] if len(self.runs) > default else None
        found = next((run for run in self.runs if str(run.number) == wanted), None)
        if found is None:
            told = _("“%(run)s” is no run of %(year)s that you may compare.")
            raise NotThere(
                told % {"run": wanted[:20], "year": self.cycle.year},
                reverse("assessment:run-compare", args=[self.cycle.year]),
                _("The last two runs"),
            )
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before, after = self.chosen("before", 1), self.chosen("after", 0)
        comparison = compare_runs(before, after, self.cycle, self.request.user) if before and after else None
        return super().get_context_data(
            runs=self.runs, before=before, after=after, comparison=comparison, is_zone=self.is_zone, **kwargs
        )

    @property
    def is_zone(self) -> bool:
        return access_of(self.request.user).holds_for_zone(VIEW)
