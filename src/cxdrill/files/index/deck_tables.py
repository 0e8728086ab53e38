"""Deck files as rows: which of them changed since they were read, and decks, cards and faces out of the rows.

A file is believed unread only while it has the size, time, inode and device it had, and hashed anew where those
differ or it changed about when it was read. Only files without mistakes are kept.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from cxdrill.core.cards.deck import Deck, DeckHead, faces, former_keys
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.registry import card_from_text, card_text
from cxdrill.core.exams.library import FileValue
from cxdrill.core.problem import Problem
from cxdrill.files.decks.library import Found, Shelf, file_value
from cxdrill.files.index.database import Database, sealed, unsealed
from cxdrill.files.index.event_rows import packed
from cxdrill.files.places import DeckSources

_FOLDING = frozenset("ßİŉſǰẖẗẘẙẚẞ\u212aﬀﬁﬂﬃﬄﬅﬆ")  # letters that are folded to others, which SQLite's LIKE does not do
FRESH_NS = 2_000_000_000  # a file changed this shortly before it was read may change again within one tick


class DeckTables:
    """The decks and exams of some sources, read from the files where those are not what the tables say."""

    def __init__(self, db: Database, sources: DeckSources, files: Sequence[Path]) -> None:
        self.db = db
        self._read: dict[str, tuple[str, bytes, FileValue]] = {}  # path: state and hash of the file, what it holds
        rows = db.rows("SELECT id, path, seen, read_ns, digest, kind, name, rank FROM files")
        self._stored = {row[1]: row for row in rows}
        self._checked: dict[str, str] = {}  # path: state of a file that is what it was
        found = Shelf(sources.paths, replaces=sources.replaces, files=files, read=self._found)
        self.problems, self.notices = tuple(found.problems), tuple(found.notices)
        self.exam_paths = {id: each.path for id, each in found.used["exam"].items()}
        self._settle([each for of_kind in found.used.values() for each in of_kind.values()])
        self._read = {}

    def _found(self, path: Path) -> tuple[Found | None, tuple[Problem, ...]]:
        """The id of the deck or exam in a file, or what is wrong with it."""
        name, seen = str(path), _seen(path)
        row = self._stored.get(name)
        if row is None or not seen:
            return self._from_file(path)
        _, _, then, read_ns, digest, kind, id, _ = row
        is_fresh = int(seen.split()[1]) > read_ns - FRESH_NS
        known = Found(kind, id, name)
        return (known, ()) if seen == then and not is_fresh else self._from_file(path, known, digest)

    def _from_file(
        self, path: Path, known: Found | None = None, digest: bytes = b""
    ) -> tuple[Found | None, tuple[Problem, ...]]:
        """What is in a file, which is not read where its hash is that of what is `known`."""
        name, seen = str(path), _seen(path)  # what comes between this and the reading changes the state again
        now, value, problems = file_value(path, digest)
        if known is not None and now == digest:
            self._checked[name] = seen
            return known, ()
        if value is None:
            return None, problems
        self._read[name] = seen, now, value
        return Found(value.kind, value.id, name), problems

    def _settle(self, used: list[Found]) -> None:
        """Brings the tables to what was found."""
        ranks = {each.path: rank for rank, each in enumerate(used)}
        for each in used:
            stored = self._stored.get(each.path)
            if each.path not in self._read and (stored is None or (stored[7] is None and each.kind == "deck")):
                self._from_file(Path(each.path))
        stored_ranks = {path: row[7] for path, row in self._stored.items() if row[7] is not None}
        if not self._read and not self._checked and ranks == stored_ranks:
            return
        with self.db.writing():
            self.db.run("DELETE FROM meta WHERE name LIKE 'of decks %'")
            for path in stored_ranks.keys() - ranks.keys():
                self._forget_cards(self._stored[path][0])
                self.db.run("DELETE FROM files WHERE path = ?", (path,))
            for path, (seen, digest, value) in self._read.items():
                self._keep(path, seen, digest, value, is_used=path in ranks)
            for path, seen in self._checked.items():
                self.db.run("UPDATE files SET seen = ?, read_ns = ? WHERE path = ?", (seen, time.time_ns(), path))
            self.db.run_all("UPDATE files SET rank = ? WHERE path = ?", [(rank, path) for path, rank in ranks.items()])

    def _keep(self, path: str, seen: str, digest: bytes, value: FileValue, *, is_used: bool) -> None:
        known = self._stored.get(path)
        if known is not None:
            self._forget_cards(known[0])
            self.db.run("DELETE FROM files WHERE id = ?", (known[0],))
        # A file keeps its number, by which a session that is under way reads on.
        row = (known and known[0], path, seen, time.time_ns() if seen else 0, digest, value.kind, value.id)
        columns = "id, path, seen, read_ns, digest, kind, name"
        file = self.db.run(f"INSERT INTO files ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        if not isinstance(value, Deck):
            self._keep_head(file, packed(value))
        elif is_used:
            self._keep_cards(file, value)

    def _keep_cards(self, file: int, deck: Deck) -> None:
        held = 0
        for card in deck.cards:
            text = card_text(card)
            has_folding = not text.isascii() and not _FOLDING.isdisjoint(text.decode(errors="replace"))
            is_critical = card.is_critical and isinstance(card, Question)
            row = (None, file, card.key, card.topic, card.fact, is_critical, has_folding, sealed(text))
            number = self.db.run(f"INSERT INTO cards VALUES ({', '.join('?' * len(row))})", row)
            self.db.run_all("INSERT OR IGNORE INTO tags VALUES (?, ?)", [(tag, number) for tag in card.tags])
            shown = () if card.is_reserved else faces(card)
            rows = [(face.key, file, number, held + place) for place, face in enumerate(shown)]
            held += len(rows)
            self.db.run_all(
                "INSERT INTO faces (key, file, card, place) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE "
                "SET file = excluded.file, card = excluded.card, place = excluded.place",
                rows,
            )
        former = [(key, present, file) for key, present in former_keys(deck.cards, deck.was).items()]
        self.db.run_all("INSERT OR REPLACE INTO former VALUES (?, ?, ?)", former)
        self._keep_head(file, msgspec.msgpack.encode(deck.head(face_count=held)))

    def _keep_head(self, file: int, head: bytes) -> None:
        self.db.run("UPDATE files SET head = ? WHERE id = ?", (sealed(head), file))

    def _forget_cards(self, file: int) -> None:
        self.db.run("DELETE FROM tags WHERE card IN (SELECT id FROM cards WHERE file = ?)", (file,))
        self.db.run("DELETE FROM cards WHERE file = ?", (file,))
        self.db.run("DELETE FROM former WHERE file = ?", (file,))
        self.db.run("UPDATE faces SET file = NULL, card = NULL, place = NULL WHERE file = ?", (file,))


def state(db: Database) -> list[Any]:
    """What tells these decks and exams from others."""
    return db.rows("SELECT id, path, digest, rank FROM files ORDER BY id")


def heads(db: Database) -> dict[int, DeckHead]:
    """The decks in use without their cards, by the ids of their files, in the order of their own ids."""
    query = "SELECT id, path, head FROM files WHERE kind = 'deck' AND rank IS NOT NULL ORDER BY rank"
    return {
        file: msgspec.structs.replace(msgspec.msgpack.decode(unsealed(head), type=DeckHead), path=path)
        for file, path, head in db.rows(query)
    }


def decks(db: Database, heads: Mapping[int, DeckHead], topics: Iterable[str] | None) -> tuple[Deck, ...]:
    """The decks with their cards, only those of some topics where these are given."""
    cards: dict[int, list[Any]] = {file: [] for file in heads}
    where, values = (in_(" AND cards.topic", tuple(topics))) if topics is not None else ("", ())
    query = f"SELECT file, text FROM cards WHERE file IS NOT NULL{where} ORDER BY id"
    for file, text in db.rows(query, values):
        if file in cards:
            cards[file].append(card_from_text(unsealed(text)))
    return tuple(head.deck(cards[file]) for file, head in heads.items())


def former(db: Database) -> dict[str, str]:
    """The present keys of cards by former ones; a key that a card bears today keeps its history to itself."""
    borne = "SELECT key FROM faces WHERE card IS NOT NULL"
    query = "SELECT key, present FROM former WHERE file IN (SELECT id FROM files WHERE rank IS NOT NULL) "
    return dict(db.rows(f"{query} AND key NOT IN ({borne}) AND key || '~1' NOT IN ({borne})"))


def in_(column: str, values: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """A condition that a column has one of some values, and these values."""
    return f"{column} IN ({', '.join('?' * len(values))})", tuple(values)


def _seen(path: Path) -> str:
    """What tells cheaply whether a file may have changed; nothing where it cannot be looked at."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ino} {found.st_dev}"
