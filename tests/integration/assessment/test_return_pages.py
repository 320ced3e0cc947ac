"""The return's pages: what is saved, what stays in its field, what two people at once see, who sees what."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import FigureEntry
from assessment.workflow import ReturnStatus
from core.models import AuditEvent
from tests.factories.annual_returns import YEAR, complete_return, empty_return, enter, open_cycle
from tests.factories.html_forms import fields_of, read_page

LIST = f"/assessment/{YEAR}/returns/"
PAGE = f"{LIST}JNQ/"
GENERAL = f"{PAGE}?section=general"


@pytest.fixture
def year(in_zone):
    """An open year: Jinqiao's draft with one figure, Minhang's submitted, and a year before."""
    with in_zone():
        complete_return(open_cycle(YEAR - 1, days_left=-300), "JNQ", ReturnStatus.LOCKED)
        cycle = open_cycle()
        enter(empty_return(cycle, "JNQ"), {"F001": "14.5"}, document="plots, 31 December")
        complete_return(cycle, "MHG", ReturnStatus.SUBMITTED)
    return cycle


@pytest.fixture
def entries(in_zone):
    """What stands in Jinqiao's return now: the figures' codes with value, kind of nothing, reason, document."""

    def read():
        with in_zone():
            rows = FigureEntry.objects.filter(annual_return__cycle__year=YEAR, park__code="JNQ").select_related(
                "figure"
            )
            return {row.figure.code: (row.value, row.missing, row.reason, row.document) for row in rows}

    return read


def save(client, url=GENERAL, **typed):
    """Open the page, type, press Save."""
    fields = fields_of(client.get(url).content)
    return client.post(url, fields | {name.replace("_", "-"): value for name, value in typed.items()})


# -- Saving ----------------------------------------------------------------------------------------------------------
def test_save__what_is_right_is_written_and_the_page_comes_back(browse, year, entries):
    answer = save(browse("clerk-jnq"), F002_value="1,842", F002_document="register, 31 December")

    assert answer.status_code == 302
    assert answer.url == GENERAL
    assert entries()["F002"] == (1842, "", "", "register, 31 December")
    assert entries()["F001"][0] == 14.5


def test_save__and_go_on__leads_to_the_next_section(browse, year):
    answer = save(browse("clerk-jnq"), F002_value="1842", go="next")

    assert answer.url == f"{PAGE}?section=industry"


def test_save__a_refused_cell__stays_as_typed_while_the_others_are_saved(browse, year, entries):
    answer = save(browse("clerk-jnq"), F002_value="12,5", F004_value="25 300", F001_document="plots, page 2")
    page = read_page(answer.content)

    assert answer.status_code == 200
    assert "F002" not in entries()
    assert entries()["F004"][0] == 25300
    assert entries()["F001"] == (14.5, "", "", "plots, page 2")
    assert page.values["F002-value"] == "12,5"
    assert page.values["F004-value"] == "25,300"
    assert "“12,5”: a comma stands only before three digits" in answer.content.decode()
    assert "#id_F002-value" in page.links
    assert "id_F002-value" in page.ids
    assert "1 point to correct" in answer.content.decode()


def test_save__only_refused_cells__is_422_and_writes_nothing(browse, year, entries):
    before = entries()

    answer = save(browse("clerk-jnq"), F002_value="abc", F002_document="register", F004_value="1e5")

    assert answer.status_code == 422
    assert entries() == before
    assert read_page(answer.content).values["F002-document"] == "register"


def test_save__a_refused_cell_corrected_and_sent_again__is_saved(browse, year, entries):
    client = browse("clerk-jnq")
    fields = fields_of(save(client, F002_value="abc").content)

    answer = client.post(GENERAL, fields | {"F002-value": "1842"})

    assert answer.status_code == 302
    assert entries()["F002"][0] == 1842


def test_save__a_kind_of_nothing__needs_its_reason(browse, year, entries):
    client = browse("clerk-jnq")

    refused = save(client, F002_missing="not_collected")
    taken = save(client, F002_missing="not_collected", F002_reason="no survey this year")

    assert "Say why there is no number" in refused.content.decode()
    assert read_page(refused.content).values["F002-missing"] == "not_collected"
    assert taken.status_code == 302
    assert entries()["F002"] == (None, "not_collected", "no survey this year", "")


def test_save__an_emptied_field__clears_the_figure(browse, year, entries):
    answer = save(browse("clerk-jnq"), F001_value="", F001_document="")

    assert answer.status_code == 302
    assert "F001" not in entries()


def test_save__a_document_figure__is_there_once_it_is_named(browse, year, entries):
    save(browse("clerk-jnq"), f"{PAGE}?section=environment", F055_document="survey report 2031, 42 pages")

    assert entries()["F055"] == (1, "", "", "survey report 2031, 42 pages")


def test_save__nothing_changed__writes_nothing(browse, year, in_zone):
    client = browse("clerk-jnq")

    save(client)
    answer = client.get(GENERAL)

    assert "Nothing was changed" in answer.content.decode()
    with in_zone():
        assert not AuditEvent.objects.filter(event__startswith="figure_").exists()


def test_save__twice_the_same__is_once(browse, year, in_zone):
    client = browse("clerk-jnq")
    fields = fields_of(client.get(GENERAL).content) | {"F002-value": "1842"}

    answers = [client.post(GENERAL, fields), client.post(GENERAL, fields)]

    assert [answer.status_code for answer in answers] == [302, 302]
    with in_zone():
        assert AuditEvent.objects.filter(event="figure_entered").count() == 1


@pytest.mark.parametrize(
    "typed", ["12.5亿", "NaN", "1e5", "９" * 41, "9" * 400, "12\x005", "=1+1", "<script>", "-1", "1.5", "40000"]
)
def test_save__what_is_no_value__changes_nothing_and_is_shown_again(browse, year, entries, typed):
    before = entries()

    answer = save(browse("clerk-jnq"), F002_value=typed)

    assert answer.status_code == 422
    assert entries() == before
    assert read_page(answer.content).values["F002-value"].replace("\ufffd", "\x00") == typed


@pytest.mark.parametrize("name", ["park", "F001-park", "F999-value", "F005-value", "status"])
def test_save__a_field_that_is_not_of_the_section__refuses_the_whole(browse, year, entries, name):
    before = entries()
    client = browse("clerk-jnq")
    fields = fields_of(client.get(GENERAL).content)

    answer = client.post(GENERAL, fields | {"F002-value": "1842", name: "ZIZ"})

    assert answer.status_code == 422
    assert f"has no field {name}" in answer.content.decode()
    assert entries() == before


def test_save__after_the_return_was_handed_on__keeps_the_typing_and_says_why(browse, year, entries, in_zone):
    client = browse("clerk-jnq")
    fields = fields_of(client.get(GENERAL).content)
    with in_zone():
        year.returns.filter(park__code="JNQ").update(status=ReturnStatus.SUBMITTED)

    answer = client.post(GENERAL, fields | {"F002-value": "1842"})

    assert answer.status_code == 422
    assert "Figures change only while the return is a draft" in answer.content.decode()
    assert "F002" not in entries()


# -- Two people at once ----------------------------------------------------------------------------------------------
@pytest.fixture
def meanwhile(browse, year):
    """The head saves F002 while the clerk has the page open; the clerk's fields as they were."""
    clerk = browse("clerk-jnq")
    fields = fields_of(clerk.get(GENERAL).content)
    save(browse("head-jnq"), F002_value="1900", F002_document="head's list")
    return clerk, fields


def test_conflict__both_are_shown_and_nothing_is_overwritten(meanwhile, entries):
    clerk, fields = meanwhile

    answer = clerk.post(GENERAL, fields | {"F002-value": "1842", "F004-value": "25300"})
    text = answer.content.decode()

    assert answer.status_code == 200
    assert entries()["F002"][0] == 1900
    assert entries()["F004"][0] == 25300
    assert "1,900" in text and "演示金桥负责人" in text
    assert read_page(answer.content).values["F002-value"] == "1842"
    assert "id_F002-choice-theirs" in read_page(answer.content).ids


def test_conflict__not_chosen__is_asked_again(meanwhile, entries):
    clerk, fields = meanwhile
    asked = fields_of(clerk.post(GENERAL, fields | {"F002-value": "1842"}).content)

    answer = clerk.post(GENERAL, asked)

    assert "Choose which of the two counts." in answer.content.decode()
    assert read_page(answer.content).values["F002-value"] == "1842"
    assert entries()["F002"][0] == 1900


@pytest.mark.parametrize(("choice", "value"), [("theirs", 1900), ("mine", 1842)])
def test_conflict__chosen__is_settled(meanwhile, entries, choice, value):
    clerk, fields = meanwhile
    asked = fields_of(clerk.post(GENERAL, fields | {"F002-value": "1842"}).content)

    answer = clerk.post(GENERAL, asked | {"F002-choice": choice})

    assert answer.status_code == 302
    assert entries()["F002"][0] == value


def test_conflict__clearing_what_another_changed__asks_too(browse, year, entries):
    clerk = browse("clerk-jnq")
    fields = fields_of(clerk.get(GENERAL).content)
    save(browse("head-jnq"), F001_value="15")

    answer = clerk.post(GENERAL, fields | {"F001-value": "", "F001-document": ""})

    assert answer.status_code == 200
    assert entries()["F001"][0] == 15


def test_conflict__a_figure_that_was_only_looked_at__is_none(meanwhile, entries):
    clerk, fields = meanwhile

    answer = clerk.post(GENERAL, fields | {"F004-value": "25300"})

    assert answer.status_code == 302
    assert entries()["F002"][0] == 1900


def test_conflict__the_same_value_typed_by_both__is_none(browse, year, entries):
    clerk = browse("clerk-jnq")
    fields = fields_of(clerk.get(GENERAL).content)
    save(browse("head-jnq"), F002_value="1900")

    answer = clerk.post(GENERAL, fields | {"F002-value": "1,900"})

    assert answer.status_code == 302


# -- What the page shows ---------------------------------------------------------------------------------------------
def test_page__shows_progress_due_date_years_before_and_a_change(browse, year, in_zone):
    with in_zone():
        enter(year.returns.get(park__code="JNQ"), {"F005": "1059778387069.06"})

    text = browse("clerk-jnq").get(f"{PAGE}?section=industry").content.decode()

    assert "2 of 62 figures complete." in text
    assert "Draft, not submitted" in text
    assert "working days" in text
    assert "10,294.12" in text
    assert "1,059,778,387,069.06" in text
    assert "= 10,597.78 100 m yuan" in text
    assert "typed in yuan; the years before in 100 m yuan" in text
    assert "Not yet from records" in text


def test_page__a_hard_rule__is_said_with_its_arithmetic(browse, year, in_zone):
    with in_zone():
        enter(year.returns.get(park__code="JNQ"), {"F002": 1500, "F003": 1842})

    text = browse("clerk-jnq").get(GENERAL).content.decode()

    assert "R02 Technology enterprises cannot outnumber the enterprises of the park." in text
    assert "1,842 ≤ 1,500" in text
    assert "Saved, breaks a rule" in text


def test_page__a_jump__asks_for_a_reason_which_then_travels_along(browse, year, in_zone):
    with in_zone():
        enter(year.returns.get(park__code="JNQ"), {"F004": 1})
    client = browse("clerk-jnq")

    asked = client.get(GENERAL).content.decode()
    save(client, F004_reason="counted anew after the census")
    explained = client.get(GENERAL).content.decode()

    assert f"less than {YEAR - 1}." in asked and "Saved, needs a reason" in asked
    assert "Explained: counted anew after the census" in explained


def test_page__in_chinese__names_figures_in_chinese(browse, year):
    client = browse("clerk-jnq")
    client.cookies["django_language"] = "zh-hans"

    answer = client.get(GENERAL)

    assert answer.status_code == 200
    assert "园区企业数" in answer.content.decode()


@pytest.mark.parametrize(
    ("username", "why"),
    [
        ("auditor", "The park&#x27;s clerk and head enter its figures."),
        ("coordinator", "The park&#x27;s clerk and head enter its figures."),
        ("district-pudong", "The park&#x27;s clerk and head enter its figures."),
    ],
)
def test_page__a_reader_who_may_not_enter__sees_numbers_and_why(browse, year, username, why):
    answer = browse(username).get(GENERAL)

    assert answer.status_code == 200
    assert fields_of(answer.content) == {}
    assert "14.50" in answer.content.decode()
    assert why in answer.content.decode()


def test_page__past_the_cut_off__is_closed_with_the_reason(browse, year, in_zone):
    with in_zone():
        empty_return(open_cycle(YEAR + 1, days_left=-2), "JNQ")

    text = browse("clerk-jnq").get(f"/assessment/{YEAR + 1}/returns/JNQ/").content.decode()

    assert "The cut-off was on" in text
    assert "the figures are frozen" in text


@pytest.mark.parametrize(
    "username", ["auditor", "coordinator", "district-pudong", "clerk-mhg", "service-jnq", "owner-a"]
)
def test_save__without_the_permission__is_403_in_scope_and_404_outside(browse, year, entries, username):
    before = entries()
    client = browse(username)
    in_scope = {"auditor", "coordinator", "district-pudong", "service-jnq"}

    answer = client.post(GENERAL, {"F002-was": "", "F002-value": "1842"})

    assert answer.status_code == (403 if username in in_scope else 404)
    assert entries() == before


def without_tokens(content):
    """Each answer carries its own mask of the CSRF token."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"token", content)


@pytest.mark.parametrize(
    "address",
    [PAGE, f"{PAGE}figures/F001/", f"{PAGE}submit/", f"{PAGE}verify/", f"{PAGE}accept/", f"{PAGE}send-back/"],
)
def test_addresses__foreign_and_missing_returns_look_the_same(browse, year, address):
    client = browse("clerk-mhg")

    foreign, missing = client.get(address), client.get(address.replace("JNQ", "XXX"))

    assert foreign.status_code == missing.status_code == 404
    assert without_tokens(foreign.content).replace(b"JNQ", b"XXX") == without_tokens(missing.content)


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}figures/F001/", f"{PAGE}submit/", f"/api/v1/returns/{YEAR}-JNQ/"])
def test_addresses__with_the_filters_taken_away__the_database_still_finds_nothing(browse, year, no_filters, address):
    assert browse("clerk-mhg").get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        f"{PAGE}?section=annexes", f"{PAGE}?section=%00", f"{PAGE}figures/F999/", f"{LIST}?page=1000000000",
        f"{LIST}?page=x", f"{LIST}?page=-1", "/assessment/1999/returns/", "/assessment/99999999999999999999/returns/",
        "/assessment/99999999999999999999/returns/JNQ/",
    ],
)  # fmt: skip
def test_addresses__of_nothing__are_404(browse, year, address):
    assert browse("clerk-jnq").get(address).status_code == 404


@pytest.mark.parametrize("address", [LIST, PAGE, f"{PAGE}figures/F001/", f"{PAGE}submit/"])
def test_addresses__a_visitor__is_asked_to_sign_in_before_anything_is_looked_up(browse, year, address):
    answer = browse(None).get(address)

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


# -- The list --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "parks"),
    [
        ("coordinator", {"JNQ", "MHG"}),
        ("auditor", {"JNQ", "MHG"}),
        ("district-pudong", {"JNQ"}),
        ("district-minhang", {"MHG"}),
        ("clerk-jnq", {"JNQ"}),
        ("head-mhg", {"MHG"}),
    ],
)
def test_list__holds_the_returns_that_the_reader_may_see(browse, year, username, parks):
    links = read_page(browse(username).get(LIST).content).links

    assert {link.removeprefix(LIST).strip("/") for link in links if link.startswith(LIST) and link != LIST} == parks


@pytest.mark.parametrize("username", ["service-jnq", "owner-a", "department", "sysadmin"])
def test_list__a_role_without_returns__is_told_who_reads_them(browse, year, username):
    answer = browse(username).get(LIST)

    assert answer.status_code == 403
    assert "Returns are read by the park itself" in answer.content.decode()


def test_list__says_progress_state_and_who_has_it(browse, year):
    text = browse("coordinator").get(LIST).content.decode()

    assert "1 of 62" in text and "62 of 62" in text
    assert "Waits for the district" in text
    assert "1 draft, 1 with the districts." in text


def test_list__filtered__names_the_filter_and_offers_to_clear_it(browse, year):
    client = browse("coordinator")

    submitted = client.get(f"{LIST}?status=submitted").content.decode()
    pudong = client.get(f"{LIST}?district=310115").content.decode()
    none = client.get(f"{LIST}?status=locked").content.decode()

    assert "Minhang" in submitted and f"{LIST}JNQ/" not in submitted
    assert f"{LIST}JNQ/" in pudong and f"{LIST}MHG/" not in pudong
    assert "No row passes this filter." in none and "Clear the filter" in none


def test_list__a_filter_that_there_is_not__is_said_at_its_field(browse, year):
    answer = browse("coordinator").get(f"{LIST}?status=lost&district=9")

    assert answer.status_code == 400
    assert "2 points to correct" in answer.content.decode()


def test_list__of_a_year_without_returns__says_why(browse, year, in_zone):
    with in_zone():
        open_cycle(YEAR + 2)

    assert "No return to show." in browse("coordinator").get(f"/assessment/{YEAR + 2}/returns/").content.decode()


# -- One figure ------------------------------------------------------------------------------------------------------
def test_figure__tells_definition_use_rules_years_and_history(browse, year):
    client = browse("clerk-jnq")
    save(client, F001_value="14.7", F001_reason="a plot was built")

    text = client.get(f"{PAGE}figures/F001/").content.decode()

    assert "Plots already developed at year end" in text
    assert "F005 / 100000000 / F001" in text
    assert "F001 &gt;= last(F001)" in text
    assert "0.5 to 150 km²" in text
    assert "14.5 km²; read from: plots, 31 December → " in text
    assert "14.7 km²; reason: a plot was built; read from: plots, 31 December" in text
    assert "演示金桥填报员" in text


# -- Cost ------------------------------------------------------------------------------------------------------------
BUDGET = {LIST: 14, f"{PAGE}?section=industry": 15, f"{PAGE}figures/F005/": 16, f"{PAGE}submit/": 16}
"""Queries of one request: the scope's own seven, then the page's."""


@pytest.mark.parametrize("address", BUDGET)
def test_queries__within_budget_and_the_same_for_more_parks_and_figures(browse, year, in_zone, address):
    client = browse("coordinator" if address == LIST else "head-jnq")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    with in_zone():
        for code in ("CHJ", "LJZ", "XHU"):
            complete_return(year, code)
        enter(year.returns.get(park__code="JNQ"), {"F002": 1500, "F004": 25300, "F005": 10**12})

    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200

    assert len(many) == len(few) <= BUDGET[address], "\n".join(query["sql"][:150] for query in many.captured_queries)
