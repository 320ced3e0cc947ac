"""An incubator hands a graduate over to a park; the coordinator opens a target down to the record."""

from datetime import date, timedelta

import pytest

from coordination.demo_people import credit_code

pytestmark = pytest.mark.journey

RECORD = "Demonstration incubator"


def send(page):
    page.locator("main button[type=submit]").last.click()
    page.wait_for_load_state()


def move(someone, label, **fields):
    """Open the step from the row's page, fill it in, take it; back on the row's page."""
    page = someone.page
    back = page.url
    page.get_by_role("link", name=label, exact=True).click()
    page.wait_for_url(f"{back}*/")
    for name, value in fields.items():
        for each in [value] if isinstance(value, str) else value:
            field = page.locator(f"[name={name}]")
            kind = field.first.evaluate("each => each.type")
            if kind == "checkbox":
                page.check(f"[name={name}][value={each}]")
            elif kind.startswith("select"):
                field.select_option(each)
            else:
                field.fill(each)
    send(page)
    page.wait_for_url(back)


def test_incubator__hands_a_graduate_over__the_park_offers_and_the_graduate_accepts(visitor):
    own, park, owner = visitor(), visitor(width=375), visitor()
    own.sign_in("incubator")
    own.go("/incubators/")
    own.page.get_by_role("link", name=RECORD, exact=True).click()
    own.page.get_by_role("link", name="Enter an application").click()
    own.page.fill("[name=name_zh_hans]", "演示团队接力")
    own.page.fill("[name=name_en]", "Relay team")
    own.page.fill("[name=cohort]", "2026")
    own.page.fill("[name=purpose]", "Chips")
    send(own.page)
    own.page.wait_for_url("**/incubatees/*-*/")
    record = own.page.url
    assert own.faults_of_access() == []
    move(own, "Admit")
    move(own, "Let it graduate", credit_code=credit_code("JNQ1"), grounds=["invested", "revenue"], evidence="Reports")
    move(own, "Hand over to a park", park="MHG", wanted_area_m2="300", needs="A clean room")

    park.sign_in("service-mhg")
    park.go("/incubators/relays/")
    park.page.get_by_role("link", name="Relay team").click()
    until = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011  a door, as a person at a calendar
    move(
        park,
        "Make an offer",
        offered_place="B1",
        offered_area_m2="300",
        offered_services="Permits",
        offered_until=until,
    )
    assert park.faults_of_access() == []
    assert not park.scrolls_sideways()
    relay = park.page.url

    owner.sign_in("owner-a")
    owner.page.goto(relay)
    move(owner, "Accept the offer")
    own.page.goto(record)
    assert "It goes on in Minhang Park." in own.text()
    assert own.complaints + park.complaints + owner.complaints == []


def test_coordinator__opens_a_target_down_to_the_record(visitor):
    someone = visitor()
    someone.sign_in("coordinator")
    someone.go("/targets/")
    assert someone.faults_of_access() == []
    someone.page.get_by_role("link", name="High-quality incubators").last.click()
    someone.page.wait_for_url("**/targets/high_quality_incubators/*/")
    assert someone.faults_of_access() == []
    someone.page.get_by_role("link", name=RECORD, exact=True).click()
    someone.page.wait_for_url("**/incubators/*/")

    assert "In the register" in someone.text()
    assert someone.faults_of_access() == []


@pytest.mark.parametrize("path", ["/incubators/", "/targets/", "/targets/high_quality_incubators/1/"])
def test_visitor__on_a_phone_in_chinese__whole_and_accessible(visitor, path):
    someone = visitor(width=360, language="zh-hans", java_script_enabled=True)
    someone.go(path)

    assert not someone.scrolls_sideways()
    assert someone.faults_of_access() == []
