"""The yearly cycles over the API: when figures are taken, by which plan, whether results are released."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import GenericViewSet

from assessment.models import Cycle


class CycleSerializer(serializers.HyperlinkedModelSerializer):
    """A year's assessment; figures are taken until the end of the cut-off day in Shanghai."""

    plan_hash = serializers.CharField(source="plan.content_hash", help_text="SHA-256 of the frozen plan.")
    is_released = serializers.BooleanField()

    class Meta:
        model = Cycle
        fields = ["url", "year", "opens_on", "cutoff_on", "plan_hash", "is_released", "released_at"]
        extra_kwargs = {"url": {"view_name": "cycle-detail", "lookup_field": "year"}}


@extend_schema_view(
    list=extend_schema(summary="The years, the newest first"),
    retrieve=extend_schema(summary="One year"),
)
class CycleViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Years of the assessment."""

    gate = "signed_in"
    queryset = Cycle.objects.select_related("plan").order_by("-year")
    serializer_class = CycleSerializer
    lookup_field = "year"
    lookup_value_regex = "[0-9]{1,4}"


def register(router: BaseRouter) -> None:
    router.register("cycles", CycleViewSet, basename="cycle")
