"""The SQLite file in the user's cache folder: its tables, who may have written it, and what to do when it is no good.

Nothing here is ever a reason to fail: a file that is not this user's own, not of this very program or not sound is
made anew, and where no file can be had the same tables live in memory.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from cxdrill import __version__

FORMAT = 15
BUSY_SECONDS = 3.0  # another process writes; longer than that, and the tables are made in memory
_SOUND = 0x2144DF1C  # the CRC-32 of any bytes with their own CRC-32 behind them
KEPT = 8  # files; the oldest go
UNUSABLE = ("BUSY", "LOCKED", "FULL", "READONLY", "CANTOPEN", "IOERR", "PERM", "NOMEM")  # not a fault of the file

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value);
CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT UNIQUE, seen TEXT, read_ns INTEGER, digest BLOB, kind TEXT,
                    name TEXT, rank INTEGER, head BLOB);
CREATE TABLE cards (id INTEGER PRIMARY KEY, file INTEGER, key TEXT, topic TEXT, fact TEXT, is_critical INTEGER,
                    has_folding INTEGER, text BLOB);
CREATE INDEX cards_of ON cards (file);
CREATE INDEX card_keys ON cards (key);
CREATE INDEX facts ON cards (key, fact) WHERE fact > '';
CREATE INDEX critical ON cards (topic) WHERE is_critical;
CREATE TABLE tags (tag TEXT, card INTEGER, PRIMARY KEY (tag, card)) WITHOUT ROWID;
CREATE TABLE faces (id INTEGER PRIMARY KEY, key TEXT UNIQUE, file INTEGER, card INTEGER, place INTEGER);
CREATE INDEX faces_of ON faces (file, place);
CREATE TABLE former (key TEXT PRIMARY KEY, present TEXT, file INTEGER);
CREATE TABLE writers (id INTEGER PRIMARY KEY, name TEXT UNIQUE, latest INTEGER, number INTEGER);
CREATE TABLE events (writer INTEGER, number INTEGER, at INTEGER, lifted INTEGER, kind TEXT, face INTEGER,
                     is_void INTEGER, said_at TEXT, fields BLOB, day INTEGER, rating INTEGER, due TEXT, took_ms INTEGER,
                     PRIMARY KEY (writer, number)) WITHOUT ROWID;
CREATE INDEX events_of ON events (face);
CREATE INDEX others ON events (kind) WHERE face IS NULL;
CREATE INDEX voids ON events (writer) WHERE is_void = 1;
CREATE INDEX timed ON events (lifted, took_ms) WHERE took_ms > 0 AND NOT is_void;
CREATE TABLE states (face INTEGER PRIMARY KEY, due_day INTEGER, last_day INTEGER, first_day INTEGER,
                     is_suspended INTEGER, marks BLOB, trace BLOB);
CREATE INDEX marked ON states (face) WHERE marks IS NOT NULL;
CREATE INDEX due ON states (due_day, last_day, is_suspended);
CREATE INDEX met ON states (first_day);
CREATE TABLE tallies (face INTEGER, part INTEGER, number INTEGER, successes INTEGER, total REAL,
                      PRIMARY KEY (face, part)) WITHOUT ROWID;
CREATE TABLE misses (face INTEGER, id TEXT, at INTEGER, day INTEGER, PRIMARY KEY (face, id)) WITHOUT ROWID;
CREATE TABLE days (day INTEGER PRIMARY KEY, reviews INTEGER);
CREATE TABLE zones (day INTEGER PRIMARY KEY, hours INTEGER);
"""
"""Instants are microseconds since 1970 in UTC, days are ordinals; `lifted` is the instant as which an event counts.
`due_day` is 0 in learning steps; `hours` are those that the clock of a day was ahead of UTC. A part of `tallies` is a
rating, or first tries foretold alike."""


class Database:
    """An open database with these tables, in a file or in memory."""

    def __init__(self, path: Path | None) -> None:
        """Raises sqlite3.DatabaseError for a file that cannot be used; `path` None: in memory."""
        self.path = path
        if path is not None:
            _make_ready(path)
        self._connection = sqlite3.connect(path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None)
        try:
            self._connection.execute("PRAGMA temp_store = MEMORY")
            if not self._is_of_this_program():
                with self.writing():
                    if not self._is_of_this_program():
                        self._lay_out()
        except BaseException:
            self.close()
            raise

    def __del__(self) -> None:
        """Closes what nobody closed; from Python 3.13 on, a connection left open warns."""
        with suppress(AttributeError, sqlite3.Error, KeyboardInterrupt):  # the last would be told with a trace
            self._connection.close()

    def rows(self, query: str, values: Iterable[Any] = ()) -> list[Any]:
        return self._connection.execute(query, tuple(values)).fetchall()

    def run(self, statement: str, values: Iterable[Any] = ()) -> int:
        """Does what a statement says, and gives the id of the row that it made."""
        return self._connection.execute(statement, tuple(values)).lastrowid or 0

    def run_all(self, statement: str, rows: Iterable[Any]) -> None:
        self._connection.executemany(statement, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing of what is written meanwhile; nobody else writes."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise

    def meta(self, name: str) -> Any:
        """A value that was noted; None without."""
        found = self.rows("SELECT value FROM meta WHERE name = ?", (name,))
        return found[0][0] if found else None

    def note(self, name: str, value: Any) -> None:
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @property
    def changes(self) -> int:
        """A number that is another one once anybody else has written."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._connection.close()

    def _is_of_this_program(self) -> bool:
        return bool(self.rows("PRAGMA user_version")[0][0] == _stamp())

    def _lay_out(self) -> None:
        if self.rows("SELECT 1 FROM sqlite_master LIMIT 1"):
            raise sqlite3.DatabaseError("the tables are those of another version")
        for statement in SCHEMA.split(";\n"):
            self.run(statement)
        self.run(f"PRAGMA user_version = {_stamp()}")


def is_at_fault(error: sqlite3.Error) -> bool:
    """Whether the file itself is no good, and not just out of reach."""
    name = getattr(error, "sqlite_errorname", "")
    return not any(f"SQLITE_{each}" in name for each in UNUSABLE)


def sealed(content: bytes) -> bytes:
    """Bytes for a row with their checksum behind them, as SQLite itself has none."""
    return content + zlib.crc32(content).to_bytes(4, "little")


def unsealed(kept: object) -> bytes:
    """The bytes that were sealed; raises sqlite3.DatabaseError where a row is not what was written."""
    if not isinstance(kept, bytes) or zlib.crc32(kept) != _SOUND:
        raise sqlite3.DatabaseError("a row is not what was written")
    return kept[:-4]


def _make_ready(path: Path) -> None:
    """Sees to it that a file is there that nobody else can have written, reached through no link."""
    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.parent.mkdir(mode=0o700)
        found = os.lstat(path.parent)
        if not stat.S_ISDIR(found.st_mode) or not _is_own(found):
            raise sqlite3.OperationalError("the folder of caches is not this user's own")
        for each in (path, Path(f"{path}-journal"), Path(f"{path}-wal")):
            if os.path.lexists(each):
                found = os.lstat(each)
                if not stat.S_ISREG(found.st_mode) or not _is_own(found):
                    os.unlink(each)
        if not path.exists():
            _prune(path.parent)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except FileExistsError:
        return  # another process was faster
    except OSError as error:
        raise sqlite3.OperationalError(str(error)) from error


def _is_own(found: os.stat_result) -> bool:
    """Whether it belongs to this user and nobody else may touch it; Windows keeps a user's folders apart itself."""
    return sys.platform == "win32" or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)


def _prune(folder: Path) -> None:
    """Leaves room for one more file, and nothing of what earlier versions kept."""
    with os.scandir(folder) as entries:
        found = sorted((entry.stat(follow_symlinks=False).st_mtime, entry.name) for entry in entries)
    indexes = [name for _, name in found if name.startswith("index-") and name.count("-") == 1]
    old = [name for _, name in found if name.startswith(("decks-", "states-", "today", "exam-"))]
    for name in (*old, *indexes[: -KEPT + 1]):
        with suppress(OSError):
            os.unlink(folder / name)


@cache
def _stamp() -> int:
    """Everything that must agree: the program, its modules and Python."""
    return zlib.crc32(f"{FORMAT} {__version__} {_newest_module()} {sys.version} {sys.byteorder}".encode()) >> 1 or 1


def _newest_module() -> int:
    """When the newest module that may have a hand in it changed: a version under development has one number only."""
    package = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
    newest = 0
    folders = [os.path.join(package, "core"), os.path.join(package, "files")]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    newest = max(newest, entry.stat().st_mtime_ns)
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)
    return newest
