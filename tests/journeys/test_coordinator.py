"""The coordinator runs a year through a worker, opens a rank down to its figures, and meets the brake."""

import re

import pytest

pytestmark = pytest.mark.journey


def released_rankings(visitor):
    """The addresses of the released years' rankings, the oldest first, as a stranger finds them."""
    stranger = visitor()
    stranger.go("/assessment/")
    links = stranger.page.locator("a[href*='/ranking/']")
    return sorted(link.get_attribute("href").partition("?")[0] for link in links.all())


def latest_ranking(visitor):
    return released_rankings(visitor)[-1]


def test_coordinator__runs_the_year__a_worker_does_it_and_the_page_says_so(visitor):
    coordinator = visitor()
    coordinator.sign_in("coordinator")
    year = re.search(r"\d{4}", released_rankings(visitor)[0]).group()  # a year on which no other journey decides
    coordinator.go(f"/assessment/{year}/runs/request/")
    coordinator.page.locator("main button[type=submit]").click()
    coordinator.page.wait_for_url("**/assessment/jobs/**")

    coordinator.page.locator("main a[href*='/ranking/']").first.wait_for(timeout=30_000)

    coordinator.go(f"/assessment/{year}/runs/")
    assert coordinator.page.locator("main table tbody tr").count() >= 2
    assert coordinator.complaints == []


def test_coordinator__opens_a_rank__area_arithmetic_figure_and_person(visitor):
    coordinator = visitor()
    coordinator.sign_in("coordinator")
    coordinator.go(latest_ranking(visitor) + "?open=EXP#EXP")

    text = coordinator.text()
    assert "A01" in text
    assert "F005" in coordinator.page.content()
    assert "演示世博园填报员" in coordinator.page.content()
    assert "59.90" in text


def test_coordinator__proposal_under_the_brake__one_person_is_not_enough(visitor):
    coordinator = visitor()
    coordinator.sign_in("coordinator")
    standing = latest_ranking(visitor).replace("ranking", "standing")
    coordinator.go(f"{standing}EXP/confirm/")

    assert coordinator.page.locator("main input[name=document_number]").count() == 0
    assert "second coordinator" in coordinator.text()


def test_coordinator__delisting__confirmed_with_a_number_by_name(visitor):
    coordinator = visitor()
    coordinator.sign_in("coordinator")
    standing = latest_ranking(visitor).replace("ranking", "standing")
    coordinator.go(f"{standing}HPU/confirm/")
    coordinator.page.fill("main input[name=document_number]", "number 12")
    with coordinator.page.expect_navigation():
        coordinator.page.keyboard.press("Enter")
    assert "沪科创办〔2026〕12号" in coordinator.text()

    coordinator.page.fill("main input[name=document_number]", "沪科创办[2026]12号")
    with coordinator.page.expect_navigation():
        coordinator.page.keyboard.press("Enter")

    coordinator.go(f"{standing}HPU/")
    assert "沪科创办〔2026〕12号" in coordinator.text()
    assert "Confirmed" in coordinator.text()
