"""Events of faces as values: reviews with ratings and promised dues, marks, misses, and fitted parameters.

How all faces are kept together is left to `history` and to the index, which fold with these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import IntEnum

from msgspec import Struct, field

from cxdrill.core.day import study_day
from cxdrill.core.event import Event
from cxdrill.core.exams.attempt import attempts
from cxdrill.core.exams.score import misses
from cxdrill.core.study.fsrs import DEFAULT_MODEL, Model


class Rating(IntEnum):
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
        return isinstance(self.due, datetime)


def review_of(event: Event, at: datetime) -> Review | None:
    """A review event as values, None where its fields cannot be read."""
    rating, took_ms = event.fields.get("rating"), event.fields.get("took_ms")
    day, due = day_of(event.fields.get("day")), due_of(event.fields.get("due"))
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


MARKS = frozenset({"suspend", "wake", "bury", "flag"})
OF_EXAMS = ("forecast", "plan", "probe", "repaired")


class Past(Struct):
    """The events of one face that count, in the order of replay: its reviews, its misses and what was marked on it."""

    reviews: list[Review] = field(default_factory=list)
    misses: list[Review] = field(default_factory=list)  # in checks
    marks: list[Event] = field(default_factory=list)


class Marks(Struct, frozen=True):
    is_suspended: bool = False
    buried: date | None = None  # the study day on which it is not shown
    flags: tuple[str, ...] = ()  # notes for the instructor


def present_key(event: Event, former: Mapping[str, str]) -> str:
    """The face that an event is about, under the id that its card has now."""
    card, mark, suffix = str(event.fields.get("card", "")).partition("~")
    return former.get(card, card) + mark + suffix


def misses_of(exam_events: Iterable[Event], former: Mapping[str, str]) -> dict[str, list[Review]]:
    """The misses in checks, by the present key of the face: each due again at once, from the end of its check."""
    events = list(exam_events)
    if not any(event.kind == "exam-finished" for event in events):
        return {}
    found: dict[str, list[Review]] = defaultdict(list)
    for made, key in misses(attempts(events)):
        at = made.seen_at
        miss = Review(made.id, at.astimezone(UTC), study_day(at), Rating.AGAIN, at.astimezone(UTC), is_miss=True)
        found[former.get(key, key)].append(miss)
    return {key: sorted(each, key=lambda miss: (miss.at, miss.id)) for key, each in found.items()}


def marks_of(events: Iterable[Event]) -> Marks:
    is_suspended, buried, flags = False, None, []
    for event in events:
        if event.kind in ("suspend", "wake"):
            is_suspended = event.kind == "suspend"
        elif event.kind == "bury":
            buried = day_of(event.fields.get("day"))
        else:
            flags.append(str(event.fields.get("note", "")).encode(errors="replace").decode())  # it may be half a sign
    return Marks(is_suspended, buried, tuple(flags))


def fitted_model(fits: Iterable[Event]) -> Model:
    """The model with the last fitted parameters that it can take, else with the default ones."""
    model = DEFAULT_MODEL
    for event in fits:
        try:
            model = Model([float(value) for value in event.fields.get("values", ())])
        except (TypeError, ValueError):
            continue
    return model
