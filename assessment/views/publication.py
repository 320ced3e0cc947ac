"""What a year's results look like from outside: the public notice with its files, and the zone's setting of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import bulletin
from assessment.actions.publication import set_publication
from assessment.forms.publication import PublicationForm
from assessment.models import Objection, ObjectionAnswer
from assessment.models.cycle import SHANGHAI
from assessment.publication_policies import check_may_object, is_in_notice, notice_until
from assessment.selectors.cycles import state_of, when_results_come
from assessment.selectors.open_data import LICENCE, LICENCE_URL, open_csv, open_json
from assessment.selectors.publication import sees_ranking
from assessment.views.plan import CyclePage
from core import audit
from core.audit.history import history
from core.docx import MEDIA_TYPE
from core.errors import refusal_of
from core.exports.answers import download
from core.holiday_notices import calendar_in_force
from core.workdays import due_date
from parks.access import access_of
from parks.gate import PublicPage, SignedInActionView

RELEASE = "assessment.release_results"
VIEW_OBJECTIONS = "assessment.view_objection"


class NoticePage(CyclePage, PublicPage):
    """The public notice: until when, how to object, what was answered, and the results to take along."""

    template_name = "assessment/publication/notice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cycle, user, now = self.cycle, self.request.user, timezone.now()
        access = access_of(user)
        sees, is_zone = sees_ranking(cycle, user, now), access.holds_for_zone(VIEW_OBJECTIONS)
        return super().get_context_data(
            state=state_of(cycle, now),
            about=when_results_come(cycle, now),
            sees=sees,
            until=notice_until(cycle),
            is_running=is_in_notice(cycle, now),
            strip=self.strip if cycle.is_out_at(now) else [],
            today=timezone.localdate(now, SHANGHAI),
            why_not=refusal_of(check_may_object, cycle, now),
            answers=self.answers() if sees else [],
            objections=self.objections() if is_zone else None,
            may_set=access.holds_for_zone(RELEASE),
            licence=LICENCE,
            licence_url=LICENCE_URL,
            **kwargs,
        )

    @cached_property
    def strip(self) -> Any:
        """The days of the notice, as they are counted; none where it was announced from another day on."""
        opens = self.cycle.opens_at
        if opens is None:
            return []
        first = opens.astimezone(SHANGHAI).date()
        counted = due_date(accepted=first, days=self.cycle.notice_days, calendar=calendar_in_force())
        return counted.days if counted.due == notice_until(self.cycle) else []

    def answers(self) -> Any:
        return ObjectionAnswer.objects.filter(cycle=self.cycle).select_related("park").order_by("-answered_at", "pk")

    def objections(self) -> Any:
        seen = Objection.objects.visible_to(self.request.user, VIEW_OBJECTIONS).filter(cycle=self.cycle)
        return seen.select_related("park").order_by("answered_at", "-submitted_at", "pk")


class NoticeFile(CyclePage, PublicPage):
    """The results as a file, for whoever reads them; the rows are those that the database lets out to him."""

    form = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        cycle, now = self.cycle, timezone.now()
        if not sees_ranking(cycle, request.user, now):
            raise Http404
        if request.user.is_authenticated:
            audit.record("bulletin_taken", cycle, by=request.user, at=now, after={"form": self.form})
        return getattr(self, f"as_{self.form}")(f"{self.name}-{cycle.year}.{self.form}")  # type: ignore[no-any-return]

    @property
    def name(self) -> str:
        return "parks-assessment" if self.form in {"csv", "json"} else "bulletin"

    def as_csv(self, name: str) -> HttpResponse:
        return download(open_csv(self.cycle), name, "text/csv")

    def as_json(self, name: str) -> HttpResponse:
        return download(open_json(self.cycle), name, "application/json")

    def as_pdf(self, name: str) -> HttpResponse:
        return download(bulletin.as_pdf(self.cycle), name, "application/pdf")

    def as_docx(self, name: str) -> HttpResponse:
        return download(bulletin.as_docx(self.cycle), name, MEDIA_TYPE)


class PublicationSettings(CyclePage, SignedInActionView):
    """Who reads the results, from when on, how long anybody may object."""

    permission = RELEASE
    for_zone = True
    asks_recent_sign_in = True
    refusal = gettext_lazy("A municipal coordinator decides who reads the results.")
    template_name = "assessment/publication/settings.html"
    form_class = PublicationForm

    def get_initial(self) -> dict[str, Any]:
        cycle = self.cycle
        return {
            "level": cycle.publication,
            "embargo_until": cycle.embargo_until,
            "notice_days": cycle.notice_days,
        }

    def act(self, form: PublicationForm) -> Any:
        return set_publication(cycle=self.cycle, by=self.request.user, at=timezone.now(), **form.cleaned_data)

    def form_valid(self, form: PublicationForm) -> HttpResponse:
        messages.success(self.request, _("Who reads the results of %(year)s is set.") % {"year": self.cycle.year})
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("assessment:notice", args=[self.cycle.year])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = when_results_come(self.cycle, timezone.now())
        return super().get_context_data(about=about, history=history(self.cycle), **kwargs)
