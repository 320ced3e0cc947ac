"""The walk itself can fail: it finds a leak in any wrapping, a telltale answer, an address that it cannot fill."""

import gzip
import io
import zipfile

import pytest
from django.http import HttpResponse
from django.urls import path

from tests.factories.world import World, enterprise_canary, park_canary
from tests.walk.addresses import addresses_of
from tests.walk.canaries import Reader
from tests.walk.reading import Page, alike, opened
from tests.walk.routes import Route


def zipped(text: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", text)
    return packed.getvalue()


@pytest.mark.parametrize("wrap", [bytes, gzip.compress, zipped])
def test_reader__neighbours_canary_in_any_wrapping__is_foreign(wrap, person):
    reader = Reader("owner-b", person)
    sent = wrap(f"{enterprise_canary('owner-a')} {enterprise_canary('owner-b')}".encode())

    assert reader.foreign_in(opened(sent)) == ["enterprise owner-a services.view_case"]
    assert reader.seen == {"enterprise owner-b services.view_case"}


@pytest.mark.parametrize(
    ("username", "permission", "foreign"),
    [
        ("clerk-jnq", "assessment.view_return", False),
        ("clerk-mhg", "assessment.view_return", True),
        ("clerk-jnq", "parks.no_such_permission", True),
        (None, "assessment.view_return", True),
    ],
)
def test_reader__a_parks_canary__opens_by_its_permission(person, username, permission, foreign):
    assert bool(Reader(username, person).foreign_in(park_canary("JNQ", permission).encode())) is foreign


def test_alike__another_sentence_is_told__the_key_is_not():
    told, not_told, other = (HttpResponse(f"no row {key}", status=404) for key in ("17", "18", "17 of MHG"))

    assert alike(told, ("17", "18")) == alike(not_told, ("17", "18"))
    assert alike(told, ("17", "18")) != alike(other, ("17", "18"))


def test_addresses__unknown_parameter__says_what_to_give():
    route = Route("things/<slug:colour>/", path("things/<slug:colour>/", lambda request, colour: None))

    with pytest.raises(AssertionError, match="give VALUES for it"):
        addresses_of(route, World(cycle=None, run=None, parks={}))


def test_page__links_and_forms_are_read():
    page = Page(
        b'<a href="?page=2#x">2</a><form method="post" action="end/"><input name="day" type="date"></form>', "/a/"
    )

    assert page.links == {"/a/?page=2"}
    assert [(form.action, form.values) for form in page.forms] == [("/a/end/", {"day": "2025-06-02"})]
