"""One declaration of the cases' filters."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.lists.filters import ListFilter
from parks.models import Park
from services.models import Case
from services.models.case import CaseQuerySet
from services.workflow import CaseStatus

STATES = [("open", _("Waiting for an answer")), *CaseStatus.choices]


class CaseFilter(ListFilter):
    """By state, by the park that acts, by words of the subject or the beginning of the sign."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, empty_label=_("All"), method="in_state")
    park = django_filters.ModelChoiceFilter(
        label=_("Park"), queryset=Park.objects.order_by("name_en"), to_field_name="code", empty_label=_("all parks")
    )
    q = django_filters.CharFilter(label=_("Words of the subject"), max_length=100, method="with_words")

    class Meta:
        model = Case
        fields: list[str] = []

    def in_state(self, cases: CaseQuerySet, name: str, state: str) -> CaseQuerySet:
        return cases.in_state(state)

    def with_words(self, cases: CaseQuerySet, name: str, words: str) -> CaseQuerySet:
        return cases.filter(Q(subject__icontains=words) | Q(item__name_en__icontains=words))
