"""How a park of the story defends itself: it asks, appeals, is heard by somebody new, and the year is run again."""

from typing import Any

from accounts.models import User
from assessment.actions.appeals import file_appeal, finish_rerun, open_rerun, uphold_appeal
from assessment.actions.previews import answer_query, ask_query
from assessment.actions.releases import release_results
from assessment.actions.runs import compute
from assessment.demo.days import Days
from assessment.demo.figures import Entry, figures_for
from assessment.demo.stories import ANSWER, APPEAL_DOCUMENT, APPEAL_GROUND, APPEAL_REASON, MISREPORTED, QUERY
from assessment.models import Appeal, Cycle, Run
from parks.models import Park

ASKED, ANSWERED, APPEALED, HEARD, RUN_AGAIN, RELEASED_AGAIN = 2, 4, 17, 19, 20, 21  # days after the run


def misreported(park: str, offset: int) -> dict[str, Entry]:
    """What the park got wrong, in place of what it should have reported."""
    return {code: Entry(value) for code, value in MISREPORTED.get((park, offset), {}).items()}


def load_query(cycle: Cycle, run: Run, people: dict[str, User], days: Days) -> None:
    for code, _offset in MISREPORTED:
        park, (cell, question) = Park.objects.get(code=code), QUERY
        clerk = people[f"clerk-{code.lower()}"]
        facts: dict[str, Any] = {"cycle": cycle, "run": run, "park": park, "cell": cell, "question": question}
        query = ask_query(**facts, by=clerk, at=days.after_run(ASKED))
        answer_query(query=query, answer=ANSWER, by=people["coordinator"], at=days.after_run(ANSWERED))


def load_appeal(cycle: Cycle, run: Run, base_year: int, people: dict[str, User], days: Days) -> None:
    """File and uphold the story's appeals, run the year again, supersede the seal, release the result; once."""
    for (code, offset), wrong in MISREPORTED.items():
        if cycle.year - base_year == offset and not Appeal.objects.filter(cycle=cycle, park__code=code).exists():
            for figure in wrong:
                appeal_against(figure, Park.objects.get(code=code), cycle, run, base_year, people, days)


def appeal_against(  # noqa: PLR0917
    figure: str, park: Park, cycle: Cycle, run: Run, base_year: int, people: dict[str, User], days: Days
) -> None:
    right = figures_for(cycle.year, base_year)[park.code][figure].value
    assert right is not None  # noqa: S101  the story's figures are numbers
    appeal = file_appeal(
        cycle=cycle,
        run=run,
        park=park,
        figure=cycle.plan.figures.get(code=figure),
        claimed=right,
        ground=APPEAL_GROUND,
        evidence=APPEAL_DOCUMENT,
        by=people[f"head-{park.code.lower()}"],
        at=days.after_run(APPEALED),
    )
    second = people["coordinator2"]
    uphold_appeal(appeal=appeal, reason=APPEAL_REASON, by=second, at=days.after_run(HEARD), queue=False)
    again = open_rerun(appeal=appeal, job=None, by=second, at=days.after_run(RUN_AGAIN))
    again = finish_rerun(run=again, computed=compute(again), by=second, at=days.after_run(RUN_AGAIN))
    release_results(cycle=cycle, run=again, by=people["coordinator"], at=days.after_run(RELEASED_AGAIN))
