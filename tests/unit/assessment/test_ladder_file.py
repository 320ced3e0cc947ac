"""The ladder's file and command: the answer's form, and each fault at its place."""

import copy
import json

import pytest
from django.core.management import call_command

CASE = {
    "ladder": {
        "window": {"until_qualified": True},
        "consecutive": False,
        "steps": ["notification", "delisting"],
        "not_rated": "own_default_counts",
        "reentry_years": 0,
        "brake": {"min_share_below": 0.9},
    },
    "years": [
        {
            "park": "HPU",
            "year": year,
            "verdict": "unqualified",
            "cause": "line",
            "share_below": share,
            "own_default": False,
        }
        for year, share in ((2024, 0.96), (2025, 0.97))
    ],
    "events": [{"park": "HPU", "year": 2024, "event": "notified"}],
}
ABSENT = object()


@pytest.fixture
def answer_to(tmp_path, capsys):
    """Run the command on a document or raw bytes: exit code, standard output, lines of standard error."""

    def run(document):
        path = tmp_path / "case.json"
        path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
        code = 0
        try:
            call_command("standing_proposal", str(path))
        except SystemExit as stop:
            code = stop.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err.splitlines()

    return run


def changed(pointer: str, value):
    """The case with one value put in, or taken out, at a JSON pointer."""
    case = copy.deepcopy(CASE)
    *way, last = [int(word) if word.isdigit() else word for word in pointer.strip("/").split("/")]
    holder = case
    for word in way:
        holder = holder[word]
    if value is ABSENT:
        del holder[last]
    else:
        holder[last] = value
    return case


def test_standing_proposal__example__prints_keys_in_order(answer_to):
    code, out, _ = answer_to(CASE)

    answer = json.loads(out)
    assert code == 0
    assert list(answer) == ["year", "proposals"]
    assert list(answer["proposals"][0]) == [
        "park", "verdict", "proposal", "count", "standing_years", "needs_human", "reasons", "may_reenter_from",
    ]  # fmt: skip
    assert out.startswith('{\n  "year": 2025,\n  "proposals": [\n    {\n      "park": "HPU",\n')
    assert out.endswith("}\n")


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/ladder/window", {"years": 3}),
        ("/ladder/steps", ["notification", "notification", "delisting"]),
        ("/ladder/brake/min_share_below", 1),
        ("/years/0/cause", None),
        ("/years/0/share_below", None),
        ("/years/0/share_below", 0),
        ("/events", []),
        ("/events/0/park", "GONE"),
    ],
)
def test_standing_proposal__other_good_input__is_answered(answer_to, pointer, value):
    code, _, faults = answer_to(changed(pointer, value))

    assert (code, faults) == (0, [])


@pytest.mark.parametrize(
    ("pointer", "value", "place"),
    [
        ("/ladder", ABSENT, "/ladder"),
        ("/ladder", [], "/ladder"),
        ("/ladder/window", {}, "/ladder/window"),
        ("/ladder/window", {"until_qualified": True, "years": 3}, "/ladder/window"),
        ("/ladder/window", {"until_qualified": False}, "/ladder/window/until_qualified"),
        ("/ladder/window", {"years": 0}, "/ladder/window/years"),
        ("/ladder/window", {"years": True}, "/ladder/window/years"),
        ("/ladder/consecutive", "no", "/ladder/consecutive"),
        ("/ladder/steps", [], "/ladder/steps"),
        ("/ladder/steps/1", "expulsion", "/ladder/steps/1"),
        ("/ladder/not_rated", "counts", "/ladder/not_rated"),
        ("/ladder/reentry_years", -1, "/ladder/reentry_years"),
        ("/ladder/reentry_years", 0.5, "/ladder/reentry_years"),
        ("/ladder/brake", None, "/ladder/brake"),
        ("/ladder/brake/min_share_below", 1.1, "/ladder/brake/min_share_below"),
        ("/ladder/brake/min_share_below", None, "/ladder/brake/min_share_below"),
        ("/ladder/brake/more", 1, "/ladder/brake/more"),
        ("/years", [], "/years"),
        ("/years", {}, "/years"),
        ("/years/1", 7, "/years/1"),
        ("/years/0/park", "", "/years/0/park"),
        ("/years/0/park", "A\nB", "/years/0/park"),
        ("/years/0/park", "\ud800", "/years/0/park"),
        ("/years/0/year", "2024", "/years/0/year"),
        ("/years/0/year", 2024.0, "/years/0/year"),
        ("/years/0/year", True, "/years/0/year"),
        ("/years/0/year", 2025, "/years/1"),
        ("/years/0/verdict", "failed", "/years/0/verdict"),
        ("/years/0/verdict", ["qualified"], "/years/0/verdict"),
        ("/years/0/cause", "lines", "/years/0/cause"),
        ("/years/0/share_below", "0.9", "/years/0/share_below"),
        ("/years/0/share_below", -0.1, "/years/0/share_below"),
        ("/years/0/share_below", True, "/years/0/share_below"),
        ("/years/0/own_default", None, "/years/0/own_default"),
        ("/years/0/own_default", ABSENT, "/years/0/own_default"),
        ("/years/0/score", 59, "/years/0/score"),
        ("/events", None, "/events"),
        ("/events/0/event", "fired", "/events/0/event"),
        ("/events/0/year", ABSENT, "/events/0/year"),
        ("/more", 1, "/more"),
    ],
)
def test_standing_proposal__one_fault__is_one_line_at_its_place(answer_to, pointer, value, place):
    code, out, faults = answer_to(changed(pointer, value))

    assert (code, out) == (2, "")
    assert len(faults) == 1
    assert faults[0].startswith(f"case.json:{place}: ")


def test_standing_proposal__unknown_key_of_odd_letters__is_escaped_in_its_pointer(answer_to):
    case = copy.deepcopy(CASE)
    case["ladder"]["pass~line/\n"] = 60

    _, _, (fault,) = answer_to(case)

    assert fault.startswith("case.json:/ladder/pass~0line~1\\n: is not a known field")


def test_standing_proposal__many_faults__are_all_named(answer_to):
    case = changed("/years/0/verdict", "bad")
    case["events"][0]["event"] = "bad"
    case["ladder"]["steps"] = "notification"
    del case["years"][1]["park"]

    _, _, faults = answer_to(case)

    places = [fault.split(": ")[0] for fault in faults]
    assert places == [
        "case.json:/ladder/steps",
        "case.json:/years/0/verdict",
        "case.json:/years/1/park",
        "case.json:/events/0/event",
    ]


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"", "case.json:1: is not JSON"),
        (b'{"ladder": {},\n "years": [}', "case.json:2: is not JSON at column 12"),
        (b'{"years": NaN}', "case.json:1: NaN is not a JSON number"),
        (b'{\n"years": "\xff"}', "case.json:2: is not UTF-8"),
        (b"[" * 100_000, "case.json:1: is nested too deep"),
        (b"[]", "case.json:/: [] is not an object"),
        (b"9" * 10_000, "case.json:1: Exceeds the limit"),
    ],
)
def test_standing_proposal__file_that_is_no_case__is_refused_at_its_line(answer_to, content, start):
    code, out, faults = answer_to(content)

    assert (code, out, len(faults)) == (2, "", 1)
    assert faults[0].startswith(start)


def test_standing_proposal__key_given_twice__is_refused(answer_to):
    content = json.dumps(CASE).replace('"consecutive": false', '"consecutive": false, "consecutive": true')

    _, _, faults = answer_to(content.encode())

    assert faults == ["case.json:/ladder/consecutive: is given more than once; keep one"]


def test_standing_proposal__byte_order_mark__is_read(answer_to):
    assert answer_to(b"\xef\xbb\xbf" + json.dumps(CASE).encode())[0] == 0


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ([], "FILE.json: is missing"),
        (["missing.json"], "missing.json: cannot be read (No such file or directory)"),
        (["."], ".: cannot be read (Is a directory)"),
        (["a.json", "b.json"], "b.json: is not a known argument"),
    ],
)
def test_standing_proposal__no_such_file__is_refused(capsys, tmp_path, monkeypatch, words, start):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SystemExit) as stop:
        call_command("standing_proposal", *words)

    printed = capsys.readouterr()
    assert (stop.value.code, printed.out) == (2, "")
    assert printed.err.startswith(start)
    assert printed.err.count("\n") == 1
