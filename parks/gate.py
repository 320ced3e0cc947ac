"""The base classes of every page: each address says who may come, and the house test reads it.

``gate`` is "public" (anybody), "signed_in" (anybody with an account, no tenant's row) or "tenant" (rows narrowed by
``visible_to``). Signed out is asked to sign in before anything is looked up; out of scope is 404; in scope without
the permission is 403 with the reason.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin
from django.views.generic.edit import FormMixin

from accounts.recent import signed_in_recently
from core.errors import NotPermitted, Refused, note_refusal


class Page(ContextMixin, TemplateResponseMixin, View):
    """A page whose ``get`` renders its template."""

    gate: str
    keys_of: dict[str, Any] = {}  # the model whose key a parameter of the address is, where ``lookup`` does not say
    admits_granted: bool = False  # single objects opened to the reader enter the scope; lock 2 narrows to them

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs))


class PublicPage(Page):
    gate = "public"


class SignedInPage(Page):
    """For whoever has an account; ``permission``, where set, must be held somewhere, or for the zone."""

    gate = "signed_in"
    permission: str = ""
    for_zone: bool = False
    asks_recent_sign_in: bool = False  # before an act that cannot be taken back
    refusal: str | Promise = _("Your role does not include this page. Your administrator can tell who has it.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if self.permission and not self.may(request):
            raise PermissionDenied(self.refusal)
        if self.asks_recent_sign_in and not signed_in_recently(request):
            return confirm_first(request)
        return super().dispatch(request, *args, **kwargs)

    def may(self, request: HttpRequest) -> bool:
        from_zone = request.user.portal_access.holds_for_zone  # type: ignore[union-attr]
        return bool(from_zone(self.permission)) if self.for_zone else request.user.has_perm(self.permission)


def confirm_first(request: HttpRequest) -> HttpResponse:
    """Lead to the person's own way of confirming that it is he, and back to this page."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    return redirect_to_login(request.get_full_path(), ways[0]["url"] if ways else None)


class TenantPage(SignedInPage):
    """A page about one tenant's row, found by ``lookup`` (a field of the row and the URL keyword that holds it)."""

    gate = "tenant"
    queryset: Any
    view_permission: str
    lookup: dict[str, str] = {"pk": "pk"}
    not_yours: str | Promise = SignedInPage.refusal  # said to whoever has the row in scope but may not see it

    def get_queryset(self) -> Any:
        return self.queryset.all().visible_to(self.request.user, self.view_permission)

    def get_object(self) -> Any:
        place = {name: self.kwargs[key] for name, key in self.lookup.items()}
        try:
            return get_object_or_404(self.get_queryset(), **place)
        except Http404:
            if self.queryset.all().in_scope_of(self.request.user).filter(**place).exists():
                raise PermissionDenied(self.not_yours) from None
            raise

    def setup_object(self) -> None:
        self.object = self.get_object()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.setup_object()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, **kwargs)


class TenantListPage(SignedInPage):
    """A list of the tenants' rows that the person may see."""

    gate = "tenant"
    queryset: Any
    view_permission: str

    def get_queryset(self) -> Any:
        return self.queryset.all().visible_to(self.request.user, self.view_permission)


class ActionMixin(FormMixin):
    """Binds a form and calls one action; a refusal comes back as the form's error, with 422 and the typing kept."""

    def act(self, form: Any) -> Any:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.refuse(form)
        try:
            self.acted = self.act(form)
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            note_refusal(request, refusal)
            form.add_error(refusal.place if refusal.place in form.fields else None, str(refusal.reason))
            return self.refuse(form)
        return self.form_valid(form)

    def refuse(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[attr-defined]


class TenantActionView(ActionMixin, TenantPage):
    """One act on one tenant's row."""


class SignedInActionView(ActionMixin, SignedInPage):
    """One act that is not about a tenant's row."""
