"""A page as its reader meets it."""

import re
from html import unescape
from typing import Any


def words_of(answer: Any) -> str:
    """The text of the page in one line."""
    assert answer.status_code == 200, answer.content[:2000]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def links_in(answer: Any) -> list[str]:
    """Where the page's main part leads, in order."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return [unescape(address) for address in re.findall(r'href="([^"]+)"', main)]
