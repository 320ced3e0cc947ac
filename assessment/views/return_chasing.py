"""The printed return with its check code; a reminder to the park with one press."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.actions.chasing import remind_of_return
from assessment.actions.returns import WHO_MAY
from assessment.figure_words import entry_words, unit_words
from assessment.forms.return_section import texts_beside
from assessment.forms.returns import StepForm
from assessment.selectors.returns.check_code import check_code
from assessment.selectors.returns.sheet import FigureLine, read_sheet
from assessment.selectors.returns.way import address
from assessment.views.returns import PLACE, RETURNS, VIEW
from parks.gate import TenantActionView, TenantPage

ACCEPT = "assessment.accept_return"


class PrintedReturn(TenantPage):
    """The whole return on paper; whoever holds the paper compares its code with the page’s."""

    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    template_name = "assessment/return/print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = read_sheet(self.object)
        sections = [{"name": each.name, "rows": [printed(line) for line in each.lines]} for each in sheet.sections]
        return super().get_context_data(
            sheet=sheet, sections=sections, check_code=check_code(sheet), at=timezone.now(), **kwargs
        )


def printed(line: FigureLine) -> dict[str, str]:
    entry, figure = line.entry, line.figure
    says = entry_words(figure, entry.value, **texts_beside(entry)) if entry else _("empty")
    return {"code": figure.code, "name": figure.name, "unit": unit_words(figure.unit), "says": says}


class RemindOfReturn(TenantActionView):
    """Tells the park’s people once more that their return is due."""

    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    permission = ACCEPT
    refusal = WHO_MAY[ACCEPT]
    form_class: Any = StepForm
    http_method_names = ["post"]

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ACCEPT, self.object))

    def act(self, form: Any) -> int:
        return remind_of_return(annual_return=self.object, by=self.request.user, at=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        sentence = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", self.acted)
        messages.success(self.request, sentence % {"count": self.acted})
        return HttpResponseRedirect(address(self.object))

    def refuse(self, form: Any) -> HttpResponse:
        for lines in form.errors.values():
            messages.warning(self.request, " ".join(lines))
        return HttpResponseRedirect(address(self.object))
