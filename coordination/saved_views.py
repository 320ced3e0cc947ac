"""Saving a view of a list under a name, and removing one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.lists.actions import check_is_a_list, remove_view, save_view
from core.models import SavedView
from core.plain_text import PlainText
from parks.access import access_of
from parks.gate import SignedInActionView


class SaveViewForm(forms.Form):
    """The view's name, and whose it is besides."""

    name = PlainText(label=gettext_lazy("Name of the view"), max_length=80)
    share = forms.TypedChoiceField(
        label=gettext_lazy("Who sees it"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Others see the same filter over the rows that are theirs to see."),
    )
    path = PlainText(widget=forms.HiddenInput, max_length=200)
    query = PlainText(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {grant.organisation_id: grant.organisation for grant in access_of(user).grants if grant.organisation}
        people = [(key, _("the people of %(body)s") % {"body": body.name}) for key, body in own.items()]
        self.fields["share"].choices = [("", _("only you")), *people]  # type: ignore[attr-defined]


class SaveView(SignedInActionView):
    """Keep a list as it stands now under a name."""

    template_name = "lists/save_view.html"
    form_class = SaveViewForm

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET.get(name, "") for name in ("path", "query")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        path = self.request.POST.get("path") or self.request.GET.get("path", "")
        check_is_a_list(path)
        return super().get_context_data(back=path, **kwargs)

    def act(self, form: SaveViewForm) -> SavedView:
        said = dict(form.cleaned_data)
        return save_view(organisation_id=said.pop("share"), by=self.request.user, at=now(), **said)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved: %(name)s.") % {"name": self.acted.name})
        return self.acted.url


class RemoveView(SignedInActionView):
    """Give up a view of one's own, after a question."""

    keys_of = {"pk": SavedView}
    template_name = "lists/remove_view.html"
    form_class = forms.Form

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.view = get_object_or_404(SavedView, pk=kwargs["pk"], user_id=request.user.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(view=self.view, back=self.view.url, **kwargs)

    def act(self, form: forms.Form) -> None:
        remove_view(view=self.view, by=self.request.user, at=now())

    def get_success_url(self) -> str:
        messages.success(self.request, _("Removed: %(name)s.") % {"name": self.view.name})
        return self.view.path
