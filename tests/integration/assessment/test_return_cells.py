"""Cells saved as they are left: each answered with its state, nothing of others overwritten, a kept part is a 200."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.actions.peers import keep_peer_medians
from assessment.models import FigureEntry, PeerMedian, Remark
from assessment.workflow import ReturnStatus
from core.models import AuditEvent
from tests.factories.annual_returns import YEAR, complete_return, empty_return, enter, open_cycle
from tests.factories.html_forms import fields_of

PAGE = f"/assessment/{YEAR}/returns/JNQ/"
CELLS = f"{PAGE}cells/"


@pytest.fixture
def year(in_zone):
    with in_zone():
        cycle = open_cycle()
        enter(empty_return(cycle, "JNQ"), {"F001": "14.5", "F002": 1842})
        complete_return(cycle, "MHG", ReturnStatus.SUBMITTED)
    return cycle


@pytest.fixture
def values(in_zone):
    def read():
        with in_zone():
            rows = FigureEntry.objects.filter(annual_return__cycle__year=YEAR, park__code="JNQ")
            return dict(rows.values_list("figure__code", "value"))

    return read


def mark(client, code="F001", section="general"):
    return fields_of(client.get(f"{PAGE}?section={section}").content)[f"{code}-was"]


def cells(was, **typed):
    """What the grid sends: all four fields of each touched figure, with what its typist saw."""
    sent = {}
    for code, value in typed.items():
        texts = value if isinstance(value, dict) else {"value": value}
        for name in ("value", "missing", "reason", "document"):
            sent[f"{code}-{name}"] = texts.get(name, "")
        sent[f"{code}-was"] = was
    return sent


def test_cell__right__is_saved_and_says_so(browse, year, values):
    client = browse("clerk-jnq")

    answer = client.post(CELLS, cells(mark(client), F001="15.25"))

    assert answer.status_code == 200
    cell = answer.json()["cells"]["F001"]
    assert (cell["kind"], cell["texts"]["value"]) == ("saved", "15.25")
    assert "Saved" in cell["state"]
    assert values()["F001"] == 15.25


def test_cell__the_new_mark__lets_the_same_person_go_on(browse, year, values):
    client = browse("clerk-jnq")
    first = client.post(CELLS, cells(mark(client), F001="15")).json()["cells"]["F001"]["was"]

    answer = client.post(CELLS, cells(first, F001="16"))

    assert answer.json()["cells"]["F001"]["kind"] == "saved"
    assert values()["F001"] == 16


def test_cells__one_of_two_refused__is_200_with_a_state_each(browse, year, values):
    answer = browse("clerk-jnq").post(CELLS, cells("~", F003="12,5", F004="25 300"))

    states = {code: cell["kind"] for code, cell in answer.json()["cells"].items() if cell["kind"] != "beside"}
    assert answer.status_code == 200
    assert states == {"F003": "refused", "F004": "saved"}
    assert "“12,5”" in answer.json()["cells"]["F003"]["says"]
    assert values() == {"F001": 14.5, "F002": 1842, "F004": 25300}


def test_cells__all_refused__is_422(browse, year, values):
    answer = browse("clerk-jnq").post(CELLS, cells("~", F003="abc"))

    assert answer.status_code == 422
    assert answer.json()["cells"]["F003"]["kind"] == "refused"
    assert "F003" not in values()


def test_cell__changed_by_another_meanwhile__is_409_and_shows_both(browse, year, values):
    clerk, head = browse("clerk-jnq"), browse("head-jnq")
    seen = mark(clerk)
    head.post(CELLS, cells(mark(head), F001="20"))

    answer = clerk.post(CELLS, cells(seen, F001="21"))
    cell = answer.json()["cells"]["F001"]

    assert answer.status_code == 409
    assert cell["kind"] == "conflict"
    assert "20 km²" in cell["conflict"]
    assert "21" in cell["conflict"]
    assert values()["F001"] == 20
    assert clerk.post(CELLS, cells(cell["was"], F001="21")).status_code == 200
    assert values()["F001"] == 21


def test_cells__one_conflict_one_saved__is_200(browse, year, values):
    clerk, head = browse("clerk-jnq"), browse("head-jnq")
    seen = mark(clerk)
    head.post(CELLS, cells(mark(head), F001="20"))

    answer = clerk.post(CELLS, cells(seen, F001="21") | cells("~", F004="300"))

    assert answer.status_code == 200
    assert values()["F004"] == 300
    assert values()["F001"] == 20


def test_cell__a_rule_it_breaks_elsewhere__is_told_at_its_own_figure(browse, year):
    answer = browse("clerk-jnq").post(CELLS, cells("~", F003="5000"))

    found = answer.json()["cells"]
    assert "R02" in found["F002"]["says"] + found["F003"]["says"]


def test_cell__asked_only__writes_nothing(browse, year, values, in_zone):
    answer = browse("clerk-jnq").post(CELLS, cells("~", F001="many", F004="１２，３００") | {"dry": "on"})

    assert answer.json()["cells"]["F004"] == {"problems": [], "value": "12,300"}
    assert "“many”" in answer.json()["cells"]["F001"]["problems"][0]
    assert "F004" not in values()
    with in_zone():
        assert not AuditEvent.objects.filter(event__startswith="figure_").exists()


def test_cells__after_submission__one_reason_for_all_and_nothing_written(browse, year):
    answer = browse("clerk-mhg").post(f"/assessment/{YEAR}/returns/MHG/cells/", cells("~", F001="9"))

    assert answer.status_code == 409
    assert "while the return is a draft" in answer.json()["reason"]


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("clerk-jnq", 200),
        ("head-jnq", 200),
        ("clerk-mhg", 404),
        ("district-310115", 403),
        ("coordinator", 403),
        ("auditor", 403),
    ],
)
def test_cells__who_may(browse, year, values, username, status):
    answer = browse(username).post(CELLS, cells("~", F004="300"))

    assert answer.status_code == status
    assert ("F004" in values()) == (status == 200)


def test_cells__a_strangers_field__is_refused_whole(browse, year, values):
    answer = browse("clerk-jnq").post(CELLS, cells("~", F004="300") | {"park": "MHG"})

    assert answer.status_code == 409
    assert "park" in answer.json()["reason"]
    assert "F004" not in values()


def test_cells__queries__do_not_grow_with_the_cells(browse, year):
    client = browse("clerk-jnq")

    def queries(**typed):
        with CaptureQueriesContext(connection) as found:
            client.post(CELLS, cells("~", **typed))
        return len(found)

    queries(F004="1")
    one, many = queries(F004="300"), queries(F005="1", F006="1", F008="1", F009="1")

    assert one <= 19
    assert many - one <= 3 * 4  # a write, its event, its savepoint


def test_every_change__has_author_before_and_after(browse, person, year, in_zone):
    client = browse("clerk-jnq")
    client.post(CELLS, cells(mark(client), F001="15"))

    with in_zone():
        event = AuditEvent.objects.get(event="figure_entered")
    assert event.actor_id == person("clerk-jnq").pk
    assert (event.before["F001"]["value"], event.after["F001"]["value"]) == ("14.5000", "15")


# -- Peers -----------------------------------------------------------------------------------------------------------
def test_peer_median__of_locked_years_without_the_own_value_from_three_peers_on(in_zone):
    with in_zone():
        cycle = open_cycle(YEAR - 1, days_left=-300)
        kinds = {}
        for code in ("JNQ", "MHG", "SJG", "QPU", "FXN", "JSH", "CMG"):
            annual_return = empty_return(cycle, code, ReturnStatus.LOCKED)
            kinds[code] = annual_return.park.kind
        group = max(set(kinds.values()), key=list(kinds.values()).count)
        members = sorted(code for code, kind in kinds.items() if kind == group)[:5]
        for at, code in enumerate(members, 1):
            enter(cycle.returns.get(park__code=code), {"F001": at * 10})

        kept = keep_peer_medians(cycle=cycle)

        found = dict(PeerMedian.objects.filter(figure__code="F001").values_list("park__code", "median"))
    assert len(members) == 5
    assert kept == 5
    assert found == dict(zip(members, (35, 35, 30, 25, 25), strict=True))


def test_peer_median__two_peers__is_not_kept(in_zone):
    with in_zone():
        cycle = open_cycle(YEAR - 1, days_left=-300)
        for code in ("QPU", "FXN", "JSH"):
            enter(empty_return(cycle, code, ReturnStatus.LOCKED), {"F001": 10})

        assert keep_peer_medians(cycle=cycle) == 0


# -- Remarks ---------------------------------------------------------------------------------------------------------
def test_remark__follow_up__stands_at_the_cell_until_it_is_settled(browse, year, in_zone):
    district = browse("district-310115")
    figure = f"{PAGE}figures/F001/"

    district.post(figure, {"kind": "follow_up", "text": "plots of Jinqiao South?"})
    flagged = browse("clerk-jnq").get(f"{PAGE}?section=general").content.decode()
    with in_zone():
        remark = Remark.objects.get()
    settled = browse("clerk-jnq").post(f"{PAGE}remarks/{remark.pk}/settle/")
    after = browse("clerk-jnq").get(f"{PAGE}?section=general").content.decode()

    assert "1 point to follow up" in flagged
    assert settled.status_code == 302
    assert "to follow up" not in after


def test_remark__the_auditor__reads_but_writes_not(browse, year, in_zone):
    answer = browse("auditor").post(f"{PAGE}figures/F001/", {"kind": "comment", "text": "x"})

    assert answer.status_code == 403
    assert browse("auditor").get(f"{PAGE}figures/F001/").status_code == 200
    with in_zone():
        assert not Remark.objects.exists()
