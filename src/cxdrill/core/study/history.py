"""The past of every card: events folded into what follows for each face, whole or one more of it at a time."""

from __future__ import annotations

from bisect import insort_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from cxdrill.core.day import hours_ahead
from cxdrill.core.event import Event, in_order, voided
from cxdrill.core.study.fsrs import Memory, Model
from cxdrill.core.study.review import (
    MARKS,
    Past,
    Review,
    course_of,
    fitted_model,
    marks_of,
    misses_of,
    present_key,
    review_of,
)
from cxdrill.core.study.schedule import NEW, CardState
from cxdrill.core.study.trace import SECONDS_PER_DAY, Trace, trace_of


class History:
    """The facts that count about every face of every card, and what follows from them. Changed by `record` alone."""

    def __init__(self, events: Iterable[Event] = (), former_keys: Mapping[str, str] | None = None) -> None:
        """Folds `events`, in any order; `former_keys` gives the present key of a card that had another."""
        self.traces: dict[str, Trace] = {}  # of each face that was reviewed
        self.suspended: set[str] = set()
        self.buried: dict[str, date] = {}
        self.flags: dict[str, tuple[str, ...]] = {}
        self.due_on: Counter[date] = Counter()  # faces due on a study day, suspended ones left out
        self.reviews_on: Counter[date] = Counter()
        self.zones: dict[date, int] = {}  # study day: the most hours that its clock was ahead of UTC
        self.introduced_on: Counter[date] = Counter()  # faces first reviewed on a study day
        self.former = dict(former_keys or {})
        self._pasts: dict[str, Past] = {}
        self._latest: dict[str, datetime] = {}  # writer: the instant of its last event
        ordered = in_order(events)
        void = voided(ordered)
        facts = [(event, at) for event in ordered if (at := self._instant(event)) and event.id not in void]
        of_exams = [event for event, _ in facts if event.kind.startswith("exam-")]
        self.model: Model = fitted_model(event for event, _ in facts if event.kind == "parameters")
        for key, misses in misses_of(of_exams, self.former).items():
            self._past(key).misses = misses
        for event, at in facts:
            self._place(event, at)
        for key in self._pasts:
            self._settle(key)

    def record(self, event: Event) -> None:
        """Takes in one more event about a face that was saved; an undo leaves all as if its target had never been."""
        at = self._instant(event)
        if event.kind == "undo":
            self._take_back(str(event.fields.get("voids", "")))
        elif (key := self._place(event, at)) is not None:
            self._settle(key)

    def state(self, key: str) -> CardState:
        """Where the face stands; a face never reviewed is new."""
        return trace.state if (trace := self.traces.get(key)) else NEW

    def memory(self, key: str) -> Memory | None:
        """The memory of a face after all its reviews, None for a new one."""
        return trace.memory if (trace := self.traces.get(key)) else None

    def reviews(self, key: str) -> tuple[Review, ...]:
        return tuple(self._past(key).reviews)

    def course(self, key: str) -> Sequence[Review]:
        """The reviews of a face with the misses in checks that count as lapses, oldest first."""
        past = self._past(key)
        return course_of(past.reviews, past.misses)

    def latest_took_ms(self, count: int) -> list[int]:
        """How long the latest answers took, as far as that is recorded."""
        every = (review for key in self.traces for review in self.reviews(key))
        took = sorted((review.at, review.took_ms) for review in every if review.took_ms > 0)
        return [took_ms for _, took_ms in took[-count:]]

    def seconds_on(self, day: date) -> float:
        """How long the answers of a study day took, those of every deck."""
        keys = (key for key, trace in self.traces.items() if trace.last_day >= day)
        return sum(each.took_ms for key in keys for each in self.reviews(key) if each.day == day) / 1000

    def retrievability(self, key: str, at: datetime) -> float | None:
        if (trace := self.traces.get(key)) is None:
            return None
        return self.model.retrievability(trace.stability, (at - trace.last_at).total_seconds() / SECONDS_PER_DAY)

    def is_leech(self, key: str, threshold: int) -> bool:
        trace = self.traces.get(key)
        return trace is not None and trace.is_leech(threshold)

    def is_suspended(self, key: str) -> bool:
        """Whether the face, or the cloze card whose part it is, is set aside until it is woken."""
        card, _, suffix = key.partition("~")
        return key in self.suspended or (suffix.isdigit() and card in self.suspended)

    def is_out(self, key: str, today: date) -> bool:
        """Whether the face is suspended, or buried for the study day."""
        return self.is_suspended(key) or self.buried.get(key) == today

    def is_done_today(self, key: str, today: date) -> bool:
        """Whether a face last reviewed under a clock that ran ahead was already reviewed on the real day.

        Such a face is due every day until the clock has caught up, but only once a day.
        """
        last_day = self.state(key).last_day
        if last_day is None or (last_day - today).days <= 1:
            return False
        return any(review.day == today and not review.is_step for review in self.reviews(key))

    def _past(self, key: str) -> Past:
        """The events of a face; whoever keeps them elsewhere brings them in here."""
        return self._pasts.setdefault(key, Past())

    def _instant(self, event: Event) -> datetime:
        """When a fact counts as happened: never before the same writer's fact before it."""
        at = event.at.astimezone(UTC)
        self._latest[event.writer] = max(at, self._latest.get(event.writer, at))
        return self._latest[event.writer]

    def _place(self, event: Event, at: datetime) -> str | None:
        """Puts a fact where it belongs and gives the key of its face; None for one that concerns no face."""
        key = present_key(event, self.former)
        if event.kind in MARKS:
            self._past(key).marks.append(event)
            return key
        review = review_of(event, at) if event.kind == "review" else None
        if review is None:
            return None
        # By its turn in replay, not at the end: a clock may have been set back, or a faster one run elsewhere.
        insort_right(self._past(key).reviews, review, key=lambda each: (each.at, each.id.rpartition("-")[0]))
        self.reviews_on[review.day] += 1
        self.zones[review.day] = max(hours_ahead(event.at), self.zones.get(review.day, -24))
        return key

    def _take_back(self, id: str) -> None:
        """Forgets one fact, where there is one of that id."""
        for key, past in self._pasts.items():
            gone = [review for review in past.reviews if review.id == id]
            if gone or any(event.id == id for event in past.marks):
                for review in gone:
                    self.reviews_on[review.day] -= 1
                past.reviews = [review for review in past.reviews if review.id != id]
                past.marks = [event for event in past.marks if event.id != id]
                self._settle(key)
                return

    def _settle(self, key: str) -> None:
        """Computes what follows from the events of one face, and what is counted of it."""
        past = self._past(key)
        self._count(key, -1)
        _keep(self.traces, key, trace_of(self.course(key), self.model))
        marks = marks_of(past.marks)
        (self.suspended.add if marks.is_suspended else self.suspended.discard)(key)
        _keep(self.buried, key, marks.buried)
        _keep(self.flags, key, marks.flags)
        self._count(key, 1)

    def _count(self, key: str, by: int) -> None:
        state = self.state(key)
        if state.first_day is None:
            return
        self.introduced_on[state.first_day] += by
        if state.due_on is not None and key not in self.suspended:
            self.due_on[state.due_on] += by


def _keep(kept: dict[str, Any], key: str, value: object) -> None:
    if value:
        kept[key] = value
    else:
        kept.pop(key, None)
