"""Every call to the disk fails once, and the power goes at every call: nothing acknowledged is lost."""

import errno
import json
import sys
from contextlib import suppress

import pytest

from cxdrill.errors import ProgressError
from cxdrill.files.backups.backups import Backups
from disks import FailingDisk, MortalDisk, PowerCut, WatchedDisk, quick_folder
from histories import history, ids, review, store

ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EMFILE]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the failing disk writes with pwrite")


@pytest.fixture
def tmp_path():
    with quick_folder() as folder:
        yield folder


def prepared(folder, kind):
    """A progress file in the state that a kind of work begins with."""
    folder.mkdir(parents=True)
    path = folder / "progress.json"
    if kind == "first run":
        return folder / "new" / "deeper" / "progress.json"
    history(path, 6)
    if kind == "layout":
        path.write_text(json.dumps(json.loads(path.read_bytes()), indent=2))
    if kind == "damage":
        content = path.read_bytes()
        path.write_bytes(content[:700] + b"?" + content[701:])
    if kind == "restore":
        store(path).begin()
    if kind == "merge":
        history(folder / "other.json", 4)
    return path


def worked(path, kind, disk):
    """Do that work; gives the ids that are acknowledged, one by one."""
    keeper = store(path, disk=disk)
    if kind in ANSWERING:
        yield keeper.save(review()).id
        yield keeper.save(review(rating=1)).id
    if kind == "backup":
        keeper.begin()
    if kind == "restore":
        keeper.restore(Backups(path).listing()[0].path)
    if kind == "merge":
        yield from [event.id for event in keeper.merge([path.parent / "other.json"], adopt=True).events]


def calls_of(folder, kind):
    """The calls of the disk that this work takes."""
    disk = WatchedDisk()
    assert list(worked(prepared(folder / "dry", kind), kind, disk)) or kind in ("backup", "restore")
    return disk.calls


ANSWERING = ("answer", "first run", "layout", "damage")
KINDS = [*ANSWERING, "backup", "restore", "merge"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_lasting", [False, True], ids=["once", "from then on"])
def test_a_disk_call_that_fails_loses_nothing_and_claims_nothing(tmp_path, kind, is_lasting):
    calls = calls_of(tmp_path, kind)
    for at in range(1, len(calls) + 1):
        number = ERRORS[at % len(ERRORS)]
        folder = tmp_path / str(at)
        path = prepared(folder, kind)
        before = ids(path) if path.exists() else []
        disk = FailingDisk(number, at=at, is_lasting=is_lasting)
        acknowledged, message = [], str(folder)
        try:
            for id in worked(path, kind, disk):
                acknowledged.append(id)
        except ProgressError as error:
            message = str(error)
        assert str(folder) in message
        stored = ids(path) if path.exists() else []
        assert set(before) | set(acknowledged) <= set(stored), (at, calls[at - 1])
        assert len(set(stored) - set(before) - set(acknowledged)) <= (4 if kind == "merge" else 1)


@pytest.mark.parametrize("number", ERRORS, ids=lambda number: errno.errorcode[number])
def test_each_error_at_each_call_of_an_answer(tmp_path, number):
    path = tmp_path / "progress.json"
    history(path, 3)
    sound = path.read_bytes()
    calls = WatchedDisk()
    keeper = store(path, disk=calls)
    keeper.load()
    start = len(calls.calls)
    keeper.save(review())
    for at in range(start + 1, len(calls.calls) + 1):
        path.write_bytes(sound)
        disk = FailingDisk(number, at=at)
        keeper = store(path, disk=disk)
        known = {event.id for event in keeper.load().events}
        acknowledged = set()
        try:
            acknowledged.add(keeper.save(review()).id)
        except ProgressError:
            with pytest.raises(ProgressError):
                keeper.save(review())
        json.loads(path.read_bytes())
        assert known | acknowledged <= set(ids(path))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("torn", [0.0, 0.6])
def test_power_that_goes_at_any_call_loses_nothing(tmp_path, kind, torn):
    for at in range(len(calls_of(tmp_path, kind)) + 1):
        folder = tmp_path / str(at)
        path = prepared(folder, kind)
        before = ids(path) if path.exists() else []
        disk = MortalDisk(folder, at=at)
        acknowledged = []
        with suppress(PowerCut):
            for id in worked(path, kind, disk):
                acknowledged.append(id)
        disk.restart(torn)
        stored = ids(path) if path.exists() else []
        assert set(before) | set(acknowledged) <= set(stored), (at, disk.calls[-3:])
        store(path).save(review())  # goes on without any help
        assert set(stored) <= set(ids(path))
