"""The numbers behind `stats` and today's screen: counts, retention, workload and memory, per deck or in all.

Retention is that of first tries: the first review of a face on a study day, the day it was met left out. Repeats on
the same day, and learning steps, say nothing about memory and are not counted in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from cxdrill.core.counts import Counts, counts, streaks
from cxdrill.core.day import study_day
from cxdrill.core.settings import Settings
from cxdrill.core.study.fsrs import Memory
from cxdrill.core.study.history import History
from cxdrill.core.study.leech import Try
from cxdrill.core.study.schedule import CardState, days_until_due

MATURE_DAYS = 21  # of stability
FORECAST_DAYS = 30
HARDEST = 10


class Retention(Struct, frozen=True):
    """The share of first tries that succeeded, and what the model foretold of them; None without tries."""

    tries: int = 0
    predicted: float | None = None
    achieved: float | None = None


class FaceState(Struct, frozen=True):
    """One face as `stats --json` and `cards` show it; what a new face has not is None."""

    key: str
    state: CardState
    memory: Memory | None
    retrievability: float | None
    is_suspended: bool


class Stats(Struct, frozen=True):
    """Everything `stats` shows of the faces asked about."""

    counts: Counts
    reviews: int
    ratings: tuple[int, int, int, int]  # again, hard, good, easy
    took_seconds: float
    retention: Retention
    young: Retention
    mature: Retention
    deciles: tuple[Retention, ...]  # by predicted chance: 0-10 %, ..., 90-100 %
    reviews_on: Mapping[date, int]
    forecast: tuple[int, ...]  # faces due today (overdue ones too), tomorrow, ...
    stabilities: tuple[int, ...]  # faces by the upper ends `STABILITY_ENDS`, in days
    difficulties: tuple[int, ...]  # faces by difficulty 1-2, 2-3, ..., 9-10
    retrievabilities: tuple[int, ...]  # faces by chance of recall now, 0-10 %, ..., 90-100 %
    streak: int  # study days in a row with a review, up to today or yesterday
    longest_streak: int
    states: tuple[FaceState, ...]
    hardest: tuple[FaceState, ...]


STABILITY_ENDS = (1, 3, 7, 14, 30, 60, 120, 365, float("inf"))


def stats(faces: Iterable[str], history: History, settings: Settings, now: datetime) -> Stats:
    """The numbers for the faces of these keys at the instant `now`, given in the learner's zone."""
    keys = tuple(faces)
    today = study_day(now, settings.day_start)
    tries = [(memory, each) for key in keys for _, memory, each in history.tries(key)]
    states = tuple(face_state(key, history, now) for key in keys)
    seen = [each for each in states if each.memory is not None]
    reviews = [review for key in keys for review in history.reviews(key)]
    ratings = Counter(review.rating for review in reviews)
    reviews_on = Counter(review.day for review in reviews)
    streak, longest = streaks(reviews_on, today)
    return Stats(
        counts=counts(keys, history, settings, now),
        reviews=len(reviews),
        ratings=(ratings[1], ratings[2], ratings[3], ratings[4]),
        took_seconds=sum(review.took_ms for review in reviews) / 1000,
        retention=retention([each for _, each in tries]),
        young=retention([each for memory, each in tries if memory.stability < MATURE_DAYS]),
        mature=retention([each for memory, each in tries if memory.stability >= MATURE_DAYS]),
        deciles=_deciles([each for _, each in tries]),
        reviews_on=reviews_on,
        forecast=forecast(states, today),
        stabilities=_histogram([_stability_bin(each.memory) for each in seen if each.memory], len(STABILITY_ENDS)),
        difficulties=_histogram([int(each.memory.difficulty) - 1 for each in seen if each.memory], 9),
        retrievabilities=_histogram([int((each.retrievability or 0.0) * 10) for each in seen], 10),
        streak=streak,
        longest_streak=longest,
        states=states,
        hardest=tuple(sorted(seen, key=_hardness)[:HARDEST]),
    )


def face_state(key: str, history: History, now: datetime) -> FaceState:
    """What is known of one face at the instant `now`."""
    memory = history.memory(key)
    return FaceState(key, history.state(key), memory, history.retrievability(key, now), history.is_suspended(key))


def retention(tries: Sequence[Try]) -> Retention:
    """What was foretold of some first tries, and what came."""
    if not tries:
        return Retention()
    predicted = sum(each.predicted for each in tries) / len(tries)
    return Retention(len(tries), predicted, sum(each.is_success for each in tries) / len(tries))


def forecast(states: Iterable[FaceState], today: date, days: int = FORECAST_DAYS) -> tuple[int, ...]:
    """How many faces are due today, tomorrow and so on: reviews that are scheduled now, none that follow from them."""
    due = [0] * days
    for each in states:
        if each.is_suspended or each.state.due is None:
            continue
        ahead = 0 if each.state.is_learning else max(0, days_until_due(each.state, today))
        if ahead < days:
            due[ahead] += 1
    return tuple(due)


def _deciles(tries: Sequence[Try]) -> tuple[Retention, ...]:
    by_decile: list[list[Try]] = [[] for _ in range(10)]
    for each in tries:
        by_decile[min(9, int(each.predicted * 10))].append(each)
    return tuple(retention(each) for each in by_decile)


def _stability_bin(memory: Memory) -> int:
    return next(place for place, end in enumerate(STABILITY_ENDS) if memory.stability < end)


def _histogram(places: Iterable[int], size: int) -> tuple[int, ...]:
    tally = Counter(min(max(place, 0), size - 1) for place in places)
    return tuple(tally[place] for place in range(size))


def _hardness(each: FaceState) -> tuple[int, float, str]:
    """Hardest first: most lapses, then the greatest difficulty."""
    return -each.state.lapses, -(each.memory.difficulty if each.memory else 0.0), each.key
