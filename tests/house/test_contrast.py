"""Contrast is computed from the theme's own tokens, light, dark and dark by the system's choice."""

import re
from pathlib import Path

import pytest

THEME = (Path(__file__).parents[2] / "static" / "portal" / "theme.css").read_text()
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6}|#[0-9a-f]{3})\b")
TEXT, LARGE_OR_CONTROL = 4.5, 3.0


def tokens_of(selector: str) -> dict[str, str]:
    """The colours in the first rule of that selector."""
    start = THEME.index(selector + " {")
    return dict(TOKEN.findall(THEME[start : THEME.index("}", start)]))


LIGHT = tokens_of(":root")
DARK = LIGHT | tokens_of('[data-bs-theme="dark"]')
DARK_BY_SYSTEM = LIGHT | tokens_of(":root:not([data-bs-theme])")
THEMES = {"light": LIGHT, "dark": DARK, "dark by the system": DARK_BY_SYSTEM}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast__black_on_white__is_21():
    assert contrast("#000000", "#fff") == pytest.approx(21)


def test_tokens__both_dark_blocks_agree():
    assert DARK == DARK_BY_SYSTEM


# Role, surface, least ratio light, least ratio dark: the table of the look, to one decimal.
PROMISED = [
    ("ink", "paper", 16.2, 14.4),
    ("ink-2", "paper", 7.0, 8.3),
    ("azurite", "paper", 8.8, 9.1),
    ("cinnabar", "paper", 7.0, 7.7),
    ("amber", "paper", 7.2, 9.9),
    ("pine", "paper", 7.6, 9.3),
    ("rule-strong", "paper", 4.2, 5.4),
    ("area-1", "paper", 4.2, 7.5),
    ("area-2", "paper", 6.6, 7.2),
    ("area-3", "paper", 4.4, 7.6),
    ("area-4", "paper", 6.3, 7.0),
    ("azurite", "azurite-bg", 6.1, 6.1),
    ("cinnabar", "cinnabar-bg", 6.1, 6.1),
    ("amber", "amber-bg", 6.1, 6.1),
    ("pine", "pine-bg", 6.1, 6.1),
    ("seq-ink", "seq-1", 5.1, 5.1),
    ("seq-ink", "seq-2", 5.1, 5.1),
    ("seq-ink", "seq-3", 5.1, 5.1),
    ("seq-ink-inv", "seq-4", 5.1, 5.1),
    ("seq-ink-inv", "seq-5", 5.1, 5.1),
]


@pytest.mark.parametrize(("role", "surface", "light", "dark"), PROMISED, ids=str)
def test_contrast__is_what_the_look_promises(role, surface, light, dark):
    measured = [round(contrast(theme[role], theme[surface]), 1) for theme in THEMES.values()]

    assert measured[0] >= light
    assert min(measured[1:]) >= dark


TEXT_ROLES = ["ink", "ink-2", "azurite", "cinnabar", "amber", "pine"]
TINTS = ["paper", "paper-2", "azurite-bg", "cinnabar-bg", "amber-bg", "pine-bg"]


@pytest.mark.parametrize("name", THEMES)
def test_contrast__text_on_every_surface_it_may_meet(name):
    theme = THEMES[name]
    pairs = [(role, surface) for role in ("ink", "ink-2", "azurite") for surface in TINTS]
    pairs += [(role, surface) for role in TEXT_ROLES for surface in ("paper", "paper-2")]
    pairs += [("ink", "paper-3"), ("on-strong", "azurite"), ("on-strong", "cinnabar"), ("paper", "ink")]

    assert [pair for pair in pairs if contrast(theme[pair[0]], theme[pair[1]]) < TEXT] == []


@pytest.mark.parametrize("name", THEMES)
def test_contrast__borders_of_controls_and_bars_stand_out(name):
    theme = THEMES[name]
    pairs = [(role, "paper") for role in ("rule-strong", "area-1", "area-2", "area-3", "area-4")]

    assert [pair for pair in pairs if contrast(theme[pair[0]], theme[pair[1]]) < LARGE_OR_CONTROL] == []
