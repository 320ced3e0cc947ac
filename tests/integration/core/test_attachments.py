"""Handed-in files: kept apart until scanned, served after the gate as something to save, gone when refused."""

import socket
import struct
import threading

import pytest
from django.core.files.storage import storages

from core.models import AttachmentState, Job, JobStatus
from tests.factories import documents
from tests.factories import services as make
from tests.factories.hostile_files import EICAR, pdf

SERVED = {"owner-a": 200, "service-jnq": 200, "coordinator": 200, "clerk-jnq": 403, "owner-b": 404, "service-mhg": 404}


class ClamdDouble:
    """Answers INSTREAM as the daemon does: reads the pieces, finds EICAR, says so."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        peer, _address = self.socket.accept()
        with peer, peer.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack("!L", stream.read(4))[0]:
                content += stream.read(length)
            peer.sendall(b"stream: Eicar-Test FOUND\0" if EICAR in content else b"stream: OK\0")


@pytest.fixture
def clamd(settings):
    double = ClamdDouble()
    settings.SCANNER_URL = double.url
    yield double
    double.socket.close()


def test_file__before_the_scan__is_kept_back_and_says_so(browse):
    document = documents.handed_in(make.submitted())

    page = browse("owner-a").get(f"/files/{document.attachment_id}/")

    assert page.status_code == 409
    assert "as soon as the virus scan has passed it" in page.content.decode()


def test_file__lost_from_the_store__is_told_plainly(browse):
    document = documents.scan(documents.handed_in(make.submitted()))
    storages["attachments"].delete(document.attachment.stored_as)

    page = browse("owner-a").get(f"/files/{document.attachment_id}/")

    assert page.status_code == 409
    assert "does not give this file out now" in page.content.decode()


@pytest.mark.parametrize(("username", "status"), SERVED.items())
def test_file__after_the_scan__is_served_to_whoever_may_read_the_case(browse, username, status):
    document = documents.scan(documents.handed_in(make.submitted()))

    answer = browse(username).get(f"/files/{document.attachment_id}/")

    assert answer.status_code == status
    if status == 200:
        assert b"".join(answer.streaming_content) == pdf()
        assert answer["Content-Disposition"] == 'attachment; filename="licence.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in answer["Cache-Control"]


def test_file__asked_by_a_visitor__is_asked_to_sign_in(browse):
    document = documents.scan(documents.handed_in(make.submitted()))

    assert browse().get(f"/files/{document.attachment_id}/").status_code == 302


def test_scan__clamav_finds_something__the_content_is_deleted(clamd, django_capture_on_commit_callbacks, browse):
    document = documents.handed_in(make.submitted(), name="sample.txt", content=EICAR)
    stored_as = document.attachment.stored_as

    with django_capture_on_commit_callbacks(execute=True):
        attachment = documents.scan(document).attachment

    assert (attachment.state, attachment.finding) == (AttachmentState.REFUSED, "Eicar-Test")
    assert not storages["attachments"].exists(stored_as)
    assert browse("owner-a").get(f"/files/{attachment.pk}/").status_code == 409


def test_scan__clamav_finds_nothing__the_file_is_released(clamd):
    assert documents.scan(documents.handed_in(make.submitted())).attachment.state == AttachmentState.CLEAN


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.sock", "none:"])
def test_scan__scanner_down__waits_in_quarantine_and_is_scanned_later(settings, url, acting_as):
    settings.SCANNER_URL = url
    document = documents.scan(documents.handed_in(make.submitted()))
    assert document.attachment.state == AttachmentState.QUARANTINED
    with acting_as("owner-a"):
        assert Job.objects.get(run_key=f"scan:{document.attachment_id}").status == JobStatus.QUEUED

    settings.SCANNER_URL = "signature:"

    assert documents.scan(document).attachment.state == AttachmentState.CLEAN


def test_scan__delivered_twice__settles_once(acting_as):
    document = documents.scan(documents.handed_in(make.submitted()))
    scanned_at = document.attachment.scanned_at

    assert documents.scan(document).attachment.scanned_at == scanned_at
