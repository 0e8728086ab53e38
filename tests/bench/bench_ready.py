"""How honest forecasts are, what study plans are worth, and what both cost, on simulated people.

Run: PYTHONPATH=src:tests/support python tests/bench/bench_ready.py [LEARNERS [PLANNERS [DIARIES]]]
"""

import sys
from collections.abc import Callable
from datetime import timedelta
from random import Random
from statistics import fmean, median
from time import process_time

from cxdrill.core.day import study_day
from cxdrill.core.ready.date_plan import date_plan
from cxdrill.core.ready.forecast import readiness
from cxdrill.core.ready.gain import study_plan
from exam_takers import Quality, forecast, oracle, passes, quality, taker
from plan_takers import compared, is_borderline, person, plans
from ready_cases import NOW, busy, outlook, shelf

SEEDS = (1, 2, 3, 4, 5)
SCHEDULES = ((30, 120, 20), (45, 200, 20), (60, 300, 20), (30, 200, 10))  # days, cards, new cards a day


def calibration(learners: int) -> None:
    """The forecasts after no, one and three attempts, beside those of an oracle."""
    print(f"\nForecasts: {learners} people each; 60 questions, 44 needed, 400 cards, 12.5 % uncovered")
    print("attempts seed |  Brier oracle  above | calibration oracle |  bold  wrong oracle")
    for attempts, seeds in ((0, SEEDS[:1]), (1, SEEDS), (3, SEEDS[:1])):
        for seed in seeds:
            said, known = _forecasts(learners, attempts, seed)
            print(f"{attempts:8} {seed:4} | {said.brier:6.4f} {known.brier:6.4f} {said.brier - known.brier:6.4f} |"
                  f" {said.calibration:11.4f} {known.calibration:6.4f} |"
                  f" {said.bold:4.0%} {said.bold_wrong:6.2%} {known.bold_wrong:6.2%}", flush=True)  # fmt: skip
    print("goals after one attempt: above 0.012 at most, calibration 0.035, bold and wrong 4 %")


def _forecasts(learners: int, attempts: int, seed: int) -> tuple[Quality, Quality]:
    random = Random(seed)
    said, known = [], []
    for _ in range(learners):
        person_ = taker(random)
        probability, truth = forecast(person_, random, attempts).probability, oracle(person_)
        is_passed = passes(person_, random)
        said.append((probability, is_passed))
        known.append((truth, is_passed))
    return quality(said), quality(known)


def study_plans(planners: int) -> None:
    """The true chance of passing in 7 days after 20 minutes, spent in several ways."""
    random = Random(1)
    found: list[dict[str, float]] = []
    while len(found) < planners:
        somebody = person(random)
        if is_borderline(somebody):
            found.append(plans(somebody, random))
    print(f"\nStudy plans: {planners} borderline people, exam in 7 days, 20 minutes; mean true chance of passing")
    for way in found[0]:
        mean = fmean(each[way] for each in found)
        above = mean - fmean(each["gain per second"] for each in found)
        print(f"{way:28} {mean:.3f}  {above:+.3f}")
    print("goal: gain per second 0.05 above random and above what is due")


def date_plans(diaries: int) -> None:
    """The plan up to a date against the plain schedule with the same minutes."""
    print(f"\nDate plans: {diaries} people, 4 runs each; score: true share known on the day of the exam")
    print(
        "days cards new/day | at least plain's  mean gain | last week / two before (most) | unseen  seen once | minutes"
    )
    for days, cards, new in SCHEDULES:
        gains, peaks, minutes, unseen, once = [], [], [], 0, 0
        for seed in range(diaries):
            plan, plain = compared(seed, days, cards, new)
            gains.append(fmean(each.score for each in plan) - fmean(each.score for each in plain))
            peaks += [fmean(each.seconds[-7:]) / fmean(each.seconds[-21:-7]) for each in plan]
            minutes.append([fmean(sum(each.seconds) / 60 for each in side) for side in (plan, plain)])
            unseen += sum(each.unseen for each in plan)
            once += sum(each.seen_once for each in plan)
        share = fmean(gain >= 0 for gain in gains)
        spent = " against ".join(f"{fmean(each[side] for each in minutes):.0f}" for side in (0, 1))
        print(f"{days:4} {cards:5} {new:7} | {share:16.0%} {fmean(gains):+10.3f} | {max(peaks):29.2f} |"
              f" {unseen:6} {once:10} | {spent}", flush=True)  # fmt: skip
    print("goals: 95 %, at most 1.3, none unseen")


def timings() -> None:
    """The milliseconds for 1,000 questions and some thousand reviews."""
    found = shelf(topics=10, questions=100, flashcards=0, drawn=4)
    past = busy(found)
    reviews = past.reviews_on.total()
    print(f"\nTimes: {sum(len(deck.questions) for deck in found.decks)} questions, {reviews} reviews; median of 7")
    today = study_day(NOW)
    _timed("forecast", lambda: readiness(outlook(found, past)))
    _timed("forecast and 20-minute plan", lambda: _both(found, past))
    _timed("date plan, 30 days", lambda: date_plan(outlook(found, past), today + timedelta(days=30)))
    print("goal: forecast and plan 100 ms")


def _both(found: object, past: object) -> None:
    state = outlook(found, past)  # type: ignore[arg-type]
    readiness(state)
    study_plan(state)


def _timed(name: str, work: Callable[[], object]) -> None:
    took = []
    for _ in range(7):
        begun = process_time()
        work()
        took.append((process_time() - begun) * 1000)
    print(f"{name:28} {median(took):6.1f} ms")


def main(learners: int = 3000, planners: int = 300, diaries: int = 60) -> None:
    timings()
    study_plans(planners)
    date_plans(diaries)
    calibration(learners)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
