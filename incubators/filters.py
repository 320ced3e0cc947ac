"""One declaration of the filters, for the pages and for the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.lists.filters import ListFilter
from incubators.models import CarrierKind, Incubatee, Incubator, IncubatorClass, Relay
from incubators.workflow import IncubateeStatus, RelayStatus
from parks.models import Park


def of_park() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label=_("Park"), queryset=Park.objects.order_by("name_en"), to_field_name="code", empty_label=_("all parks")
    )


class NamedFilter(ListFilter):
    """By park, and by words in one of the two names."""

    park = of_park()
    q = django_filters.CharFilter(label=_("Words of the name"), max_length=100, method="with_words")

    def with_words(self, rows: QuerySet[Incubator], name: str, words: str) -> QuerySet[Incubator]:
        return rows.filter(Q(name_en__icontains=words) | Q(name_zh_hans__icontains=words))


class IncubatorFilter(NamedFilter):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=CarrierKind.choices, empty_label=_("all kinds"))
    held = django_filters.ChoiceFilter(
        label=_("Class"), field_name="incubator_class", choices=IncubatorClass.choices, empty_label=_("all classes")
    )

    class Meta:
        model = Incubator
        fields: list[str] = []


class IncubateeFilter(NamedFilter):
    state = django_filters.ChoiceFilter(
        label=_("State"), field_name="status", choices=IncubateeStatus.choices, empty_label=_("all states")
    )

    class Meta:
        model = Incubatee
        fields: list[str] = []


class RelayFilter(NamedFilter):
    state = django_filters.ChoiceFilter(
        label=_("State"), field_name="status", choices=RelayStatus.choices, empty_label=_("all states")
    )

    class Meta:
        model = Relay
        fields: list[str] = []
