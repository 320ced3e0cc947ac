"""What each role may do with enterprises."""

GRANTS = {
    role: ["enterprises.view_residency"]
    for role in (
        "coordinator",
        "auditor",
        "district_officer",
        "park_head",
        "park_clerk",
        "park_service_officer",
        "enterprise_owner",
        "enterprise_member",
    )
}
GRANTS["coordinator"] = [*GRANTS["coordinator"], "enterprises.add_residency"]  # the register is the zone's (ADR 20)
