"""Accounts are made by invitation; nobody signs up alone, and nobody guesses for long."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import now  # noqa: TID251  a door: sign-in reads the clock for its actions
from django.utils.translation import gettext_lazy as _

from accounts.lock_out import count_attempt, forget_attempts, forget_old_attempts
from accounts.recent import signed_in_recently

logger = logging.getLogger(__name__)


class InvitedOnly(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many failed sign-ins under this name. It is locked for 15 minutes; after that try again, or set a new"
            " password by e-mail."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked name before any password is looked at: known and unknown names cost the same."""
        if not count_attempt(credentials.get("username", ""), at=now()):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Attempts under one name wait for each other, so that right ones sent at once do not count as guesses."""
        with transaction.atomic():
            user = super().authenticate(request, **credentials)
            if user is not None:
                forget_attempts(credentials.get("username", ""))
        if user is not None:
            forget_old_attempts(at=now())
        return user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A sign-in of the last minutes is as good as a confirmation of the last minutes."""
        return super().is_reauthentication_required(app=app, **kwargs) and not signed_in_recently(context.request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that does not answer fails no page: the answer is the same for known and unknown addresses."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.warning("The mail server did not take a message (%s).", template_prefix)
