"""Everything that follows from the reviews of one face: where it stands, its memory, and how well it was foretold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from cxdrill.core.day import gap_days
from cxdrill.core.study.fsrs import Memory, Model
from cxdrill.core.study.leech import FEWEST_LAPSES, Try, chance_of_at_most, is_leech
from cxdrill.core.study.review import Review
from cxdrill.core.study.schedule import CardState, state_after

SECONDS_PER_DAY = 86400
LATEST = 5  # tries and times of one face that forecasts look at


class Trace(Struct, frozen=True, gc=False, array_like=True):
    """What the reviews of a face leave behind; `luck` is the chance of as few successes as it had."""

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
    def difficulty(self) -> float:
        """From 1 to 10."""
        return self.memory.difficulty

    @property
    def last_at(self) -> datetime:
        """When it was reviewed last."""
        assert self.state.last_at is not None
        return self.state.last_at

    @property
    def last_day(self) -> date:
        """The study day on which it was reviewed last."""
        assert self.state.last_day is not None
        return self.state.last_day

    def elapsed_days(self, at: datetime) -> float:
        """Days from the last review to `at`; none under a clock set back."""
        return max(0.0, (at - self.last_at).total_seconds() / SECONDS_PER_DAY)

    def is_leech(self, threshold: int) -> bool:
        """Whether the face is forgotten so often that it is better mended or set aside."""
        return is_leech(self.state.lapses, self.luck, threshold)


def trace_of(reviews: Sequence[Review], model: Model) -> Trace | None:
    """What these reviews and misses of a face leave behind, oldest first; None without any."""
    return traced(reviews, model)[0] if reviews else None


def traced(reviews: Sequence[Review], model: Model) -> tuple[Trace, list[Try | None]]:
    """What these reviews and misses leave behind; and of each review, if first of a later day, how it was foretold."""
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
