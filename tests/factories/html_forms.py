"""Reads a page's fields as a browser would send them, so that a test posts what the page offered."""

from html.parser import HTMLParser


class Fields(HTMLParser):
    """The named controls of the page with what they would send, and the texts of its errors."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.selecting = ""
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self.ids.add(facts.get("id", ""))
        if tag == "a":
            self.links.append(facts.get("href", ""))
        if tag == "select":
            self.selecting = facts.get("name", "")
            self.values[self.selecting] = ""
        if tag == "option" and "selected" in facts:
            self.values[self.selecting] = facts["value"]
        if tag == "input" and facts.get("name") and facts.get("type") not in {"radio", "checkbox"}:
            self.values[facts["name"]] = facts.get("value", "")


def read_page(content: bytes) -> Fields:
    fields = Fields()
    fields.feed(content.decode())
    return fields


def fields_of(content: bytes) -> dict[str, str]:
    """The fields of the figures on the page, without the token and what belongs to other forms."""
    found = read_page(content).values
    return {name: value for name, value in found.items() if name.startswith("F0")}
