"""The audit over the API: events through the same gate as the page, and the seals."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.exceptions import ValidationError
from rest_framework.routers import BaseRouter
from rest_framework.viewsets import GenericViewSet

from coordination.audit.forms import EventFilter
from coordination.audit.selectors import VIEW, events_for, filtered
from coordination.audit.views import AuditPage, ChainPage
from core.audit.checks import KEEP
from core.errors import NotPermitted
from core.models import AuditEvent, AuditSeal
from parks.access import access_of
from parks.models import Park

FILTERS = [
    OpenApiParameter(name, str) for name in ("since", "until", "actor", "event", "object_type", "object_key", "park")
]


class EventSerializer(serializers.HyperlinkedModelSerializer):
    """An event as it was written; ``digest`` is the SHA-256 of its canonical JSON."""

    class Meta:
        model = AuditEvent
        fields = [
            "url", "id", "at", "actor_id", "door", "event", "object_type", "object_key", "before", "after", "reason",
            "park_id", "enterprise_id", "organisation_id", "digest",
        ]  # fmt: skip
        extra_kwargs = {"url": {"view_name": "audit-event-detail"}}


class SealSerializer(serializers.HyperlinkedModelSerializer):
    """A day's seal; its signature is Ed25519 over the JSON of all other fields but ``url``, in this order."""

    class Meta:
        model = AuditSeal
        fields = [
            "url", "number", "chain", "day", "made_at", "last_sequence", "count", "merkle_root", "last_link",
            "previous", "public_key", "signature",
        ]  # fmt: skip
        extra_kwargs = {"url": {"view_name": "audit-seal-detail"}}


GATED_REFUSAL = {VIEW: AuditPage.refusal, KEEP: ChainPage.refusal}


class Gated(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    permission: str

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not request.user.has_perm(self.permission):
            raise NotPermitted(GATED_REFUSAL[self.permission])


@extend_schema_view(
    list=extend_schema(summary="Audit events, newest first", parameters=FILTERS),
    retrieve=extend_schema(summary="One audit event"),
)
class EventViewSet(Gated):
    """Who did what to which record, in the parks whose audit the caller reads."""

    gate = "tenant"
    permission = VIEW
    serializer_class = EventSerializer
    queryset = AuditEvent.objects.none()

    def get_queryset(self) -> Any:
        events = events_for(self.request.user)
        if self.action != "list":
            return events
        reached = access_of(self.request.user).reach(VIEW).get("park", frozenset())
        chosen = EventFilter(self.request.query_params, parks=Park.objects.filter(pk__in=reached))
        if not chosen.is_valid():
            raise ValidationError({name: [str(each) for each in found] for name, found in chosen.errors.items()})
        return filtered(events, chosen.cleaned_data)


@extend_schema_view(
    list=extend_schema(summary="Seals of the audit's chain"), retrieve=extend_schema(summary="One seal of the audit")
)
class SealViewSet(Gated):
    """Each day's signature under the audit's chain: counts and hashes, nobody's content."""

    gate = "signed_in"
    permission = KEEP
    serializer_class = SealSerializer
    queryset = AuditSeal.objects.order_by("-number")
    lookup_value_regex = "[0-9]{1,18}"


def register(router: BaseRouter) -> None:
    router.register("audit-events", EventViewSet, basename="audit-event")
    router.register("audit-seals", SealViewSet, basename="audit-seal")
