"""Virus scanners behind one question: what is found in this file. ClamAV's daemon where one is configured.

``SCANNER_URL`` names it: ``tcp://host:3310`` or ``unix:///path`` of clamd, ``signature:`` (knows the harmless EICAR
sample alone; development), ``none:`` (nobody scans, so every file stays in quarantine).
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Protocol
from urllib.parse import urlsplit

from django.conf import settings

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CHUNK = 64 * 1024
SECONDS = 30


class ScannerDown(Exception):
    """Nobody answers who could scan; the file stays where it is and is scanned later."""


class Scanner(Protocol):
    def find(self, file: IO[bytes]) -> str:
        """The name of what is in the file; empty when nothing is."""


class SignatureScanner:
    """Knows the EICAR sample alone."""

    def find(self, file: IO[bytes]) -> str:
        return "EICAR sample" if EICAR in file.read() else ""


class NoScanner:
    def find(self, file: IO[bytes]) -> str:
        raise ScannerDown("No scanner is configured: set SCANNER_URL.")


class Clamd:
    """ClamAV's daemon over its INSTREAM command: pieces with their length, an empty one at the end."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def find(self, file: IO[bytes]) -> str:
        try:
            with self.connection() as daemon:
                daemon.sendall(b"zINSTREAM\0")
                while piece := file.read(CHUNK):
                    daemon.sendall(struct.pack("!L", len(piece)) + piece)
                daemon.sendall(struct.pack("!L", 0))
                return self.finding(self.answer(daemon))
        except OSError as error:
            raise ScannerDown(str(error)) from error

    @contextmanager
    def connection(self) -> Iterator[socket.socket]:
        if self.url.scheme != "unix":
            with socket.create_connection((self.url.hostname or "", self.url.port or 3310), timeout=SECONDS) as daemon:
                yield daemon
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as daemon:
            daemon.settimeout(SECONDS)
            daemon.connect(self.url.path)
            yield daemon

    @staticmethod
    def answer(daemon: socket.socket) -> str:
        received = b""
        while piece := daemon.recv(CHUNK):
            received += piece
        return received.rstrip(b"\0\n").decode(errors="replace")

    @staticmethod
    def finding(answer: str) -> str:
        """``stream: OK`` or ``stream: NAME FOUND``; anything else is no answer."""
        words = answer.removeprefix("stream: ")
        if words == "OK":
            return ""
        if words.endswith(" FOUND"):
            return words.removesuffix(" FOUND")[:200]
        raise ScannerDown(answer or "no answer")


def scanner() -> Scanner:
    """The scanner that the settings name."""
    scheme = urlsplit(settings.SCANNER_URL).scheme
    if scheme == "signature":
        return SignatureScanner()
    return Clamd(settings.SCANNER_URL) if scheme in {"tcp", "unix"} else NoScanner()
