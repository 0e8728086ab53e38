"""How much load balance evens out the reviews of a simulated year against fuzz alone, and what retention pays for it.

Run: PYTHONPATH=src:tests/support python tests/bench/bench_load_balance.py [LEARNERS [DAYS]]
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean, pstdev

from cxdrill.core.settings import Settings
from learners import FIRST_DAY, Learner, QuickModel

SCENARIOS: dict[str, Callable[[int], int]] = {
    "200 cards, 20 a day": lambda day: 20 if day < 10 else 0,
    "400 cards, 20 a day": lambda day: 20 if day < 20 else 0,
    "1 new card a day": lambda day: 1,
    "5 new cards a day": lambda day: 5,
    "20 new, weekdays only": lambda day: 20 if day % 7 < 5 else 0,
}


@dataclass(frozen=True)
class Year:
    """Days 60 to the last of a simulated year: reviews a day (new cards left out) and how much was remembered."""

    spread: float  # standard deviation of reviews a day
    spread_around_trend: float  # the same around the mean of the 29 days about each day
    retention: float  # mean true chance of recall at the reviews


def year(seed: int, is_balanced: bool, new: Callable[[int], int], length: int) -> Year:
    model = QuickModel()
    learner = Learner(model, model, Settings(), seed=seed, is_balanced=is_balanced)
    days = [FIRST_DAY + timedelta(days=number) for number in range(length)]
    for number, day in enumerate(days):
        learner.study(day, new(number))
    loads = [learner.reviews_on[day] - new(number) for number, day in enumerate(days)]
    around = [loads[place] - fmean(loads[place - 14 : place + 15]) for place in range(60, length - 14)]
    retention = fmean(each.chance for each in learner.tries if each.day >= days[60])
    return Year(pstdev(loads[60:]), pstdev(around), retention)


def main(learners: int, length: int = 365) -> None:
    print("scenario                 SD fuzz  SD balanced   less | around the trend: less | retention")
    for name, new in SCENARIOS.items():
        fuzz = [year(seed, False, new, length) for seed in range(learners)]
        even = [year(seed, True, new, length) for seed in range(learners)]
        spreads = fmean(each.spread for each in fuzz), fmean(each.spread for each in even)
        around = fmean(each.spread_around_trend for each in fuzz), fmean(each.spread_around_trend for each in even)
        kept = fmean(each.retention for each in fuzz), fmean(each.retention for each in even)
        print(f"{name:24} {spreads[0]:7.2f} {spreads[1]:12.2f} {1 - spreads[1] / spreads[0]:6.1%} |"
              f" {1 - around[1] / around[0]:22.1%} | {kept[0]:.2%} -> {kept[1]:.2%}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or ["3"]))
