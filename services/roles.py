"""What each role may do with service cases."""

LOOK = ["services.view_case", "services.view_rating"]
ASK = [*LOOK, "services.add_casedocument", "services.request_case", "services.withdraw_case", "services.rate_case"]
HANDLE = [*LOOK, "services.add_casedocument", "services.handle_case"]

GRANTS = {
    "coordinator": LOOK,
    "auditor": LOOK,
    "district_officer": LOOK,
    "park_head": HANDLE,
    "park_service_officer": HANDLE,
    "enterprise_owner": ASK,
    "enterprise_member": ASK,
}
