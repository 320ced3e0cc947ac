"""Released rankings over the API: public rows, and each park's steps for whoever may see them."""

from typing import Any, ClassVar

import django_filters
from django.db.models import F, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import GenericViewSet

from assessment.models import PublishedRank
from assessment.selectors.ranking.detail import result_for
from assessment.selectors.ranking.rows import VIEW
from core.errors import NotPermitted
from parks.access import access_of


class RankingSerializer(serializers.ModelSerializer):
    """What a release made public of a park."""

    park = serializers.CharField(source="park.code")
    year = serializers.IntegerField(source="cycle.year")
    url = serializers.HyperlinkedIdentityField(view_name="rankings-detail")

    class Meta:
        model = PublishedRank
        fields: ClassVar[tuple[str, ...]] = ("year", "park", "rank", "total", "verdict", "url")


class RankingDetailSerializer(RankingSerializer):
    """The public facts with how sure they are and every step behind them."""

    run = serializers.IntegerField(source="result.run.number", help_text=_("The number of the run in its year."))
    inputs_sha256 = serializers.CharField(source="result.run.inputs_sha256")
    cause = serializers.CharField(source="result.cause")
    rank_low = serializers.FloatField(source="result.rank_low", allow_null=True)
    rank_high = serializers.FloatField(source="result.rank_high", allow_null=True)
    share_below = serializers.FloatField(source="result.share_below", allow_null=True)
    steps = serializers.DictField(source="result.steps", help_text=_("The engine's record of the park."))
    arithmetic = serializers.DictField(source="result.arithmetic", help_text=_("Expressions with their numbers."))
    figures = serializers.DictField(source="result.inputs", help_text=_("Figures as they counted."))

    class Meta(RankingSerializer.Meta):
        fields: ClassVar[tuple[str, ...]] = (
            *RankingSerializer.Meta.fields,
            "run",
            "inputs_sha256",
            "cause",
            "rank_low",
            "rank_high",
            "share_below",
            "steps",
            "arithmetic",
            "figures",
        )


class RankingFilter(django_filters.FilterSet):
    """By year, by park."""

    year = django_filters.NumberFilter(field_name="cycle__year", label=_("Year of the figures"))
    park = django_filters.CharFilter(field_name="park__code", max_length=4, label=_("Code of the park"))


@extend_schema_view(list=extend_schema(summary="Released ranks, the newest year first; public"))
class RankingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Rank, total and verdict of every park in every released year."""

    gate = "public"
    queryset = PublishedRank.objects.select_related("park", "cycle")
    serializer_class = RankingSerializer
    filterset_class = RankingFilter
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[PublishedRank]:
        rows = super().get_queryset()
        return rows.order_by("-cycle__year", F("rank").asc(nulls_last=True), "park__code")

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny() if self.action == "list" else IsAuthenticated()]

    @extend_schema(
        summary="A park's result with every step; for the park, its districts, the zone and the auditor",
        responses=RankingDetailSerializer,
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        if row.park_id not in access_of(request.user).everything().get("park", frozenset()):
            raise Http404
        if not request.user.has_perm(VIEW, row.park):
            raise NotPermitted(_("The park's head and clerk, its districts and the zone see its steps."))
        row.result = result_for(row.cycle.released_run, row.park.code, request.user)
        if row.result is None:
            raise Http404
        return Response(RankingDetailSerializer(row, context=self.get_serializer_context()).data)


def register(router: BaseRouter) -> None:
    """Add the rankings to the API's root."""
    router.register("rankings", RankingViewSet, basename="rankings")
