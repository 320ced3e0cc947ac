"""The public register of incubators, an incubator's record, and entering classes and years."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.lists.columns import ListColumn
from core.lists.keyset import Key, Order
from core.templatetags.date_text import day_text
from incubators.actions.register import KEEP_REGISTER, KEEP_YEAR, enter_class, keep_year, register_incubator
from incubators.filters import IncubatorFilter
from incubators.forms import ClassForm, RegisterForm, YearForm
from incubators.models import CarrierYear, Incubator, IncubatorClass
from incubators.selectors import record_of
from incubators.selectors.record import carriers
from parks.access import access_of
from parks.gate import PublicPage, SignedInActionView
from parks.list_page import PublicListPage
from parks.marks import mark_words
from parks.models import Organisation


class IncubatorList(PublicListPage):
    """Every incubator of the zone with the class that it holds today."""

    template_name = "incubators/register/list.html"
    filterset_class = IncubatorFilter
    api_name = "incubator-list"
    caption = gettext_lazy("Incubators")
    nothing = gettext_lazy("No incubator is in the register.")
    orders = (
        Order("name", gettext_lazy("by English name"), (Key("name_en"),)),
        Order("park", gettext_lazy("by park"), (Key("park__name_en"), Key("name_en"))),
        Order("since", gettext_lazy("newest class first"), (Key("period__startswith", descending=True),)),
    )
    columns = (
        ListColumn(
            "incubator",
            gettext_lazy("Incubator"),
            lambda line: {"text": line.name, "url": reverse("incubators:record", args=[line.organisation_id])},
        ),
        ListColumn("kind", gettext_lazy("Kind"), lambda line: line.get_kind_display()),
        ListColumn("held", gettext_lazy("Class"), lambda line: line.get_incubator_class_display()),
        ListColumn("park", gettext_lazy("Park"), lambda line: line.park.name),
        ListColumn(
            "operator", gettext_lazy("Operated by"), lambda line: line.operated_by.name if line.operated_by else "–"
        ),
        ListColumn(
            "certificate", gettext_lazy("Certificate"), lambda line: line.certificate_number or "–", shown=False
        ),
        ListColumn(
            "until",
            gettext_lazy("Valid until"),
            lambda line: day_text(line.last_day) if line.last_day else "–",
            lambda line: line.last_day,
        ),
        ListColumn("sure", gettext_lazy("How sure"), lambda line: mark_words(line.mark)),
    )

    def get_rows(self) -> QuerySet[Incubator]:
        return Incubator.objects.valid_on(localdate()).with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = Incubator.objects.valid_on(localdate()).values_list("incubator_class", flat=True)
        return super().get_context_data(
            form=self.chosen.form,
            recognised=sum(each == IncubatorClass.RECOGNISED for each in held),
            cultivating=sum(each == IncubatorClass.CULTIVATING for each in held),
            may_enter=access_of(self.request.user).holds_for_zone(KEEP_REGISTER),
            may_compare=access_of(self.request.user).holds_for_zone("incubators.view_carrieryear"),
            evaluated_year=localdate().year - 1,
            **kwargs,
        )


class IncubatorPage(PublicPage):
    """One incubator: its classes for everybody; years, cohorts, graduates and plans for whoever reaches it."""

    keys_of = {"pk": Organisation}
    template_name = "incubators/register/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body = get_object_or_404(carriers(), pk=self.kwargs["pk"])
        user = self.request.user
        return super().get_context_data(
            may_enter=access_of(user).holds_for_zone(KEEP_REGISTER),
            **record_of(body, user=user, today=localdate()),
            **kwargs,
        )


class IncubatorNew(SignedInActionView):
    """Enter a new incubator with its first class."""

    template_name = "incubators/register/new.html"
    form_class = RegisterForm
    permission = KEEP_REGISTER
    for_zone = True
    refusal = gettext_lazy("A municipal coordinator keeps the register of incubators.")

    def get_initial(self) -> dict[str, Any]:
        return {"first_day": localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("incubators:list"), **kwargs)

    def act(self, form: RegisterForm) -> Incubator:
        return register_incubator(by=self.request.user, at=now(), **form.cleaned_data)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Entered: %(name)s.") % {"name": self.acted.name})
        return reverse("incubators:record", args=[self.acted.organisation_id])


class CarrierAct(SignedInActionView):
    """What acts on one incubator share: the incubator of the address, and the way back to its record."""

    keys_of = {"pk": Organisation}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.body = get_object_or_404(carriers(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission, self.body))

    def get_success_url(self) -> str:
        return reverse("incubators:record", args=[self.body.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("incubators:record", args=[self.body.pk])
        return super().get_context_data(body=self.body, back=back, **kwargs)


class ClassNew(CarrierAct):
    """Enter the class that the incubator holds from a day on."""

    template_name = "incubators/register/class.html"
    form_class = ClassForm
    permission = KEEP_REGISTER
    refusal = IncubatorNew.refusal

    def may(self, request: HttpRequest) -> bool:
        return access_of(request.user).holds_for_zone(KEEP_REGISTER)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"park": self.body.park}

    def get_initial(self) -> dict[str, Any]:
        line = self.body.incubator_lines.order_by("-period").first()
        known = (
            {}
            if line is None
            else {"kind": line.kind, "operated_by": line.operated_by_id, "university": line.university}
        )
        return {"first_day": localdate()} | known

    def act(self, form: ClassForm) -> Incubator:
        return enter_class(body=self.body, by=self.request.user, at=now(), **form.cleaned_data)


class YearKeep(CarrierAct):
    """Enter or change what the incubator says of itself for a year."""

    template_name = "incubators/register/year.html"
    form_class = YearForm
    permission = KEEP_YEAR
    refusal = gettext_lazy("The incubator's own people enter its floor, fund and staff.")

    def get_initial(self) -> dict[str, Any]:
        newest = CarrierYear.objects.filter(incubator=self.body).order_by("-year").first()
        names = [name for name in YearForm.base_fields if name != "year"]
        return {"year": localdate().year} | ({name: getattr(newest, name) for name in names} if newest else {})

    def act(self, form: YearForm) -> CarrierYear:
        return keep_year(body=self.body, by=self.request.user, at=now(), **form.cleaned_data)
