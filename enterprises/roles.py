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
for role in ("park_head", "park_service_officer"):
    GRANTS[role] = [*GRANTS[role], "enterprises.add_residency"]
