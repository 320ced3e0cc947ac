"""Documents of a case: handed in, listed with their state in words, taken back, refused in a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.audit import history_of
from core.models import Attachment
from services.models import CaseDocument
from services.policies import MOST_DOCUMENTS
from tests.factories import documents, hostile_files
from tests.factories import services as make


def send(client: Client, case, name: str = "licence.pdf", content: bytes = b""):
    file = SimpleUploadedFile(name, content)
    return client.post(f"/services/cases/{case.pk}/documents/new/", {"file": file}, follow=True)


def test_add__by_the_enterprise__is_listed_with_its_state(browse):
    case, client = make.submitted(), browse("owner-a")

    page = send(client, case, content=hostile_files.pdf())

    assert page.redirect_chain
    assert "licence.pdf" in page.content.decode()
    assert "Waits for the virus scan" in page.content.decode()


@pytest.mark.parametrize("name", ["empty.pdf", "page.svg", "program.exe", "bomb.png", "macro.xlsx", "both.pdf"])
def test_add__a_hostile_file__422_and_nothing_is_kept(browse, acting_as, name):
    case = make.submitted()

    page = send(browse("owner-a"), case, name, hostile_files.REFUSED[name])

    assert page.status_code == 422
    assert 'href="#id_file"' in page.content.decode()
    with acting_as("owner-a"):
        assert not Attachment.objects.exists()


def test_add__over_the_limit__413_before_anything_is_read(browse, settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024 * 2

    page = send(browse("owner-a"), make.submitted(), content=bytes(3 * 1024 * 1024))

    assert page.status_code == 413
    assert "over the limit of 2112 KB" in page.content.decode()


def test_body__over_two_megabytes_where_no_file_is_taken__is_still_413(browse):
    case = make.submitted()
    file = SimpleUploadedFile("a.pdf", bytes(3 * 1024 * 1024))

    assert browse("owner-a").post(f"/services/cases/{case.pk}/withdraw/", {"file": file}).status_code == 413


MAY_ADD = {"owner-a": 200, "service-jnq": 200, "coordinator": 403, "clerk-jnq": 403, "owner-b": 404, "owner-c": 404}


@pytest.mark.parametrize(("username", "status"), MAY_ADD.items())
def test_add__by_each_role__as_the_case_allows(browse, username, status):
    assert send(browse(username), make.submitted(), content=hostile_files.pdf()).status_code == status


def test_add__closed_case__says_why_not(browse):
    page = send(browse("owner-a"), make.decided(), content=hostile_files.pdf())

    assert page.status_code == 422
    assert "This case is closed" in page.content.decode()


def test_add__one_too_many__says_what_to_do(browse, acting_as):
    case = make.submitted()
    for _number in range(MOST_DOCUMENTS):
        documents.handed_in(case)

    page = send(browse("owner-a"), case, content=hostile_files.pdf())

    assert page.status_code == 422
    assert "the most there may be" in page.content.decode()


def test_remove__by_whoever_handed_it_in__leaves_name_and_hash_in_the_history(browse, acting_as):
    case = make.submitted()
    document = documents.handed_in(case)

    page = browse("owner-a").post(f"/services/documents/{document.pk}/remove/", follow=True)

    assert "Removed: licence.pdf." in page.content.decode()
    with acting_as("owner-a"):
        assert not Attachment.objects.exists()
        removed = history_of(case).get(event="document_removed").before
        assert removed == {"name": "licence.pdf", "sha256": document.attachment.sha256}


def test_remove__by_the_other_side__is_refused(browse, acting_as):
    document = documents.handed_in(make.submitted())

    page = browse("service-jnq").post(f"/services/documents/{document.pk}/remove/")

    assert page.status_code == 422
    assert "Only the person who handed a document in removes it." in page.content.decode()
    with acting_as("owner-a"):
        assert CaseDocument.objects.filter(pk=document.pk).exists()
