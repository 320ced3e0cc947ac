"""Invented findings against parks and the decisions about standing that the demonstration starts with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """How often an adjustment was found against a park in a year, and the document that says so."""

    park: str
    code: str
    count: int
    document_number: str


@dataclass(frozen=True)
class Decision:
    """A confirmed decision about a park's standing; ``year`` is the assessed year that it rests on."""

    park: str
    year: int
    event: str
    document_number: str


# Years are distances from the base year. XHU's bonus is cut at its cap; QPU's veto beats its score.
FINDINGS = {
    -3: [("LGA", "X03", 1), ("JSH", "X03", 1)],
    -2: [("JDG", "X01", 1), ("YPU", "X05", 1), ("MHG", "X05", 2)],
    -1: [("JNQ", "X01", 1), ("QPU", "X04", 1), ("CHJ", "X05", 1), ("XHU", "X05", 4)],
}

# JSH fails twice and is delisted; HPU and BSH are notified once. What the year before the base year asks for is left
# to be decided in the portal: JSH's reinstatement, the end of BSH's notification, HPU's delisting, EXP, ZIZ and QPU.
DECISIONS = {
    -3: [("JSH", "notified", "通报")],
    -2: [("JSH", "delisted", "摘牌"), ("BSH", "notified", "通报"), ("HPU", "notified", "通报")],
}


def findings_for(year: int, base_year: int) -> list[Finding]:
    """The findings of a year, each with a document of the year after."""
    rows = FINDINGS.get(year - base_year, [])
    return [
        Finding(park, code, count, f"演示认定〔{year + 1}〕{number}号")
        for number, (park, code, count) in enumerate(rows, start=1)
    ]


def decisions_for(base_year: int) -> list[Decision]:
    """The decisions confirmed so far, in the order in which they were taken."""
    decisions = []
    for offset, rows in sorted(DECISIONS.items()):
        year = base_year + offset
        numbers: dict[str, int] = {}
        for park, event, word in rows:
            numbers[word] = numbers.get(word, 0) + 1
            document_number = f"演示{word}〔{year + 1}〕{numbers[word]}号"
            decisions.append(Decision(park, year, event, document_number))
    return decisions
