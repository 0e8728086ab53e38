"""What commands ask of decks and history together: each answer is a query, and only what is shown becomes a card.

One index stands for some sources of decks and one progress file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from heapq import merge
from itertools import chain
from operator import itemgetter
from typing import TypeVar

import msgspec

from cxdrill.core.cards.deck import Face
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.registry import card_from_plain, card_from_text
from cxdrill.core.day import study_day
from cxdrill.core.exams.library import Facilities, Library
from cxdrill.core.settings import Settings
from cxdrill.core.study.counts import Agenda, agenda
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import LONGEST_WAIT, Faces, Filters, Missed
from cxdrill.errors import DataError, WrongUsage, unknown
from cxdrill.files.index import deck_tables
from cxdrill.files.index.database import sealed, unsealed
from cxdrill.files.index.deck_tables import in_
from cxdrill.files.index.event_rows import beside, trace_in
from cxdrill.files.index.histories import Histories
from cxdrill.files.index.opened import sound

Kept = TypeVar("Kept")
PAGE = 200  # new faces looked at together
FIRST_PAGE = 8  # of each deck where all take turns


class Index(Histories):
    """Decks and history of one learner, as queries."""

    @sound
    def library(self, topics: Iterable[str] | None = None) -> Library:
        """Decks with their cards and exams; only the cards of some topics where these are given."""
        return Library(deck_tables.decks(self._db, self._heads, topics), self.exams, *beside(self._db))

    @sound
    def has_critical(self, topics: Iterable[str]) -> bool:
        """Whether a question on these topics must be right to pass."""
        where, values = in_("topic", tuple(topics))
        return bool(self._db.rows(f"SELECT 1 FROM cards WHERE is_critical AND {where} LIMIT 1", values))

    @sound
    def types_among(self, topics: Iterable[str], types: Iterable[str]) -> list[str]:
        """Those of the types that a card on these topics has."""
        where, values = in_("topic", tuple(topics))
        query = f"SELECT 1 FROM cards WHERE {where} AND instr(text, ?) LIMIT 1"
        return [name for name in types if self._db.rows(query, (*values, f'"type":"{name}"'.encode()))]

    @sound
    def question(self, key: str) -> Question:
        """The question of a key; raises DataError where its deck changed meanwhile."""
        card = self.face(key).card
        if not isinstance(card, Question):
            raise _changed(key)
        return card

    @sound
    def facilities(self, exam: str) -> Facilities | None:
        """What earlier takers of an exam earned on each question, where a file says so."""
        return next((each for each in beside(self._db)[0] if each.id == exam), None)

    @sound
    def face(self, key: str) -> Face:
        """The face of a key; raises DataError where its deck changed meanwhile."""
        name, mark, suffix = key.partition("~")
        for (text,) in self._db.rows("SELECT text FROM cards WHERE key = ?", (name,)):
            card = card_from_text(unsealed(text))
            if mark + suffix in card.suffixes():
                return Face(card, mark + suffix)
        raise _changed(key)

    @sound
    def has_face(self, key: str) -> bool:
        """Whether a deck has a face or a card of that key."""
        query = "SELECT 1 FROM faces WHERE file IS NOT NULL AND (key = ? OR key GLOB ? || '~*') LIMIT 1"
        return bool(self._db.rows(query, (key, key)))

    @sound
    def face_keys(self) -> list[str]:
        """The keys of all faces of the decks, in order."""
        query = "SELECT key FROM faces JOIN files ON files.id = faces.file ORDER BY rank, place"
        return [key for (key,) in self._db.rows(query)]

    @sound
    def found_faces(self, text: str) -> list[Face]:
        """The faces of cards that hold every word of `text` in their key or anywhere else, in order."""
        words = text.casefold().split()
        likes = [f"%{word}%" for word in words if word.isascii() and word.isprintable() and not {*'"\\'} & {*word}]
        narrowed = "".join(" AND (faces.key || ' ' || text LIKE ? OR has_folding)" for _ in likes)  # % and _ find more
        query = "SELECT faces.key, text FROM faces JOIN cards ON cards.id = card WHERE faces.file = ?"
        found = []
        for file in self._heads:
            for key, packed in self._db.rows(f"{query}{narrowed} ORDER BY place", (file, *likes)):
                data = msgspec.json.decode(unsealed(packed))
                folded = f"{key} {_texts(data)}".casefold() if words else ""
                if all(word in folded for word in words):
                    card = card_from_plain(data)
                    found.append(Face(card, key[len(card.key) :]))
        return found

    @sound
    def study(
        self, filters: Filters, missed: Missed, settings: Settings, now: datetime, history: History | None = None
    ) -> tuple[Faces, History]:
        """The faces that a session may ask, and their history: that of all faces, where it is given.

        Raises WrongUsage for a deck, tag or topic that does not exist, with the nearest names.
        """
        files = self._chosen(filters.decks)
        cards, values = self._matching(filters)
        wanted = dict.fromkeys((*(filters.plan or ()), *missed.every))
        today = study_day(now, settings.day_start).toordinal()
        where = f"{in_('faces.file', list(files))[0]}{cards}"
        join = "FROM faces LEFT JOIN states ON states.face = faces.id"
        query = f"SELECT key, faces.file, place, trace {join} WHERE {where}"
        if filters.is_cram:
            found = self._db.rows(query, (*files, *values))
        elif filters.only_hard:
            found = self._db.rows(f"{query} AND trace IS NOT NULL", (*files, *values))
        else:
            active = " AND due_day IS NOT NULL AND (due_day <= ? OR last_day >= ?)"
            # Few faces have something to do, so these are looked for first (CROSS JOIN keeps that order).
            first = query.replace("faces LEFT JOIN states ON", "states CROSS JOIN faces ON")
            found = self._db.rows(first + active, (*files, *values, today + filters.ahead_days, today))
            week_ago = today - LONGEST_WAIT.days
            if self._db.rows("SELECT 1 FROM states WHERE due_day BETWEEN 1 AND ? LIMIT 1", (week_ago,)):
                found += self._db.rows(query + _LATE_SIBLINGS, (*files, *values, week_ago))
            found += [row for key in wanted for row in self._db.rows(f"{query} AND key = ?", (*files, *values, key))]
        ranks = {file: rank for rank, file in enumerate(files)}
        by_key = {row[0]: row for row in found}
        seen = sorted(by_key, key=lambda key: (ranks[by_key[key][1]], by_key[key][2]))
        history = history or self._history()
        for key, _, _, packed in by_key.values():
            if packed is not None and key not in history.traces:
                history.traces[key] = trace_in(packed)
        vanished = tuple(key for key in wanted if not self._db.rows(_IS_IN_DECK, (key,)))
        shares = {} if filters.decks or filters.in_order else self._shares()
        new = () if filters.is_cram else _Anew(partial(self._new, tuple(files), cards, values, shares))
        return Faces(seen, new, vanished, dict(self._db.rows("SELECT key, fact FROM cards WHERE fact > ''"))), history

    @sound
    def agenda(
        self, filters: Filters, missed: Missed, settings: Settings, now: datetime, days: int = 2,
        history: History | None = None,
    ) -> Agenda:  # fmt: skip
        """What a session with these filters asks now, and in the days that follow; `history` as for `study`."""
        files, (faces, history) = self._chosen(filters.decks), self.study(filters, missed, settings, now, history)
        active = self._active(history, study_day(now, settings.day_start), days - 1)
        coming = [key for file, key in active if file in files]
        return agenda(faces, coming, history, settings, now, filters, missed, days)

    def _new(
        self, files: Sequence[int], cards: str, values: Sequence[str], shares: Mapping[int, float]
    ) -> Iterator[str]:
        """The faces never reviewed: deck by deck, or from all decks in turn, so much of each as its share.

        Every deck is gone through in its own order. Faces are read only as far as they are asked for.
        """

        def of_deck(file: int) -> Iterator[tuple[float, str]]:
            place, length = -1, FIRST_PAGE if shares else PAGE
            while page := self._new_page(file, place, cards, values, length):
                yield from ((place / shares[file] if shares else 0.0, key) for key, place in page)
                place, length = page[-1][1], PAGE

        each = map(of_deck, files)
        return (key for _, key in (merge(*each, key=itemgetter(0)) if shares else chain.from_iterable(each)))

    def _shares(self) -> dict[int, float]:
        """How much of each deck is met beside the others: as much as the exams draw of it, of others a little."""
        drawn = self.kept("drawn", dict[str, float], self._drawn)
        least = min(filter(None, drawn.values()), default=1.0) / 2
        return {file: drawn.get(head.id, 0.0) or least for file, head in self._heads.items()}

    def _drawn(self) -> dict[str, float]:
        return {topic: float(share) for exam in self.exams for topic, share in exam.blueprint.items()}

    @sound
    def kept(self, name: str, kind: type[Kept], made: Callable[[], Kept]) -> Kept:
        """A value that follows from the decks and exams, made once for each state of them."""
        known = self._db.meta(f"of decks {name}")
        if known is None:
            known = sealed(msgspec.json.encode(made()))
            with self._db.writing():
                if deck_tables.state(self._db) == self._state:  # and no other start read decks anew meanwhile
                    self._db.note(f"of decks {name}", known)
        return msgspec.json.decode(unsealed(known), type=kind)

    @sound
    def _new_page(self, file: int, after: int, cards: str, values: Sequence[str], length: int) -> list[tuple[str, int]]:
        query = (
            "SELECT key, place FROM faces LEFT JOIN states ON states.face = faces.id "
            f"WHERE faces.file = ? AND place > ?{cards} AND trace IS NULL ORDER BY place LIMIT {length}"
        )
        return self._db.rows(query, (file, after, *values))

    def _matching(self, filters: Filters) -> tuple[str, tuple[str, ...]]:
        """The condition that cards have the tags and topics asked for; raises WrongUsage for others."""
        where, values = "", ()
        if filters.tags:
            query = "SELECT DISTINCT tag FROM tags JOIN cards ON cards.id = card WHERE "
            self._check("tag", filters.tags, query + "{}", tuple(self._chosen(filters.decks)))
            where, values = in_(" AND card IN (SELECT card FROM tags WHERE tag", filters.tags)
            where += ")"
        if filters.topics:
            self._check("topic", filters.topics, "SELECT DISTINCT topic FROM cards WHERE {}", tuple(self._heads))
            of_topics, topics = in_(" AND card IN (SELECT id FROM cards WHERE topic", filters.topics)
            where, values = f"{where}{of_topics})", (*values, *topics)
        return where, values

    def _check(self, what: str, names: Iterable[str], query: str, files: Sequence[int]) -> None:
        condition, values = in_("file", files)
        known = sorted(name for (name,) in self._db.rows(query.format(condition), values))
        for name in names:
            if name not in known:
                raise WrongUsage(unknown(what, name, known, lister=""))


class _Anew:
    """What a function gives, anew each time it is gone through."""

    def __init__(self, made: Callable[[], Iterator[str]]) -> None:
        self._made = made

    def __iter__(self) -> Iterator[str]:
        return self._made()


_LATE_SIBLINGS = (  # faces at rest, behind which another of their card may have waited for long
    " AND trace IS NOT NULL AND card IN "
    "(SELECT card FROM states CROSS JOIN faces ON faces.id = face WHERE due_day BETWEEN 1 AND ? AND card IS NOT NULL)"
)
_IS_IN_DECK = "SELECT 1 FROM faces WHERE key = ? AND file IS NOT NULL"


def _changed(key: str) -> DataError:
    return DataError(f"{key} changed while it was in use; start again")


def _texts(value: object) -> str:
    """Every text in a plain value, one after the other."""
    if isinstance(value, dict):
        return " ".join(map(_texts, value.values()))
    if isinstance(value, list):
        return " ".join(map(_texts, value))
    return value if isinstance(value, str) else ""
