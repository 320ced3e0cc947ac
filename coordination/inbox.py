"""The inbox: what the reader was told, read or not, and what they want to be told."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.models import Mailing, Notification, TopicChoice
from core.notifications.actions import choose_topics, inbox_of, mark_read
from core.notifications.topics import TOPICS
from parks.gate import SignedInActionView, SignedInPage

PAGE_SIZE = 25


class Inbox(SignedInPage):
    """The reader's messages, newest first; posted to, all of them are read."""

    template_name = "core/inbox/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unread_only = self.request.GET.get("state") == "unread"
        found = inbox_of(self.request.user).order_by("-at", "id")
        pages = Paginator(found.filter(read_at__isnull=True) if unread_only else found, PAGE_SIZE)
        page = pages.get_page(self.request.GET.get("page"))
        for row in page:
            topic = TOPICS.get(row.topic)
            row.words = topic.words(row.params) if topic else row.topic
        words = [_("unread")] if unread_only else []
        return super().get_context_data(page=page, words=words, unread_only=unread_only, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        mark_read(notifications=inbox_of(request.user), at=now())
        messages.success(request, _("All marked as read."))
        return HttpResponseRedirect(reverse("inbox"))


class InboxOpen(SignedInPage):
    """Mark one message as read and go where it leads."""

    keys_of = {"pk": Notification}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = Notification.objects.filter(recipient_id=request.user.pk)
        told = get_object_or_404(own, pk=kwargs["pk"])
        mark_read(notifications=own.filter(pk=told.pk), at=now())
        return HttpResponseRedirect(told.url)


class TopicsForm(forms.Form):
    """One choice a topic; a topic without a choice is told in the inbox and in the daily mail."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(TopicChoice.objects.filter(user_id=user.pk).values_list("topic", "mailing"))
        for code, topic in sorted(TOPICS.items()):
            self.fields[code] = forms.ChoiceField(
                label=str(topic.label), choices=Mailing.choices, initial=chosen.get(code, Mailing.DAILY)
            )


class Topics(SignedInActionView):
    """How the reader wants to hear of each topic."""

    template_name = "core/inbox/topics.html"
    form_class = TopicsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def act(self, form: TopicsForm) -> None:
        choose_topics(choices=form.cleaned_data, by=self.request.user)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Kept. It holds from the next message on."))
        return reverse("inbox")
