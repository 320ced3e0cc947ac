"""What each role can do in the portal: shown beside the work list, so that an empty one has a next step."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CASES = (_("Open the cases"), "services:cases")
CYCLES = (_("Open the assessment"), "assessment:cycles")
PARKS = (_("Look up parks and their industries"), "parks:list")
CATALOGUE = (_("Open the catalogue of services"), "services:catalogue")
OVERVIEW = (_("Open the zone's overview"), "overview")
PEOPLE = (_("Keep people and memberships"), "people:list")
ACCOUNTS = (_("Keep accounts, locks and keys"), "people:accounts")
SYSTEM = (_("Look at jobs and health"), "people:system")
CLAIMS = (_("Check the claims to enterprises' records"), "enterprises:claims")
AUDIT = (_("Open the audit"), "audit:list")
CHAIN = (_("Open the audit's chain and seals"), "audit:chain")
METHOD = (_("How the ranking is computed"), "method")
INCUBATORS = (_("Open the register of incubators"), "incubators:list")
INCUBATEES = (_("Open your incubatees"), "incubators:incubatees")
RELAYS = (_("Open the relays of graduates"), "incubators:relays")
API = (_("The API and its documents"), "api-docs")


@dataclass(frozen=True)
class Guide:
    """A sentence and the links that belong to it."""

    text: str | Promise
    links: tuple[tuple[Promise, str], ...]

    def steps(self) -> list[dict[str, str]]:
        return [{"label": str(label), "url": reverse(name)} for label, name in self.links]


REGISTERS = (PARKS, CATALOGUE)
ENTERPRISE = Guide(_("Ask your park for a service, follow the case, rate it at the end."), (CATALOGUE, CASES))
GUIDES = {
    "coordinator": Guide(
        _("You plan and run the assessment, release its results and decide about standing."), (OVERVIEW, CYCLES, CASES)
    ),
    "auditor": Guide(_("You read everything and change nothing."), (OVERVIEW, AUDIT, CHAIN, CYCLES, CASES)),
    "district_officer": Guide(
        _("You verify the returns of the parks that your district leads; other parks with plots here you may read."),
        (CYCLES, CASES, PARKS),
    ),
    "park_head": Guide(
        _("You enter and submit the park's figures, declare its industries and answer its cases."),
        (CYCLES, CASES, CLAIMS, PEOPLE, PARKS, AUDIT),
    ),
    "park_clerk": Guide(_("You enter and submit the park's figures."), (CYCLES, PARKS)),
    "park_service_officer": Guide(_("You accept and decide the park's cases."), (CASES, CLAIMS, CATALOGUE)),
    "enterprise_owner": Guide(
        _("Ask your park for a service, follow the case, rate it at the end."), (CATALOGUE, CASES, PEOPLE)
    ),
    "enterprise_member": Guide(
        _("Ask your park for a service, follow the case, rate it at the end."), (CATALOGUE, CASES)
    ),
    "department_officer": Guide(
        _("Nothing is addressed to departments at present. Parks, method and released results are open to you."),
        (PARKS, METHOD, CYCLES),
    ),
    "expert_reviewer": Guide(
        _("You are invited to single objects; no invitation is open. The method is public."), (METHOD, CYCLES)
    ),
    "operator_staff": Guide(
        _("Nothing is addressed to operators at present. The parks and the catalogue are open to you."), REGISTERS
    ),
    "incubator_staff": Guide(
        _("You take in incubatees, let them graduate, hand graduates over to parks, and enter your floor and fund."),
        (INCUBATEES, RELAYS, INCUBATORS),
    ),
    "provider_staff": Guide(
        _("Nothing is addressed to providers at present. The catalogue shows what the parks answer for."), REGISTERS
    ),
    "system_administrator": Guide(
        _("You keep jobs and health; settings by command on the server. You see no tenant's content."), (SYSTEM, API)
    ),
    "security_administrator": Guide(
        _("You keep accounts and memberships; you see no tenant's content."), (ACCOUNTS, PEOPLE, CLAIMS)
    ),
    "audit_administrator": Guide(
        _("You watch over the audit's chain and have it verified; you see no tenant's content."), (CHAIN, METHOD)
    ),
}
NO_ROLE = Guide(
    _("You hold no role at present. Whoever manages the accounts of your organisation can give you one."),
    (PARKS, CATALOGUE),
)


def guides_for(roles: Iterable[str]) -> list[Guide]:
    """One guide a role, each sentence once."""
    found = {str(GUIDES[role].text): GUIDES[role] for role in roles}
    return list(found.values()) or [NO_ROLE]
