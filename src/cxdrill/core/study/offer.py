"""The offer of each rating of a card: a learning step, or the lightest day near the ideal interval.

The interval that is offered is stored with the review, counted from the rating; replay never computes it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zlib import crc32

from msgspec import Struct

from cxdrill.core.day import ONE_DAY, gap_days, study_day
from cxdrill.core.settings import Settings
from cxdrill.core.study.fsrs import Memory, Model
from cxdrill.core.study.review import Due, Rating
from cxdrill.core.study.schedule import CardState, Phase, next_step

FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
"""Ranges of intervals in days and the share of each that may be added or taken, beside one day: Anki's."""

TREND_DAYS = 14  # before and after the fuzz range, from which the slope of the load is taken


class Offer(Struct, frozen=True):
    """The offer of one rating: the interval until the card is due, which counts from the moment of rating."""

    interval: timedelta
    is_step: bool = False  # whether the card would stay in its learning steps

    def due_from(self, at: datetime, today: date) -> Due:
        """The due where the rating is given at `at`, on the study day `today`: the interval shown counts from there."""
        due = at.astimezone(UTC) + self.interval
        return due.replace(microsecond=due.microsecond // 1000 * 1000) if self.is_step else today + self.interval


def due_text(due: Due) -> str:
    """A due as an event stores it: an ISO date, or an ISO instant in UTC."""
    return due.astimezone(UTC).isoformat(timespec="milliseconds") if isinstance(due, datetime) else due.isoformat()


class Scheduler(Struct, frozen=True):
    """The rules by which due dates are offered: the model, the settings, and the reviews due on a day so far."""

    model: Model
    settings: Settings
    load: Callable[[date], int] = lambda _: 0

    def offers(self, key: str, state: CardState, memory: Memory | None, at: datetime) -> Mapping[Rating, Offer]:
        """The offer of each rating for the face `key` at the instant `at`, given in the learner's zone."""
        today = study_day(at, self.settings.day_start)
        gap = gap_days(state.last_day, today) if state.last_day else 0
        offers: dict[Rating, Offer] = {}
        shortest = 1
        for rating in Rating:
            seconds = self._step_seconds(state, rating)
            if seconds is not None:
                offers[rating] = Offer(timedelta(seconds=seconds), is_step=True)
                continue
            stability = self.model.after(memory, rating, gap).stability
            days = self._days(stability, shortest, today, seed=number_of(f"{key} {state.reviews + 1} {rating:d}"))
            offers[rating] = Offer(days * ONE_DAY)
            shortest = days
        return offers

    def _step_seconds(self, state: CardState, rating: Rating) -> int | None:
        """The length of the learning step that a rating leads to, or None where the card leaves its steps."""
        if state.phase is Phase.REVIEW:
            steps = self.settings.relearning_steps
            return steps[0] if steps and rating is Rating.AGAIN else None
        steps = self.settings.relearning_steps if state.phase is Phase.RELEARNING else self.settings.learning_steps
        if not steps or rating is Rating.EASY:
            return None
        if rating is Rating.AGAIN:
            return steps[0]
        if rating is Rating.HARD and state.step == 0:
            return (steps[0] + steps[1]) // 2 if len(steps) > 1 else steps[0] * 3 // 2
        step = next_step(state.phase, state.step, rating)
        return steps[step] if step < len(steps) else None

    def _days(self, stability: float, shortest: int, today: date, seed: int) -> int:
        """The interval in days: the lightest day of the fuzz range; among equals a seeded choice."""
        ideal = self.model.interval_days(stability, self.settings.desired_retention)
        low, high = fuzz_range(min(ideal, self.settings.maximum_interval), self.settings.maximum_interval)
        candidates = range(min(max(low, shortest), max(high, shortest)), max(high, shortest) + 1)
        return candidates[0] if len(candidates) == 1 else self._lightest(candidates, ideal, today, seed)

    def _lightest(self, candidates: range, ideal: float, today: date, seed: int) -> int:
        """The interval whose day has the fewest reviews for a day so far ahead.

        Later days always hold fewer reviews so far. Without taking that slope away, the lightest day would mostly be
        the last one, every interval too long, and retention lower than desired.
        """
        first = max(1, candidates[0] - TREND_DAYS)
        start = today.toordinal()
        ahead = range(start + first, start + candidates[-1] + TREND_DAYS + 1)
        loads = [self.load(day) for day in map(date.fromordinal, ahead)]
        slope = _slope(loads)

        def rank(days: int) -> tuple[float, int]:
            return loads[days - first] - slope * (days - ideal), (seed ^ days * 2654435761) & 0xFFFFFFFF

        return min(candidates, key=rank)


def fuzz_range(ideal: float, maximum: int) -> tuple[int, int]:
    """The shortest and the longest interval in whole days that may stand for the ideal one."""
    if ideal < FUZZ[0][0]:
        only = min(max(1, round(ideal)), maximum)
        return only, only
    delta = 1.0 + sum(share * max(min(ideal, end) - start, 0.0) for start, end, share in FUZZ)
    high = min(round(ideal + delta), maximum)
    return min(max(2, round(ideal - delta)), high), high


def number_of(text: str) -> int:
    """A number of 32 well-mixed bits that depends on the text alone, on every machine and Python version."""
    number = crc32(text.encode())
    number = ((number ^ (number >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    number = ((number ^ (number >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    return number ^ (number >> 16)


def _slope(heights: Sequence[int]) -> float:
    number, middle = len(heights), (len(heights) - 1) / 2
    spread = number * (number**2 - 1) / 12  # the sum of squares of the distances from the middle
    return sum((place - middle) * height for place, height in enumerate(heights)) / spread
