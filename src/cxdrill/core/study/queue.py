"""Which faces a session asks, and in which order. How answers change it is `core/study/session.py`'s concern.

Learning steps that are due come first, then what the last exam attempt got wrong, then due reviews (least remembered
first), then new cards in the decks' order. Of the faces of one card only one is asked on a study day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from msgspec import Struct

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.card_index import CardIndex, FacesAt, FaceSpot, face_at, face_keys, index_of
from cxdrill.core.cards.face import Face, card_key
from cxdrill.core.cards.library import Library, unknown
from cxdrill.core.cards.question import drawn_order
from cxdrill.core.day import study_day
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.schedule import CardState, is_due, wait_seconds
from cxdrill.errors import WrongUsage


class Filters(Struct, frozen=True, kw_only=True):
    """What a session is narrowed to. Keys are those of faces; a question's face has the key of its card."""

    decks: tuple[str, ...] = ()  # all where empty; their order is the order of new cards
    tags: tuple[str, ...] = ()  # cards with any of them
    topics: tuple[str, ...] = ()
    limit: int | None = None  # faces in all
    new: int | None = None  # new faces, in place of what the settings leave for today
    only_missed: bool = False
    only_hard: bool = False  # leeches, due or not, unless reviewed today
    is_cram: bool = False  # everything that matches, outside the schedule
    ahead_days: int = 0
    plan: tuple[str, ...] = ()  # these faces in this order


class Missed(Struct, frozen=True):
    """The questions that the last exam attempt got wrong, and when it ended. Those studied since are left alone."""

    keys: tuple[str, ...] = ()
    at: datetime | None = None


NOTHING_MISSED = Missed()


class Queue(Struct, frozen=True):
    """What a session is to ask: faces between learning steps with the instants they wait for, then the others."""

    learning: tuple[tuple[datetime, Face], ...] = ()
    others: Sequence[Face] = ()  # a tuple, or faces built when looked at
    vanished: tuple[str, ...] = ()  # planned or missed, but no longer in any deck


def queue(
    library: Library,
    history: History,
    settings: Settings,
    filters: Filters,
    now: datetime,
    seed: int = 0,
    missed: Missed = NOTHING_MISSED,
) -> Queue:
    """The queue of a session that starts at `now`, given in the learner's zone.

    Raises WrongUsage for a deck, tag or topic that does not exist, with the nearest names.
    """
    selection = _Selection(history, settings, filters, now, missed)
    for cards, index, chosen in matching_cards(library, filters):
        selection.sort(cards, index, chosen)
    if filters.is_cram:
        return selection.crammed(seed)
    return selection.queue(_vanished(library, (*filters.plan, *missed.keys)))


def matching_cards(
    library: Library, filters: Filters
) -> Iterator[tuple[Sequence[Card], CardIndex, frozenset[int] | None]]:
    """Of each deck asked for its cards, their index, and the numbers of those with the tags and topics (None: all).

    Raises WrongUsage for a deck, tag or topic that does not exist.
    """
    decks = [library.deck(deck) for deck in filters.decks] if filters.decks else library.decks
    found = [(deck.cards, index_of(deck.cards)) for deck in decks]
    if filters.tags:
        _check("tag", filters.tags, {tag for _, index in found for tag in index.tags})
    if filters.topics:
        _check("topic", filters.topics, {topic for deck in library.decks for topic in index_of(deck.cards).topics})
    for cards, index in found:
        chosen = None
        for names, held in ((filters.tags, index.tags), (filters.topics, index.topics)):
            if names:
                having = frozenset(number for name in names for number in held.get(name, ()))
                chosen = having if chosen is None else chosen & having
        yield cards, index, chosen


class _Selection:
    """Sorts faces into those that wait for a learning step, those due, new ones and the rest."""

    def __init__(self, history: History, settings: Settings, filters: Filters, now: datetime, missed: Missed) -> None:
        self.history, self.settings, self.filters, self.now, self.missed = history, settings, filters, now, missed
        self.today = study_day(now, settings.day_start)
        self.missed_keys = frozenset(missed.keys)
        self.faces: dict[str, FaceSpot] = {}  # faces that match and may be asked, by key
        self.learning: list[tuple[datetime, str]] = []
        self.due: list[str] = []
        self.hard: list[str] = []
        self.new: list[tuple[str, FaceSpot]] = []
        self.met: dict[str, str] = {}  # card: the one face that is asked today

    def sort(self, cards: Sequence[Card], index: CardIndex, chosen: frozenset[int] | None) -> None:
        """Sort the faces of one deck; `chosen` are the numbers of the cards that match, None for all."""
        owners, today, ahead = index.owners, self.today, self.filters.ahead_days
        states, is_out, is_at_rest = self.history.states, self.history.is_out, self.history.is_at_rest
        wanted = self.missed_keys.union(self.filters.plan)
        has_marks = bool(self.history.suspended or self.history.buried)
        is_asleep_left_out = not (self.filters.only_hard or self.filters.is_cram)
        for place, key in enumerate(index.face_keys):
            if chosen is not None and owners[place] not in chosen:
                continue
            is_seen = key in states
            # Of a large history most faces are done with here, so nothing is built for them.
            if is_seen and is_asleep_left_out and is_at_rest(key, today, ahead) and key not in wanted:
                continue
            state = states[key] if is_seen else None
            if state is not None and state.last_day == today:
                self.met.setdefault(card_key(key), key)
            if has_marks and is_out(key, today):
                continue
            if state is not None or key in wanted or self.filters.is_cram:
                self.faces[key] = cards, index, place
            if state is None:
                self.new.append((key, (cards, index, place)))
            else:
                self._sort_seen(key, state)

    def _sort_seen(self, key: str, state: CardState) -> None:
        only = self.filters.plan or (self.missed.keys if self.filters.only_missed else ())
        if only and key not in only:
            return
        if self.filters.only_hard and not self.history.is_leech(key, self.settings.leech_threshold):
            return
        if self.history.is_done_today(key, self.today):
            return
        if state.is_learning:
            wait = timedelta(seconds=wait_seconds(state, self.now, self.settings))
            self.learning.append((self.now.astimezone(UTC) + wait, key))
        elif is_due(state, self.now, self.settings, self.filters.ahead_days):
            self.due.append(key)
        elif self.filters.only_hard and state.last_day != self.today:
            self.hard.append(key)

    def crammed(self, seed: int) -> Queue:
        keys = [key for key in self.faces if self._is_crammed(key)]
        order = drawn_order(len(keys), Random(seed))
        return Queue(others=FacesAt([self.faces[keys[place]] for place in order][: self.filters.limit]))

    def _is_crammed(self, key: str) -> bool:
        if self.filters.only_missed and key not in self.missed_keys:
            return False
        return not self.filters.only_hard or self.history.is_leech(key, self.settings.leech_threshold)

    def queue(self, vanished: tuple[str, ...]) -> Queue:
        limit = self.filters.limit
        learning = tuple((at, face_at(*self.faces[key])) for at, key in sorted(self.learning) if self._claims(key))
        if limit is not None:
            learning = learning[:limit]
        room = None if limit is None else limit - len(learning)
        others: list[FaceSpot] = []
        for spot in self._others({face.key for _, face in learning}):
            if room is not None and len(others) >= room:
                break
            others.append(spot)
        return Queue(learning, FacesAt(others), vanished)

    def _others(self, taken: set[str]) -> Iterator[FaceSpot]:
        for key in self._seen_keys():
            if key not in taken and key in self.faces and self._claims(key):
                taken.add(key)
                yield self.faces[key]
        if not (self.filters.plan or self.filters.only_missed or self.filters.only_hard):
            yield from self._new_faces(taken)

    def _seen_keys(self) -> Iterator[str]:
        if self.filters.plan:
            yield from self.filters.plan
            return
        missed = [key for key in self.missed.keys if key in self.faces and not self._is_studied_since(key)]
        if not self.filters.only_hard:
            yield from missed
        due = self._least_remembered_first(self.due)
        if self.filters.only_missed:
            yield from (key for key in due if key in self.missed_keys)
            return
        maximum = self.settings.reviews_per_day
        yield from due if maximum is None else due[: max(0, maximum - self.history.reviews_on[self.today])]
        yield from self._least_remembered_first(self.hard)

    def _new_faces(self, taken: set[str]) -> Iterator[FaceSpot]:
        left = self.filters.new
        if left is None:
            left = self.settings.new_per_day - self.history.introduced_on[self.today]
        for key, spot in self.new:
            if left <= 0:
                return
            if key not in taken and self._claims(key):
                left -= 1
                yield spot

    def _least_remembered_first(self, keys: list[str]) -> list[str]:
        chances = {key: self.history.retrievability(key, self.now) or 0.0 for key in keys}
        return sorted(keys, key=lambda key: (chances[key], key))

    def _is_studied_since(self, key: str) -> bool:
        last_at = self.history.state(key).last_at
        return last_at is not None and self.missed.at is not None and last_at >= self.missed.at

    def _claims(self, key: str) -> bool:
        """Whether the face may be asked today: no sibling was asked or is to be asked."""
        return self.met.setdefault(card_key(key), key) == key


def _vanished(library: Library, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that name no face of any deck."""
    if not keys:
        return ()
    known = set(face_keys(library.decks))
    return tuple(key for key in keys if key not in known)


def _check(what: str, names: Iterable[str], known: Iterable[str]) -> None:
    known = sorted(known)
    for name in names:
        if name not in known:
            raise WrongUsage(unknown(what, name, known))
