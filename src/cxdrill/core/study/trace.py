"""Everything that follows from the reviews of one face: where it stands, its memory, and how well it was foretold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from cxdrill.core.day import gap_days
from cxdrill.core.study.fsrs import Memory, Model
from cxdrill.core.study.review import Review
from cxdrill.core.study.schedule import CardState, state_after

SECONDS_PER_DAY = 86400
LATEST = 5  # tries and times of one face that forecasts look at
IMPLAUSIBLE = 0.005
FEWEST_LAPSES = 2
MATURE_DAYS = 21  # of stability


class Try(Struct, frozen=True, gc=False, array_like=True):
    """The first review of a card on a study day after the one it was met on: what the model foretold, what came."""

    predicted: float
    is_success: bool
    at: datetime | None = None
    stability: float = 0.0  # of the memory before it, in days


class TrySum(Struct, frozen=True):
    """First tries counted together: the tenth in which their predicted chances lie, and whether they were mature."""

    decile: int
    is_mature: bool
    tries: int
    successes: int
    predicted: float  # the sum of the chances

    @staticmethod
    def of(each: Try) -> TrySum:
        return TrySum(
            min(9, int(each.predicted * 10)), each.stability >= MATURE_DAYS, 1, each.is_success, each.predicted
        )


class Trace(Struct, frozen=True, gc=False, array_like=True):
    """The traces that reviews leave on a face; `luck` is the chance of as few successes as it had."""

    state: CardState
    memory: Memory
    days: int  # study days on which it was seen
    luck: float = 1.0
    tries: tuple[Try, ...] = ()  # the latest
    took_ms: tuple[int, ...] = ()  # of the latest reviews
    was_known: bool = False  # at the very first answer, before it was taught

    @property
    def stability(self) -> float:
        """In days."""
        return self.memory.stability

    @property
    def last_at(self) -> datetime:
        assert self.state.last_at is not None
        return self.state.last_at

    @property
    def last_day(self) -> date:
        assert self.state.last_day is not None
        return self.state.last_day

    def elapsed_days(self, at: datetime) -> float:
        """Days from the last review to `at`; none under a clock set back."""
        return max(0.0, (at - self.last_at).total_seconds() / SECONDS_PER_DAY)

    def is_leech(self, threshold: int) -> bool:
        """Whether the face is forgotten so often that it is better mended or set aside.

        That is `threshold` times, or so often that its memory makes that implausible.
        """
        lapses = self.state.lapses
        return lapses >= threshold or (lapses >= FEWEST_LAPSES and self.luck < IMPLAUSIBLE)


def trace_of(reviews: Sequence[Review], model: Model) -> Trace | None:
    """The trace of these reviews and misses of a face, oldest first; None without any."""
    return traced(reviews, model)[0] if reviews else None


def traced(reviews: Sequence[Review], model: Model) -> tuple[Trace, list[Try | None]]:
    """The trace of these reviews and misses; and of each review, if first of a later day, how it was foretold."""
    memory, days = model.after(None, reviews[0].rating, 0), 1
    tries: list[Try | None] = [None]
    before = reviews[0]
    for review in reviews[1:]:
        gap = gap_days(before.day, review.day)
        each = None
        if gap:
            days += 1
        if gap and not review.is_miss:
            elapsed_days = (review.at - before.at).total_seconds() / SECONDS_PER_DAY
            predicted = model.retrievability(memory.stability, elapsed_days)
            each = Try(predicted, review.rating > 1, review.at, memory.stability)
        if not review.is_miss:
            tries.append(each)
        memory = model.after(memory, review.rating, gap)
        before = review
    state, first_tries = state_after(reviews), [each for each in tries if each is not None]
    luck = 1.0
    if state.lapses >= FEWEST_LAPSES:
        luck = chance_of_at_most(sum(each.is_success for each in first_tries), [each.predicted for each in first_tries])
    took_ms = tuple([review.took_ms for review in reviews if not review.is_miss][-LATEST:])
    return Trace(state, memory, days, luck, tuple(first_tries[-LATEST:]), took_ms, reviews[0].rating > 1), tries


def chance_of_at_most(successes: int, chances: Sequence[float]) -> float:
    """The chance of at most so many successes in independent tries of these chances (Poisson binomial)."""
    counts = [1.0]
    for chance in chances:
        extended = [count * (1 - chance) for count in counts] + [0.0]
        for number, count in enumerate(counts):
            extended[number + 1] += count * chance
        counts = extended
    return min(1.0, sum(counts[: successes + 1]))
