"""What people are told about returns, previews, appeals and standing."""

from django.utils.translation import gettext_lazy as _

from core.notifications.topics import Topic, declare

RETURN_SENT_BACK = declare(
    Topic(
        "return_sent_back",
        _("A return of your park came back"),
        _("The return of %(park)s for %(year)s came back: %(reason)s"),
    )
)
RETURN_ACCEPTED = declare(
    Topic(
        "return_accepted",
        _("A return of your park was accepted"),
        _("The city accepted the return of %(park)s for %(year)s."),
    )
)
RETURN_DUE = declare(
    Topic(
        "return_due",
        _("A return of your park is due"),
        _("The return of %(park)s for %(year)s is not submitted yet; the cut-off is %(day)s."),
    )
)
STANDING_CONFIRMED = declare(
    Topic(
        "standing_confirmed",
        _("Your park's standing was decided"),
        _("%(park)s, %(year)s: %(kind)s is confirmed under %(number)s."),
    )
)
PARK_REINSTATED = declare(
    Topic(
        "park_reinstated",
        _("Your park is reinstated"),
        _("%(park)s is reinstated, resting on %(year)s, under %(number)s."),
    )
)
PREVIEW_OPENED = declare(
    Topic(
        "preview_opened",
        _("Your park's result can be looked at"),
        _("The result of %(park)s for %(year)s is open to you; ask about any cell until %(day)s."),
    )
)
APPEAL_DECIDED = declare(
    Topic(
        "appeal_decided",
        _("An appeal of your park is decided"),
        _("The appeal of %(park)s against %(figure)s of %(year)s is decided: %(outcome)s."),
    )
)
