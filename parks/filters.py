"""One declaration of the parks' filters, for the page and for the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.lists.filters import ListFilter
from parks.models import District, Park, ParkKind


class ParkFilter(ListFilter):
    """By kind, by a district in which the park has a plot, by words in the names of its leading industries."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ParkKind.choices, empty_label=_("all kinds"))
    district = django_filters.ModelChoiceFilter(
        label=_("District"),
        queryset=District.objects.order_by("code"),
        to_field_name="code",
        method="in_district",
        empty_label=_("all districts"),
    )
    industry = django_filters.CharFilter(
        label=_("Leading industry"), max_length=100, lookup_expr="icontains", field_name="leading_text"
    )

    class Meta:
        model = Park
        fields: list[str] = []

    def in_district(self, parks: QuerySet[Park], name: str, district: District) -> QuerySet[Park]:
        return parks.filter(Q(lead_district=district) | Q(pk__in=district.plots.values("park")))
