"""What a list shows of a personal value: enough to tell two rows apart, too little to find the person by."""

import re

STARS = "**"
DIGITS_SHOWN = 3
LONG = 7


def masked(value: str) -> str:
    """``张**``, ``138**``, ``a**@example.org``; each part of a text that has several."""
    return " ".join(masked_word(word) for word in re.split(r"[\s,，;；]+", value) if word)


def masked_word(word: str) -> str:
    name, sign, host = word.partition("@")
    if sign and host:
        return f"{name[:1]}{STARS}@{host}"
    shown = DIGITS_SHOWN if len(word) >= LONG and sum(map(str.isdigit, word)) >= LONG else 1
    return f"{word[:shown]}{STARS}"
