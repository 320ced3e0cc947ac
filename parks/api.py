"""The parks over the API: public, read only, by code."""

from typing import Any

from django.utils.timezone import localdate
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.permissions import AllowAny
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import GenericViewSet

from parks.filters import ParkFilter
from parks.models import District, Park, ParkIndustry
from parks.selectors import listed, parks_on


class DistrictSerializer(serializers.ModelSerializer[District]):
    class Meta:
        model = District
        fields = ["code", "name_en", "name_zh_hans"]


class IndustrySerializer(serializers.ModelSerializer[ParkIndustry]):
    """An industry that the park declares today."""

    declared_from = serializers.DateField(source="period.lower")
    layout = serializers.SlugRelatedField(source="layout_entries", slug_field="code", many=True, read_only=True)

    class Meta:
        model = ParkIndustry
        fields = ["industry_class", "name_en", "name_zh_hans", "declared_from", "layout", "mark", "source"]


class ParkSerializer(serializers.HyperlinkedModelSerializer):
    """A park with the facts of its public page; ``mark`` says how sure its names are."""

    lead_district = DistrictSerializer()
    districts = serializers.SerializerMethodField()
    industries = IndustrySerializer(source="industries_now", many=True)
    successor = serializers.HyperlinkedRelatedField(
        view_name="park-detail", lookup_field="code", read_only=True, allow_null=True
    )

    class Meta:
        model = Park
        fields = [
            "url",
            "code",
            "name_en",
            "name_zh_hans",
            "kind",
            "lead_district",
            "districts",
            "area_km2",
            "area_note",
            "valid_from",
            "valid_to",
            "successor",
            "industries",
            "mark",
            "source",
        ]
        extra_kwargs = {"url": {"view_name": "park-detail", "lookup_field": "code"}}

    @staticmethod
    def get_districts(park: Park) -> list[str]:
        """The codes of the districts in which the park has plots, the lead district first."""
        return list(dict.fromkeys([park.lead_district.code, *(plot.district.code for plot in park.plots.all())]))


@extend_schema_view(
    list=extend_schema(
        summary="Parks of today",
        auth=[],
        parameters=[
            OpenApiParameter("district", str, description="Code of a district in which the park has a plot."),
            OpenApiParameter("industry", str, description="Words in the name of a leading industry."),
        ],
    ),
    retrieve=extend_schema(summary="One park by its code, ended ones included", auth=[]),
)
class ParkViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """The zone's parks: names, kind, districts, validity, declared industries."""

    gate = "public"
    permission_classes = [AllowAny]
    serializer_class = ParkSerializer
    filterset_class = ParkFilter
    queryset = Park.objects.all()
    lookup_field = "code"
    lookup_value_regex = "[A-Z]{3,4}"

    def get_queryset(self) -> Any:
        """Parks of today in the list; any park by its code."""
        today = localdate()
        return parks_on(today) if self.action == "list" else listed(Park.objects.all(), today)


def register(router: BaseRouter) -> None:
    router.register("parks", ParkViewSet, basename="park")
