"""The public list of parks, and the pages on which a park's industry is declared or ended."""

from typing import Any

from django.contrib import messages
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parks.actions import DECLARE, declare_industry, end_industry
from parks.filters import ParkFilter
from parks.forms import DeclareIndustryForm, EndIndustryForm
from parks.gate import PublicPage, SignedInActionView
from parks.models import Park, ParkIndustry
from parks.selectors import districts_on, ended_parks, industries_on, park_lines, parks_by_name
from parks.tiles import district_table, district_tiles

PAGE_SIZE = 50


class ParkList(PublicPage):
    """Every park of the zone, by name; the ended ones apart with their successors."""

    template_name = "parks/park/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = localdate()
        chosen = ParkFilter(request.GET or None, queryset=parks_by_name(today))
        pages = Paginator(chosen.qs, PAGE_SIZE)
        districts = districts_on(today)
        context = self.get_context_data(
            form=chosen.form,
            words=chosen.words(),
            finding=districts.finding(),
            tiles=district_tiles(districts),
            table=district_table(districts),
            ended=list(ended_parks(today)),
            today=today,
        )
        try:
            page = pages.page(request.GET.get("page", 1))
        except (EmptyPage, PageNotAnInteger):
            return self.render_to_response(context | {"missing": True, "pages": pages.num_pages}, status=404)
        context |= {"page": page, "lines": park_lines(page, today)}
        return self.render_to_response(context, status=200 if chosen.is_valid() or not request.GET else 400)


class ParkAct(SignedInActionView):
    """What the two pages share: the park of the address, and who may write about it."""

    permission = DECLARE
    refusal = gettext_lazy("The park's head or a municipal coordinator declares and ends its industries.")

    def may(self, request: HttpRequest) -> bool:
        self.park = get_object_or_404(Park, code=self.kwargs["code"])
        return bool(request.user.has_perm(DECLARE, self.park))

    def get_success_url(self) -> str:
        return reverse("parks:park", kwargs={"code": self.park.code})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(park=self.park, back=self.get_success_url(), **kwargs)


class IndustryDeclare(ParkAct):
    """Declare an industry of the park."""

    template_name = "parks/industry/declare.html"
    form_class = DeclareIndustryForm

    def get_initial(self) -> dict[str, Any]:
        return {"since": localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = list(self.park.industries.all() & industries_on(localdate()))
        return super().get_context_data(held=held, **kwargs)

    def act(self, form: DeclareIndustryForm) -> ParkIndustry:
        return declare_industry(park=self.park, by=self.request.user, at=now(), **form.cleaned_data)

    def form_valid(self, form: DeclareIndustryForm) -> HttpResponse:
        messages.success(self.request, _("Declared: %(name)s.") % {"name": self.acted.name})
        return super().form_valid(form)


class IndustryEnd(ParkAct):
    """End an industry of the park, after saying what follows."""

    template_name = "parks/industry/end.html"
    form_class = EndIndustryForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.industry = get_object_or_404(
                ParkIndustry.objects.select_related("park"), pk=kwargs["pk"], park__code=kwargs["code"]
            )
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(industry=self.industry, consequences=self.consequences(), **kwargs)

    def consequences(self) -> list[str]:
        """What follows from the act, told before it is taken."""
        told = [_("It stays in the park's history, with its first and last day.")]
        if self.industry.slot is not None:
            told.append(_("Its place among the three leading industries is free from the next day on."))
        return [*told, _("An end cannot be taken back; the industry can be declared again.")]

    def act(self, form: EndIndustryForm) -> ParkIndustry:
        return end_industry(industry=self.industry, by=self.request.user, at=now(), **form.cleaned_data)

    def form_valid(self, form: EndIndustryForm) -> HttpResponse:
        messages.success(self.request, _("Ended: %(name)s.") % {"name": self.industry.name})
        return super().form_valid(form)
