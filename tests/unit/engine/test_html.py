"""The report: one page that needs nothing, says what the engine says, and lets no name become markup."""

import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assessment.engine import as_html, evaluate, parse, uncertainty
from assessment.engine.cli import main
from assessment.engine.html.elements import el, fixed, number, percent, text
from assessment.engine.progress import Bar

from .cases import EXAMPLE_1, EXAMPLE_2, NEAR, VALUES_1, VALUES_2, changed, one_level, rows, varied

HOSTILE = ["</style><script>alert(1)</script>", '" onmouseover="alert(1)', "a\u202eb", "&amp;", "]]><!--", "园区"]
TABLE = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
DRAWN = {"figure", "figcaption", "svg", "g", "text", "rect", "line", "circle"}
PROSE = {"h1", "h2", "h3", "h4", "p", "a", "span", "ul", "ol", "li", "dl", "dt", "dd", "div", "details", "summary"}
FRAME = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "section", "article"}
ALLOWED = TABLE | DRAWN | PROSE | FRAME
VOID = {"meta"}


class Reader(HTMLParser):
    """Keeps the tags, the attributes and the texts, and checks that all is closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.texts = [], set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def page(system, values, draws=None):
    index = parse(system, rows(values))
    return as_html(evaluate(index), uncertainty(index, draws=draws, seed=1) if draws else None)


def read(markup):
    reader = Reader()
    reader.feed(markup)
    assert reader.open == []
    return reader


FULL = changed(
    EXAMPLE_1,
    verdict={"lines": [{"verdict": "pass", "min": 50}, {"verdict": "fail"}], "bottom": {"n": 1, "verdict": "low"}},
    uncertainty={"normalise": [{"method": "goalposts", "posts": [0, 100]}], "drivers": 20},
)


@pytest.mark.parametrize(
    ("system", "values", "draws"),
    [(EXAMPLE_1, VALUES_1, None), (EXAMPLE_2, VALUES_2, 60), (FULL, VALUES_1, 60), (one_level(x={}), "u,x\nA,NA\n", 5)],
)
def test_page__is_whole_and_reaches_for_nothing(system, values, draws):
    found = read(page(system, values, draws))
    names = {name for name, _ in found.attributes}

    assert found.tags <= ALLOWED
    assert not [name for name in names if name.startswith("on") or name in {"src", "style", "srcset"}]
    assert all(value.startswith("#") for name, value in found.attributes if name == "href")
    ids = [value for name, value in found.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value[1:] for name, value in found.attributes if name == "href"} <= set(ids)
    assert "url(" not in page(system, values, draws)


def test_page__says_what_the_engine_says():
    found = read(page(FULL, VALUES_1, 60))

    assert any(words.startswith("P2 leads the ranking, and is first in ") for words in found.texts)
    assert {"80.00", "73.33", "33.33", "0.00"} <= set(found.texts)
    assert "The choice that moves the ranks most" in " ".join(found.texts)
    assert "D1: 1, minus 5 points" in found.texts


def test_page__hostile_names__stay_text():
    lines = [
        f'"{name.replace(chr(34), chr(34) * 2)}","{name.replace(chr(34), chr(34) * 2)}",{at},{9 - at}'
        for at, name in enumerate(HOSTILE)
    ]
    system = changed(one_level(**{"x": {}, "<b>": {}}), groups=[])
    found = read(page(system, "u,name,x,<b>\n" + "\n".join(lines) + "\n", 40))

    assert found.tags <= ALLOWED
    assert HOSTILE[0] in found.texts
    assert "a\N{REPLACEMENT CHARACTER}b" in found.texts


def test_page__same_input__same_bytes_in_any_order():
    lines = VALUES_1.splitlines(keepends=True)

    assert page(FULL, VALUES_1, 60) == page(FULL, "".join([lines[0], *reversed(lines[1:])]), 60)


def test_page__a_policy_forbids_scripts_and_addresses():
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page(EXAMPLE_1, VALUES_1))

    assert policy
    assert policy.group(1).startswith("default-src &#x27;none&#x27;")


def test_page__ties_gaps_and_treated_points_are_named():
    system = varied(
        one_level(
            x={"impute": {"method": "mean"}, "treat": {"methods": ["winsorise"], "skew_thresh": 1, "kurt_thresh": 1}}
        )
    )
    words = " ".join(read(page(system, "u,x\nA,1\nB,2\nC,3\nD,4\nE,100\nF,NC\n", 20)).texts)

    assert "1 imputed figure" in words
    assert "data point" in words
    assert "winhi" in words
    assert "A and B lead the ranking" in " ".join(read(page(one_level(x={}), "u,x\nA,1\nB,1\n")).texts)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (1.0, "1"),
        (0.005, "0.01"),
        (-0.001, "0"),
        (-2.5, "−2.5"),
        (1e12, "1e+12"),
        (3, "3"),
        ("word", "word"),
    ],
)
def test_number__shows_few_decimals(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, "0 %"), (1.0, "100 %"), (0.0004, "<0.1 %"), (0.9999, ">99.9 %"), (None, "–")]
)
def test_percent__some_is_never_none_and_most_is_never_all(share, shown):
    assert percent(share) == shown


def test_elements__escape_all_but_markup():
    assert el("p", "<b>", el("b", "&"), title='"') == '<p title="&quot;">&lt;b&gt;<b>&amp;</b></p>'
    assert text("\x00") == "\N{REPLACEMENT CHARACTER}"
    assert (fixed(None), fixed(-0.0), fixed(-1.0)) == ("–", "0.00", "−1.00")


@pytest.fixture
def files(tmp_path):
    (tmp_path / "s.json").write_text(json.dumps(varied(one_level(x={}, y={}))))
    (tmp_path / "v.csv").write_text(NEAR)
    return [str(tmp_path / "s.json"), str(tmp_path / "v.csv")]


def test_command__writes_the_page_beside_its_answer(files, tmp_path):
    stdout, stderr, report = io.StringIO(), io.StringIO(), tmp_path / "report.html"

    assert main([*files, "--html", str(report), "--uncertainty", "20", "--seed", "1"], stdout, stderr) == 0

    assert report.read_text(encoding="utf-8").startswith("<!doctype html>\n")
    assert stdout.getvalue().startswith("rank")
    assert stderr.getvalue() == ""


@pytest.mark.parametrize("place", ["", "no/such/folder/r.html", "\0"])
def test_command__a_page_that_cannot_be_written__is_a_fault(files, place, tmp_path):
    stdout, stderr = io.StringIO(), io.StringIO()
    path = str(tmp_path / place) if place.startswith("no") else place

    assert main([*files, f"--html={path}"], stdout, stderr) == 2
    assert stdout.getvalue() == ""
    assert stderr.getvalue().startswith("--html: ")
    assert stderr.getvalue().count("\n") == 1


class Terminal(io.StringIO):
    def isatty(self):
        return True


def bar_after(seconds, stream):
    now = iter([0.0, *seconds])
    bar = Bar(stream, clock=lambda: next(now))
    bar(1, 4)
    return bar


def test_bar__appears_on_a_terminal_after_two_seconds_and_leaves_the_line_empty():
    stream = Terminal()
    bar = bar_after([2.5, 2.5], stream)

    assert "25 %" in stream.getvalue()
    bar.clear()
    assert stream.getvalue().endswith("\r")


@pytest.mark.parametrize(("seconds", "stream"), [([1.9], Terminal()), ([9.0], io.StringIO())])
def test_bar__is_silent_before_and_in_a_pipe(seconds, stream):
    bar_after(seconds, stream).clear()

    assert stream.getvalue() == ""


def test_report__is_not_imported_without_being_asked_for(files):
    late = "'numpy' in sys.modules or 'assessment.engine.html' in sys.modules"
    code = f"import sys; from assessment.engine.cli import main; main({files!r}); sys.exit({late})"

    found = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False, capture_output=True
    )

    assert found.returncode == 0
