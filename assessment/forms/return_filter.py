"""One declaration of the returns' filters, for the page and for the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from assessment.models import Return
from assessment.workflow import ReturnStatus
from core.lists.filters import ListFilter
from parks.models import District


class YearReturnFilter(ListFilter):
    """A year's returns by state and by the park's lead district."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=ReturnStatus.choices, empty_label=_("all states"))
    district = django_filters.ModelChoiceFilter(
        label=_("Lead district"),
        field_name="park__lead_district",
        queryset=District.objects.order_by("code"),
        to_field_name="code",
        empty_label=_("all districts"),
    )

    class Meta:
        model = Return
        fields: list[str] = []


class ReturnFilter(YearReturnFilter):
    """Returns of any year, also by year and park."""

    year = django_filters.NumberFilter(field_name="cycle__year", min_value=1, max_value=9999, decimal_places=0)
    park = django_filters.CharFilter(field_name="park__code", lookup_expr="iexact", max_length=4)
