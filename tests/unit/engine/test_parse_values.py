"""Faults of VALUES.csv: each is named by line and column, and says what to write instead."""

import json
from fractions import Fraction

import pytest

from assessment.engine import Faults, parse, read
from assessment.engine.faults import FaultLog
from assessment.engine.reading.csv_text import read_csv

from .cases import EXAMPLE_1, EXAMPLE_2, VALUES_1, VALUES_2, changed, compute, faults, one_level, rows, totals, units

SYSTEM = one_level(x={}, y={})


def places(lines):
    return [line.split(": ")[0] for line in lines]


def fault_of(cell):
    quoted = '"' + cell.replace('"', '""') + '"'
    return faults_of_text(SYSTEM, f"u,x,y\nA,{quoted},1\n")


def faults_of_text(system, text):
    """Return the faults of a CSV text read by the engine's own reader."""
    log = FaultLog()
    sheet = read_csv(text, log)
    try:
        log.check()
        parse(system, [dict(zip(sheet.header, row.cells, strict=True)) for row in sheet.rows])
    except Faults as found:
        return found.lines
    return []


def test_cell__decimal_comma__reads_as_in_the_format():
    assert fault_of("12,5") == ['VALUES.csv:2:x: "12,5" is not a number; write 12.5']


@pytest.mark.parametrize(
    ("cell", "mend"),
    [
        ("1,234,567", "write 1234567"),
        (" 12", "write 12"),
        ("12 ", "write 12"),
        ("12%", "write 12"),
        ("+5", "write 5"),
        (".5", "write 0.5"),
        ("-.5", "write -0.5"),
        ("5.", "write 5"),
        ("１２", "write 12"),
        ("−3", "write -3"),
        ("1 000", "write 1000"),
        ("nan", 'write a number, or a missing code ("", "NA", "N/A", "NC", "WH")'),
        ("-inf", 'write a number, or a missing code ("", "NA", "N/A", "NC", "WH")'),
        ("abc", 'write a number, or a missing code ("", "NA", "N/A", "NC", "WH")'),
        ("na", 'write a number, or a missing code ("", "NA", "N/A", "NC", "WH")'),
        ("0x10", 'write a number, or a missing code ("", "NA", "N/A", "NC", "WH")'),
    ],
)
def test_cell__no_number__is_mended(cell, mend):
    assert [line.split("; ", 1)[1] for line in fault_of(cell)] == [mend]


@pytest.mark.parametrize("cell", ["1e999", "-1e999", "1e-999", "9" * 500])
def test_cell__beyond_binary64__is_a_fault(cell):
    assert places(fault_of(cell)) == ["VALUES.csv:2:x"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("", "not_reported"),
        ("NA", "not_reported"),
        ("N/A", "not_applicable"),
        ("NC", "not_collected"),
        ("WH", "withheld"),
    ],
)
def test_cell__missing_code__is_kept_as_its_kind(code, kind):
    unit = units(compute(SYSTEM, f"u,x,y\nA,{code},1\n"))["A"]

    assert unit.missing == {"x": kind}
    assert unit.raw == {"x": None, "y": 1.0}


def test_codes__of_the_system_replace_the_default_ones():
    system = SYSTEM | {"missing": {"codes": {"-": "withheld"}}}

    assert units(compute(system, "u,x,y\nA,-,1\n"))["A"].missing == {"x": "withheld"}
    assert places(faults(system, "u,x,y\nA,NA,1\nB,,1\n")) == ["VALUES.csv:2:x", "VALUES.csv:3:x"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["VALUES.csv:1"]),
        ("\n\n", ["VALUES.csv:1"]),
        ("u,x,y\n", ["VALUES.csv:1"]),
        ("u;x;y\nA;1;2\n", ["VALUES.csv:1"]),
        ("u,x,y\nA,1\n", ["VALUES.csv:2"]),
        ("u,x,y\nA,1,2,3\n", ["VALUES.csv:2"]),
        ("u,x,y\nA,1,2\n\nB,1,2\n", ["VALUES.csv:3"]),
        ("u,x,y\nA,1,2\nA,3,4\n", ["VALUES.csv:3:u"]),
        ("u,x,y\n,1,2\n", ["VALUES.csv:2:u"]),
        ("u,x,y\n  ,1,2\n", ["VALUES.csv:2:u"]),
        ("u,x\nA,1\n", ["VALUES.csv:1:y"]),
        ("u,x,y,z\nA,1,2,3\n", ["VALUES.csv:1:z"]),
        ("v,x,y\nA,1,2\n", ["VALUES.csv:1:u", "VALUES.csv:1:v"]),
        ('u,x,y\nA,"1,2\n', ["VALUES.csv:2", "VALUES.csv:2"]),
        ('u,x,y\nA,1"5,2\n', ["VALUES.csv:2"]),
        ('u,x,y\nA,"1"5,2\n', ["VALUES.csv:2"]),
    ],
)
def test_sheet__wrong_shape__is_named(text, expected):
    assert places(faults_of_text(SYSTEM, text)) == expected


def test_header__same_name_twice__is_named(tmp_path):
    assert places(faults_of_file(tmp_path, "u,x,x,y\nA,1,2,3\n")) == ["VALUES.csv:1:x"]


def test_header__without_a_name__is_named(tmp_path):
    assert places(faults_of_file(tmp_path, "u,x,,y\nA,1,2,3\n")) == ["VALUES.csv:1"]


def test_header__misspelt_column__suggests_the_one_that_is_there():
    assert faults(SYSTEM, "u,x,Y2\nA,1,2\n")[0] == ("VALUES.csv:1:y: there is no such column (an indicator); add it")
    assert faults(one_level(revenue={}), "u,revenu\nA,1\n")[0] == (
        'VALUES.csv:1:revenue: there is no such column (an indicator); did you mean "revenu"?'
    )


def test_sheet__columns_to_ignore_and_names_are_no_fault():
    result = units(compute(SYSTEM | {"ignore": ["note"]}, "u,name,x,y,note\nA,Alpha,1,2,whatever\nB,,1,2,\n"))

    assert [result["A"].name, result["B"].name] == ["Alpha", None]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_read_csv__line_ends_and_byte_order_mark_make_no_difference(start, end):
    log = FaultLog()

    sheet = read_csv(start + VALUES_2.replace("\n", end), log)

    assert sheet is not None
    assert [row.cells for row in sheet.rows] == [("A", "10", "7"), ("B", "5", "12"), ("C", "20", "3"), ("D", "9", "WH")]


def test_read_csv__quoted_cells_hold_commas_quotes_and_line_ends():
    log = FaultLog()

    sheet = read_csv('u,name\r\n"a, ""b""","two\r\nlines"\r\nc,d\r\n', log)

    assert sheet is not None
    assert [row.cells for row in sheet.rows] == [('a, "b"', "two\r\nlines"), ("c", "d")]
    assert [row.lines[0] for row in sheet.rows] == [2, 4]


def test_line__counts_as_an_editor_does(tmp_path):
    text = 'u,name,x,y\nA,"two\nlines",1,2\nB,b,3,x4\n'

    assert places(faults_of_file(tmp_path, text)) == ["VALUES.csv:4:y"]


def faults_of_file(folder, text):
    (folder / "SYSTEM.json").write_text(json.dumps(SYSTEM))
    (folder / "VALUES.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Faults) as raised:
        read(folder / "SYSTEM.json", folder / "VALUES.csv")
    return raised.value.lines


def test_read__header_without_rows__is_a_fault(tmp_path):
    assert faults_of_file(tmp_path, "u,x,y\n") == [
        "VALUES.csv:1: there is no unit; write a row per unit below the header"
    ]


@pytest.mark.parametrize(
    "content", ["u,x,y\n甲,1,2\n".encode("gbk"), "u,x,y\nA,1,2\n".encode("utf-16"), b"u,x,y\nA,\xff,2\n"]
)
def test_read__other_encodings__are_named(tmp_path, content):
    lines = faults_of_file(tmp_path, content)

    assert len(lines) == 1
    assert "is not UTF-8; save the file as UTF-8" in lines[0]


def test_denominator__zero__is_a_fault_and_missing_is_missing():
    zero = VALUES_1.replace("P1,10", "P1,0")
    nothing = VALUES_1.replace("P1,10", "P1,")

    assert places(faults(EXAMPLE_1, zero)) == ["VALUES.csv:2:land"]
    assert units(compute(EXAMPLE_1, nothing))["P1"].missing == {"rev": "not_reported"}


@pytest.mark.parametrize("cell", ["", "-1", "NA", "x"])
def test_deduction__blank_negative_or_no_number__is_a_fault(cell):
    text = VALUES_1.replace("90,1,0", f"90,1,{cell}")

    assert places(faults(EXAMPLE_1, text)) == ["VALUES.csv:2:D1"]


@pytest.mark.parametrize("cell", ["", "2", "0.5"])
def test_veto__other_than_0_or_1__is_a_fault(cell):
    system = changed(EXAMPLE_1, adjust={"vetoes": [{"column": "D1", "verdict": "out"}]})
    text = VALUES_1.replace("90,1,0", f"90,1,{cell}")

    assert places(faults(system, text)) == ["VALUES.csv:2:D1"]


def test_faults__of_cells_and_of_whole_columns_are_told_together():
    text = "park,land,rev,rd,sat,acc,D1\nP1,10,12o,5,90,1,0\nP2,20,300,5,80,0,0\n"

    assert places(faults(EXAMPLE_1, text)) == ["VALUES.csv:1:rd", "VALUES.csv:2:rev"]


def test_parse__rows_of_different_columns__are_a_fault():
    with pytest.raises(Faults) as raised:
        parse(SYSTEM, [{"u": "A", "x": "1", "y": "2"}, {"u": "B", "x": "1"}])

    assert places(raised.value.lines) == ["VALUES.csv:3"]


def test_parse__cell_that_is_no_text__is_a_fault():
    with pytest.raises(Faults) as raised:
        parse(SYSTEM, [{"u": "A", "x": 1.0, "y": "2"}])

    assert places(raised.value.lines) == ["VALUES.csv:2:x"]


def test_parse__rows_in_another_order__hash_the_same():
    table = rows(VALUES_2)
    turned = [dict(reversed(row.items())) for row in reversed(table)]

    assert parse(EXAMPLE_2, table).values_sha256 == parse(EXAMPLE_2, turned).values_sha256


def test_parse__numbers_written_otherwise__hash_the_same():
    first, second = parse(EXAMPLE_2, rows(VALUES_2)), parse(EXAMPLE_2, rows(VALUES_2.replace("A,10", "A,1.00e1")))

    assert first.values_sha256 == second.values_sha256
    assert first.values_sha256 != parse(EXAMPLE_2, rows(VALUES_2.replace("A,10", "A,11"))).values_sha256


def test_parse__weight_written_otherwise__hashes_the_same():
    one, other = one_level(x={"weight": 1}), one_level(x={"weight": 1.0})

    assert parse(one, rows("u,x\nA,1\n")).system_sha256 == parse(other, rows("u,x\nA,1\n")).system_sha256


def test_cells__tenths_are_tenths():
    result = compute(one_level(x={}, y={}, z={}), "u,x,y,z\nA,0.1,0.2,0.3\nB,0.3,0.2,0.1\n")

    assert [unit.exact_total for unit in result.units] == [Fraction(1, 5)] * 2
    assert totals(one_level(x={}), "u,x\nA,0.1\n") == {"A": 0.1}
