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
CORRECTION_ASKED = declare(
    Topic(
        "correction_asked",
        _("A case of yours needs a correction"),
        _("%(park)s asks you to put something right in “%(subject)s”; the clock waits for you."),
    )
)
CORRECTION_IN = declare(
    Topic(
        "correction_in",
        _("A correction you asked for came in"),
        _("%(enterprise)s has answered on “%(subject)s”; the clock runs again."),
    )
)
EXTENSION_ASKED = declare(
    Topic(
        "extension_asked",
        _("An extension waits for your approval"),
        _("%(days)s working days more are asked for case %(code)s, “%(subject)s”."),
    )
)
CASE_EXTENDED = declare(
    Topic(
        "case_extended",
        _("A case of yours takes longer"),
        _("%(park)s now decides on “%(subject)s” by %(day)s. The reason: %(reason)s"),
    )
)
MESSAGE_SENT = declare(
    Topic("case_message", _("A message on a case"), _("There is a message on case %(code)s, “%(subject)s”."))
)
OPINION_GIVEN = declare(
    Topic("opinion_given", _("An opinion you asked for is there"), _("An opinion on case %(code)s has been given."))
)
CASE_REVOKED = declare(
    Topic(
        "decision_revoked",
        _("A decision on a case of yours was revoked"),
        _("%(park)s has revoked its decision on “%(subject)s”; the case says why."),
    )
)
CASE_DUE = declare(
    Topic(
        "case_due",
        _("A case of your park is due soon"),
        _("“%(subject)s” of %(enterprise)s waits for your answer; the last day is %(day)s."),
    )
)
