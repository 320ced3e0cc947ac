"""The ladder, rule by rule, on small tables of years and decisions."""

import dataclasses

import pytest

from assessment.ladder import Cause, Event, EventKind, Ladder, NotRated, ParkYear, Step, Verdict, propose

DEFAULT = Ladder()
N, D = Step.NOTIFICATION, Step.DELISTING
ROWS = {
    "q": {"verdict": Verdict.QUALIFIED, "share_below": 0.01},
    "l": {"verdict": Verdict.UNQUALIFIED, "cause": Cause.LINE, "share_below": 0.97},
    "f": {"verdict": Verdict.UNQUALIFIED, "cause": Cause.LINE, "share_below": 0.6},
    "x": {"verdict": Verdict.UNQUALIFIED, "cause": Cause.LINE},
    "b": {"verdict": Verdict.UNQUALIFIED, "cause": Cause.BOTTOM, "share_below": 0.95},
    "v": {"verdict": Verdict.UNQUALIFIED, "cause": Cause.VETO, "share_below": 0.0},
    "o": {"verdict": Verdict.NOT_RATED, "own_default": True},
    "n": {"verdict": Verdict.NOT_RATED},
}
EVENTS = {
    "n": EventKind.NOTIFIED,
    "d": EventKind.DELISTED,
    "r": EventKind.REINSTATED,
    "j": EventKind.REJECTED,
}


def years(pattern: str, *, park: str = "HPU", first: int = 2021) -> list[ParkYear]:
    """A letter of ROWS a year; a dot leaves the year out for this park."""
    return [ParkYear(park=park, year=first + at, **ROWS[letter]) for at, letter in enumerate(pattern) if letter != "."]


def events(text: str, *, park: str = "HPU") -> list[Event]:
    """``"2021n 2022d"``: year and the first letter of the decision (j: rejected)."""
    return [Event(park=park, year=int(word[:4]), event=EVENTS[word[4]]) for word in text.split()]


def of_one(pattern: str, decided: str = "", ladder: Ladder = DEFAULT):
    others = years("q" * len(pattern), park="ZZZ")  # the assessed years are those of all parks
    return propose(ladder, [*years(pattern), *others], events(decided)).proposals[0]


def test_propose__example_of_the_contract__is_delisting():
    (proposal,) = propose(DEFAULT, years("ll", first=2024), events("2024n")).proposals

    assert proposal.as_json() == {
        "park": "HPU",
        "verdict": "unqualified",
        "proposal": "delisting",
        "count": 2,
        "standing_years": [2024],
        "needs_human": False,
        "reasons": ["unqualified_by_line", "repeated_count"],
        "may_reenter_from": None,
    }


def test_propose__example_with_a_rejected_proposal__is_notification():
    (proposal,) = propose(DEFAULT, years("ll", first=2024), events("2024j")).proposals

    assert (proposal.proposal, proposal.count, proposal.reasons) == (
        "notification",
        1,
        ["unqualified_by_line", "first_count"],
    )


@pytest.mark.parametrize(
    ("pattern", "decided", "proposal", "standing"),
    [
        ("q", "", "none", []),
        ("l", "", "notification", []),
        ("ll", "", "notification", []),  # nobody confirmed the first: it does not add up
        ("ll", "2021n", "delisting", [2021]),
        ("ll", "2021n 2021j", "notification", []),  # the later in the list wins its year
        ("ll", "2021j 2021n", "delisting", [2021]),
        ("lql", "2021n", "notification", []),  # a qualified year ends the notification
        ("lnl", "2021n", "delisting", [2021]),  # a year that is not rated ends nothing
        ("l.l", "2021n", "delisting", [2021]),
        ("ol", "2021n", "delisting", [2021]),
        ("nl", "2021n", "notification", []),  # not rated by somebody else's fault does not count
        ("lo", "2021n", "delisting", [2021]),
        ("ln", "2021n", "none", []),
        ("n", "", "none", []),
        ("o", "", "notification", []),
        ("lll", "2021n 2022n", "delisting", [2021, 2022]),
        ("lll", "2021n 2022j", "delisting", [2021]),
        ("lll", "2021r 2022n", "delisting", [2022]),
        ("lll", "2021n 2022n 2022r", "notification", []),
        ("lll", "2022r 2021n", "notification", []),  # years up to the reinstatement are paid for
        ("l", "2021n", "notification", []),  # its own decision is no earlier year
    ],
)
def test_propose__default_ladder__adds_up_confirmed_years_until_a_qualified_one(pattern, decided, proposal, standing):
    found = of_one(pattern, decided)

    assert (found.proposal, found.standing_years) == (proposal, standing)
    assert found.count == (len(standing) + 1 if proposal in ("notification", "delisting") else 0)


@pytest.mark.parametrize(
    ("window", "pattern", "decided", "standing"),
    [
        (1, "ll", "2021n", []),
        (2, "ll", "2021n", [2021]),
        (2, "lql", "2021n", []),
        (3, "lql", "2021n", [2021]),  # qualified years between or not
        (3, "lqql", "2021n", []),
        (3, "l..l", "2021n", []),  # the last three assessed years are those of all parks
        (5, "ll", "2021n", [2021]),
    ],
)
def test_propose__window_of_years__counts_assessed_years_this_one_included(window, pattern, decided, standing):
    found = of_one(pattern, decided, Ladder(window_years=window))

    assert found.standing_years == standing


def test_propose__window_of_years__knows_no_year_that_was_not_assessed():
    rows = [ParkYear(park="HPU", year=year, **ROWS["l"]) for year in (2015, 2020, 2025)]

    (found,) = propose(Ladder(window_years=2), rows, events("2015n 2020n")).proposals

    assert found.standing_years == [2020]


@pytest.mark.parametrize(
    ("pattern", "decided", "window", "standing"),
    [
        ("ll", "2021n", None, [2021]),
        ("lnl", "2021n", None, []),  # a year between that did not count
        ("l.l", "2021n", None, []),
        ("lol", "2021n", None, [2021]),
        ("lll", "2021n 2022j", None, [2021]),  # between it counted, though its proposal was rejected
        ("lql", "2021n", 3, []),
        ("llql", "2021n 2022n", 5, []),
    ],
)
def test_propose__consecutive__asks_every_assessed_year_between_to_count(pattern, decided, window, standing):
    found = of_one(pattern, decided, Ladder(consecutive=True, window_years=window))

    assert found.standing_years == standing


@pytest.mark.parametrize("pattern", ["o", "lo"])
def test_propose__not_rated_ignored__counts_nothing(pattern):
    found = of_one(pattern, "2021n", Ladder(not_rated=NotRated.IGNORED))

    assert (found.proposal, found.count, found.standing_years, found.reasons) == ("none", 0, [], [])


def test_propose__not_rated_ignored__earlier_default_does_not_stand():
    assert of_one("ol", "2021n", Ladder(not_rated=NotRated.IGNORED)).count == 1


@pytest.mark.parametrize(
    ("steps", "confirmed", "proposal"),
    [
        ((N, N, D), 0, "notification"),
        ((N, N, D), 1, "notification"),
        ((N, N, D), 2, "delisting"),
        ((N, N, D), 4, "delisting"),
        ((D,), 0, "delisting"),
        ((N,), 3, "notification"),
    ],
)
def test_propose__other_steps__go_by_the_count_and_stay_on_the_last(steps, confirmed, proposal):
    decided = " ".join(f"{2021 + at}n" for at in range(confirmed))

    found = of_one("l" * (confirmed + 1), decided, Ladder(steps=steps))

    assert (found.proposal, found.count) == (proposal, confirmed + 1)


@pytest.mark.parametrize(
    ("pattern", "decided", "proposal"),
    [
        ("lq", "2021n", "end_notification"),
        ("lnq", "2021n", "end_notification"),
        ("lqq", "2021n", "none"),  # it ended a year ago
        ("lq", "", "none"),
        ("lq", "2021j", "none"),
        ("lq", "2021n 2021r", "none"),
        ("llq", "2021n 2022j", "none"),  # the last decision is a rejection
        ("llq", "2022n 2021j", "end_notification"),  # the greatest year is the last, whatever the order
        ("qq", "2021n", "end_notification"),  # the year itself does not lie between
        ("ln", "2021n", "none"),
    ],
)
def test_propose__qualified_again__ends_a_notification(pattern, decided, proposal):
    found = of_one(pattern, decided)

    assert found.proposal == proposal
    assert found.reasons == (["qualified_again"] if proposal == "end_notification" else [])
    assert (found.count, found.needs_human) == (0, False)


@pytest.mark.parametrize("pattern", ["llq", "lll", "llo", "llv"])
@pytest.mark.parametrize(("bar", "first"), [(0, 2023), (2, 2025)])
def test_propose__delisted__gets_nothing_but_the_year_of_re_entry(pattern, bar, first):
    found = of_one(pattern, "2021n 2022d", Ladder(reentry_years=bar))

    assert (found.proposal, found.count, found.standing_years) == ("none", 0, [])
    assert (found.needs_human, found.reasons, found.may_reenter_from) == (False, ["delisted"], first)


def test_propose__reinstated_in_the_year_of_the_delisting__may_be_notified_again():
    found = of_one("lll", "2021n 2022d 2022r")

    assert (found.proposal, found.count, found.may_reenter_from) == ("notification", 1, None)


def test_propose__delisted_after_a_reinstatement_in_the_list__is_delisted():
    assert of_one("lll", "2022r 2022d").reasons == ["delisted"]


def test_propose__delisted_year_of_a_rejected_later_decision__stands():
    found = of_one("lll", "2021d 2022j")  # the last event is the rejection

    assert (found.proposal, found.standing_years) == ("delisting", [2021])


@pytest.mark.parametrize(
    ("letter", "needs_human", "reasons"),
    [
        ("l", False, ["unqualified_by_line", "first_count"]),
        ("b", False, ["unqualified_by_bottom", "first_count"]),
        ("v", False, ["unqualified_by_veto", "first_count"]),  # no draw speaks against a veto
        ("f", True, ["unqualified_by_line", "first_count", "few_draws_below"]),
        ("x", True, ["unqualified_by_line", "first_count", "no_draws"]),
        ("o", True, ["own_default", "first_count"]),
    ],
)
def test_propose__cause_and_draws__decide_whether_a_human_must_look(letter, needs_human, reasons):
    found = of_one(letter)

    assert (found.needs_human, found.reasons) == (needs_human, reasons)


@pytest.mark.parametrize(
    ("share", "brake", "needs_human"),
    [(0.9, 0.9, False), (0.8999, 0.9, True), (0.0, 0.0, False), (1.0, 1.0, False), (None, 0.0, True)],
)
def test_propose__brake__holds_below_its_share(share, brake, needs_human):
    row = dataclasses.replace(years("l")[0], share_below=share)

    (found,) = propose(Ladder(min_share_below=brake), [row], []).proposals

    assert found.needs_human is needs_human


def test_propose__brake__holds_a_delisting_too():
    found = of_one("lf", "2021n")

    assert (found.proposal, found.needs_human) == ("delisting", True)
    assert found.reasons == ["unqualified_by_line", "repeated_count", "few_draws_below"]


def test_propose__several_parks__are_sorted_and_only_those_of_the_last_year():
    rows = [*years("lq", park="BSH"), *years("l", park="OLD"), *years(".l", park="AAA")]

    answer = propose(DEFAULT, rows, events("2021n", park="BSH"))

    assert answer.year == 2022
    assert [(p.park, p.proposal) for p in answer.proposals] == [("AAA", "notification"), ("BSH", "end_notification")]


def test_propose__another_order_of_years__gives_the_same():
    rows = [*years("llq", park="BSH"), *years("lfl", park="HPU")]
    decided = [*events("2021n"), *events("2021n", park="BSH")]

    assert propose(DEFAULT, rows[::-1], decided) == propose(DEFAULT, rows, decided)
