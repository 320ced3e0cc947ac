"""An enterprise asks for a service and gets it; its neighbour in the same park sees nothing of it."""

import pytest

pytestmark = pytest.mark.journey

SUBJECT = "Registration of a branch office"


def test_enterprise__asks_is_answered_and_rates__the_neighbour_is_refused(visitor):
    owner, officer, neighbour = visitor(), visitor(), visitor()
    owner.sign_in("owner-a")
    owner.go("/services/items/S01/request/")
    owner.page.fill("[name=subject]", SUBJECT)
    owner.page.fill("[name=contact]", "021-00000000")
    owner.page.keyboard.press("Enter")
    owner.page.wait_for_url("**/services/cases/*-*/")
    case = owner.page.url

    officer.sign_in("service-jnq")
    for act, fields in (("accept", {}), ("decide", {"decision": "granted"})):
        officer.page.goto(f"{case}{act}/")
        for name, value in fields.items():
            choose(officer.page, name, value)
        officer.page.locator("main button[type=submit]").last.click()
        officer.page.wait_for_url(case)

    neighbour.sign_in("owner-b")
    assert neighbour.page.goto(case).status == 404
    neighbour.go("/services/cases/")
    assert SUBJECT not in neighbour.text()

    owner.page.goto(f"{case}rate/")
    choose(owner.page, "level", "5")
    owner.page.locator("main button[type=submit]").last.click()
    owner.page.wait_for_url(case)
    assert SUBJECT in owner.text()
    assert owner.complaints + officer.complaints == []


def choose(page, name, value):
    if page.locator(f"select[name={name}]").count():
        page.select_option(f"select[name={name}]", value)
    else:
        page.check(f"input[name={name}][value='{value}']")


def test_enterprise__without_javascript_on_a_phone__asks_all_the_same(visitor):
    owner = visitor(width=360, language="zh-hans", java_script_enabled=False)
    owner.sign_in("owner-c")
    owner.go("/services/items/S01/request/")
    owner.page.fill("[name=subject]", "设立分公司")
    owner.page.fill("[name=contact]", "021-00000000")
    owner.page.keyboard.press("Enter")
    owner.page.wait_for_url("**/services/cases/*-*/")

    assert "设立分公司" in owner.text()
