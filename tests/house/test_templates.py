"""Templates keep the content security policy, use icons that exist, and every component is on the list."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMPONENTS = ROOT / "templates" / "_components"
SPRITE = ROOT / "static" / "vendor" / "bootstrap-icons-1.13.2" / "icons.svg"
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+=[\"']", re.IGNORECASE),
    "script without src": re.compile(r"<script(?![^>]*(\bsrc=|application/json))", re.IGNORECASE),
    "foreign address": re.compile(r"(src|href)=\"(https?:)?//", re.IGNORECASE),
}


def test_templates__nothing_that_the_policy_forbids():
    found = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in TEMPLATES
        for what, pattern in FORBIDDEN.items()
        if pattern.search(path.read_text())
    ]

    assert found == []


def test_templates__every_icon_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r"{% icon [\"']([\w-]+)[\"'] %}", path.read_text())}

    assert used
    assert used - known == set()


def test_components__files_and_list_agree():
    listed = set(re.findall(r"^\| `([\w/]+\.html)`", (COMPONENTS / "README.md").read_text(), re.MULTILINE))

    assert listed == {path.name for path in COMPONENTS.glob("*.html")}


SHOWN_BY_EVERY_PAGE = {
    "demo_strip", "top_bar", "mark", "language_switch", "acting_menu", "tasks", "foot", "print_patterns", "messages",
    "second_factor_strip", "crumbs", "page_head", "field_error", "saved_views", "history", "as_of", "as_of_choice",
}  # fmt: skip


def test_gallery__shows_every_component_there_is():
    """By an include of its file or by the tag that is named beside it in the list of components."""
    listed = re.findall(r"^\| `(\w+)\.html` \|([^|]*)\|", (COMPONENTS / "README.md").read_text(), re.MULTILINE)
    shown = "".join(path.read_text() for path in [ROOT / "templates/core/gallery.html", *COMPONENTS.glob("*.html")])

    missing = [
        name
        for name, how in listed
        if name not in SHOWN_BY_EVERY_PAGE
        and f"_components/{name}.html" not in shown
        and not any(f"{{% {tag}" in shown for tag in re.findall(r"{% (\w+)", how))
    ]

    assert missing == []
