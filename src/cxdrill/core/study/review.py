"""One review of a card as values: how it was rated, on which study day, and the due that was promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import IntEnum

from msgspec import Struct

from cxdrill.core.event import Event


class Rating(IntEnum):
    """How well a card was remembered."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


Due = date | datetime
"""A study day, or for a learning step an aware instant (a `datetime`)."""


class Review(Struct, frozen=True):
    """One review as the progress file has it, read into values."""

    id: str
    at: datetime
    day: date
    rating: int
    due: Due
    took_ms: int = 0
    is_miss: bool = False  # no review, but the question answered wrong in a check

    @property
    def is_step(self) -> bool:
        """Whether the card stays in its learning steps."""
        return isinstance(self.due, datetime)


def review_of(event: Event, at: datetime) -> Review | None:
    """A review event as values, None where its fields cannot be read."""
    day, due, rating = event.fields.get("day"), event.fields.get("due"), event.fields.get("rating")
    took_ms = event.fields.get("took_ms")
    day, due = day_of(day), due_of(due)
    if day is None or due is None or rating not in (1, 2, 3, 4):
        return None
    return Review(event.id, at, day, int(rating), due, took_ms if isinstance(took_ms, int) else 0)


def course_of(reviews: Sequence[Review], misses: Sequence[Review]) -> Sequence[Review]:
    """Reviews, and the misses among them that count as lapses: those of a card that had left its learning steps."""
    course: list[Review] = []
    for each in sorted((*reviews, *misses), key=lambda each: each.at) if misses else ():
        if not each.is_miss or (course and not course[-1].is_step):
            course.append(each)
    return course or reviews


def day_of(text: object) -> date | None:
    """An ISO date, None where it cannot be read."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def due_of(text: object) -> Due | None:
    """A due as events write it: an ISO date, or an ISO instant with its offset."""
    text = str(text)
    try:
        if "T" not in text:
            return date.fromisoformat(text)
        due = datetime.fromisoformat(text)
    except ValueError:
        return None
    return due if due.tzinfo else None
