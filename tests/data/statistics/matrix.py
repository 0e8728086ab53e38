"""Writes matrix.csv anew: 48 people, 12 items of three kinds of marks, with blanks, from one seed.

Run: python tests/data/statistics/matrix.py, then Rscript tests/data/statistics/expected.R
"""

import csv
from math import exp
from pathlib import Path
from random import Random

PEOPLE, RIGHT_OR_WRONG, PARTIAL = 48, 9, 3


def rows() -> list[list[str]]:
    rng = Random(20260302)
    hardness = [rng.gauss(-0.3, 1) for _ in range(RIGHT_OR_WRONG + PARTIAL)]
    slopes = [rng.choice((0.4, 1.0, 1.6, -0.5)) for _ in hardness]
    found = []
    for number in range(PEOPLE):
        ability, cells = rng.gauss(0, 1), []
        for place, (hard, slope) in enumerate(zip(hardness, slopes, strict=True)):
            chance = 1 / (1 + exp(-slope * (ability - hard)))
            mark = float(rng.random() < chance)
            if place >= RIGHT_OR_WRONG:
                mark = round(sum(rng.random() < chance for _ in range(4)) / 4, 2)
            cells.append("" if rng.random() < 0.04 else f"{mark:g}")
        found.append([f"person-{number + 1}", *cells])
    return found


if __name__ == "__main__":
    with Path(__file__).with_suffix(".csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["learner", *(f"item-{place + 1}" for place in range(RIGHT_OR_WRONG + PARTIAL))])
        writer.writerows(rows())
