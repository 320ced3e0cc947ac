"""The bytes of an answer as a person could read them: files opened, what differs at every request made alike."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin

VOLATILE = re.compile(rb'[A-Za-z0-9]{64}|"request_id": ?"[^"]*"|[0-9a-f]{32}')  # csrf tokens, request ids
VOLATILE_HEADERS = {"set-cookie", "content-length", "x-request-id", "date"}
ZIP, GZIP, PDF = b"PK\x03\x04", b"\x1f\x8b", b"%PDF"
PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def opened(content: bytes) -> bytes:
    """The content with what is packed in it: members of a workbook or archive, streams of a PDF."""
    if content.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return content + b"".join(opened(archive.read(name)) for name in archive.namelist())
    if content.startswith(GZIP):
        return content + gzip.decompress(content)
    if content.startswith(PDF):
        return content + b"".join(inflated(part) for part in PDF_STREAM.findall(content))
    return content


def inflated(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return part


def sent_by(response: Any) -> bytes:
    return opened(body_of(response)) + repr(dict(response.items())).encode()


def alike(response: Any, keys: tuple[str, ...]) -> tuple[int, list[tuple[str, str]], bytes]:
    """What must be equal where the one key names a foreign row and the other names none."""
    headers = sorted(
        (name, masked(value.encode(), keys).decode(errors="replace"))
        for name, value in response.items()
        if name.lower() not in VOLATILE_HEADERS
    )
    return response.status_code, headers, masked(body_of(response), keys)


def masked(text: bytes, keys: tuple[str, ...]) -> bytes:
    """Without tokens, and with one word for either key, where it stands by itself."""
    either = b"|".join(re.escape(key.encode()) for key in keys)
    return re.sub(rb"(?<![0-9A-Za-z])(" + either + rb")(?![0-9A-Za-z])", b"KEY", VOLATILE.sub(b"#", text))


class Page(HTMLParser):
    """The links and forms of an HTML page."""

    def __init__(self, content: bytes, path: str) -> None:
        super().__init__()
        self.path = path
        self.links: set[str] = set()
        self.queries: set[str] = set()  # names of the fields of forms that ask
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.feed(content.decode(errors="replace"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "hx-get"):
            if name in facts and tag != "link":
                self.links.add(urldefrag(urljoin(self.path, facts[name])).url)
        if tag == "form":
            self.form = Form(urljoin(self.path, facts.get("action") or self.path), facts.get("method", "get").lower())
            self.forms.append(self.form)
        if self.form is not None:
            self.form.take(tag, facts)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None

    def asked(self) -> Iterator[str]:
        """The names that the page's searches and filters send."""
        for form in self.forms:
            if form.method == "get":
                yield from form.values


class Form:
    """A form with a value in each of its fields, as somebody in a hurry would fill it."""

    def __init__(self, action: str, method: str) -> None:
        self.action, self.method = action, method
        self.values: dict[str, str] = {}
        self.select = ""

    def take(self, tag: str, facts: dict[str, str]) -> None:
        name, kind = facts.get("name", ""), facts.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and (facts.get("value") and not self.values.get(self.select)):
            self.values[self.select] = facts["value"]
        elif tag == "textarea" and name:
            self.values[name] = "A reason of the walk"
        elif tag == "input" and name and kind != "file":
            self.values.setdefault(name, facts.get("value") or TYPED.get(kind, "Walk 1"))
        elif tag == "button" and name:
            self.values.setdefault(name, facts.get("value", ""))


TYPED = {"number": "1", "date": "2025-06-02", "datetime-local": "2025-06-02T08:00", "email": "walk@example.org"}
TYPED |= {"checkbox": "on", "url": "https://example.org/", "search": "canary", "hidden": ""}
