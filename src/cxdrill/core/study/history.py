"""What happened to every card: events replayed into states, and one more event at a time.

What is remembered of the reviews is `core/study/recall.py`'s concern; nothing here is computed twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from datetime import UTC, date, datetime
from typing import Any

from cxdrill.core.event import Event, in_order, voided
from cxdrill.core.study.fsrs import DEFAULT_MODEL, Model
from cxdrill.core.study.packed_faces import PackedFaces
from cxdrill.core.study.recall import Recall
from cxdrill.core.study.review import Review, day_of, review_of
from cxdrill.core.study.schedule import state_after

MARKS = frozenset({"suspend", "wake", "bury", "flag"})


class History(Recall):
    """The standing facts about every face of every card, and what follows from them. Changed by `record` alone."""

    def __init__(
        self,
        events: Iterable[Event] = (),
        former_keys: Mapping[str, str] | None = None,
        packed: PackedFaces | None = None,
    ) -> None:
        """Replays `events`, in any order; `former_keys` gives the present key of a card that had another.

        `packed` is for `core/study/packed_history.py` alone.
        """
        super().__init__(packed)
        self.suspended: set[str] = set()
        self.buried: dict[str, date] = {}  # face: the study day on which it is not shown
        self.flags: dict[str, tuple[str, ...]] = {}  # face: notes for the instructor
        self.due_on: Counter[date] = Counter()  # faces due on a study day, suspended ones left out
        self.reviews_on: Counter[date] = Counter()
        self.introduced_on: Counter[date] = Counter()  # faces first reviewed on a study day
        self.took_ms = 0.0  # by all reviews together
        self.exam_events: list[Event] = []  # in the order of replay, with forecasts and plans
        self.events = 0  # how many were taken in, of whatever kind
        self.latest: MutableMapping[str, tuple[datetime, int]] = {}  # writer: its last instant and greatest number
        self.latest_at: datetime | None = None
        self.is_steady = True  # each event recorded came after all before it, so a replay would do the same
        self.is_lifted = False  # an exam's event counts as later than it says
        self.voided_unknown: frozenset[str] = frozenset()  # taken back without ever having been there
        self.former = dict(former_keys or {})
        self._marks: MutableMapping[str, list[Event]] = {}
        self._fits: list[Event] = []
        self._keys: dict[str, str] = {}  # id of an event recorded one at a time: its face
        if packed is None:
            self._replay(events)

    def record(self, event: Event) -> bool:
        """Takes in one more event that was saved; an undo leaves everything as if its target had never been.

        False for an undo whose target is not known.
        """
        at = self._instant(event)
        if event.kind == "undo":
            return self._take_back(str(event.fields.get("voids", "")))
        key = self._place(event, at)
        if key is None:
            return True
        self._keys[event.id] = key
        if event.kind == "review":
            self._settle(key)
        else:
            self._remark(key)
        return True

    def all_reviews(self) -> Iterator[tuple[str, Review]]:
        """Every standing review with its face, also of cards that are in no deck any more."""
        for key, reviews in self._reviews.items():
            for review in reviews:
                yield key, review

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
        return any(review.day == today and not review.is_step for review in self._reviews[key])

    def _replay(self, events: Iterable[Event]) -> None:
        ordered = in_order(events)
        void = voided(ordered)
        self.voided_unknown = void and void - {event.id for event in ordered}
        for event in ordered:
            at = self._instant(event)
            if event.kind != "undo" and event.id not in void:
                self._place(event, at)
        for key in self._reviews:
            self._settle(key)
        for key in list(self._marks):
            self._remark(key)

    def _instant(self, event: Event) -> datetime:
        """When a fact counts as happened: never before the same writer's fact before it."""
        at = event.at.astimezone(UTC)
        writer, _, number = event.id.rpartition("-")
        before = self.latest.get(writer, (at, 0))
        at = max(at, before[0])
        self.latest[writer] = at, max(int(number), before[1])
        self.is_steady &= self.latest_at is None or at >= self.latest_at
        self.latest_at = at
        self.events += 1
        return at

    def _place(self, event: Event, at: datetime) -> str | None:
        """Puts a fact where it belongs and gives the key of its face; None for one that concerns no face."""
        if event.kind == "parameters":
            self._fits.append(event)
            self._refit()
        elif event.kind.startswith("exam-") or event.kind in ("forecast", "plan"):
            self.exam_events.append(event)
            self.is_lifted |= at != event.at
        if event.kind not in MARKS and event.kind != "review":
            return None
        key = self._key(event)
        if event.kind in MARKS:
            self._marks.setdefault(key, []).append(event)
            return key
        review = review_of(event, at)
        if review is None:
            return None
        reviews = self._reviews.setdefault(key, [])
        place = len(reviews)
        while place and _follows(reviews[place - 1], review):  # a clock set back, or a faster one elsewhere
            place -= 1
        reviews.insert(place, review)
        if place < len(reviews) - 1:
            self._memories.pop(key, None)
        self.reviews_on[review.day] += 1
        self.took_ms += review.took_ms
        return key

    def _key(self, event: Event) -> str:
        card, mark, suffix = str(event.fields.get("card", "")).partition("~")
        return self.former.get(card, card) + mark + suffix

    def _take_back(self, id: str) -> bool:
        """Forgets one fact; False where there is none of that id."""
        if any(event.id == id for event in self._fits):
            self._fits = [event for event in self._fits if event.id != id]
            self._refit()
            return True
        key = self._keys.pop(id, None)
        keys = [key] if key is not None else [*self._reviews, *self._marks]
        return any(self._forget(each, id) for each in keys)

    def _forget(self, key: str, id: str) -> bool:
        reviews = self._reviews.get(key, [])
        for place in range(len(reviews) - 1, -1, -1):
            if reviews[place].id == id:
                gone = reviews.pop(place)
                _add(self.reviews_on, gone.day, -1)
                self.took_ms -= gone.took_ms
                self._memories.pop(key, None)
                self._settle(key)
                return True
        marks = self._marks.get(key, [])
        if any(event.id == id for event in marks):
            self._marks[key] = [event for event in marks if event.id != id]
            self._remark(key)
            return True
        return False

    def _settle(self, key: str) -> None:
        """Computes the state of one face and what is counted of it."""
        self._count(key, -1)
        reviews = self._reviews[key]
        if reviews:
            self.states[key] = state_after(reviews)
        else:
            self.states.pop(key, None)
            del self._reviews[key]
        self._count(key, 1)

    def _remark(self, key: str) -> None:
        self._count(key, -1)
        marks = self._marks[key]
        asleep = [event.kind for event in marks if event.kind in ("suspend", "wake")]
        if asleep and asleep[-1] == "suspend":
            self.suspended.add(key)
        else:
            self.suspended.discard(key)
        self._count(key, 1)
        buried = [day_of(event.fields.get("day")) for event in marks if event.kind == "bury"]
        _keep(self.buried, key, buried[-1] if buried else None)
        notes = tuple(str(event.fields.get("note", "")) for event in marks if event.kind == "flag")
        _keep(self.flags, key, notes)
        if not marks:
            del self._marks[key]

    def _count(self, key: str, by: int) -> None:
        state = self.states.get(key)
        if state is None or state.first_day is None:
            return
        _add(self.introduced_on, state.first_day, by)
        if not isinstance(state.due, datetime) and state.due is not None and key not in self.suspended:
            _add(self.due_on, state.due, by)

    def _refit(self) -> None:
        """Takes the last fitted parameters that the model can take, for every memory from now on."""
        self._memories.clear()
        self._take_last_fit()

    def _take_last_fit(self) -> None:
        self.model = DEFAULT_MODEL
        for event in self._fits:
            try:
                self.model = Model([float(value) for value in event.fields.get("values", ())])
            except (TypeError, ValueError):
                continue


def _follows(review: Review, other: Review) -> bool:
    """Whether a review comes after another in the order of replay; those of one writer come as they were written."""
    if review.at != other.at:
        return review.at > other.at
    return review.id.rpartition("-")[0] > other.id.rpartition("-")[0]


def _add(counter: Counter[date], day: date, by: int) -> None:
    counter[day] += by
    if not counter[day]:
        del counter[day]


def _keep(kept: dict[str, Any], key: str, value: object) -> None:
    if value:
        kept[key] = value
    else:
        kept.pop(key, None)
