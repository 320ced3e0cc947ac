"""What each role may do with service cases."""

LOOK = ["services.view_case", "services.view_rating"]
WRITE = ["services.add_casedocument", "services.add_message"]
ASK = [
    *LOOK,
    *WRITE,
    "services.request_case",
    "services.answer_correction",
    "services.withdraw_case",
    "services.rate_case",
]
HANDLE = [*LOOK, *WRITE, "services.handle_case"]
LEAD = ["services.approve_extension", "services.revoke_decision", "services.offer_item"]

GRANTS = {
    "coordinator": LOOK,
    "auditor": LOOK,
    "district_officer": LOOK,
    "park_head": [*HANDLE, *LEAD],
    "park_service_officer": HANDLE,
    "enterprise_owner": ASK,
    "enterprise_member": ASK,
}
