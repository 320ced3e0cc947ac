"""The public list of parks, and the pages on which a park's industry is declared or ended."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.bilingual import in_chinese
from core.lists.columns import ListColumn
from core.lists.keyset import Key, Order
from parks.actions.industries import DECLARE, declare_industry, end_industry
from parks.filters import ParkFilter
from parks.forms.industries import DeclareIndustryForm, EndIndustryForm
from parks.gate import SignedInActionView
from parks.list_page import PublicListPage
from parks.models import Park, ParkIndustry
from parks.selectors import ParkLine, districts_on, ended_parks, industries_on, park_lines, parks_by_name
from parks.tiles import district_table, district_tiles


def names_of(line: ParkLine) -> dict[str, str]:
    """The park's name with its other name below, as a link to its page."""
    park = line.park
    other, lang = (park.name_en, "en") if in_chinese() else (park.name_zh_hans, "zh-Hans")
    return {"text": park.name, "url": f"{reverse('parks:list')}{park.code}/", "sub": other, "sub_lang": lang}


class ParkList(PublicListPage):
    """Every park of the zone, by name; the ended ones apart with their successors."""

    template_name = "parks/park/list.html"
    filterset_class = ParkFilter
    page_size = 50
    api_name = "park-list"
    caption = gettext_lazy("Parks, by name")
    orders = (
        Order("name", gettext_lazy("by English name"), (Key("name_en"),)),
        Order("district", gettext_lazy("by lead district"), (Key("lead_district__code"), Key("name_en"))),
    )
    columns = (
        ListColumn("park", gettext_lazy("Park"), names_of),
        ListColumn("code", gettext_lazy("Code"), lambda line: line.park.code, shown=False),
        ListColumn("kind", gettext_lazy("Kind"), lambda line: line.kind),
        ListColumn("district", gettext_lazy("Lead district"), lambda line: line.park.lead_district.name),
        ListColumn("industries", gettext_lazy("Leading industries"), lambda line: line.industries),
    )

    def get_rows(self) -> QuerySet[Park]:
        return parks_by_name(localdate())

    def drawn(self, rows: list[Park]) -> list[ParkLine]:
        return park_lines(rows, localdate())

    @staticmethod
    def key_of(row: ParkLine) -> int:
        return row.park.pk

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        districts = districts_on(today)
        return super().get_context_data(
            form=self.chosen.form,
            words=self.words,
            finding=districts.finding(),
            tiles=district_tiles(districts),
            table=district_table(districts),
            ended=list(ended_parks(today)),
            today=today,
            **kwargs,
        )


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

    keys_of = {"pk": ParkIndustry}
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
