"""Whatever is done to the file of the index, the program starts once, quietly and right, and loses nothing."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from builders import choice, deck
from command import environment
from cxdrill.core.study.queue import Filters, Missed
from cxdrill.files.index import database
from cxdrill.files.index.database import Database
from cxdrill.files.index.index import Index
from cxdrill.files.places import DeckSources
from index_desk import CALLS, NOW, SETTINGS, Desk, assert_agrees, random_events


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "desk")
    desk.log(random_events(Random(3), 60, ["a" * 16, "b" * 16], {}))
    desk.index()
    return desk


def the_file(desk: Desk) -> Path:
    (found,) = desk.cache.glob("index-*")
    return found


def damaged(path: Path, damage: Callable[[bytearray], object]) -> None:
    content = bytearray(path.read_bytes())
    damage(content)
    path.write_bytes(content)


def zeroed(content: bytearray) -> None:
    content[:] = bytes(len(content))


def half_zeroed(content: bytearray) -> None:
    content[4096:] = bytes(len(content) - 4096)


def cut(content: bytearray) -> None:
    del content[len(content) // 2 :]


def emptied(content: bytearray) -> None:
    content.clear()


def foreign(content: bytearray) -> None:
    content[:] = b"GIF89a" * 4000


@pytest.mark.parametrize("damage", [zeroed, half_zeroed, cut, emptied, foreign])
def test_a_damaged_file_is_made_anew(damage: Callable[[bytearray], object], desk: Desk) -> None:
    damaged(the_file(desk), damage)
    assert_agrees(desk, desk.index())
    assert_agrees(desk, desk.index())
    with closing(sqlite3.connect(the_file(desk))) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("seed", range(6))
def test_bits_flipped_in_cards_and_states_are_noticed_or_do_no_harm(seed: int, desk: Desk) -> None:
    random, path = Random(seed), the_file(desk)
    text = b'"prompt"' if seed % 2 else b'"topic"'
    places = [found.start() for found in re.finditer(text, path.read_bytes())]
    damaged(path, lambda content: content.__setitem__(random.choice(places) + 3, 1))
    assert_agrees(desk, desk.index())


def test_tables_of_another_version_or_another_program_are_thrown_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_agrees(desk, desk.index())
    monkeypatch.setattr(database, "_stamp", lambda: 77)
    assert_agrees(desk, desk.index())
    path = the_file(desk)
    path.unlink()
    other = sqlite3.connect(path)
    other.executescript("CREATE TABLE files (x); INSERT INTO files VALUES (1); PRAGMA user_version = 77;")
    other.close()
    os.chmod(path, 0o600)
    assert_agrees(desk, desk.index())


def test_a_folder_or_a_link_in_its_place_is_never_followed(desk: Desk, tmp_path: Path) -> None:
    path, elsewhere = the_file(desk), tmp_path / "elsewhere"
    elsewhere.write_bytes(path.read_bytes())
    before = elsewhere.read_bytes()
    path.unlink()
    path.symlink_to(elsewhere)
    desk.write(deck("calls", *CALLS[:3]))
    assert_agrees(desk, desk.index())
    assert elsewhere.read_bytes() == before
    path.unlink()
    path.mkdir()
    assert_agrees(desk, desk.index())
    assert path.is_dir()


@pytest.mark.skipif(os.name == "nt", reason="POSIX")
@pytest.mark.parametrize("part", ["file", "folder"])
def test_what_others_may_write_is_not_believed(part: str, desk: Desk) -> None:
    path = the_file(desk)
    os.chmod(path if part == "file" else path.parent, 0o666 if part == "file" else 0o777)
    with closing(sqlite3.connect(path)) as other:
        other.executescript("UPDATE states SET trace = x'00'; UPDATE files SET name = 'stolen'")
    assert_agrees(desk, desk.index())


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs another user")
def test_the_file_of_another_user_is_not_believed(desk: Desk) -> None:
    os.chown(the_file(desk), 12345, 12345)
    assert_agrees(desk, desk.index())
    os.chown(desk.cache, 12345, 12345)
    assert_agrees(desk, desk.index())


def test_a_file_that_another_process_locks_is_done_without(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    path = the_file(desk)
    before = path.read_bytes()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    desk.write(deck("calls", *CALLS[:3]))
    assert_agrees(desk, desk.index())
    other.execute("ROLLBACK")
    other.close()
    assert path.read_bytes() == before
    assert_agrees(desk, desk.index())


@pytest.mark.parametrize(
    "message", ["database or disk is full", "disk I/O error", "attempt to write a readonly database"]
)
def test_a_disk_that_takes_nothing_is_done_without(message: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Database.run_all
    name = {"f": "SQLITE_FULL", "I": "SQLITE_IOERR_WRITE", "r": "SQLITE_READONLY"}[
        message.split()[-2][0] if "r d" not in message else "r"
    ]

    def full(self: Database, statement: str, rows: object) -> None:
        if self.path is not None:
            error = sqlite3.OperationalError(name)
            error.sqlite_errorname = name
            raise error
        real(self, statement, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(Database, "run_all", full)
    desk.write(deck("calls", *CALLS[:3]))
    assert_agrees(desk, desk.index())


def test_a_file_that_goes_bad_in_mid_session_loses_no_answer(desk: Desk) -> None:
    index = desk.index()
    faces, history = index.study(Filters(is_cram=True), Missed(), SETTINGS, NOW)
    keys = list(faces.seen)
    assert index.face(keys[0]).key == keys[0]
    damaged(the_file(desk), half_zeroed)
    index._db.run("PRAGMA shrink_memory")
    index._db.run("PRAGMA cache_size = 0")
    assert [index.face(key).key for key in keys] == keys
    assert history.reviews(keys[0]) == desk.history().reviews(keys[0])
    assert_agrees(desk, index)


def test_a_writer_killed_in_mid_write_leaves_the_file_as_it_was(desk: Desk) -> None:
    code = (
        "import os, sys; from pathlib import Path; from cxdrill.files.index.database import Database\n"
        "db = Database(Path(sys.argv[1]))\n"
        "with db.writing():\n"
        "    db.run('PRAGMA cache_size = 1'); db.run('DELETE FROM events'); db.run('DELETE FROM cards'); os._exit(9)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")}
    assert subprocess.run([sys.executable, "-c", code, the_file(desk)], env=env, check=False).returncode == 9
    assert_agrees(desk, desk.index())


def test_many_starts_at_once_agree(desk: Desk) -> None:
    shutil.rmtree(desk.cache)
    found: list[object] = []

    def start() -> None:
        try:
            found.append(len(desk.index().history().traces))
        except BaseException as error:
            found.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [len(desk.history().traces)] * 6
    assert_agrees(desk, desk.index())


def test_what_follows_from_decks_that_another_start_read_anew_is_not_kept(desk: Desk) -> None:
    older = desk.index()
    desk.write(deck("calls", *CALLS[1:]))
    newer = desk.index()
    older.kept("cards", int, lambda: sum(1 for _ in older.library().cards()))
    now = sum(1 for _ in newer.library().cards())
    assert newer.kept("cards", int, lambda: now) == now


def test_decks_that_another_start_read_anew_are_seen_as_they_are_now(desk: Desk) -> None:
    older = desk.index()
    desk.write(deck("calls", *CALLS[1:]))
    desk.write(deck("aside", choice("n", deck="aside", topic="tone")))
    (desk.decks / "shop.yaml").rename(desk.decks / "moved.yaml")
    desk.index()
    assert_agrees(desk, older)
    assert [each.id for each in older.decks] == ["aside", "calls", "shop"]


def test_without_a_place_for_caches_all_works_in_memory(tmp_path: Path, desk: Desk) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    for folder in (None, blocked, blocked / "deeper"):
        index = Index(folder, DeckSources((desk.decks,), False), (), desk.progress)
        index.read_log(desk.events, None)
        assert_agrees(desk, index)


def test_old_files_go_and_strangers_stay(desk: Desk, tmp_path: Path) -> None:
    for name in ("states-12345678", "decks-12345678", "forms"):
        (desk.cache / name).write_text("x")
    for number in range(12):
        Index(desk.cache, DeckSources((desk.decks,), False), (), tmp_path / f"{number}.json")
    names = sorted(path.name.partition("-")[0] for path in desk.cache.iterdir())
    assert names == ["forms", *["index"] * database.KEPT]


def test_a_command_with_a_damaged_index_says_no_word_of_it(tmp_path: Path) -> None:
    env = {
        **environment(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    env["PYTHONPATH"] = str(Path(__file__).parents[3] / "src")

    def told() -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "cxdrill", "stats", "--json"], env=env, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    first = told()
    assert first[0] == 0
    (path,) = (tmp_path / "cache" / "cxdrill").glob("index-*")
    path.write_bytes(b"rubbish")
    assert told() == told() == first


def test_an_interrupt_while_a_forgotten_index_closes_prints_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def close(self) -> None:
            raise KeyboardInterrupt

    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    database = Database(None)
    database._connection.close()
    database._connection = Interrupted()  # type: ignore[assignment]
    del database
    assert told == []
