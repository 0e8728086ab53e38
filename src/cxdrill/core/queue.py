"""Which faces a session asks, and in which order. How the order changes with the answers is `core/study.py`'s concern.

Learning steps that are due come first, then what the last exam attempt got wrong, then due reviews (least remembered
first), then new cards in the decks' order. Of the faces of one card only one is asked on a study day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from cxdrill.core.day import study_day
from cxdrill.core.deck import Card
from cxdrill.core.face import Face, all_faces, card_key
from cxdrill.core.history import History
from cxdrill.core.item import drawn_order
from cxdrill.core.library import Library, unknown
from cxdrill.core.schedule import CardState, is_due, wait_seconds
from cxdrill.core.settings import Settings
from cxdrill.errors import WrongUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
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


@dataclass(frozen=True, slots=True)
class Missed:
    """The questions that the last exam attempt got wrong, and when it ended. Those studied since are left alone."""

    keys: tuple[str, ...] = ()
    at: datetime | None = None


NOTHING_MISSED = Missed()


@dataclass(frozen=True, slots=True)
class Queue:
    """What a session is to ask: faces between learning steps with the instants they wait for, then the others."""

    learning: tuple[tuple[datetime, Face], ...] = ()
    others: tuple[Face, ...] = ()
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
    selection.sort(all_faces(matching_cards(library, filters)))
    if filters.is_cram:
        return selection.crammed(seed)
    return selection.queue(_vanished(library, (*filters.plan, *missed.keys)))


def matching_cards(library: Library, filters: Filters) -> tuple[Card, ...]:
    """The cards of the decks, tags and topics asked for; raises WrongUsage where one does not exist."""
    decks = [library.deck(deck) for deck in filters.decks] if filters.decks else library.decks
    cards: Iterable[Card] = [card for deck in decks for card in deck.cards]
    if filters.tags:
        _check("tag", filters.tags, {tag for card in cards for tag in card.tags})
        cards = [card for card in cards if not set(filters.tags).isdisjoint(card.tags)]
    if filters.topics:
        _check("topic", filters.topics, {card.topic for card in library.cards()})
        cards = [card for card in cards if card.topic in filters.topics]
    return tuple(cards)


class _Selection:
    """Sorts faces into those that wait for a learning step, those due, new ones and the rest."""

    def __init__(self, history: History, settings: Settings, filters: Filters, now: datetime, missed: Missed) -> None:
        self.history, self.settings, self.filters, self.now, self.missed = history, settings, filters, now, missed
        self.today = study_day(now, settings.day_start)
        self.missed_keys = frozenset(missed.keys)
        self.faces: dict[str, Face] = {}  # every face that matches and was seen, is missed or planned
        self.learning: list[tuple[datetime, str]] = []
        self.due: list[str] = []
        self.hard: list[str] = []
        self.new: list[Face] = []
        self.met: dict[str, str] = {}  # card: the one face that is asked today

    def sort(self, faces: Iterable[Face]) -> None:
        wanted = self.missed_keys.union(self.filters.plan)
        states, out = self.history.states, self.history.is_out
        has_marks = bool(self.history.suspended or self.history.buried)
        for face in faces:
            key = face.key
            state = states.get(key)
            if state is not None and state.last_day == self.today:
                self.met.setdefault(card_key(key), key)
            if has_marks and out(key, self.today):
                continue
            if state is not None or key in wanted or self.filters.is_cram:
                self.faces[key] = face
            if state is None:
                self.new.append(face)
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
        return Queue(others=tuple(self.faces[keys[place]] for place in order)[: self.filters.limit])

    def _is_crammed(self, key: str) -> bool:
        if self.filters.only_missed and key not in self.missed_keys:
            return False
        return not self.filters.only_hard or self.history.is_leech(key, self.settings.leech_threshold)

    def queue(self, vanished: tuple[str, ...]) -> Queue:
        limit = self.filters.limit
        learning = tuple((at, self.faces[key]) for at, key in sorted(self.learning) if self._claims(key))
        if limit is not None:
            learning = learning[:limit]
        room = None if limit is None else limit - len(learning)
        others: list[Face] = []
        for face in self._others({face.key for _, face in learning}):
            if room is not None and len(others) >= room:
                break
            others.append(face)
        return Queue(learning, tuple(others), vanished)

    def _others(self, taken: set[str]) -> Iterator[Face]:
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

    def _new_faces(self, taken: set[str]) -> Iterator[Face]:
        left = self.filters.new
        if left is None:
            left = self.settings.new_per_day - self.history.introduced_on[self.today]
        for face in self.new:
            if left <= 0:
                return
            key = face.key
            if key not in taken and self._claims(key):
                left -= 1
                yield face

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
    known = {face.key for face in all_faces(library.cards())}
    return tuple(key for key in keys if key not in known)


def _check(what: str, names: Iterable[str], known: Iterable[str]) -> None:
    known = sorted(known)
    for name in names:
        if name not in known:
            raise WrongUsage(unknown(what, name, known))
