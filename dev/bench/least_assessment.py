"""The least an assessment must do: start Django, read the figures, a bare batch of draws, write the steps."""

import json
import os
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhangjiang.settings")

DRAWS, UNITS, INDICATORS = 10_000, 22, 40


def main(year: int) -> None:
    import django  # noqa: PLC0415  its start is part of the figure

    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415

    from coordination.zone_scope import whole_zone  # noqa: PLC0415

    with whole_zone(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.park_id, f.code, e.value, e.missing FROM assessment_figureentry e"
            " JOIN assessment_figuredefinition f ON f.id = e.figure_id"
            " JOIN assessment_return r ON r.id = e.annual_return_id"
            " JOIN assessment_cycle c ON c.id = r.cycle_id WHERE c.year IN (%s, %s)",
            [year, year - 1],
        )
        rows = cursor.fetchall()
        shares = batch(np.random.Generator(np.random.PCG64(1)))
        cursor.execute("SELECT system FROM assessment_run ORDER BY id LIMIT 1")
        steps = json.dumps({"rows": len(rows), "shares": shares, "padding": "x" * 9_000})
        cursor.execute("SELECT id FROM assessment_run ORDER BY id LIMIT 1")
        (run,) = cursor.fetchone()
        cursor.execute("SELECT park_id FROM assessment_runresult WHERE run_id = %s", [run])
        for (park,) in cursor.fetchall():
            cursor.execute(
                "UPDATE assessment_runresult SET steps = %s WHERE run_id = %s AND park_id = %s", [steps, run, park]
            )
        transaction.set_rollback(True)


def batch(generator: np.random.Generator) -> list[float]:
    """Draw weights, weigh scores, rank: nothing kept but the share of first ranks."""
    scores = generator.random((INDICATORS, UNITS))
    weights = generator.random((DRAWS, INDICATORS))
    totals = np.zeros((DRAWS, UNITS))
    for indicator in range(INDICATORS):
        totals += weights[:, indicator, None] * scores[indicator]
    ranks = (-totals).argsort(axis=1).argsort(axis=1)
    return [float(share) for share in (ranks == 0).mean(axis=0)]


if __name__ == "__main__":
    main(int(sys.argv[1]))
