"""What each role may do with enterprises."""

LOOK = ["enterprises.view_residency"]
CHECK = ["enterprises.decide_claim"]

GRANTS = {
    "coordinator": LOOK,
    "auditor": LOOK,
    "district_officer": LOOK,
    "park_head": LOOK + CHECK,
    "park_clerk": LOOK,
    "park_service_officer": LOOK + CHECK,
    "enterprise_owner": LOOK,
    "enterprise_member": LOOK,
    "security_administrator": CHECK,
}
GRANTS["coordinator"] = [*GRANTS["coordinator"], "enterprises.add_residency"]  # the register is the zone's (ADR 20)
