"""What each role may do with incubators."""

LOOK = [
    "incubators.view_carrieryear",
    "incubators.view_incubatee",
    "incubators.view_survival",
    "incubators.view_relay",
    "incubators.view_transformationplan",
    "incubators.view_milestone",
]
TOGETHER = ["incubators.view_incubatee", "incubators.view_relay"]  # what an enterprise reads of its own

GRANTS = {
    "coordinator": [*LOOK, "incubators.keep_register", "incubators.confirm_milestone"],
    "auditor": LOOK,
    "district_officer": LOOK,
    "park_head": [*LOOK, "incubators.answer_relay", "incubators.confirm_milestone"],
    "park_clerk": LOOK,
    "park_service_officer": [*LOOK, "incubators.answer_relay"],
    "incubator_staff": [
        *LOOK,
        "incubators.keep_carrieryear",
        "incubators.keep_incubatees",
        "incubators.hand_over",
        "incubators.settle_relay",
        "incubators.keep_transformation",
    ],
    "enterprise_owner": [*TOGETHER, "incubators.settle_relay"],
    "enterprise_member": TOGETHER,
}
