"""What the pages of all steps share: a table of moves says who may, when, and with which form."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.timezone import localdate, now

from incubators.moves import Move, Moves
from parks.gate import TenantActionView


def days_of(form_class: type[forms.Form]) -> dict[str, Any]:
    """Today, for each needed day that the form asks for."""
    fields = getattr(form_class, "base_fields", {})
    asked = [name for name, field in fields.items() if isinstance(field, forms.DateField) and field.required]
    return dict.fromkeys(asked, localdate())


class MovePage(TenantActionView):
    """One step on one row: what follows, the form, or the sentence why it cannot be taken now."""

    admits_granted = True
    template_name = "incubators/move.html"
    moves: Moves

    def setup_object(self) -> None:
        found = self.moves.get(self.kwargs["move"])
        if found is None:
            raise Http404
        self.move: Move = found
        super().setup_object()

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.move.permission, self.object))

    @property
    def permission(self) -> str:  # type: ignore[override]
        return self.move.permission

    @property
    def refusal(self) -> Promise:  # type: ignore[override]
        return self.move.refusal

    def get_form_class(self) -> type[forms.Form]:
        return self.move.form_class

    def get_initial(self) -> dict[str, Any]:
        return days_of(self.move.form_class)

    def act(self, form: forms.Form) -> Any:
        return self.move.act(self.object, by=self.request.user, at=now(), **form.cleaned_data)

    def back(self) -> str:
        """The page of the row."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        messages.success(self.request, str(self.move.done))
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = {"move": self.move, "why_not": self.move.why_not(self.object), "back": self.back()}
        return super().get_context_data(**(kwargs | said))
