"""Where a card stands: new, between learning steps, or due on a date; and how much of what waited is a day's work.

Folded from recorded reviews alone. What a rating would give next is `core/study/offer.py`'s concern.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from cxdrill.core.day import study_day
from cxdrill.core.settings import Settings
from cxdrill.core.study.review import Due, Rating, Review


class Phase(StrEnum):
    """Where a card stands: its due is an instant while it is learned or learned again, else a date."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


class CardState(Struct, frozen=True, gc=False, array_like=True):
    phase: Phase = Phase.NEW
    step: int = 0
    due_on: date | None = None  # one of these two, for a face that was reviewed
    due_at: datetime | None = None
    reviews: int = 0
    lapses: int = 0
    first_day: date | None = None
    last_day: date | None = None
    last_at: datetime | None = None

    @property
    def due(self) -> Due | None:
        """A study day, or for a learning step an instant; None for a new face."""
        return self.due_at or self.due_on

    @property
    def is_new(self) -> bool:
        return self.reviews == 0

    @property
    def is_learning(self) -> bool:
        return self.due_at is not None


NEW = CardState()


def state_after(reviews: Sequence[Review]) -> CardState:
    """The state of a card with these reviews and misses, oldest first; its due is the last recorded.

    A card that was missed in a check is to be learnt again at once, like one that was forgotten.
    """
    if not reviews:
        return NEW
    phase, step, lapses = Phase.NEW, 0, 0
    for review in reviews:
        lapses += phase is Phase.REVIEW and review.rating == Rating.AGAIN
        step = next_step(phase, step, review.rating)
        if not review.is_step:
            phase, step = Phase.REVIEW, 0
        elif phase in (Phase.REVIEW, Phase.RELEARNING):
            phase = Phase.RELEARNING
        else:
            phase = Phase.LEARNING
    last = reviews[-1]
    due_on, due_at = (None, last.due) if isinstance(last.due, datetime) else (last.due, None)
    count = sum(not review.is_miss for review in reviews)
    return CardState(phase, step, due_on, due_at, count, lapses, reviews[0].day, last.day, last.at)


def next_step(phase: Phase, step: int, rating: int) -> int:
    """The step that a rating leads to, whether or not the steps go so far."""
    if phase is Phase.REVIEW or rating == Rating.AGAIN:
        return 0
    return step + 1 if rating == Rating.GOOD else step


def is_due(state: CardState, now: datetime, settings: Settings, ahead_days: int = 0) -> bool:
    """Whether a card is due on the study day of `now` (or so many days after), or its learning step near enough."""
    if state.due_at is not None:
        return wait_seconds(state, now, settings) <= settings.learn_ahead_seconds
    return state.due_on is not None and days_until_due(state, study_day(now, settings.day_start)) <= ahead_days


def days_until_due(state: CardState, today: date) -> int:
    """Study days until the due date of a card out of its steps, negative when overdue.

    A card whose last review lies more than a day ahead was reviewed under a wrong clock and is due today.
    """
    if state.due_on is None:
        raise ValueError("only a card that has left its learning steps has a due date")
    if state.last_day is not None and (state.last_day - today).days > 1:
        return 0
    return (state.due_on - today).days


def days_ahead(state: CardState, today: date) -> int:
    """Study days until a card is due, none for one in its steps or never reviewed."""
    return 0 if state.due_on is None else days_until_due(state, today)


def wait_seconds(state: CardState, now: datetime, settings: Settings) -> float:
    """The seconds until a card in its steps is due: 0 when it is, or when a clock set back would make it wait."""
    if state.due_at is None:
        return 0.0
    wait = (state.due_at - now).total_seconds()
    longest = max((*settings.learning_steps, *settings.relearning_steps), default=0)
    return 0.0 if wait <= 0 or wait > longest + settings.learn_ahead_seconds else wait


LATEST = 14  # study days that tell how much the learner does in one
FEWEST = 60  # answers that anybody may be asked for
PAUSED = 2.5  # days' work that wait: more than a weekend leaves behind


def usual_answers(reviews_on: Mapping[date, int], today: date) -> int:
    """How many answers a study day of this learner has, on average of the latest ones before today."""
    latest = [reviews_on[day] for day in sorted(reviews_on) if day < today and reviews_on[day]][-LATEST:]
    return max(FEWEST, round(sum(latest) / len(latest))) if latest else FEWEST


def reviews_after_pause(due: int, reviews_on: Mapping[date, int], today: date) -> int | None:
    """How many of so many due cards are asked today, so that a pause is made up for over several days.

    None where what waits is not that much. What was done today counts, so the number does not grow by studying.
    """
    usual, done = usual_answers(reviews_on, today), reviews_on.get(today, 0)
    return max(0, usual - done) if due + done > PAUSED * usual else None
