"""The ranking of a year for the public, for the parks and districts it concerns, and for the zone; and as files."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessment.models import Run
from assessment.selectors.cycles import state_of, when_results_come
from assessment.selectors.publication import sees_ranking
from assessment.selectors.ranking.detail import Detail, detail_of, result_for
from assessment.selectors.ranking.files import ranking_csv, system_json, values_csv
from assessment.selectors.ranking.forms import as_extract, as_json, as_pdf
from assessment.selectors.ranking.rows import VIEW, Ranking, Row, published_ranking, run_ranking
from assessment.selectors.standing import sentences
from assessment.views.plan import CyclePage, NotThere
from core import audit
from core.exports.answers import download, file_answer
from core.templatetags.number_text import number_text, share_text
from parks.access import access_of
from parks.gate import PublicPage, SignedInPage
from parks.models import ParkKind

MOST_NAMED = 3


class RunOfYear(CyclePage):
    """A page of a year that may show one of its runs: ``?run=`` a number, the latest finished one without it."""

    @cached_property
    def runs(self) -> list[Run]:
        """The finished runs, newest first."""
        return list(self.cycle.runs.filter(finished_at__isnull=False).defer("system").order_by("-number"))

    @cached_property
    def run(self) -> Run | None:
        wanted = self.request.GET.get("run", "")
        if not wanted:
            return self.runs[0] if self.runs else None
        found = [run for run in self.runs if str(run.number) == wanted]
        if not found:
            raise NotThere(
                _("“%(run)s” is no finished run of %(year)s.") % {"run": wanted[:20], "year": self.cycle.year},
                reverse("assessment:ranking", args=[self.cycle.year]),
                _("The latest result of the year"),
            )
        return found[0]

    @property
    def is_zone(self) -> bool:
        return access_of(self.request.user).holds_for_zone(VIEW)


class RankingPage(RunOfYear, PublicPage):
    """One address, three audiences; what a reader may not see is not read from the database."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        cycle = self.cycle
        if self.is_zone:
            self.template_name = "assessment/ranking/zone.html" if self.run else "assessment/ranking/empty.html"
        else:
            self.template_name = (
                "assessment/ranking/public.html"
                if sees_ranking(cycle, request.user, timezone.now())
                else "assessment/ranking/empty.html"
            )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        context = super().get_context_data(**kwargs) | {
            "state": state_of(self.cycle, now),
            "about": when_results_come(self.cycle, now),
            "is_zone": self.is_zone,
            "may_release": access_of(self.request.user).holds_for_zone("assessment.release_results"),
            "sees_standing": access_of(self.request.user).holds("assessment.view_proposal"),
            "kind": self.kind,
            "kinds": ParkKind.choices,
            "unknown_kind": self.request.GET.get("kind", "")[:40] if not self.kind else "",
        }
        if self.template_name == "assessment/ranking/empty.html":
            return context
        ranking = self.ranking
        return context | {
            "run": self.run if self.is_zone else None,
            "runs": self.runs if self.is_zone else [],
            "ranking": ranking.of_kind(self.kind),
            "count_of_parks": len(ranking.rows),
            "count_of_rated": len(ranking.rated),
            "finding": finding_of(ranking),
            "query": self.kept_query(),
            **self.opened(ranking),
        }

    @cached_property
    def ranking(self) -> Ranking:
        if self.is_zone and self.run is not None:
            return run_ranking(self.run, self.cycle, self.request.user)
        return published_ranking(self.cycle, self.request.user)

    @property
    def kind(self) -> str:
        wanted = self.request.GET.get("kind", "")
        return wanted if wanted in ParkKind.values else ""

    def kept_query(self) -> str:
        """The run and the filter, for links that open and close rows."""
        run = self.request.GET.get("run", "") if self.is_zone else ""
        return urlencode({name: value for name, value in (("run", run), ("kind", self.kind)) if value})

    def opened(self, ranking: Ranking) -> dict[str, Any]:
        """The row that ``?open=`` names, with its detail; the same answer for no park and for one that is closed."""
        code = self.request.GET.get("open", "")
        if not code:
            return {}
        detail = self.detail(code) if any(row.park.code == code and row.can_open for row in ranking.rows) else None
        return {"open_code": code, "detail": detail} if detail else {"not_open": code[:20]}

    def detail(self, code: str) -> Detail | None:
        run = self.run if self.is_zone else self.cycle.released_run
        result = None if run is None else result_for(run, code, self.request.user)
        return None if result is None else detail_of(result, self.cycle, self.request.user)


def finding_of(ranking: Ranking) -> str:
    """The answer in one sentence: how many stand above the line, and who does not."""
    rated, below = ranking.rated, ranking.unqualified
    words = {
        "good": number_text(len(rated) - len(below)),
        "rated": number_text(len(rated)),
        "line": number_text(ranking.pass_line),
    }
    first = ngettext(
        "%(good)s of %(rated)s rated park is qualified; the pass line is %(line)s.",
        "%(good)s of %(rated)s rated parks are qualified; the pass line is %(line)s.",
        len(rated),
    )
    told = [first % words]
    told += [failing_sentence(row) for row in below[:MOST_NAMED]]
    return sentences(told)


def failing_sentence(row: Row) -> str:
    """Why a park is not qualified, and how sure that is where the reader may know."""
    words = {"park": row.park.name, "share": share_text(row.share_below, 0)}
    if row.cause == "veto":
        return _("%(park)s is not, by a veto.") % words
    if row.share_below is None:
        return _("%(park)s is not.") % words
    return _("%(park)s is not; %(share)s of the draws put it below the line.") % words


class RankingFile(RankingPage):
    """The ranking as shown, as a file; whoever sees the page may take it along."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = self.run if self.is_zone else None
        if run is None and not sees_ranking(self.cycle, request.user, timezone.now()):
            raise Http404
        text = ranking_csv(
            self.ranking.of_kind(self.kind), self.cycle, run, kind=self.kind, moment=timezone.localtime(timezone.now())
        )
        return download(text, f"ranking-{self.cycle.year}.csv", "text/csv")


class RankingForm(RankingPage):
    """The ranking as shown, as a workbook, as JSON or printed."""

    form = "xlsx"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        run = self.run if self.is_zone else None
        if run is None and not sees_ranking(self.cycle, request.user, timezone.now()):
            raise Http404
        now = timezone.now()
        shown = self.ranking.of_kind(self.kind)
        facts: dict[str, Any] = {"kind": self.kind, "moment": timezone.localtime(now)}
        if self.form == "xlsx":
            return file_answer(as_extract(shown, self.cycle, run, **facts), "xlsx", by=request.user, at=now)
        if self.form == "json":
            return download(
                as_json(shown, self.cycle, run, **facts), f"ranking-{self.cycle.year}.json", "application/json"
            )
        pdf = as_pdf(shown, self.cycle, run, **facts)
        return download(pdf, f"ranking-{self.cycle.year}.pdf", "application/pdf")


class RecomputationFile(RunOfYear, SignedInPage):
    """One of the two files from which ``rank_table`` gives the year's ranking again."""

    permission = VIEW
    for_zone = True
    refusal = gettext_lazy(
        "The files hold every park's values; the zone's coordinators and auditors take them. Others read the plan."
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.run is None:
            raise NotThere(
                _("%(year)s has no finished run yet.") % {"year": self.cycle.year},
                reverse("assessment:ranking", args=[self.cycle.year]),
                _("The ranking of the year"),
            )
        run = Run.objects.get(pk=self.run.pk)
        after = {"file": self.name, "run": run.number}
        audit.record("ranking_exported", run, by=request.user, at=timezone.now(), after=after)
        return self.answer(run)

    name: str

    def answer(self, run: Run) -> HttpResponse:
        raise NotImplementedError


class SystemFile(RecomputationFile):
    name = "system.json"

    def answer(self, run: Run) -> HttpResponse:
        return download(system_json(run), f"system-{self.cycle.year}-run-{run.number}.json", "application/json")


class ValuesFile(RecomputationFile):
    name = "values.csv"

    def answer(self, run: Run) -> HttpResponse:
        text = values_csv(run, self.request.user)
        return download(text, f"values-{self.cycle.year}-run-{run.number}.csv", "text/csv")
