"""The public catalogue and the request of an enterprise: what they show, what they refuse, with which words."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.factories import services as make
from tests.integration.services.reading import own_cases, text_of


def send(client: Client, **changes: str):
    make.item()
    body = {"subject": "Licence for the cold store", "contact": "021-0000-0000", "submission_key": str(uuid4())}
    (enterprise,) = make.access_of(make.person("owner-a")).everything()["enterprise"]
    return client.post("/services/items/S05/request/", body | {"enterprise": enterprise} | changes)


# -- The catalogue ---------------------------------------------------------------------------------------------------
def test_catalogue__visitor__reads_every_item_and_that_it_is_no_official_list(browse):
    make.item()

    page = text_of(browse(), "/services/")

    assert page.count('role="rowheader"') == 34
    assert "Examples, not official" in page


@pytest.mark.parametrize(
    ("query", "rows"), [("area=tax", 4), ("q=专利", 2), ("q=patent", 2), ("q=s05", 1), ("q=100%25", 0)]
)
def test_catalogue__filtered__shows_what_fits(browse, query, rows):
    make.item()

    assert text_of(browse(), f"/services/?{query}").count('role="rowheader"') == rows


@pytest.mark.parametrize("query", ["q=%00", "area=elsewhere", f"q={'x' * 101}"])
def test_catalogue__filter_that_cannot_be__says_so_and_shows_everything(browse, query):
    make.item()

    answer = browse().get(f"/services/?{query}")

    assert answer.status_code == 400
    assert "1 point to correct" in answer.content.decode()


def test_item__unknown_code__is_not_found(browse):
    assert browse().get("/services/items/S99/").status_code == 404


def test_item__officer__reads_why_there_is_no_button(browse):
    make.item()

    page = text_of(browse("service-jnq"), "/services/items/S05/")

    assert "Only people of an enterprise can ask for a service" in page
    assert "/services/items/S05/request/" not in page


# -- The request -----------------------------------------------------------------------------------------------------
def test_request__sent__leads_to_the_case_of_the_park_it_resides_in(browse, park):
    answer = send(browse("owner-a"), park=str(park("MHG").pk))  # a park in the form is not even read

    (case,) = own_cases()
    assert answer.url == f"/services/cases/{case.pk}/"
    assert (case.park.code, case.status) == ("JNQ", "submitted")


def test_request__sent_twice__is_one_case(browse):
    client, key = browse("owner-a"), str(uuid4())

    first, second = send(client, submission_key=key), send(client, submission_key=key)

    assert first.url == second.url
    assert len(own_cases()) == 1


def test_request__form_opened_twice__carries_two_keys(browse):
    make.item()
    client = browse("owner-a")

    keys = {client.get("/services/items/S05/request/").context["form"]["submission_key"].value() for _open in range(2)}

    assert len(keys) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subject": ""}, "Enter in one line what you ask for."),
        ({"subject": "a\x00b"}, "Character 2 cannot be printed (U+0000)"),
        ({"description": "line\x0bline"}, "Character 5 cannot be printed (U+000B)"),
        ({"subject": "长" * 121}, "Use at most 120 characters; this has 121."),
        ({"description": "长" * 4001}, "Use at most 4000 characters; this has 4001."),
        ({"contact": " "}, "Enter whom the officer can reach, and how."),
        ({"submission_key": "no key"}, "submission_key"),
        ({"enterprise": "999999"}, "Select a valid choice"),
        ({"enterprise": "x"}, "Select a valid choice"),
    ],
)
def test_request__bad_input__is_named_and_nothing_is_made(browse, changes, words):
    answer = send(browse("owner-a"), **changes)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert own_cases() == []


def test_request__in_the_neighbours_name__is_no_choice(browse, enterprise_of):
    answer = send(browse("owner-a"), enterprise=str(enterprise_of("owner-b").pk))

    assert answer.status_code == 422


def test_request__windows_line_ends__count_as_one_character(browse):
    send(browse("owner-a"), description="a\r\n" * 2000)

    assert own_cases()[0].description.count("\n") == 1999  # the last one is trimmed


# -- How a park offers an item ---------------------------------------------------------------------------------------
def test_variant__the_parks_head__reads_the_form_and_saves_it(browse):
    make.item()
    head, address = browse("head-jnq"), "/services/items/S05/parks/JNQ/"

    page = text_of(head, address)
    answer = head.post(address, {"is_offered": "on", "promised_days": "4", "note_en": "", "note_zh_hans": ""})

    assert 'name="promised_days"' in page
    assert (answer.status_code, answer["Location"]) == (302, "/services/items/S05/")


def test_variant__officer_without_that_right__403(browse):
    make.item()

    assert browse("service-jnq").get("/services/items/S05/parks/JNQ/").status_code == 403
