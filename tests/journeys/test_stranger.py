"""Whoever is not concerned is refused: asked to sign in, told that there is nothing, or told why not."""

import pytest

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("path", ["/work/", "/overview/", "/services/cases/", "/assessment/2025/returns/JNQ/"])
def test_stranger__without_an_account__asked_to_sign_in_and_brought_back(visitor, path):
    stranger = visitor()
    stranger.go(path)

    assert stranger.page.locator("input[name=login]").count() == 1
    assert path.replace("/", "%2F") in stranger.page.url or path in stranger.page.url


def test_stranger__another_parks_return__as_if_it_did_not_exist(visitor):
    clerk = visitor()
    clerk.sign_in("clerk-mhg")

    foreign = clerk.page.goto(clerk.base + "/assessment/2025/returns/JNQ/").status
    missing = clerk.page.goto(clerk.base + "/assessment/2025/returns/XXX/").status

    assert (foreign, missing) == (404, 404)


def test_stranger__a_clerk_on_the_coordinators_page__told_why(visitor):
    clerk = visitor()
    clerk.sign_in("clerk-mhg")

    answer = clerk.page.goto(clerk.base + "/overview/")

    assert answer.status == 403
    assert "municipal coordinator and the auditor" in clerk.text()


def test_stranger__wrong_password__one_neutral_sentence(visitor):
    stranger = visitor()
    stranger.go("/accounts/login/")
    stranger.page.fill("input[name=login]", "coordinator")
    stranger.page.fill("input[name=password]", "wrong")
    with stranger.page.expect_navigation():
        stranger.page.keyboard.press("Enter")

    assert stranger.page.locator("input[name=login]").count() == 1
    assert "/accounts/login/" in stranger.page.url
