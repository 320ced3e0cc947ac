"""`python -m dev.pictures`: write the pictures of docs/methods anew."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from dev.pictures import results, scores
from dev.pictures.svg import Plot

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "methods" / "images"
PICTURES: dict[str, Callable[[], Plot]] = {
    **{name: partial(scores.normalisation, name, fields) for name, fields in (scores.SPREAD | scores.FIXED).items()},
    **{name: partial(scores.mean, name) for name in scores.MEANS},
    "points": scores.points,
    "copeland": scores.copeland,
    "impute": scores.imputation,
    "winsorise": partial(scores.treatment, "winsorise"),
    "log_CT": partial(scores.treatment, "log_CT"),
    "denominate": results.denominate,
    "screen": results.screen,
    "adjust": results.adjust,
    "ranking": results.ranking,
    "verdict": results.verdict,
    "uncertainty": results.intervals,
    "leave_one_out": results.left_out,
    "drivers": results.drivers,
    "noise_uniform": partial(results.noise, "uniform"),
    "noise_dirichlet": partial(results.noise, "dirichlet"),
}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(draw().svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
