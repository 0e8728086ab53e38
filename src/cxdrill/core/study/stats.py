"""The numbers behind `stats`, today's screen and the end of a session: counts, retention, workload and memory.

Retention is that of first tries: the first review of a face on a study day, the day it was met left out. Repeats on
the same day, and learning steps, say nothing about memory and are not counted in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from heapq import nsmallest
from math import fsum

from msgspec import Struct

from cxdrill.core.study.counts import Agenda, Counts, streaks
from cxdrill.core.study.fsrs import Memory
from cxdrill.core.study.history import History
from cxdrill.core.study.place import Answer
from cxdrill.core.study.review import Rating
from cxdrill.core.study.schedule import CardState, Phase
from cxdrill.core.study.trace import TrySum

FORECAST_DAYS = 30
HARDEST = 10


class Retention(Struct, frozen=True):
    """The share of first tries that succeeded, and what the model foretold of them; None without tries."""

    tries: int = 0
    predicted: float | None = None
    achieved: float | None = None


class Tally(Struct, frozen=True):
    ratings: tuple[int, int, int, int] = (0, 0, 0, 0)  # again, hard, good, easy
    took_ms: int = 0
    reviews_on: Mapping[date, int] = {}
    tries: tuple[TrySum, ...] = ()


class FaceState(Struct, frozen=True):
    """One face as `stats --json` and `cards` show it; what a new face has not is None."""

    key: str
    state: CardState
    memory: Memory | None
    retrievability: float | None
    is_suspended: bool


class Stats(Struct, frozen=True):
    counts: Counts
    reviews: int
    ratings: tuple[int, int, int, int]  # again, hard, good, easy
    took_seconds: float
    retention: Retention
    young: Retention
    mature: Retention
    deciles: tuple[Retention, ...]  # by predicted chance: 0-10 %, ..., 90-100 %
    reviews_on: Mapping[date, int]
    forecast: tuple[int, ...]  # faces that `study` asks today, tomorrow, ...; new ones are not among them
    stabilities: tuple[int, ...]  # faces by the upper ends `STABILITY_ENDS`, in days
    difficulties: tuple[int, ...]  # faces by difficulty 1-2, 2-3, ..., 9-10
    retrievabilities: tuple[int, ...]  # faces by chance of recall now, 0-10 %, ..., 90-100 %
    streak: int  # study days in a row with a review, up to today or yesterday
    longest_streak: int
    states: tuple[FaceState, ...]
    hardest: tuple[FaceState, ...]


STABILITY_ENDS = (1, 3, 7, 14, 30, 60, 120, 365, float("inf"))


def stats(
    tally: Tally, states: Sequence[FaceState], counts: Counts, today: date, forecast: tuple[int, ...] = (),
    is_free: Callable[[date], bool] = lambda _: False,
) -> Stats:  # fmt: skip
    """The numbers for some faces on a study day; of those never seen, the states may leave out any.

    Days that are free break no streak.
    """
    seen = [each for each in states if each.memory is not None]
    streak, longest = streaks(tally.reviews_on, today, is_free)
    return Stats(
        counts=counts,
        reviews=sum(tally.ratings),
        ratings=tally.ratings,
        took_seconds=tally.took_ms / 1000,
        retention=retention(tally.tries),
        young=retention(each for each in tally.tries if not each.is_mature),
        mature=retention(each for each in tally.tries if each.is_mature),
        deciles=tuple(retention(each for each in tally.tries if each.decile == decile) for decile in range(10)),
        reviews_on=tally.reviews_on,
        forecast=forecast,
        stabilities=_histogram(
            (bisect_right(STABILITY_ENDS, each.memory.stability) for each in seen if each.memory), len(STABILITY_ENDS)
        ),
        difficulties=_histogram((int(each.memory.difficulty) - 1 for each in seen if each.memory), 9),
        retrievabilities=_histogram((int((each.retrievability or 0.0) * 10) for each in seen), 10),
        streak=streak,
        longest_streak=longest,
        states=tuple(states),
        hardest=tuple(nsmallest(HARDEST, seen, key=_hardness)),
    )


def face_state(key: str, history: History, now: datetime) -> FaceState:
    state, memory, chance = history.state(key), history.memory(key), history.retrievability(key, now)
    return FaceState(key, state, memory, chance, history.is_suspended(key))


def retention(tries: Iterable[TrySum]) -> Retention:
    """The share of some first tries that succeeded, and the share that the model foretold."""
    sums = tuple(tries)
    count = sum(each.tries for each in sums)
    if not count:
        return Retention()
    predicted = fsum(each.predicted for each in sums) / count
    return Retention(count, predicted, sum(each.successes for each in sums) / count)


def forecast(agenda: Agenda, deck: str = "", days: int = FORECAST_DAYS) -> tuple[int, ...]:
    """How many faces of a deck, or of all, are asked today, tomorrow and so on; those later today are among today's."""
    due = Counter(day for key, day in agenda.days.items() if not deck or key.startswith(f"{deck}/"))
    return tuple(due[day] for day in range(days))


def _histogram(places: Iterable[int], size: int) -> tuple[int, ...]:
    numbers = [0] * size
    for place, number in Counter(places).items():
        numbers[min(max(place, 0), size - 1)] += number
    return tuple(numbers)


def _hardness(each: FaceState) -> tuple[int, float, str]:
    return -each.state.lapses, -(each.memory.difficulty if each.memory else 0.0), each.key


class Summary(Struct, frozen=True):
    """The numbers of one session. `learnt` are faces that left their learning steps for the first time in it."""

    answers: int
    faces: int
    introduced: int
    learnt: int
    mended: int  # faces missed in it and known at their last answer
    reviewed: int  # faces asked that were not new
    remembered: int  # of these, known at the first try
    forgotten: int  # faces once learnt that were rated Again
    took_seconds: float
    leeches: tuple[str, ...]  # the prompts of faces that turned into leeches


def summary(answers: Sequence[Answer]) -> Summary:
    firsts = {answer.face.key: answer for answer in reversed(answers)}
    lasts = {answer.face.key: answer for answer in answers}
    missed = {answer.face.key for answer in answers if answer.rating is Rating.AGAIN}
    reviewed = [answer for answer in firsts.values() if not answer.before.is_new]
    return Summary(
        answers=len(answers),
        faces=len(firsts),
        introduced=sum(answer.before.is_new and not answer.after.is_new for answer in answers),
        learnt=sum(
            each.before.phase in (Phase.NEW, Phase.LEARNING) and each.after.phase is Phase.REVIEW for each in answers
        ),
        mended=sum(lasts[key].rating is not Rating.AGAIN for key in missed),
        reviewed=len(reviewed),
        remembered=sum(answer.rating is not Rating.AGAIN for answer in reviewed),
        forgotten=sum(answer.after.lapses > answer.before.lapses for answer in answers),
        took_seconds=sum(answer.took_ms for answer in answers) / 1000,
        leeches=tuple(answer.face.prompt for answer in answers if answer.is_leech),
    )
