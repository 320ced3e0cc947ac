"""Files behind a figure: who hands in, who reads, what stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.models import Evidence
from assessment.workflow import ReturnStatus
from core.models import Attachment, AuditEvent
from tests.factories.annual_returns import YEAR, complete_return, empty_return, open_cycle

PAGE = f"/assessment/{YEAR}/returns/JNQ/"
FILES = f"{PAGE}figures/F001/evidence/"


@pytest.fixture
def year(in_zone):
    with in_zone():
        cycle = open_cycle()
        empty_return(cycle, "JNQ")
        complete_return(cycle, "MHG", ReturnStatus.SUBMITTED)


def hand_in(client, page=FILES, name="plots.txt", content=b"plots, 31 December"):
    return client.post(page, {"file": SimpleUploadedFile(name, content)})


def test_evidence__handed_in__is_listed_for_whoever_sees_the_return(browse, year, in_zone):
    answer = hand_in(browse("clerk-jnq"))

    assert answer.status_code == 302
    text = browse("district-pudong").get(FILES).content.decode()
    assert "plots.txt" in text
    assert "1 file stands behind this figure" in text
    assert "Evidence (1)" in browse("clerk-jnq").get(f"{PAGE}figures/F001/").content.decode()
    with in_zone():
        assert AuditEvent.objects.get(event="evidence_added").after["file"] == "plots.txt"


def test_evidence__taken_away__the_file_and_its_trail_stay(browse, year, in_zone):
    hand_in(browse("clerk-jnq"))
    with in_zone():
        evidence = Evidence.objects.get()

    answer = browse("clerk-jnq").post(f"{PAGE}evidence/{evidence.pk}/remove/")

    assert answer.status_code == 302
    with in_zone():
        assert not Evidence.objects.exists()
        assert Attachment.objects.count() == 1
        assert AuditEvent.objects.filter(event="evidence_removed").exists()


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ\x90"), ("a.svg", b"<svg/>"), ("empty.txt", b"")])
def test_evidence__what_is_not_on_the_list__is_refused_and_nothing_kept(browse, year, in_zone, name, content):
    answer = hand_in(browse("clerk-jnq"), name=name, content=content)

    assert answer.status_code == 422
    with in_zone():
        assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("username", "read", "write"),
    [("clerk-jnq", 200, 302), ("district-pudong", 200, 403), ("auditor", 200, 403), ("clerk-mhg", 404, 404)],
)
def test_evidence__who_may(browse, year, username, read, write):
    assert browse(username).get(FILES).status_code == read
    assert hand_in(browse(username)).status_code == write


def test_evidence__of_a_submitted_return__is_closed(browse, year, in_zone):
    page = f"/assessment/{YEAR}/returns/MHG/figures/F001/evidence/"

    answer = hand_in(browse("clerk-mhg"), page)

    assert answer.status_code == 422
    with in_zone():
        assert not Evidence.objects.exists()


def test_evidence__of_a_figure_that_is_not_in_the_plan__is_404(browse, year):
    assert browse("clerk-jnq").get(f"{PAGE}figures/F999/evidence/").status_code == 404
