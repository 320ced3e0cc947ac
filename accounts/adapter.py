"""Accounts are made by invitation; nobody signs up alone."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class InvitedOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that does not answer fails no page: the answer is the same for known and unknown addresses."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.warning("The mail server did not take a message (%s).", template_prefix)
