"""The pages that combine apps: start page, a park's page, my work, the zone's overview, the accessibility statement."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.workflow import DECIDE
from coordination.forms import HolidayNoticeForm
from coordination.guides import guides_for
from coordination.selectors.home import home, open_cycles
from coordination.selectors.overview import LOOK, overview
from coordination.selectors.park_page import park_page, parks_for_page
from coordination.selectors.work import work_of
from coordination.selectors.workday_years import calendar_years, notices
from core.as_of import AsOfPage
from core.holiday_notices import LOAD, load_notice
from core.models import HolidayNotice
from core.workdays import published_sources
from parks.gate import PublicPage, SignedInActionView, SignedInPage
from parks.models import Organisation, OrganisationKind
from parks.selectors import districts_on
from parks.tiles import district_table, district_tiles

FIRST = 6  # lines of work on the overview


class Home(PublicPage):
    """The question first, four doors, the latest ranking, the dates of the open year."""

    template_name = "coordination/home/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        districts = districts_on(today)
        return super().get_context_data(
            today=today,
            park_count=sum(map(len, districts.led.values())),
            finding=districts.finding(),
            tiles=district_tiles(districts),
            table=district_table(districts),
            **home(at=now()),
            **kwargs,
        )


class ParkPage(AsOfPage, PublicPage):
    """A park by its code, ended ones included."""

    template_name = "parks/park/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = self.as_of or localdate()
        park = get_object_or_404(parks_for_page(today), code=self.kwargs["code"])
        shown = park_page(park, user=self.request.user, today=today)
        if self.as_of:  # what is of today alone, or changes something
            shown |= {"may_declare": False, "returns": [], "history": None}
        return super().get_context_data(**shown, **kwargs)


class MyWork(SignedInPage):
    """What waits for the reader, by working days left; what others still owe; what the role can do."""

    template_name = "coordination/work/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = now()
        roles = [grant.role for grant in self.request.user.portal_access.grants]  # type: ignore[union-attr]
        return super().get_context_data(
            work=work_of(self.request.user, at=at), guides=guides_for(roles), open_cycles=open_cycles(at), **kwargs
        )


class OverviewPage(SignedInPage):
    """The zone at a glance, for those who see every park's result."""

    template_name = "coordination/overview/page.html"
    permission = LOOK
    for_zone = True
    refusal = gettext_lazy(
        "The overview shows every park, so it is for the municipal coordinator and the auditor."
        " My work shows what is yours."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = now()
        work = work_of(self.request.user, at=at)
        return super().get_context_data(
            at=at,
            work=work,
            first=work.mine[:FIRST],
            zone=overview(self.request.user, at=at),
            may_decide=self.request.user.has_perm(DECIDE),
            **kwargs,
        )


class Workdays(PublicPage):
    """The days off and make-up days by which every limit is counted, with the notices they come from."""

    template_name = "coordination/workdays/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            years=calendar_years(),
            sources=published_sources(),
            notices=notices(),
            may_load=self.request.user.has_perm(LOAD),
            **kwargs,
        )


class NoticeLoad(SignedInActionView):
    """Load a further notice; the due dates that it moves are counted again."""

    template_name = "coordination/workdays/load.html"
    permission = LOAD
    for_zone = True
    refusal = gettext_lazy("A municipal coordinator loads the notices on days off.")
    form_class = HolidayNoticeForm
    success_url = reverse_lazy("workdays")

    def act(self, form: HolidayNoticeForm) -> HolidayNotice:
        zone = Organisation.objects.get(kind=OrganisationKind.ZONE)
        return load_notice(**form.cleaned_data, organisation_id=zone.pk, by=self.request.user, at=now())

    def form_valid(self, form: HolidayNoticeForm) -> HttpResponse:
        told = _("%(number)s is in force. Due dates that it moves are counted again now; each case says so.")
        messages.success(self.request, told % {"number": self.acted.number})
        return super().form_valid(form)


class Accessibility(PublicPage):
    """How far the portal meets WCAG 2.2 AA, how that is tested, and what to do where it does not."""

    template_name = "core/accessibility.html"


class Gallery(PublicPage):
    """Every component of the pages with invented content, for whoever builds or checks one."""

    template_name = "core/gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``?theme=light`` and ``?theme=dark`` hold against the reader's system."""
        asked = self.request.GET.get("theme")
        return super().get_context_data(theme=asked if asked in {"light", "dark"} else "", **kwargs)
