"""The faces that a session asks, in their order, named by their keys. How answers change it is left to `session`.

Learning steps that are due come first, then what the last exam attempt got wrong, then due reviews (least remembered
first), then new cards from all decks in turn; or, in the place of these two, what a plan asks. Of the faces of one
card, and of the cards of one fact, only one is asked on a study day: the most overdue, and none stands back longer than
a week. New cards wait while reviews do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from random import Random

from msgspec import Struct

from cxdrill.core.cards.deck import card_key
from cxdrill.core.cards.question import drawn_order
from cxdrill.core.day import study_day
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.schedule import CardState, days_until_due, is_due, reviews_after_pause, wait_seconds

LONGEST_WAIT = timedelta(days=7)  # behind another face of the same card


class Filters(Struct, frozen=True, kw_only=True):
    """The bounds of a session. Keys are those of faces; a question's face has the key of its card."""

    decks: tuple[str, ...] = ()  # all where empty; their order is the order of new cards
    tags: tuple[str, ...] = ()  # cards with any of them
    topics: tuple[str, ...] = ()
    limit: int | None = None  # faces in all
    new: int | None = None  # new faces, in place of what the settings leave for today
    reviews: int | None = None  # faces due, in place of what the settings leave for today
    only_missed: bool = False
    only_hard: bool = False  # leeches, due or not, unless reviewed today
    is_cram: bool = False  # everything that matches, outside the schedule
    ahead_days: int = 0
    plan: tuple[str, ...] | None = None  # these faces in this order, after learning steps and what was missed
    in_order: bool = False  # new cards deck by deck


class Missed(Struct, frozen=True):
    """The questions that the last attempt at each exam got wrong, with its end. Those studied since are left alone."""

    keys: Mapping[str, datetime] = {}
    plays: Mapping[str, datetime] = {}  # dialogues whose role-play lacked a step, and when that was

    @property
    def every(self) -> tuple[str, ...]:
        """All that went wrong outside the drill."""
        return (*self.keys, *(key for key in self.plays if key not in self.keys))

    def since(self, key: str) -> datetime | None:
        return self.keys.get(key) or self.plays.get(key)

    def is_studied_since(self, key: str, history: History) -> bool:
        last_at, since = history.state(key).last_at, self.since(key)
        return last_at is not None and since is not None and last_at > since


NOTHING_MISSED = Missed()


class Faces(Struct, frozen=True):
    """The faces that decks, tags and topics leave to choose from.

    `seen` may leave out those with which nothing is to be done today, and `new`, which may be gone through more than
    once, is read only as far as needed. For a session that takes everything, `seen` holds all of them.
    """

    seen: Iterable[str]  # reviewed before, planned or missed, in the decks' order
    new: Iterable[str] = ()  # never reviewed, in the order to ask them
    vanished: tuple[str, ...] = ()  # planned or missed, but no longer in any deck
    facts: Mapping[str, str] = {}  # card: the fact it is about, where it names one


class Queue(Struct, frozen=True):
    """The faces that a session asks: those between learning steps with the instants they wait for, then the others."""

    learning: tuple[tuple[datetime, str], ...] = ()
    others: tuple[str, ...] = ()
    held: tuple[str, ...] = ()  # due, but more than a day's reviews
    aside: Mapping[str, str] = {}  # due or new, but another of their card or fact, named here, is asked today


def queue(
    faces: Faces, history: History, settings: Settings, filters: Filters, now: datetime, seed: int = 0,
    missed: Missed = NOTHING_MISSED,
) -> Queue:  # fmt: skip
    """The queue of a session that starts at `now`, given in the learner's zone."""
    selection = _Selection(faces, history, settings, filters, now, missed)
    return selection.crammed(seed) if filters.is_cram else selection.queue()


class _Selection:
    """Sorts faces into those that wait for a learning step, those due and the rest."""

    def __init__(
        self, faces: Faces, history: History, settings: Settings, filters: Filters, now: datetime, missed: Missed
    ) -> None:
        self.history, self.settings, self.filters, self.now, self.missed = history, settings, filters, now, missed
        self.today, self.at = study_day(now, settings.day_start), now.astimezone(UTC)  # as the instants of events are
        self.source = faces
        self.faces: dict[str, None] = {}  # faces that match and may be asked
        self.learning: list[tuple[datetime, str]] = []
        self.due: list[str] = []
        self.hard: list[str] = []
        self.met: dict[str, str] = {}  # card or fact: the one face that is asked today
        self.last_days: dict[str, list[date]] = defaultdict(list)  # card or fact: when its faces were asked last
        self.aside: dict[str, str] = {}
        for key in faces.seen:
            trace = history.traces.get(key)
            if trace is not None:
                self.last_days[self._subject(key)].append(trace.last_day)
                if trace.last_day == self.today:
                    self.met.setdefault(self._subject(key), key)
            if not history.is_out(key, self.today):
                self.faces[key] = None
                if trace is not None:
                    self._sort(key, trace.state)

    def crammed(self, seed: int) -> Queue:
        keys = [key for key in self.faces if self._is_wanted(key)]
        order = drawn_order(len(keys), Random(seed))
        return Queue(others=tuple(keys[place] for place in order)[: self.filters.limit])

    def queue(self) -> Queue:
        filters, limit = self.filters, self.filters.limit
        learning = tuple(each for each in sorted(self.learning) if self._claims(each[1]))[:limit]
        others = dict.fromkeys(key for key in self._first() if key in self.faces and self._claims(key))
        due, held = ([], []) if filters.plan is not None else self._due(others)
        hard = (key for key in self._least_remembered_first(self.hard) if self._claims(key))
        others |= dict.fromkeys((*due, *hard))
        steps = {key for _, key in learning}
        seen = [key for key in others if key not in steps]
        room = None if limit is None else limit - len(learning)
        asked = tuple(islice(chain(seen, self._new_faces(others, bool(held))), room))
        return Queue(learning, asked, tuple(held), self.aside)

    def _sort(self, key: str, state: CardState) -> None:
        if not self._is_wanted(key) or self.history.is_done_today(key, self.today):
            return
        if state.is_learning:
            at = self.at + timedelta(seconds=wait_seconds(state, self.now, self.settings))
            self.learning.append((min(at, state.due_at or at), key))  # due for longest, asked first
        elif is_due(state, self.now, self.settings, self.filters.ahead_days):
            self.due.append(key)
        elif self.filters.only_hard and state.last_day != self.today:
            self.hard.append(key)

    def _is_wanted(self, key: str) -> bool:
        """Whether a session of what was missed or is hard asks the face; any other asks all."""
        if self.filters.only_missed and key not in self.missed.keys:
            return False
        return not self.filters.only_hard or self.history.is_leech(key, self.settings.leech_threshold)

    def _first(self) -> Iterable[str]:
        """The faces that went wrong outside the drill and were not studied since, then a plan in its order."""
        missed = () if self.filters.only_hard else self.missed.every
        return chain(
            (key for key in missed if not self.missed.is_studied_since(key, self.history)), self.filters.plan or ()
        )

    def _due(self, taken: Collection[str]) -> tuple[list[str], list[str]]:
        """The faces due, the least remembered first, and those that are more than a day's reviews."""
        days = {key: days_until_due(self.history.state(key), self.today) for key in self.due}
        by_chance = self._least_remembered_first(self.due)
        most_overdue = sorted(by_chance, key=days.__getitem__)
        free = {key for key in most_overdue if key not in taken and (self._claims(key) or self._has_waited(key))}
        for key in free:
            self.aside.pop(key, None)
        due, most = [key for key in by_chance if key in free], self.filters.reviews
        if most is None and self.settings.reviews_per_day is not None:
            most = max(0, self.settings.reviews_per_day - self.history.reviews_on[self.today])
        elif most is None:
            most = reviews_after_pause(len(due), self.history.reviews_on, self.today)
        return (due, []) if most is None else (due[:most], due[most:])

    def _has_waited(self, key: str) -> bool:
        """Whether a face has stood back for a week behind others of its card: it is asked on the same day then."""
        due_on, week_ago = self.history.state(key).due_on, self.today - LONGEST_WAIT
        return due_on is not None and any(due_on <= day <= week_ago for day in self.last_days[self._subject(key)])

    def _new_faces(self, taken: Collection[str], is_held: bool) -> Iterator[str]:
        """The new faces of today; unless they are asked for, none while reviews wait for another day."""
        is_chosen = self.filters.plan is not None or self.filters.only_missed or self.filters.only_hard
        left = 0 if is_chosen else self.filters.new
        if left is None:
            left = 0 if is_held else self.settings.new_per_day - self.history.introduced_on[self.today]
        fresh = (key for key in self.source.new if key not in taken and not self.history.is_out(key, self.today))
        yield from islice((key for key in fresh if self._claims(key)), max(0, left))

    def _least_remembered_first(self, keys: Iterable[str]) -> list[str]:
        return [key for _, key in sorted((self.history.retrievability(key, self.at) or 0.0, key) for key in keys)]

    def _claims(self, key: str) -> bool:
        """Whether the face may be asked today: no sibling, nor a card of its fact, was asked or is to be asked."""
        asked = self.met.setdefault(self._subject(key), key)
        if asked != key:
            self.aside[key] = asked
        return asked == key

    def _subject(self, key: str) -> str:
        """The subject that only one face may have on a study day: a fact, or a card."""
        card = card_key(key)
        return self.source.facts.get(card, card)
