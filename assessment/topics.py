"""What people are told about returns and standing."""

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
STANDING_CONFIRMED = declare(
    Topic(
        "standing_confirmed",
        _("Your park's standing was decided"),
        _("%(park)s, %(year)s: %(kind)s is confirmed under %(number)s."),
    )
)
