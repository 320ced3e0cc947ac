"""Cases over the API: the same actions, the same gate, the same refusals as the pages."""

from typing import Any, ClassVar

from django.utils.timezone import now
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from core.errors import NotPermitted
from parks.api_gate import TenantViewSet
from services.actions import accept_case, decide_case, rate_case, refuse_acceptance, request_case, withdraw_case
from services.acts import ACTS, ENTERPRISES_ASK, REQUEST
from services.models import Case
from services.serializers import (
    CaseSerializer,
    DecisionSerializer,
    NewCaseSerializer,
    NewRatingSerializer,
    RefusalSerializer,
)

UUID_PATTERN = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
NOW_A_CASE = OpenApiResponse(CaseSerializer, description="The case as it is now.")


@extend_schema_view(
    list=extend_schema(summary="Cases that you may see, the one due soonest first"),
    retrieve=extend_schema(summary="One case"),
)
class CaseViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, TenantViewSet):
    """An enterprise asks for an item of the catalogue, the park answers, the enterprise rates."""

    queryset = Case.objects.select_related("item", "park").prefetch_related("ratings").by_urgency()
    serializer_class = CaseSerializer
    view_permission = "services.view_case"
    filterset_fields: ClassVar[list[str]] = ["status"]
    lookup_value_regex = UUID_PATTERN

    @extend_schema(
        summary="Ask for a service",
        request=NewCaseSerializer,
        responses={
            201: CaseSerializer,
            200: OpenApiResponse(CaseSerializer, description="Sent before: the first case."),
        },
    )
    def create(self, request: Request) -> Response:
        if not request.user.has_perm(REQUEST):
            raise NotPermitted(ENTERPRISES_ASK)
        sent = NewCaseSerializer(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        at = now()
        case = request_case(by=request.user, at=at, **sent.validated_data)
        return Response(self.get_serializer(case).data, status=201 if case.submitted_at == at else 200)

    @extend_schema(summary="Accept the case: its promised limit begins", request=None, responses=NOW_A_CASE)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        case = self.permitted("accept")
        return self.answer(accept_case(case=case, by=request.user, at=now()))

    @extend_schema(summary="Refuse to accept the case", request=RefusalSerializer, responses=NOW_A_CASE)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        case = self.permitted("refuse")
        return self.answer(refuse_acceptance(case=case, by=request.user, at=now(), **self.sent(RefusalSerializer)))

    @extend_schema(summary="Decide the case", request=DecisionSerializer, responses=NOW_A_CASE)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        case = self.permitted("decide")
        return self.answer(decide_case(case=case, by=request.user, at=now(), **self.sent(DecisionSerializer)))

    @extend_schema(summary="Withdraw the request", request=None, responses=NOW_A_CASE)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        case = self.permitted("withdraw")
        return self.answer(withdraw_case(case=case, by=request.user, at=now()))

    @extend_schema(summary="Rate how the case was handled", request=NewRatingSerializer, responses=NOW_A_CASE)
    @action(detail=True, methods=["post"])
    def rate(self, request: Request, pk: str) -> Response:
        case = self.permitted("rate")
        rate_case(case=case, by=request.user, at=now(), **self.sent(NewRatingSerializer))
        return self.answer(self.get_object())

    def permitted(self, name: str) -> Case:
        """The case in the address, if the caller may take the act on it at all; else 404 or 403."""
        case: Case = self.get_object()
        act = ACTS[name]
        if not self.request.user.has_perm(act.permission, case):
            raise NotPermitted(act.refusal)
        return case

    def sent(self, serializer_class: type[Any]) -> dict[str, Any]:
        """The body, its shape checked."""
        sent = serializer_class(data=self.request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def answer(self, case: Case) -> Response:
        return Response(self.get_serializer(case).data)


def register(router: BaseRouter) -> None:
    router.register("cases", CaseViewSet, basename="case")
