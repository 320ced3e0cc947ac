"""Next year's plan: drafted from this year's, changed, compared, approved by a second person; past years untouched."""

import pytest

from assessment.models import Cycle, Indicator, Plan
from assessment.plan_content import content_hash
from core.models import AuditEvent
from tests.factories.annual_returns import YEAR, empty_return, enter, open_cycle

NEXT = YEAR + 1
DRAFT = f"/assessment/{NEXT}/plan/draft/"


@pytest.fixture
def source(in_zone):
    with in_zone():
        return open_cycle().plan


@pytest.fixture
def draft(browse, source):
    browse("coordinator").post(f"/assessment/{YEAR}/plan/next/")
    return Plan.objects.get(year=NEXT)


def weights(client):
    form = client.get(DRAFT).context["form"]
    return {name: str(form[name].value()) for name in form.fields}


def test_draft__equals_its_source_but_for_the_year(browse, source, draft):
    assert draft.indicators.count() == source.indicators.count() == 40
    assert "Nothing but the year differs." in browse("coordinator").get(f"{DRAFT}differences/").content.decode()
    assert browse("coordinator").get(DRAFT).status_code == 200


def test_draft__is_started_once(browse, source, draft):
    answer = browse("coordinator2").post(f"/assessment/{YEAR}/plan/next/")

    assert answer.status_code == 422
    assert Plan.objects.filter(year=NEXT).count() == 1


def test_weights__kept__shown_as_differences_and_as_what_stands_against_approval(browse, source, draft, in_zone):
    client = browse("coordinator")
    answer = client.post(DRAFT, weights(client) | {"indicators-A01": "4"})

    assert answer.status_code == 302
    text = client.get(DRAFT).content.decode()
    assert "its indicators&#x27; weights add up to 33" in text or "weights add up to 33" in text
    differing = client.get(f"{DRAFT}differences/").content.decode()
    assert "A01" in differing
    assert "weight" in differing
    with in_zone():
        event = AuditEvent.objects.get(event="plan_changed")
    assert event.after == {"indicator A01": {"weight": "4"}}


def test_weights__a_bad_one__is_refused_and_none_is_kept(browse, source, draft):
    client = browse("coordinator")

    answer = client.post(DRAFT, weights(client) | {"indicators-A01": "much", "indicators-A02": "9"})

    assert answer.status_code == 422
    assert Indicator.objects.get(plan=draft, code="A02").weight == 3


@pytest.mark.parametrize(
    ("expression", "words"), [("F005 / (", "A"), ("F005 / F999", "no figure F999"), ("", "required")]
)
def test_expression__that_cannot_be_read__is_refused_at_its_field(browse, source, draft, expression, words):
    page = f"{DRAFT}indicators/A01/"
    said = {"expression": expression, "direction": "1", "post_low": "60", "post_high": "500"}

    for data in (said, said | {"try": "on"}):
        answer = browse("coordinator").post(page, data)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert Indicator.objects.get(plan=draft, code="A01").expression == "F005 / 100000000 / F001"


def test_expression__tried__shows_its_result_on_last_years_figures_and_keeps_nothing(browse, source, draft, in_zone):
    with in_zone():
        enter(empty_return(Cycle.objects.get(year=YEAR), "JNQ"), {"F005": 1000, "F001": 20})
    said = {"expression": "F005 / F001", "direction": "1", "post_low": "60", "post_high": "500", "try": "on"}

    answer = browse("coordinator").post(f"{DRAFT}indicators/A01/", said)

    assert answer.status_code == 200
    assert "1000 / 20 = 50.00" in answer.content.decode()
    assert Indicator.objects.get(plan=draft, code="A01").expression != "F005 / F001"


def test_rule__changed__past_years_keep_theirs(browse, source, draft):
    before = content_hash(source)
    said = {"expression": "F003 < F002", "severity": "soft", "name_en": "Fewer.", "name_zh_hans": "较少。"}

    answer = browse("coordinator").post(f"{DRAFT}rules/R02/", said)

    assert answer.status_code == 302
    assert draft.rules.get(code="R02").expression == "F003 < F002"
    assert content_hash(source) == before == source.content_hash


def test_approval__by_a_second_person__freezes_and_the_dates_open_the_year(browse, source, draft):
    approve = f"{DRAFT}approve/"

    own = browse("coordinator").post(approve)
    other = browse("coordinator2").post(approve)
    late = browse("coordinator").post(DRAFT, weights(browse("coordinator")))
    dated = browse("coordinator2").post(f"{DRAFT}dates/", {"opens_on": "2032-11-01", "cutoff_on": "2033-03-31"})

    assert own.status_code == 422
    assert "another coordinator approves it" in own.content.decode()
    assert other.status_code == 302
    assert late.status_code == 422
    assert dated.status_code == 302
    assert Cycle.objects.get(year=NEXT).plan == draft


def test_dates__the_wrong_way_round__are_refused(browse, source, draft):
    browse("coordinator2").post(f"{DRAFT}approve/")

    answer = browse("coordinator").post(f"{DRAFT}dates/", {"opens_on": "2033-11-01", "cutoff_on": "2033-03-31"})

    assert answer.status_code == 422
    assert "after the opening" in answer.content.decode()


@pytest.mark.parametrize("username", ["auditor", "head-jnq", "district-pudong", "owner-a"])
def test_draft__only_coordinators(browse, source, draft, username):
    assert browse(username).get(DRAFT).status_code == 403
    assert browse(username).post(f"/assessment/{YEAR}/plan/next/").status_code == 403
