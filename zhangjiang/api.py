"""The API's root: one router over the apps' view sets, the OpenAPI document, its docs page, and plain 404s."""

from functools import lru_cache
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import Resolver404, include, path, re_path, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView, DefaultRouter

# Each offers ``register(router)``.
MODULES = (
    "parks.api",
    "assessment.api.cycles",
    "assessment.api.returns",
    "assessment.api.rankings",
    "services.api",
    "incubators.api",
    "coordination.audit.api",
)
VERBS = ("get", "post", "put", "patch", "delete")


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document names the portal's API key."""

    target_class = "parks.api_authentication.ScopedAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token …`; a key is good for 30 days. A signed-in browser session works too.",
        }


class ApiRoot(APIRootView):
    """The lists of this API. Parks, cycles and released rankings are public; the rest asks for an API key."""

    gate = "public"
    permission_classes = [AllowAny]


class Router(DefaultRouter):
    APIRootView = ApiRoot
    include_format_suffixes = False


def make_router() -> Router:
    router = Router()
    for module in MODULES:
        import_module(module).register(router)
    return router


class Schema(SpectacularAPIView):
    """The OpenAPI document."""

    gate = "public"


class Docs(SpectacularSwaggerSplitView):
    """Every endpoint in a table, and below it a console to try them; the console alone needs JavaScript."""

    gate = "public"
    url_name = "api-schema"
    template_name = "zhangjiang/api_docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)
        if response.template_name == self.template_name:
            response.data["endpoints"] = endpoints(get_language() or "en")
        return response


@lru_cache(maxsize=4)
def endpoints(language: str) -> list[dict[str, Any]]:  # the key of what is kept
    """Verb, address, what it does, whether it asks for a key; ``language`` is that of the words."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return [
        {
            "verb": verb.upper(),
            "address": address,
            "summary": operation.get("summary", ""),
            "is_public": operation.get("security") in (None, []) or {} in operation["security"],
        }
        for address, operations in schema["paths"].items()
        for verb, operation in operations.items()
        if verb in VERBS
    ]


@csrf_exempt
def unknown_address(request: HttpRequest) -> HttpResponse:
    """An address of the API that there is not; one that lacks only its last slash is shown the way."""
    slashed = f"{request.path_info}/"
    if not request.path_info.endswith("/") and leads_somewhere(slashed):
        if request.method in ("GET", "HEAD"):
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        return problem(404, _("Addresses of the API end with a slash: %(address)s") % {"address": slashed})
    return problem(404, _("There is no such address in the API; /api/v1/ lists those there are."))


unknown_address.gate = "public"  # type: ignore[attr-defined]


def leads_somewhere(address: str) -> bool:
    try:
        return resolve(address).func is not unknown_address
    except Resolver404:
        return False


def problem(status: int, detail: str) -> JsonResponse:
    body = {"type": "about:blank", "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem(400, _("The request cannot be read; check its address, headers and body."))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem(403, str(exception) or _("Your role does not include this."))
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return unknown_address(request) if is_api(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return problem(500, _("The portal failed at this; nothing was changed. The fault is logged."))
    return defaults.server_error(request)


urlpatterns = [
    path("v1/", include(make_router().urls)),
    path("schema/", Schema.as_view(), name="api-schema"),
    path("docs/", Docs.as_view(), name="api-docs"),
    re_path(r"^.*$", unknown_address),
]
