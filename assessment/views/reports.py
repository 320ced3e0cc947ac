"""A park's own report of a year, on the screen and as PDF."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment import letters
from assessment.models import RunResult
from assessment.selectors.park_report import Report, report_of
from assessment.selectors.plan import plain_number
from assessment.selectors.ranking.detail import result_for
from assessment.views.sheets import SheetBase
from core.exports.answers import download
from core.pdf import render
from core.templatetags.number_text import number_text

TEMPLATE = Path(letters.__file__).with_name("report.typ")


class ReportPage(SheetBase):
    """Strengths, weaknesses, distances, what one unit more is worth, peers."""

    template_name = "assessment/sheet/report.html"

    @cached_property
    def report(self) -> Report | None:
        if self.run is None:
            return None
        return report_of(self.run, self.park, self.cycle, self.request.user)

    @cached_property
    def result(self) -> RunResult | None:
        return None if self.run is None else result_for(self.run, self.park.code, self.request.user)

    @property
    def heading(self) -> str:
        return _("Report to %(park)s, %(year)s") % {"park": self.park.name, "year": self.cycle.year}

    @property
    def lede(self) -> str:
        """The place in one sentence."""
        if self.result is None or self.result.rank is None:
            return _("Not rated: too few figures.")
        words = {
            "rank": self.result.rank,
            "total": number_text(self.result.total, 2),
            "line": plain_number(self.cycle.plan.pass_line),
        }
        return _("Rank %(rank)s with %(total)s points; the line is %(line)s.") % words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, heading=self.heading, lede=self.lede, **kwargs)


class ReportFile(ReportPage):
    """The same as PDF, in the reader's language."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.report is None or self.run is None:
            raise Http404
        foot = _("Run %(number)s, inputs %(hash)s") % {"number": self.run.number, "hash": self.run.inputs_sha256[:16]}
        mark = letters.demonstration_mark() if settings.DEMO else ""
        language = "zh" if (get_language() or "").startswith("zh") else "en"
        data = {"title": self.heading, "lede": self.lede, "foot": foot, "mark": mark, "lang": language}
        pdf = render(TEMPLATE, data | asdict(self.report))
        return download(pdf, f"report-{self.park.code}-{self.cycle.year}.pdf", "application/pdf")
