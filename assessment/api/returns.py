"""The annual return over the API: read it, enter its figures all or none, take its steps."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.http import Http404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from assessment.actions.returns import (
    Typed,
    accept_return,
    check_permission,
    check_step,
    enter_figures,
    send_back_return,
    submit_return,
    verify_return,
)
from assessment.api.return_serializers import (
    FiguresSerializer,
    ReasonSerializer,
    ReturnDetailSerializer,
    ReturnSerializer,
)
from assessment.forms.return_filter import ReturnFilter
from assessment.forms.returns import read_typed
from assessment.models import FigureDefinition, Return
from assessment.selectors.returns.listing import listed
from assessment.workflow import ReturnStatus
from core.api import Strict
from core.errors import NotAllowed
from parks.api_gate import TenantViewSet

KEY = OpenApiParameter("key", str, OpenApiParameter.PATH, description="Year and park: `2025-JNQ`.")
AS_IT_IS_NOW: dict[str, Any] = {
    "parameters": [KEY],
    "responses": OpenApiResponse(ReturnDetailSerializer, description="The return as it is now."),
}


@extend_schema_view(
    list=extend_schema(summary="Returns that you may see, the newest year first"),
    retrieve=extend_schema(summary="One return with its figures", **AS_IT_IS_NOW),
)
class ReturnViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, TenantViewSet):
    """A park's figures of a year on their way from draft to locked."""

    queryset = Return.objects.all()
    serializer_class = ReturnSerializer
    filterset_class = ReturnFilter
    view_permission = "assessment.view_return"
    lookup_field = lookup_url_kwarg = "key"

    def get_queryset(self) -> Any:
        return listed(super().get_queryset())

    def get_serializer_class(self) -> type[ReturnSerializer]:
        return ReturnSerializer if self.action == "list" else ReturnDetailSerializer

    def place(self) -> dict[str, Any]:
        year, _dash, code = self.kwargs["key"].partition("-")
        if not (year.isascii() and year.isdigit() and code.isalnum()) or len(year) != len("2025"):
            raise Http404
        return {"cycle__year": year, "park__code": code}

    @extend_schema(summary="Enter figures: all are written or none", request=FiguresSerializer, **AS_IT_IS_NOW)
    def partial_update(self, request: Request, key: str) -> Response:
        annual_return = self.get_object()
        check_permission("assessment.enter_figures", annual_return, request.user)
        sent = self.sent(FiguresSerializer)["figures"]
        plan = annual_return.cycle.plan_id
        figures = {figure.code: figure for figure in FigureDefinition.objects.filter(plan=plan)}
        typed = read_figures(sent, figures)
        entered = enter_figures(annual_return=annual_return, typed=typed, by=request.user, at=now())
        if conflicts := entered.conflicts:
            words = {"codes": ", ".join(conflict.code for conflict in conflicts)}
            sentence = _("%(codes)s: changed by somebody else meanwhile. Nothing was written; read the return again.")
            raise NotAllowed(sentence % words, place=conflicts[0].code)
        return self.answer()

    @extend_schema(summary="Submit to the district", request=None, **AS_IT_IS_NOW)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, key: str) -> Response:
        self.check_nothing_else_sent()
        submit_return(annual_return=self.get_object(), by=request.user, at=now())
        return self.answer()

    @extend_schema(summary="Verify: the lead district's word", request=None, **AS_IT_IS_NOW)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, key: str) -> Response:
        self.check_nothing_else_sent()
        verify_return(annual_return=self.get_object(), by=request.user, at=now())
        return self.answer()

    @extend_schema(summary="Accept into the assessment: the city's word", request=None, **AS_IT_IS_NOW)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, key: str) -> Response:
        self.check_nothing_else_sent()
        accept_return(annual_return=self.get_object(), by=request.user, at=now())
        return self.answer()

    @extend_schema(summary="Send back to the park, with the reason", request=ReasonSerializer, **AS_IT_IS_NOW)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, key: str) -> Response:
        annual_return = self.get_object()
        check_step(annual_return, ReturnStatus.DRAFT, request.user)
        reason = self.sent(ReasonSerializer)["reason"]
        send_back_return(annual_return=annual_return, reason=reason, by=request.user, at=now())
        return self.answer()

    def check_nothing_else_sent(self) -> None:
        """A step is said by its address; a JSON body that says more, such as another park, is refused."""
        with suppress(UnsupportedMediaType):
            self.sent(Strict)

    def sent(self, serializer_class: type[Strict]) -> dict[str, Any]:
        """The body, its shape checked."""
        sent = serializer_class(data=self.request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def answer(self) -> Response:
        return Response(self.get_serializer(self.get_object()).data)


def read_figures(
    sent: Mapping[str, Mapping[str, str] | None], figures: Mapping[str, FigureDefinition]
) -> dict[str, Typed | None]:
    """What is meant by the texts; every refusal stands under its figure and field, as it was sent."""
    typed: dict[str, Typed | None] = {}
    errors: dict[str, Any] = {}
    for code, texts in sent.items():
        if code not in figures:
            errors[code[:20]] = {"figure": [_("There is no such figure in the plan of this year.")]}
            continue
        try:
            typed[code] = read_typed(figures[code], texts, texts.get("was")) if texts is not None else None
        except NotAllowed as refusal:
            errors[code] = {refusal.place: [str(refusal)]}
    if errors:
        raise serializers.ValidationError({"figures": errors})
    return typed


def register(router: BaseRouter) -> None:
    router.register("returns", ReturnViewSet, basename="return")
