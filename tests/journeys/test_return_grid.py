"""The grid as the clerk uses it: keys, paste, undo, a lost connection, an ended sign-in, two people in one cell."""

import re
import time

import pytest

pytestmark = pytest.mark.journey

BLOCK_BAD = {2: "many", 7: "12,5", 11: "-1"}


def open_section(visitor, section="industry", user="clerk-jnq", **window):
    clerk = visitor(**window)
    clerk.sign_in(user)
    code = user.partition("-")[2].upper()
    year = clerk.page.locator(f"a[href*='/returns/{code}/']").first.get_attribute("href").partition("?")[0]
    clerk.go(f"{year}?section={section}")
    return clerk


def until(clerk, condition, argument=None, seconds=10):
    """Wait in the page; the portal's policy forbids the browser to compile a condition of its own."""
    deadline = time.monotonic() + seconds
    while not clerk.page.evaluate(condition, argument):
        assert time.monotonic() < deadline, condition
        clerk.page.wait_for_timeout(50)


def wait_saved(clerk):
    until(clerk, "Object.keys(localStorage).filter((key) => key.startsWith('return:')).length === 0")


def value(clerk, code):
    return clerk.page.input_value(f"input[name={code}-value]").replace(",", "")


def state(clerk, code):
    return clerk.page.locator(f"[data-state={code}]").inner_text()


def reloaded(clerk):
    clerk.page.goto(clerk.page.url.partition("#")[0])


def test_grid__thirty_cells_by_keys_alone__all_saved_and_tab_leaves(visitor):
    clerk = open_section(visitor, user="clerk-mhg")
    typed = {}
    for section in ("industry", "environment"):
        clerk.page.goto(re.sub(r"section=\w+", f"section={section}", clerk.page.url))
        codes = [field.get_attribute("name")[:4] for field in clerk.page.locator("input.cell").all()]
        clerk.page.locator("input.cell").first.focus()
        for number, code in enumerate(codes, 1):
            text = str(number)
            clerk.page.keyboard.type(text)
            typed[code] = (section, text)
            clerk.page.keyboard.press("ArrowDown" if number % 2 else "Enter")
            if clerk.page.evaluate("document.activeElement.tagName") == "SUMMARY":  # a document has no number
                clerk.page.keyboard.press("ArrowDown")
        wait_or_refused(clerk, codes)
    clerk.page.locator("input.cell").last.focus()
    clerk.page.keyboard.press("Tab")
    left = clerk.page.evaluate("!document.activeElement.closest('[data-grid]')")

    assert left
    assert len(typed) >= 30
    assert all(re.search("Saved|Refused", state(clerk, code)) for code in codes)
    assert clerk.complaints == []


def wait_or_refused(clerk, codes):
    until(
        clerk,
        "codes => codes.every(code => !/Waits|Saving/.test(document.querySelector(`[data-state=${code}]`).innerText))",
        codes,
    )


def test_paste__twenty_rows_of_eight_with_three_bad__the_others_saved_three_explained_one_undo(visitor):
    clerk = open_section(visitor)
    fields = clerk.page.locator("input.cell")
    codes = [field.get_attribute("name")[:4] for field in fields.all()]
    before = [value(clerk, code) for code in codes]
    rows = [
        [code, f"figure {at}", "unit", "1", "2", "3", BLOCK_BAD.get(at, last_year(clerk, code)), "note"]
        for at, code in enumerate(codes)
    ]
    rows.insert(0, ["code", "figure", "unit", "2023", "2024", "2025", year_of(clerk), "note"])
    fields.first.focus()
    paste(clerk, "\n".join("\t".join(row) for row in rows))
    clerk.page.wait_for_selector("dialog[open] tbody tr")
    until(clerk, "document.querySelectorAll('dialog .field-error').length === 3")
    clerk.page.click("dialog button[name=put]")
    wait_or_refused(clerk, codes)

    assert len(codes) == 19
    refused = [code for code in codes if "Refused" in state(clerk, code)]
    assert refused == [codes[at] for at in BLOCK_BAD]
    assert [clerk.page.input_value(f"input[name={code}-value]") for code in refused] == list(BLOCK_BAD.values())
    assert "“many”" in clerk.page.locator(f"[id={refused[0]}-says]").inner_text()

    clerk.page.click("[data-undo]")
    wait_saved(clerk)
    assert [value(clerk, code) for code in codes] == before


def last_year(clerk, code):
    """What stands in the column of the year before, in its own unit."""
    row = clerk.page.locator(f"[data-row={code}]")
    text = row.locator("td.num").nth(2).inner_text()
    return text + "亿" if row.locator("[data-echo]").count() else text.replace("–", "0")


def year_of(clerk):
    return re.search(r"/assessment/(\d+)/", clerk.page.url)[1]


def paste(clerk, text):
    clerk.page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const options = {clipboardData: data, bubbles: true, cancelable: true};
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def test_paste__in_units_of_ten_thousand__becomes_yuan(visitor):
    clerk = open_section(visitor)
    clerk.page.focus("input[name=F005-value]")
    paste(clerk, "F005\t91,000,000.5\nF006\t8,800亿")
    clerk.page.wait_for_selector("dialog[open] tbody tr")
    clerk.page.select_option("dialog select[name=unit]", "wan")
    until(clerk, "document.querySelector('dialog tbody').innerText.includes('910,000,005,000')")

    assert "880,000,000,000" in clerk.page.inner_text("dialog tbody")
    clerk.page.click("dialog button[name=cancel]")


def test_undo__five_steps__back_to_the_opening(visitor):
    clerk = open_section(visitor, "general", user="clerk-mhg")
    before = value(clerk, "F001")
    for text in ("11", "12", "13", "14", "15"):
        clerk.page.fill("input[name=F001-value]", text)
        clerk.page.keyboard.press("Enter")
        clerk.page.focus("input[name=F001-value]")
    for _step in range(5):
        clerk.page.keyboard.press("Control+z")
    wait_saved(clerk)
    reloaded(clerk)

    assert value(clerk, "F001") == before


def test_offline__typed_reloaded_online__there(visitor):
    clerk = open_section(visitor, "innovation")
    clerk.page.context.set_offline(True)
    clerk.page.fill("input[name=F026-value]", "1234")
    clerk.page.keyboard.press("Enter")
    until(clerk, "document.querySelector('[data-save-state]').innerText.includes('no connection')")
    assert "Not saved, kept on this device" in state(clerk, "F026")

    clerk.page.context.set_offline(False)
    clerk.page.reload()
    wait_saved(clerk)
    reloaded(clerk)
    assert value(clerk, "F026") == "1234"


def test_signed_out__typing_is_kept_and_saved_after_signing_in(visitor):
    clerk = open_section(visitor, "innovation")
    cookies = [cookie for cookie in clerk.page.context.cookies() if cookie["name"] != "sessionid"]
    clerk.page.context.clear_cookies()
    clerk.page.context.add_cookies(cookies)
    clerk.page.fill("input[name=F028-value]", "4321")
    clerk.page.keyboard.press("Enter")
    until(clerk, "document.querySelector('[data-save-state] a')")
    clerk.page.click("[data-save-state] a")
    clerk.page.fill("input[name=login]", "clerk-jnq")
    clerk.page.fill("input[name=password]", "zhangjiang-demo")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url(re.compile(r"^http://[^/]+/assessment/"))
    wait_saved(clerk)
    reloaded(clerk)

    assert value(clerk, "F028") == "4321"


def test_two_people__the_second_sees_the_first_and_chooses(visitor):
    clerk = open_section(visitor, "services")
    head = open_section(visitor, "services", user="head-jnq")
    code = head.page.locator("input.cell").first.get_attribute("name")[:4]
    clerk.page.fill(f"input[name={code}-value]", "11")
    clerk.page.keyboard.press("Enter")
    wait_saved(clerk)
    head.page.fill(f"input[name={code}-value]", "22")
    head.page.keyboard.press("Enter")
    head.page.wait_for_selector(f"#id_{code}-choice-mine")

    assert "11" in head.page.locator(f"[data-conflict={code}]").inner_text()
    assert value(head, code) == "22"
    assert head.faults_of_access() == []
    head.page.click(f"#id_{code}-choice-mine")
    wait_saved(head)
    clerk.page.fill(f"input[name={code}-value]", "33")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_selector(f"#id_{code}-choice-theirs")
    clerk.page.click(f"#id_{code}-choice-theirs")
    wait_saved(clerk)
    assert value(clerk, code) == "22"
