"""Faults that a learner's file and a keeper's disk really meet, tried through whole commands.

What single modules promise is tested beside them; here stands what only shows from outside.
"""

import errno
import json
import os
import sqlite3
import stat
import sys
import time
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from command import events, progress_file, run
from cxdrill.cli.commands import COMMANDS
from cxdrill.errors import ProgressError
from cxdrill.files import whole_file
from cxdrill.files.backups.backups import Backups
from cxdrill.files.disk import Disk
from cxdrill.files.log.lock import Lock
from cxdrill.files.output import write_output
from deck_files import CHECK, FLASHCARDS, QUESTIONS, write_decks
from disks import WatchedDisk
from histories import START, history, ids, review, store, ticking

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and special files")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A person with decks, three reviews, an attempt at the check and a backup."""
    write_decks(tmp_path / "decks", FLASHCARDS, QUESTIONS, CHECK)
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert cxdrill(tmp_path, "study", "cards", stdin="\n3\n\n3\n\n3\n").code == 0
    assert cxdrill(tmp_path, "quiz", "check", stdin="b\nb\nb\nb\n:submit\n").code == 0
    assert len(list((tmp_path / "backups").iterdir())) == 1
    return tmp_path


def cxdrill(home, *arguments, stdin=""):
    return run(*arguments, home=home, stdin=stdin, env={"CXDRILL_DECKS": str(home / "decks")})


def commands(home):
    """Every command once or more, in ways that would read or write progress."""
    out, progress, copy = str(home / "out.csv"), str(progress_file(home)), str(home / "copy.json")
    store = '[share]\nurl = "https://lrs.example.org"\nkey = "k"\nsecret_file = "s"\nactor = "1"\n'
    (home / "config.toml").write_text(store, "utf-8")
    rows = (
        *((), ("study",), ("study", "cards", "--cram"), ("quiz", "check"), ("quiz", "check", "--abandon")),
        *(("quiz", "calls", "--practice"), ("ready",), ("plan", "--by", "2030-01-01"), ("notes", "cards")),
        *(("stats",), ("stats", "--json"), ("results",), ("results", "1"), ("decks",), ("check", "decks")),
        *(("new", "fresh", "--folder", str(home)), ("schema",), ("export", "-o", out, "--force")),
        *(("export", "-o", progress, "--force"), ("import", progress, "--yes"), ("report", progress)),
        *(
            *(("verify", progress), ("standard", "check"), ("roleplay", "calls/hold"), ("cards",)),
            *(("cards", "--wake", "cards/one"), ("where",)),
        ),
        *(("share", "--dry-run"), ("share", "--to", out, "--force")),
        *(("merge", copy), ("restore",), ("restore", "1"), ("restore", "9"), ("optimize",)),
        *(("standard", "check", "--judge", "Ann"), ("standard", "check"), ("share",)),
    )
    assert {row[0] for row in rows if row} == set(COMMANDS), "a command that is not tried here"
    return rows


NEEDING = (
    *((), ("study",), ("quiz", "check"), ("stats",), ("results",), ("decks",), ("cards",)),
    *(("cards", "--wake", "cards/one"), ("optimize",), ("restore", "1")),
)


def test_a_file_of_a_newer_version_is_byte_for_byte_the_same_after_every_command(home):
    path = progress_file(home)
    (home / "copy.json").write_bytes(path.read_bytes())
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    for content in (newer, json.dumps(json.loads(newer), indent=1).encode(), newer[:-200]):
        path.write_bytes(content)
        for arguments in commands(home):
            outcome = cxdrill(home, *arguments, stdin="\n3\nb\nb\n")
            assert path.read_bytes() == content, arguments
            assert "Traceback" not in outcome.err
            if arguments in NEEDING or arguments[:1] == ("merge",):
                assert (outcome.code, outcome.out) == (3, ""), arguments
                assert f"{path}: the progress file has format 2" in outcome.err


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"<html>Sign in</html>", b"null", b'{"format": 1, "lear'])
def test_what_is_no_progress_file_is_refused_by_every_command_that_needs_it_and_left_alone(home, content):
    path = progress_file(home)
    path.write_bytes(content)
    for arguments in ((), ("study",), ("quiz", "check"), ("stats",), ("results",), ("cards",), ("optimize",)):
        outcome = cxdrill(home, *arguments, stdin="\n3\n")
        assert outcome.code == 3
        assert outcome.err.count("\n") == 1
        assert "cxdrill restore" in outcome.err
    assert path.read_bytes() == content
    assert cxdrill(home, "restore", "1").code == 0
    assert len(events(home, "review")) == 3
    assert any(each.read_bytes() == content for each in home.glob("progress.json.before-restore-*"))


def test_a_missing_file_with_backups_is_no_first_run_for_any_command(home):
    progress_file(home).unlink()
    for arguments in ((), ("study",), ("quiz", "check"), ("stats",), ("results",), ("cards",), ("ready",)):
        outcome = cxdrill(home, *arguments, stdin="\n3\n")
        assert outcome.code == 3
        assert "cxdrill restore" in outcome.err
    assert not progress_file(home).exists()
    assert cxdrill(home, "restore", "1").code == 0
    assert len(events(home, "review")) == 3


def test_an_answer_that_found_the_file_locked_is_in_the_file_saved_elsewhere(tmp_path):
    path = tmp_path / "progress.json"
    known = [event.id for event in history(path, 2)]
    keeper = store(path)
    keeper.begin()
    other = Lock(tmp_path / "progress.json.lock", started_at=START, timeout_seconds=0)
    with other.held(), pytest.raises(ProgressError, match=str(os.getpid())):
        keeper.save(review("calls/late"))
    elsewhere = keeper.save_elsewhere(tmp_path / "elsewhere.json")
    assert ids(elsewhere)[:2] == known
    assert [event.fields["card"] for event in store(elsewhere).load().events][2:] == ["calls/late"]


def test_what_could_be_saved_at_a_second_try_is_not_saved_elsewhere_once_more(tmp_path):
    path = tmp_path / "progress.json"
    keeper = store(path)
    keeper.begin()
    other = Lock(tmp_path / "progress.json.lock", started_at=START, timeout_seconds=0)
    with other.held(), pytest.raises(ProgressError):
        keeper.save(review())
    saved = keeper.save(review())
    assert ids(keeper.save_elsewhere(tmp_path / "elsewhere.json")) == [saved.id]


class LocklessDisk(WatchedDisk):
    """A disk on which no lock file can be made or opened for writing."""

    def meet(self, name, arguments):
        if name == "open" and arguments[0].name.endswith(".lock") and arguments[1] & (os.O_RDWR | os.O_CREAT):
            raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("reviews", [0, 3])
def test_a_session_that_could_never_lock_its_file_does_not_begin(tmp_path, reviews):
    path = tmp_path / "progress.json"
    history(path, reviews)
    with pytest.raises(ProgressError, match=r"cannot be locked.*folder"):
        store(path, disk=LocklessDisk()).begin()
    assert len(ids(path)) == reviews


@posix
def test_who_may_not_lock_may_still_read_a_damaged_file(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    history(path, 3)
    path.write_bytes(path.read_bytes()[:-30])

    def no_lock(*arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("cxdrill.files.log.lock.taken", no_lock)
    progress = store(path).load()
    assert len(progress.events) == 2
    assert "damaged" in progress.notices[0]


@posix
@pytest.mark.parametrize("umask", [0, 0o002, 0o277, 0o477, 0o777], ids=oct)
def test_whatever_the_umask_progress_is_for_its_owner_alone_and_usable(tmp_path, umask):
    path = tmp_path / "new" / "deeper" / "progress.json"
    before = os.umask(umask)
    try:
        history(path, 2)
        for _ in range(2):
            keeper = store(path)
            keeper.begin()
            keeper.save(review())
    finally:
        os.umask(before)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "new").rglob("*")}
    assert modes.pop("deeper") == modes.pop("backups") == stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}
    assert len(modes) == 4
    assert len(Backups(path).listing()) == 2


class ReadingDisk(WatchedDisk):
    """A disk that counts the bytes read from it."""

    def __init__(self):
        super().__init__()
        self.bytes_read = 0

    def read(self, descriptor, size, offset):
        content = super().read(descriptor, size, offset)
        self.bytes_read += len(content)
        return content


@pytest.mark.parametrize(("size", "words"), [(100 << 20, "beyond"), (250 << 20, "beyond"), (3 << 30, "3072 MB")])
def test_a_huge_file_that_begins_like_no_progress_file_is_refused_before_it_is_read(tmp_path, size, words):
    path = tmp_path / "progress.json"
    with path.open("wb") as file:
        file.truncate(size)
    disk = ReadingDisk()
    with pytest.raises(ProgressError, match=rf"progress\.json.*{words}"):
        store(path, disk=disk).load()
    assert disk.bytes_read < 10_000


def test_nothing_but_zeros_after_the_last_event_costs_no_event(tmp_path):
    path = tmp_path / "progress.json"
    known = history(path, 3)
    path.write_bytes(path.read_bytes() + bytes(5 << 20))
    progress = store(path).load()
    assert progress.events == known
    assert "NUL" in progress.notices[0]


@pytest.mark.parametrize(
    "rubbish", [b',{"id": \n' * 100_000, b"doubled rows", b"\n" * 2_100_000], ids=lambda text: text[:8]
)
def test_rubbish_by_the_thousand_rows_neither_hides_the_good_ones_nor_takes_for_ever(tmp_path, rubbish):
    path = tmp_path / "progress.json"
    known = history(path, 30)
    content = path.read_bytes()
    if rubbish == b"doubled rows":
        rubbish = (content.split(b"\n")[1] + b"\n,") * 30_000
    path.write_bytes(content[:-3] + rubbish)
    if rubbish.isspace():  # more lines than the largest file can have
        with pytest.raises(ProgressError, match="beyond reading"):
            store(path).load()
        return
    progress = store(path).load()
    assert progress.events == known
    assert len(progress.notices[0]) < 1000


@pytest.mark.parametrize("content", [b"", b"\0" * 900, b"<html>Quota exceeded</html>"])
def test_a_file_spoilt_in_mid_session_is_kept_aside_and_written_anew_from_memory(tmp_path, content):
    path = tmp_path / "progress.json"
    known = [event.id for event in history(path, 2)]
    keeper = store(path)
    keeper.begin()
    known.append(keeper.save(review()).id)
    path.write_bytes(content)
    known.append(keeper.save(review()).id)
    assert ids(path) == known
    assert [each.read_bytes() for each in tmp_path.glob("*.damaged-*")] == [content]


def test_a_newer_file_put_in_place_in_mid_session_stays_byte_for_byte(tmp_path):
    path = tmp_path / "progress.json"
    history(path, 2)
    keeper = store(path)
    keeper.begin()
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    path.write_bytes(newer)
    with pytest.raises(ProgressError, match="format 2"):
        keeper.save(review())
    assert path.read_bytes() == newer
    assert len(ids(keeper.save_elsewhere(tmp_path / "elsewhere.json"))) == 3


@posix
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["plain", "forced"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "calls", "-o"),
        ("export", "--to", "html", "-o"),
        ("report", "progress.json", "--csv"),
        ("results", "1", "--name", "Ann", "--certificate"),
    ],
    ids=lambda arguments: " ".join(arguments[:3]),
)
def test_no_output_replaces_a_deck_progress_a_backup_a_lock_or_the_settings(home, monkeypatch, arguments, force):
    monkeypatch.chdir(home)
    (home / "config.toml").write_text("new_per_day = 5\n")
    (home / "decks" / "broken.yaml").write_text("deck: [")
    (home / "elsewhere.yaml").write_bytes((home / "decks" / "calls.yaml").read_bytes())
    (home / "friend.json").write_bytes(progress_file(home).read_bytes())
    (home / "link").symlink_to(progress_file(home))
    os.link(home / "decks" / "check.yaml", home / "second-name.csv")
    copy = next((home / "backups").iterdir())
    targets = (
        *(
            *("decks/calls.yaml", "decks/check.yaml", "decks/broken.yaml", "elsewhere.yaml", "progress.json"),
            "friend.json",
        ),
        *(
            *("link", "second-name.csv", f"backups/{copy.name}", "config.toml", "progress.json.lock", "decks", "."),
            "/dev/null",
        ),
        *("decks/../progress.json", "absent/x.csv", str(home / "decks" / "calls.yaml")),
    )
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    for target in targets:
        outcome = cxdrill(home, *arguments, target, *force)
        assert outcome.code == 3, (target, outcome)
        assert outcome.err.rpartition("; see cxdrill check\n")[2].count("\n") == 1
    after = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert {path: text for path, text in after.items() if ".cache" not in path.parts} == {
        path: text for path, text in before.items() if ".cache" not in path.parts
    }


@pytest.mark.parametrize("days", [-400, -2, 0, 2])
def test_a_clock_set_back_is_remarked_once(tmp_path, days):
    path = tmp_path / "progress.json"
    history(path, 2)
    keeper = store(path, clock=ticking(START + timedelta(days=days)))
    notices = keeper.begin().notices
    assert ["clock" in notice for notice in notices] == [True] * (days < -1)
    keeper.save(review())
    assert store(path, clock=ticking(START + timedelta(days=days, hours=1))).begin().notices == ()


def test_what_another_program_writes_within_one_tick_of_the_clock_is_seen_all_the_same(tmp_path):
    path = tmp_path / "progress.json"
    history(path, 2)
    keeper, other = store(path), store(path)
    saved = [keeper.save(review()).id]
    before = path.stat()
    saved.append(other.save(review(rating=1)).id)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    saved.append(keeper.save(review()).id)
    assert ids(path)[2:] == saved
    before = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:-20] + b"?" + content[-19:])  # of the same length
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    saved.append(keeper.save(review()).id)
    assert ids(path)[2:] == saved


@posix
def test_a_time_zone_that_no_place_has_stops_nobody(home, monkeypatch):
    monkeypatch.setenv("TZ", "UTC+25")
    time.tzset()
    try:
        outcome = cxdrill(home, "study", "cards", "--cram", stdin="\n3\n")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert outcome.code == 0
    assert len(events(home, "cram")) == 1


def test_no_room_to_put_an_anki_package_together_is_said_and_leaves_nothing(home, monkeypatch):
    genanki = pytest.importorskip("genanki")

    def full(self, file, timestamp=None):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(genanki.Package, "write_to_file", full)
    outcome = cxdrill(home, "export", "--to", "anki", "-o", str(home / "cards.apkg"))
    assert outcome.code == 3
    assert "disk is full" in outcome.err
    assert "TMPDIR" in outcome.err
    assert not (home / "cards.apkg").exists()


class LyingDisk(WatchedDisk):
    """A disk that takes every byte of a new file and keeps zeros."""

    def write(self, descriptor, content, offset):
        return super().write(descriptor, bytes(len(content)) if self.is_new(descriptor) else content, offset)

    def is_new(self, descriptor):
        return ".tmp" in self._paths[descriptor].name or ".damaged-" in self._paths[descriptor].name


def test_a_disk_that_does_not_give_back_what_was_written_puts_nothing_in_place(tmp_path):
    path = tmp_path / "progress.json"
    history(path, 3)
    content = path.read_bytes()
    notices = store(path, disk=LyingDisk()).begin().notices
    assert any("no backup" in notice for notice in notices)
    assert Backups(path).listing() == ()
    path.write_bytes(content[:-40])  # damaged: the next save writes the file anew
    with pytest.raises(ProgressError, match="give back"):
        store(path, disk=LyingDisk()).save(review())
    assert path.read_bytes() == content[:-40]
    assert [each.name for each in tmp_path.iterdir() if ".tmp" in each.name or "damaged" in each.name] == []


@posix
def test_no_way_of_writing_replaces_a_link_by_a_file(tmp_path):
    real, path = tmp_path / "dotfiles" / "mine.json", tmp_path / "progress.json"
    history(real, 3)
    path.symlink_to(real)
    real.write_text(json.dumps(json.loads(real.read_bytes()), indent=1))
    store(path).save(review())  # another layout: written anew
    assert path.is_symlink()
    store(path).begin()
    real.write_bytes(real.read_bytes()[:-30])
    store(path).save(review())  # damaged: written anew
    assert path.is_symlink()
    store(path).restore(Backups(path).listing()[0].path)
    assert path.is_symlink()
    assert len(ids(real)) == 4
    (tmp_path / "copy.json").write_bytes(real.read_bytes())
    store(tmp_path / "copy.json").save(review())
    store(path).merge([tmp_path / "copy.json"])
    assert path.is_symlink()
    assert len(ids(real)) == 5


@posix
def test_a_new_file_is_never_made_through_a_name_that_somebody_planted(tmp_path):
    precious = tmp_path / "precious"
    precious.write_bytes(b"mine")
    (tmp_path / "link").symlink_to(precious)
    (tmp_path / "nowhere").symlink_to(tmp_path / "absent")
    for name in ("precious", "link", "nowhere"):
        with pytest.raises(FileExistsError):
            whole_file.create(tmp_path / name, b"theirs", mode=0o600)
    assert precious.read_bytes() == b"mine"
    assert not (tmp_path / "absent").exists()


class ShortDisk(WatchedDisk):
    """A disk that takes seven bytes at a time."""

    def write(self, descriptor, content, offset):
        return super().write(descriptor, content[:7], offset)


def test_writes_that_take_little_are_gone_on_with_until_all_is_written(tmp_path):
    path = tmp_path / "new" / "progress.json"
    keeper = store(path, disk=ShortDisk())
    saved = [keeper.save(review()).id for _ in range(3)]
    keeper.begin()
    assert ids(path) == saved
    assert len(Backups(path).listing()) == 1


def test_rows_that_somebody_adds_in_mid_session_count_only_where_their_checksum_holds(tmp_path):
    path = tmp_path / "progress.json"
    history(path, 2)
    keeper, other = store(path), store(path)
    keeper.begin()
    other.save(review())
    content = path.read_bytes()
    spoilt = content.replace(b'"rating": 3', b'"rating": 1') if content.count(b'"rating": 3') == 1 else b""
    assert spoilt
    path.write_bytes(spoilt)
    saved = keeper.save(review())
    assert not any(event.fields.get("rating") == 1 for event in store(path).load().events[2:])
    assert ids(path)[-1] == saved.id
    assert [each.read_bytes() for each in tmp_path.glob("*.damaged-*")] == [spoilt]


@pytest.mark.parametrize("year", [1969, 1970, 9000])
def test_a_clock_that_was_never_set_is_refused_before_anything_is_answered(tmp_path, year):
    path = tmp_path / "progress.json"
    keeper = store(path, clock=ticking(datetime(year, 6, 1, tzinfo=UTC)))
    with pytest.raises(ProgressError, match=f"this computer's clock says {year}-06-01 .*set it"):
        keeper.begin()
    with pytest.raises(ProgressError, match="set it"):
        keeper.save(review())
    assert not path.exists()


class SharedFolder(WatchedDisk):
    """A folder of a kind that cannot be synced."""

    def sync_folder(self, folder):
        with mock.patch("os.fsync", side_effect=OSError(errno.EINVAL, "Invalid argument")):
            Disk.sync_folder(self, folder)


def test_a_folder_that_cannot_be_synced_is_no_reason_to_fail(tmp_path):
    path = tmp_path / "new" / "progress.json"
    saved = store(path, disk=SharedFolder()).save(review())
    assert ids(path) == [saved.id]


class VagueDisk(Disk):
    """A disk whose files cannot be synced."""

    def fsync(self, descriptor):
        with mock.patch("os.fsync", side_effect=OSError(errno.EINVAL, "Invalid argument")):
            super().fsync(descriptor)


def test_a_disk_that_cannot_confirm_what_is_written_is_used_and_told_of(tmp_path):
    keeper = store(tmp_path / "progress.json", disk=VagueDisk())
    saved = keeper.save(review())
    assert ids(tmp_path / "progress.json") == [saved.id]
    (told,) = keeper.late_notices()
    assert "cannot confirm what is written" in told
    assert keeper.late_notices() == ()


@posix
def test_a_folder_that_may_be_written_but_not_read_takes_an_output(tmp_path, monkeypatch):
    real = os.open

    def refusing(path, *rest, **named):
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)
    monkeypatch.setattr(Disk, "names", lambda self, folder: refusing(folder, 0))
    write_output(tmp_path / "x.csv", b"a,b", force=False)
    assert (tmp_path / "x.csv").read_bytes() == b"a,b"


HOUR = 3600


@pytest.mark.parametrize("kind", ["backup", "output"])
def test_what_a_killed_process_left_goes_when_it_is_old_and_nobody_elses(tmp_path, kind):
    path = tmp_path / ("progress.json" if kind == "backup" else "out.csv")
    folder = tmp_path / "backups" if kind == "backup" else tmp_path
    folder.mkdir(exist_ok=True)
    names = {age: f".{path.name}.{age:012x}.tmp" for age in (0, HOUR // 2, 2 * HOUR)}
    strangers = (f".{path.name}.old.0123456789ab.tmp", ".other.csv.0123456789ab.tmp", f".{path.name}.x.tmp")
    now = START.timestamp() if kind == "backup" else time.time()
    for age, name in [*names.items(), *((9 * HOUR, name) for name in strangers)]:
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (now - age, now - age))
    if kind == "backup":
        history(path, 2)
        store(path).begin()
    else:
        write_output(path, b"a,b", force=False)
    left = {each.name for each in folder.iterdir() if each.name.endswith(".tmp")}
    assert left == {names[0], names[HOUR // 2], *strangers}


def test_two_long_names_that_begin_alike_clear_nothing_of_each_other(tmp_path):
    mine, other = tmp_path / ("x" * 70 + "1.json"), tmp_path / ("x" * 70 + "2.json")
    live = whole_file.temporary(other)
    live.write_bytes(b"half")
    dead = whole_file.temporary(mine)
    dead.write_bytes(b"half")
    history(mine, 2)
    assert live.exists()
    assert not dead.exists()


def test_a_session_says_when_its_file_was_taken_back_under_it(tmp_path):
    path = tmp_path / "progress.json"
    history(path, 5)
    store(path).begin()
    (backup,) = (tmp_path / "backups").iterdir()
    keeper = store(path)
    keeper.begin()
    keeper.save(review())
    store(path).restore(backup)
    keeper.save(review())
    assert len(ids(path)) == 7, "no answer is lost"
    assert any("was taken back to an older state meanwhile" in sentence for sentence in keeper.late_notices())
