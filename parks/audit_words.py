"""The audit's words for parks, industries, bodies and memberships."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "industry_declared": _("Industry declared"),
    "industry_ended": _("Industry ended"),
    "record_claimed": _("Enterprise's record claimed"),
    "invited": _("Person invited"),
    "invitation_accepted": _("Invitation accepted"),
    "invitation_withdrawn": _("Invitation withdrawn"),
    "membership_given": _("Membership given"),
    "membership_ended": _("Membership ended"),
    "membership_handed_over": _("Membership handed over"),
    "object_opened": _("Opened to one person"),
    "object_closed": _("Closed to one person again"),
}
OBJECTS = {
    "parks.park": _("park"),
    "parks.parkindustry": _("industry of a park"),
    "parks.membership": _("membership"),
    "parks.invitation": _("invitation"),
    "parks.organisation": _("body"),
    "parks.objectgrant": _("right on one object"),
}
FIELDS = {
    "industry_class": _("class"),
    "slot": _("place among the three"),
    "layout": _("entries of the city's layout"),
    "role": _("role"),
    "user": _("person"),
    "organisation": _("body"),
    "park": _("park"),
}
