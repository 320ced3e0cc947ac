"""What each role may do in the assessment."""

LOOK = [
    "assessment.view_return",
    "assessment.view_figureentry",
    "assessment.view_remark",
    "assessment.view_finding",
    "assessment.view_runresult",
]
REMARK = "assessment.remark_on_figures"
SEALS = ["assessment.view_sealedfile", "assessment.view_runoutput", "assessment.verify_seal"]
STANDING = ["assessment.view_proposal", "assessment.view_standingevent"]

GRANTS = {
    "coordinator": [
        *LOOK,
        *STANDING,
        *SEALS,
        REMARK,
        "assessment.seal_year",
        "assessment.accept_return",
        "assessment.approve_plan",
        "assessment.request_run",
        "assessment.release_results",
        "assessment.decide_standing",
    ],
    "auditor": [*LOOK, *STANDING, *SEALS],
    "district_officer": [*LOOK, *STANDING, REMARK, "assessment.verify_return"],
    "park_head": [*LOOK, *STANDING, REMARK, "assessment.enter_figures", "assessment.submit_return"],
    "park_clerk": [*LOOK, REMARK, "assessment.enter_figures", "assessment.submit_return"],
}
