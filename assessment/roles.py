"""What each role may do in the assessment."""

LOOK = [
    "assessment.view_return",
    "assessment.view_figureentry",
    "assessment.view_remark",
    "assessment.view_unlock",
    "assessment.view_finding",
    "assessment.view_runresult",
    "assessment.view_parkreport",
]
REMARK = "assessment.remark_on_figures"
SEALS = ["assessment.view_sealedfile", "assessment.view_runoutput", "assessment.verify_seal"]
DEFENCE = ["assessment.view_resultquery", "assessment.view_appeal", "assessment.view_figurecorrection"]
NOTICE = ["assessment.view_objection"]
STANDING = ["assessment.view_proposal", "assessment.view_standingevent", "assessment.view_letter"]

GRANTS = {
    "coordinator": [
        *LOOK,
        *STANDING,
        *SEALS,
        REMARK,
        *DEFENCE,
        *NOTICE,
        "assessment.open_preview",
        "assessment.answer_objection",
        "assessment.answer_query",
        "assessment.decide_appeal",
        "assessment.seal_year",
        "assessment.accept_return",
        "assessment.approve_plan",
        "assessment.request_run",
        "assessment.release_results",
        "assessment.decide_standing",
    ],
    "auditor": [*LOOK, *STANDING, *SEALS, *DEFENCE, *NOTICE],
    "district_officer": [*LOOK, *STANDING, REMARK, "assessment.verify_return"],
    "park_head": [
        *LOOK,
        *STANDING,
        *DEFENCE,
        REMARK,
        "assessment.enter_figures",
        "assessment.submit_return",
        "assessment.ask_query",
        "assessment.file_appeal",
        "assessment.ask_unlock",
        "assessment.receive_letter",
    ],
    "park_clerk": [
        *LOOK,
        *DEFENCE,
        REMARK,
        "assessment.enter_figures",
        "assessment.submit_return",
        "assessment.ask_query",
    ],
}
