"""Every template once, by axe (WCAG 2.2 AA), in both languages, wide and on a phone; no sideways scroll at 360 px."""

import pytest

pytestmark = pytest.mark.journey

ITEM, PARK, YEAR = "S01", "JNQ", "2025"
PAGES = {
    None: [
        "/",
        "/parks/",
        f"/parks/{PARK}/",
        "/services/",
        f"/services/items/{ITEM}/",
        "/assessment/",
        f"/assessment/{YEAR}/ranking/",
        f"/assessment/{YEAR}/plan/",
        "/method/",
        "/accessibility/",
        "/accounts/login/",
        "/nothing/here/",
        "/gallery/",
    ],
    "coordinator": [
        "/work/",
        "/overview/",
        f"/assessment/{YEAR}/ranking/?open=EXP",
        f"/assessment/{YEAR}/standing/",
        f"/assessment/{YEAR}/standing/ZIZ/",
        f"/assessment/{YEAR}/standing/ZIZ/support/",
        f"/assessment/{YEAR}/standing/JSH/reinstate/",
        f"/assessment/{YEAR}/runs/",
        f"/assessment/{YEAR}/runs/request/",
        f"/assessment/{YEAR}/release/",
        f"/assessment/{YEAR}/returns/",
        f"/parks/{PARK}/industries/new/",
    ],
    "clerk-jnq": [
        "/work/",
        f"/assessment/{YEAR}/returns/{PARK}/",
        "/assessment/2026/returns/JNQ/?section=innovation",
        "/assessment/2026/returns/JNQ/figures/F005/",
        "/assessment/2026/returns/JNQ/submit/",
    ],
    "owner-a": ["/work/", "/services/cases/", f"/services/items/{ITEM}/request/"],
}


EXPECTED = {"/nothing/here/": 404}


@pytest.mark.parametrize("username", PAGES)
@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (360, "zh-hans")])
def test_access__every_template__no_violation_and_no_sideways_scroll(visitor, username, width, language):
    person = visitor(width=width, language=language)
    if username is not None:
        person.sign_in(username)
    faults = []
    for path in PAGES[username]:
        status = person.page.goto(person.base + path).status
        if status not in {200, EXPECTED.get(path, 200)}:
            faults.append(f"{path}: {status}")
        faults += [f"{path}: {fault}" for fault in person.faults_of_access()]
        if person.scrolls_sideways():
            faults.append(f"{path}: scrolls sideways at {width} px")

    assert faults == []
