"""Events of faces as values: what is recorded of one face, and what its marks, misses and fitted parameters come to.

How all faces are kept together is left to `history` and to the index, which fold with these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date

from msgspec import Struct, field

from cxdrill.core.day import study_day
from cxdrill.core.event import Event
from cxdrill.core.study.fsrs import DEFAULT_MODEL, Model
from cxdrill.core.study.review import Rating, Review, day_of

MARKS = frozenset({"suspend", "wake", "bury", "flag"})
OF_EXAMS = ("forecast", "plan", "repaired")


class Past(Struct):
    """The events of one face that count, in the order of replay: its reviews, its misses and what was marked on it."""

    reviews: list[Review] = field(default_factory=list)
    misses: list[Review] = field(default_factory=list)  # in checks
    marks: list[Event] = field(default_factory=list)


class Marks(Struct, frozen=True):
    """What the marks on a face come to."""

    is_suspended: bool = False
    buried: date | None = None  # the study day on which it is not shown
    flags: tuple[str, ...] = ()  # notes for the instructor


def present_key(event: Event, former: Mapping[str, str]) -> str:
    """The face that an event is about, under the id that its card has now."""
    card, mark, suffix = str(event.fields.get("card", "")).partition("~")
    return former.get(card, card) + mark + suffix


def misses_of(exam_events: Iterable[Event], former: Mapping[str, str]) -> dict[str, list[Review]]:
    """What checks got wrong, by the present key of the face: each due again at once, from the end of its check."""
    events = list(exam_events)
    if not any(event.kind == "exam-finished" for event in events):
        return {}
    from cxdrill.core.exams import attempt, score  # a learner before the first check waits for neither

    found: dict[str, list[Review]] = defaultdict(list)
    for made, key in score.misses(attempt.attempts(events)):
        at = made.seen_at
        miss = Review(made.id, at.astimezone(UTC), study_day(at), Rating.AGAIN, at.astimezone(UTC), is_miss=True)
        found[former.get(key, key)].append(miss)
    return {key: sorted(each, key=lambda miss: (miss.at, miss.id)) for key, each in found.items()}


def marks_of(events: Iterable[Event]) -> Marks:
    """What marks come to, in the order of replay."""
    is_suspended, buried, flags = False, None, []
    for event in events:
        if event.kind in ("suspend", "wake"):
            is_suspended = event.kind == "suspend"
        elif event.kind == "bury":
            buried = day_of(event.fields.get("day"))
        else:
            flags.append(str(event.fields.get("note", "")))
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
