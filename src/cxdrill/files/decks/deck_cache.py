"""Decks and exams that were read before, so that neither YAML nor every card of a large library is read again.

A deck is believed unread only while its file has the size, time, inode and place it had, and hashed anew where those
differ or the file changed about when the cache was written. Only files without mistakes are kept.
"""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxdrill.core.cards.card import Waiver
from cxdrill.core.cards.card_index import CardIndex, StoredCards, card_texts, index_of
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.errors import DataError
from cxdrill.files import cache_file
from cxdrill.files.decks.stored_exam import StoredExam, exam_plain

if TYPE_CHECKING:
    from cxdrill.core.exams.exam import Exam
    from cxdrill.core.problem import Location, Problem

FRESH_NS = 2_000_000_000  # a file changed this shortly before the cache was written may change again within one tick


class DeckCache:
    """Reads deck files for one library, from its cache where that can be believed."""

    def __init__(self, folder: Path | None, sources: Sequence[Path]) -> None:
        """`folder` None: without a cache."""
        self._folder = folder
        self._key = [os.path.abspath(source) for source in sources]
        self._name = f"decks-{zlib.crc32(marshal.dumps(self._key, 2)):08x}"
        self._cache = None if folder is None else cache_file.opened(folder, self._name, self._key)
        self._stored: dict[str, Any] = self._cache.index if self._cache else {}
        self._read: dict[
            str, tuple[Any, bytes, Deck | Exam | StoredExam]
        ] = {}  # path: what it was, its hash, its value
        self._is_stale = self._is_proven = False

    def read(self, path: Path) -> tuple[Deck | Exam | StoredExam | None, tuple[Problem, ...]]:
        """The deck or exam in the file at `path`, or None and what is wrong with it."""
        name = str(path)
        entry = self._stored.get(name)
        now = _seen(name)
        if entry is not None and now is not None:
            seen, digest, stored = entry
            if seen == now and not self._is_fresh(now):
                return self._kept(name, now, digest, self._value(name, stored))
            if _digest(path) == digest:
                self._is_proven = True
                self._is_stale |= seen != now
                return self._kept(name, now, digest, self._value(name, stored))
        return self._from_file(path, name, now)

    @property
    def fingerprint(self) -> str:
        """Of everything that was read: another word in any file is another fingerprint."""
        return (
            f"{zlib.crc32(marshal.dumps(sorted((name, digest) for name, (_, digest, _) in self._read.items()), 2)):08x}"
        )

    def keep(self) -> None:
        """Write what was read, if the cache does not hold just that."""
        if self._folder is None:
            return
        if not self._is_stale and self._read.keys() == self._stored.keys():
            if self._is_proven and self._cache:
                self._cache.vouch_now()
            return
        chunks: list[bytes] = []
        index = {name: (seen, digest, _plain(value, chunks)) for name, (seen, digest, value) in self._read.items()}
        cache_file.write(self._folder, self._name, self._key, index, chunks)

    def _from_file(self, path: Path, name: str, now: Any) -> tuple[Deck | Exam | None, tuple[Problem, ...]]:
        from cxdrill.files.decks.deck_yaml import read_file

        before = _digest(path) if self._folder is not None and now is not None else None
        value, problems = read_file(path)
        self._is_stale = True
        if value is not None and before is not None and before == _digest(path):
            self._read[name] = now, before, value
        return value, problems

    def _kept(
        self, name: str, now: Any, digest: bytes, value: Deck | StoredExam
    ) -> tuple[Deck | StoredExam, tuple[Problem, ...]]:
        self._read[name] = now, digest, value
        return value, ()

    def _is_fresh(self, seen: Any) -> bool:
        return self._cache is None or seen[1] > self._cache.written_ns - FRESH_NS

    def _value(self, path: str, stored: Any) -> Deck | StoredExam:
        if stored[0] == "exam":
            return StoredExam(stored[1], path, StoredPlaces(path))
        assert self._cache is not None
        return _deck(path, stored, self._cache)


class StoredPlaces(Mapping[str, "Location"]):
    """The places of a stored deck's or exam's fields: read from its file when somebody asks, which is when it errs."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._found: Mapping[str, Location] | None = None

    def _places(self) -> Mapping[str, Location]:
        if self._found is None:
            value = _reread(self._path)
            self._found = {} if value is None else value.places
        return self._found

    def __getitem__(self, name: str) -> Location:
        return self._places()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places())

    def __len__(self) -> int:
        return len(self._places())


def _deck(path: str, stored: Any, cache: cache_file.CacheFile) -> Deck:
    _, first, count, fields, index = stored

    def text(number: int) -> bytes:
        try:
            return cache.chunk(first + number)
        except cache_file.Damaged:
            from cxdrill.core.cards.plain import card_text

            reread = _reread(path)
            if not isinstance(reread, Deck) or len(reread.cards) != count:
                raise DataError(f"{path} changed while it was in use; start again") from None
            return card_text(reread.cards[number])

    keys, owners, places, former = index
    questions, topics, tags, scenarios = map(_places, places)
    known = CardIndex(keys, _numbers(owners), questions, topics, tags, scenarios, former)
    told = tuple(Scenario(*each) for each in fields["scenarios"])
    rules, why = fields["waiver"]
    rest = {**fields, "scenarios": told, "waiver": Waiver(tuple(rules), why)}
    return Deck(**rest, cards=StoredCards(count, known, text), path=path, places=StoredPlaces(path))


def _plain(value: Deck | Exam | StoredExam, chunks: list[bytes]) -> tuple[Any, ...]:
    """The value as marshal can hold it; its cards are added to the chunks."""
    if isinstance(value, StoredExam):
        return "exam", value.plain
    if not isinstance(value, Deck):
        return "exam", exam_plain(value)
    first = len(chunks)
    chunks += card_texts(value.cards, range(len(value.cards)))
    fields = {name: getattr(value, name) for name in ("id", "title", "summary", "notes")}
    fields["sources"] = dict(value.sources)
    fields["scenarios"] = [(each.id, each.text) for each in value.scenarios]
    fields["waiver"] = list(value.waiver.rules), value.waiver.why
    index = index_of(value.cards)
    by_name = index.questions, index.topics, index.tags, index.scenarios
    places = [{name: _packed(each) for name, each in known.items()} for known in by_name]
    packed = list(index.face_keys), _packed(index.owners), places, dict(index.former)
    return "deck", first, len(value.cards), fields, packed


def _packed(numbers: Sequence[int]) -> bytes:
    from array import array

    return array("I", numbers).tobytes()


def _numbers(packed: bytes) -> memoryview:
    return memoryview(packed).cast("I")


def _places(packed: Mapping[str, bytes]) -> dict[str, memoryview]:
    return {name: _numbers(each) for name, each in packed.items()}


def _seen(path: str) -> tuple[int, int, int, int] | None:
    """What tells cheaply whether a file may have changed."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino, found.st_dev


def _digest(path: Path) -> bytes | None:
    from hashlib import sha256

    from cxdrill.files.decks.deck_bytes import read
    from cxdrill.files.decks.problem_list import ProblemList

    raw = read(path, ProblemList(str(path)))
    return None if raw is None else sha256(raw).digest()


def _reread(path: str) -> Deck | Exam | None:
    from cxdrill.files.decks.deck_yaml import read_file

    return read_file(Path(path))[0]
