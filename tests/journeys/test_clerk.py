"""The clerk enters a year's figures; what is refused is kept, what is saved stays."""

import pytest

pytestmark = pytest.mark.journey

RETURN = "/assessment/2026/returns/JNQ/"


def open_section(visitor, section="general", **window):
    clerk = visitor(**window)
    clerk.sign_in("clerk-jnq")
    year = clerk.page.locator("a[href*='/returns/JNQ/']").first.get_attribute("href")
    clerk.go(f"{year}?section={section}")
    return clerk


def all_saved(clerk):
    """Nothing waits on this device any more."""
    while clerk.page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('return:'))"):
        clerk.page.wait_for_timeout(50)


def test_clerk__types_by_keyboard__saved_and_there_again(visitor):
    clerk = open_section(visitor)
    clerk.page.fill("input[name=F001-value]", "27.5")
    clerk.page.fill("input[name=F002-value]", "2,300")
    clerk.page.keyboard.press("Enter")
    all_saved(clerk)

    clerk.page.reload()

    assert clerk.page.input_value("input[name=F001-value]") == "27.5"
    assert clerk.page.input_value("input[name=F002-value]").replace(",", "") == "2300"
    assert clerk.complaints == []


def test_clerk__a_wrong_value_among_right_ones__the_right_saved_the_wrong_kept_and_named(visitor):
    clerk = open_section(visitor, "industry")
    before = clerk.page.input_value("input[name=F012-value]")
    clerk.page.fill("input[name=F012-value]", "5")
    clerk.page.fill("input[name=F013-value]", "many")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_selector("[id=F013-says] .field-error")

    assert clerk.page.input_value("input[name=F013-value]") == "many"
    assert "“many”" in clerk.text()
    clerk.page.goto(clerk.page.url.partition("#")[0])
    assert clerk.page.input_value("input[name=F013-value]") == "many"
    assert clerk.page.input_value("input[name=F012-value]") == "5" != before


def test_clerk__without_javascript__the_form_is_the_grid(visitor):
    clerk = open_section(visitor, "services", java_script_enabled=False)
    clerk.page.fill("input[name=F056-value]", "7")
    with clerk.page.expect_navigation():
        clerk.page.keyboard.press("Enter")

    clerk.page.goto(clerk.page.url.partition("#")[0])

    assert clerk.page.input_value("input[name=F056-value]") == "7"


def test_clerk__an_incomplete_return__told_what_is_open_and_where(visitor):
    clerk = open_section(visitor)
    with clerk.page.expect_navigation():
        clerk.page.locator("a[href$='/submit/']").first.click()

    assert clerk.page.locator("main a[href*='#F']").count() > 0
    assert clerk.page.locator("main button[type=submit]").count() == 0


def test_clerk__on_a_phone__no_sideways_scroll(visitor):
    for language in ("en", "zh-hans"):
        clerk = open_section(visitor, width=360, language=language)
        assert not clerk.scrolls_sideways()
