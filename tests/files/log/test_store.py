"""An answer is one write and one fsync, it is on disk before it is acknowledged, and no byte before it is touched."""

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cxdrill.core.event import Draft
from cxdrill.errors import ProgressError
from cxdrill.files.log import store as progress_store
from disks import FailingDisk, WatchedDisk
from histories import START, history, ids, review, store, ticking

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and special files")


def test_a_missing_file_is_an_empty_history_and_loading_writes_nothing(path):
    assert store(path).load().events == ()
    assert list(path.parent.iterdir()) == []


def test_after_every_save_the_file_is_valid_json_with_one_event_a_line(path):
    keeper = store(path)
    for number in range(1, 4):
        event = keeper.save(review())
        top = json.loads(path.read_bytes())
        assert list(top) == ["format", "learner", "events"]
        assert top["format"] == 1
        assert [entry["id"] for entry in top["events"]] == [f"{event.writer}-{n}" for n in range(1, number + 1)]
        assert path.read_bytes().count(b"\n") == number + 2


def test_an_event_has_its_keys_in_order_and_the_local_time_with_milliseconds(path):
    store(path, clock=ticking(datetime(2026, 3, 1, 9, 0, 0, 123999, tzinfo=START.tzinfo), seconds=0)).save(review())

    entry = json.loads(path.read_bytes())["events"][0]

    assert list(entry) == ["id", "at", "kind", "card", "rating", "took_ms", "day", "due", "crc"]
    assert entry["at"] == "2026-03-01T09:00:00.123+01:00"
    assert len(entry["id"].split("-")[0]) == 16


def test_what_was_saved_is_what_a_fresh_process_loads(path):
    keeper = store(path)
    saved = [keeper.save(review(rating=rating)) for rating in (1, 2, 3, 4)]
    saved += keeper.save_all([Draft("flag", {"card": "a/b", "note": "héllo \ud800 \U0001f600"}), review()])

    assert list(store(path).load().events) == saved
    assert keeper.load().events == tuple(saved)


def test_no_byte_of_an_earlier_event_is_touched(path):
    keeper = store(path)
    keeper.save(review())
    for _ in range(5):
        before = path.read_bytes()
        keeper.save(review())
        assert path.read_bytes().startswith(before[:-3])


def test_an_answer_is_one_write_and_one_fsync_before_it_is_acknowledged(path):
    history(path, 50)
    disk = WatchedDisk()
    keeper = store(path, disk=disk)
    keeper.load()
    disk.calls.clear()

    keeper.save(review())

    writes = [
        name for name, file in disk.calls if file == path.name and name in ("write", "fsync", "close", "truncate")
    ]
    assert writes == ["write", "fsync", "close"]
    assert not any(name == "read" and file == path.name for name, file in disk.calls[:-8])


def test_a_first_answer_is_synced_before_it_is_renamed_and_the_folder_after(path):
    disk = WatchedDisk()
    store(path, disk=disk).save(review())

    steps = [name for name, _ in disk.calls if name in ("write", "fsync", "rename", "sync_folder")]
    first = steps.index("fsync")
    assert steps[first : first + 3] == ["fsync", "rename", "sync_folder"]
    assert steps[-2:] == ["write", "fsync"]


@posix
def test_a_first_run_makes_folders_and_file_for_this_user_alone(tmp_path):
    path = tmp_path / "a" / "b" / "progress.json"
    disk = WatchedDisk()
    store(path, disk=disk).save(review())

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, path.parent.parent)] == [0o700, 0o700]
    assert [file for name, file in disk.calls if name == "sync_folder"][:2] == [tmp_path.name, "a"]


def test_what_another_session_added_is_read_from_its_part_alone(path):
    history(path, 3000)
    disk = WatchedDisk()
    one, two = store(path, disk=disk), store(path)
    one.load()
    two.save(review())
    disk.calls.clear()

    one.save(review())

    assert "rename" not in [name for name, _ in disk.calls]
    assert len(ids(path)) == 3002


def test_a_file_replaced_by_an_older_copy_in_mid_session_loses_nothing(path):
    keeper = store(path)
    first = keeper.save(review())
    old = path.read_bytes()
    second = keeper.save(review())
    path.unlink()
    path.write_bytes(old)
    third = keeper.save(review())

    assert sorted(ids(path)) == sorted([first.id, second.id, third.id])


def test_a_file_that_vanished_in_mid_session_is_written_again_from_memory(path):
    keeper = store(path)
    saved = [keeper.save(review()).id]
    path.unlink()
    saved.append(keeper.save(review()).id)

    assert ids(path) == saved


def test_a_file_of_another_learner_put_in_place_in_mid_session_is_left_alone(path, tmp_path):
    history(tmp_path / "other.json", 3)
    keeper = store(path)
    keeper.save(review())
    content = (tmp_path / "other.json").read_bytes()
    path.write_bytes(content)

    with pytest.raises(ProgressError, match="another learner"):
        keeper.save(review())
    assert path.read_bytes() == content


def test_a_newer_format_is_refused_and_stays_byte_for_byte(path):
    content = b'{"format": 2, "learner": "x", "events": [\n{"id": "q"}\n]}\n'
    path.write_bytes(content)
    for use in (lambda s: s.load(), lambda s: s.begin(), lambda s: s.save(review()), lambda s: s.merge([])):
        with pytest.raises(ProgressError, match="format 2"):
            use(store(path))
    assert path.read_bytes() == content


def test_a_missing_file_with_backups_beside_it_is_no_first_run(path):
    history(path, 5)
    store(path).begin()
    path.unlink()
    for use in (lambda s: s.load(), lambda s: s.begin(), lambda s: s.save(review())):
        with pytest.raises(ProgressError, match="cxdrill restore"):
            use(store(path))
    assert not path.exists()


@posix
def test_a_folder_a_pipe_a_device_and_a_link_to_nowhere_are_refused_without_waiting(path, tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "nowhere.json").symlink_to(tmp_path / "absent")
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    for name in ("pipe.json", "folder.json", "nowhere.json", "loop.json", "/dev/zero"):
        with pytest.raises(ProgressError, match=r"\w"):
            store(tmp_path / name).load()


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EMFILE, errno.ENOTDIR])
def test_an_error_on_reading_is_never_a_first_run(path, number):
    history(path, 2)
    content = path.read_bytes()
    calls = WatchedDisk()
    store(path, disk=calls).load()
    for at in range(1, len(calls.calls) + 1):
        is_of_backups = calls.calls[at - 1][0] == "names"
        with nullcontext() if is_of_backups else pytest.raises(ProgressError, match=r"progress\.json"):
            assert len(store(path, disk=FailingDisk(number, at=at)).load().events) == 2
    assert path.read_bytes() == content


def test_after_a_failed_save_nothing_is_tried_on_that_file_and_all_of_it_can_be_saved_elsewhere(path, tmp_path):
    saved = [event.id for event in history(path, 3)]
    disk = WatchedDisk()
    keeper = store(path, disk=disk)
    keeper.load()
    saved.append(keeper.save(review()).id)
    calls = []

    def fail(descriptor):
        calls.append(descriptor)
        raise OSError(errno.EIO, "Input/output error")

    disk.fsync = fail
    with pytest.raises(ProgressError, match="could not be written"):
        keeper.save(review())
    with pytest.raises(ProgressError, match="could not be written"):
        keeper.save(review())
    assert len(calls) == 1

    del disk.fsync
    elsewhere = tmp_path / "other" / "safe.json"
    assert keeper.save_elsewhere(elsewhere) == elsewhere
    assert ids(elsewhere)[:4] == saved
    assert len(ids(elsewhere)) == 5
    later = keeper.save(review())
    assert ids(elsewhere)[5:] == [later.id]
    # The answer may have reached the old file all the same: a merge finds it to be one and the same.
    assert len(store(path).merge([elsewhere]).events) == 6


def test_saving_elsewhere_never_replaces_a_file(path, tmp_path):
    history(path, 2)
    keeper = store(path)
    keeper.load()
    other = tmp_path / "other.json"
    other.write_text("mine")
    with pytest.raises(ProgressError, match="exists"):
        keeper.save_elsewhere(other)
    assert other.read_text() == "mine"


def test_a_draft_that_could_not_be_read_back_is_a_bug_and_is_not_written(path):
    with pytest.raises(ValueError, match="rating"):
        store(path).save(review(rating=7))
    with pytest.raises(ValueError):
        store(path).save(Draft("forecast", {"probability": float("nan")}))
    assert not path.exists()


def test_a_session_that_could_not_save_does_not_begin(path):
    history(path, 1)

    class ReadOnly(WatchedDisk):
        def meet(self, name, arguments):
            if name == "open" and arguments[1] & os.O_RDWR:
                raise OSError(errno.EROFS, "Read-only file system")

    with pytest.raises(ProgressError, match="Read-only"):
        store(path, disk=ReadOnly()).begin()
    assert len(store(path, disk=ReadOnly()).load().events) == 1


def test_a_backup_that_cannot_be_made_is_a_notice(path):
    history(path, 1)
    (path.parent / "backups").write_text("a file in the way")
    progress = store(path).begin()
    assert any("no backup" in notice for notice in progress.notices)


def test_merging_takes_in_the_other_file_and_keeps_a_backup(path, tmp_path):
    other = tmp_path / "other.json"
    mine = history(path, 4)
    other.write_bytes(path.read_bytes())
    theirs = store(other).save(review())
    own = store(path).save(review())

    progress = store(path).merge([other])

    assert {event.id for event in progress.events} == {event.id for event in (*mine, theirs, own)}
    assert store(path).load().events == progress.events
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_merging_what_is_no_good_writes_nothing(path, tmp_path):
    history(path, 2)
    history(tmp_path / "stranger.json", 2)
    (tmp_path / "web.json").write_text("<html>no such page</html>")
    (tmp_path / "newer.json").write_text('{"format": 9, "learner": "x", "events": []}')
    content = path.read_bytes()
    for name in ("stranger.json", "web.json", "newer.json", "absent.json", "progress.json"):
        with pytest.raises(ProgressError):
            store(path).merge([tmp_path / name])
    assert path.read_bytes() == content
    assert len(store(path).merge([tmp_path / "stranger.json"], adopt=True).events) == 4


def test_the_time_of_an_event_keeps_the_offset_even_when_the_clock_has_a_zone_with_rules(path):
    from zoneinfo import ZoneInfo

    now = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin"))
    event = store(path, clock=lambda: now).save(review())
    assert event.at.isoformat() == "2026-10-25T02:30:00+01:00"
    assert store(path).load().events[0].at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_the_lock_and_the_rescue_are_loaded_only_when_needed():
    code = "import sys, cxdrill.files.log.store; print({'filelock', 'cxdrill.files.backups.damage'} & set(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(Path(progress_store.__file__).parents[3])}
    shown = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"


@pytest.mark.skipif(sys.platform == "win32", reason="paths there are shorter")
def test_folders_are_made_however_deep_the_file_lies(path):
    deep = path.parent.joinpath(*"a" * 1500, "progress.json")
    history(deep, 1)

    assert len(ids(deep)) == 1
    shutil.rmtree(deep.parent)
    os.removedirs(deep.parent.parent)  # what takes folders away after tests goes down into them
