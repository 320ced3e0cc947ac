"""Incubators over the API: the public register, and incubatees and relays as far as the caller reaches them."""

from typing import Any

from django.utils.timezone import localdate
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.permissions import AllowAny
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import GenericViewSet

from incubators.filters import IncubateeFilter, IncubatorFilter, RelayFilter
from incubators.models import Incubatee, Incubator, Relay
from parks.api_gate import TenantViewSet

UUID_PATTERN = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class IncubatorSerializer(serializers.ModelSerializer[Incubator]):
    """A line of the register that is valid today; ``mark`` says how sure it is."""

    park: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    first_day = serializers.DateField(source="period.lower")
    last_day = serializers.DateField(allow_null=True)

    class Meta:
        model = Incubator
        fields = [
            "id", "organisation", "park", "name_en", "name_zh_hans", "kind", "incubator_class", "operated_by",
            "university", "certificate_number", "issuer", "first_day", "last_day", "mark", "source",
        ]  # fmt: skip


class IncubateeSerializer(serializers.ModelSerializer[Incubatee]):
    """A team or an enterprise from its application on."""

    park: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    sector: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    went_to: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Incubatee
        fields = [
            "id", "incubator", "park", "enterprise", "name_en", "name_zh_hans", "sector", "cohort", "purpose", "status",
            "applied_on", "admitted_on", "area_m2", "mentor", "ended_on", "grounds", "evidence", "reason", "went_to",
        ]  # fmt: skip


class RelaySerializer(serializers.ModelSerializer[Relay]):
    """A graduate put before a park, and the park's offer."""

    park: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    sector: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Relay
        fields = [
            "id", "incubator", "park", "enterprise", "incubatee_key", "name_en", "name_zh_hans", "sector", "needs",
            "wanted_area_m2", "status", "proposed_at", "offered_place", "offered_area_m2", "offered_services",
            "offered_until", "settled_at", "reason",
        ]  # fmt: skip


@extend_schema_view(
    list=extend_schema(summary="The register of incubators as it is today"),
    retrieve=extend_schema(summary="One line of the register"),
)
class IncubatorViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Incubator]):
    """Who holds which class, by which certificate, until when; public."""

    gate = "public"
    permission_classes = [AllowAny]
    queryset = Incubator.objects.with_names()
    serializer_class = IncubatorSerializer
    filterset_class = IncubatorFilter
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> Any:
        return super().get_queryset().valid_on(localdate()).order_by("name_en", "pk")


@extend_schema_view(
    list=extend_schema(summary="Incubatees that you may see, the newest application first"),
    retrieve=extend_schema(summary="One incubatee"),
)
class IncubateeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, TenantViewSet):
    """From application to graduation, and the park in which a graduate goes on."""

    queryset = Incubatee.objects.with_names().order_by("-applied_on", "pk")
    serializer_class = IncubateeSerializer
    view_permission = "incubators.view_incubatee"
    filterset_class = IncubateeFilter
    lookup_value_regex = UUID_PATTERN


@extend_schema_view(
    list=extend_schema(summary="Relays that you may see, the newest first"),
    retrieve=extend_schema(summary="One relay"),
)
class RelayViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, TenantViewSet):
    """Graduates handed over to parks, with the parks' offers."""

    queryset = Relay.objects.with_names().order_by("-proposed_at", "pk")
    serializer_class = RelaySerializer
    view_permission = "incubators.view_relay"
    filterset_class = RelayFilter
    lookup_value_regex = UUID_PATTERN


def register(router: BaseRouter) -> None:
    router.register("incubators", IncubatorViewSet, basename="incubator")
    router.register("incubatees", IncubateeViewSet, basename="incubatee")
    router.register("relays", RelayViewSet, basename="relay")
