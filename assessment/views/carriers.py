"""The evaluation of incubators by kind and year, for whoever oversees the zone."""

from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from assessment.selectors.carriers import evaluation_of, kinds, plan_book
from parks.gate import SignedInPage

FIRST_YEAR = 2000


class CarrierEvaluation(SignedInPage):
    """Incubators of one kind, ranked by that kind's plan; a competitor reads nothing of it."""

    template_name = "assessment/carrier/page.html"
    permission = "incubators.view_carrieryear"
    for_zone = True
    refusal = _("The evaluation compares incubators; it is read by the zone's coordinators and auditors.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, year = self.kwargs["kind"], self.kwargs["year"]
        if kind not in dict(kinds()) or not FIRST_YEAR <= year <= localdate().year:
            raise Http404
        said = {"kind": kind, "kind_name": dict(kinds())[kind], "year": year, "kinds": kinds()}
        said |= {"lines": evaluation_of(kind, year), "is_assumed": plan_book()["mark"] == "demo"}
        return super().get_context_data(**(kwargs | said))
