"""What people are told about service cases."""

from django.utils.translation import gettext_lazy as _

from core.notifications.topics import Topic, declare

CASE_ACCEPTED = declare(
    Topic(
        "case_accepted",
        _("A case of yours was accepted"),
        _("%(park)s accepted “%(subject)s” and decides by %(day)s."),
    )
)
CASE_ANSWERED = declare(
    Topic(
        "case_answered",
        _("A case of yours was answered"),
        _("%(park)s answered “%(subject)s”: %(outcome)s."),
    )
)
CASE_DUE = declare(
    Topic(
        "case_due",
        _("A case of your park is due soon"),
        _("“%(subject)s” of %(enterprise)s waits for your answer; the last day is %(day)s."),
    )
)
