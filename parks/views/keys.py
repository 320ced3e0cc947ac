"""Keys of the API: one's own are made and listed here; their owner or the security administrator revokes them."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from knox.models import AuthToken

from accounts.actions import KEEP
from accounts.keys import keys_of, make_key, revoke_key
from parks.forms.keeping import KeyForm
from parks.gate import SignedInActionView


class Keys(SignedInActionView):
    """The list with each key's limits, end and last use; a new key's text is shown once, in the answer."""

    template_name = "parks/people/keys.html"
    form_class: Any = KeyForm
    asks_recent_sign_in = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(keys=list(keys_of(self.request.user)), at=now(), **kwargs)

    def act(self, form: KeyForm) -> str:
        _key, text = make_key(by=self.request.user, at=now(), **form.cleaned_data)
        return text

    def form_valid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=KeyForm(), made=self.acted))


class Revoke(SignedInActionView):
    """Take a key back, after saying which."""

    template_name = "parks/people/act.html"
    form_class = Form
    asks_recent_sign_in = True

    @cached_property
    def token(self) -> AuthToken:
        found = AuthToken.objects.filter(pk=self.kwargs["digest"]).select_related("user", "limits").first()
        if found is None or (found.user_id != self.request.user.pk and not self.request.user.has_perm(KEEP)):
            raise Http404
        return found

    def is_own(self) -> bool:
        return bool(self.token.user_id == self.request.user.pk)

    def get_success_url(self) -> str:
        return reverse("people:keys") if self.is_own() else reverse("people:account", args=[self.token.user_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        limits = getattr(self.token, "limits", None)
        about = f"{limits.label if limits else self.token.token_key} · {self.token.user}"
        told = {"label": _("Revoke the key"), "about": about, "back": self.get_success_url()}
        return super().get_context_data(consequences=[_("The next call with it is refused.")], **told, **kwargs)

    def act(self, form: Any) -> None:
        self.back = self.get_success_url()
        revoke_key(token=self.token, by=self.request.user, at=now())

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("The key is revoked."))
        return HttpResponse(status=302, headers={"Location": self.back})
