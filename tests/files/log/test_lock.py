"""The lock round every write: who holds it, how long others wait, and what the kernel does at the end of a process."""

import errno
import os
import subprocess
import sys

import pytest

from cxdrill.errors import ProgressError
from cxdrill.files.log.lock import Busy, Lock, taken
from histories import START, history, ids, review, store


def lock(path):
    return Lock(path, started_at=START, timeout_seconds=0)


def test_who_waits_too_long_is_told_the_process_and_since_when(tmp_path):
    path = tmp_path / "progress.json.lock"
    with lock(path).held(), pytest.raises(ProgressError) as caught, lock(path).held():
        pass
    assert f"process {os.getpid()}, started 2026-03-01T09:00:00+01:00" in str(caught.value)
    assert "progress.json is being written" in str(caught.value)


def test_a_save_that_cannot_have_the_lock_may_be_tried_again(tmp_path):
    path = tmp_path / "progress.json"
    history(path, 1)
    keeper = store(path)
    with lock(tmp_path / "progress.json.lock").held(), pytest.raises(ProgressError):
        keeper.save(review())
    keeper.save(review())
    assert len(ids(path)) == 2


def test_a_lock_file_left_by_a_dead_process_is_taken_over_at_once(tmp_path):
    path = tmp_path / "progress.json.lock"
    code = (
        "import sys, os, datetime, pathlib; from cxdrill.files.log.lock import Lock\n"
        "lock = Lock(pathlib.Path(sys.argv[1]), started_at=datetime.datetime.now())\n"
        "with lock.held(): os.kill(os.getpid(), 9) if hasattr(os, 'fork') else os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], env={**os.environ, "PYTHONPATH": "src"}, check=False)
    assert path.exists()
    with lock(path).held():
        pass


def test_an_unreadable_owner_is_another_process(tmp_path):
    path = tmp_path / "progress.json.lock"
    path.write_bytes(b"\x00\x1b]0;title\x07process")
    assert lock(path).owner() == "another process"
    assert lock(tmp_path / "absent").owner() == "another process"


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_a_place_without_locks_is_an_error_in_words(tmp_path, monkeypatch):
    import fcntl

    def no_locks(descriptor, operation):
        if operation & fcntl.LOCK_EX:
            raise OSError(errno.ENOLCK, "No locks available")

    path = tmp_path / "progress.json"
    history(path, 1)
    content = path.read_bytes()
    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(ProgressError, match="No locks available"):
        store(path).save(review())
    assert path.read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links")
def test_a_link_in_the_place_of_the_lock_file_is_not_followed(tmp_path):
    target = tmp_path / "precious"
    target.write_bytes(b"mine")
    (tmp_path / "progress.json.lock").symlink_to(target)
    with pytest.raises(ProgressError, match="cannot be locked"):
        store(tmp_path / "progress.json").save(review())
    assert target.read_bytes() == b"mine"


def test_two_processes_writing_at_once_lose_no_answer(tmp_path):
    path = tmp_path / "progress.json"
    code = (
        "import sys, pathlib; sys.path += ['tests/support']; from histories import review\n"
        "from cxdrill.files.log.store import Store; import datetime\n"
        "keeper = Store(pathlib.Path(sys.argv[1]), clock=lambda: datetime.datetime.now().astimezone())\n"
        "print(*[keeper.save(review()).id for _ in range(60)])\n"
    )
    environment = {**os.environ, "PYTHONPATH": "src"}
    command = [sys.executable, "-c", code, str(path)]
    writers = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    acknowledged = [each for writer in writers for each in writer.communicate(timeout=30)[0].split()]
    assert len(acknowledged) == 180
    assert sorted(ids(path)) == sorted(acknowledged)


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="flock")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "progress.json.lock"


def test_a_second_one_has_it_only_when_the_first_gives_it_back(path):
    give_back = taken(path, 0)
    with pytest.raises(Busy):
        taken(path, 0)
    give_back()
    taken(path, 0)()


def test_who_waits_takes_it_as_soon_as_it_is_free(path, monkeypatch):
    give_back = taken(path, 0)
    monkeypatch.setattr("time.sleep", lambda seconds: give_back())
    taken(path, 60)()


def test_a_lock_on_a_file_removed_meanwhile_is_none(path, monkeypatch):
    """Otherwise two processes would each hold a lock of that name."""
    import fcntl

    flock, removed = fcntl.flock, []

    def removed_first(descriptor, operation):
        flock(descriptor, operation)
        if not removed:
            removed.append(path.stat().st_ino)
            path.unlink()

    monkeypatch.setattr(fcntl, "flock", removed_first)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    give_back = taken(path, 60)
    with pytest.raises(Busy):
        taken(path, 0)
    give_back()


@pytest.mark.parametrize("code", [errno.EACCES, errno.EAGAIN], ids=errno.errorcode.get)
def test_both_answers_for_a_lock_held_elsewhere_are_understood(path, monkeypatch, code):
    monkeypatch.setattr("fcntl.flock", failing(code))
    with pytest.raises(Busy):
        taken(path, 0)


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.EIO], ids=errno.errorcode.get)
def test_a_kernel_without_locks_is_an_error_and_leaves_nothing_open(path, monkeypatch, code):
    monkeypatch.setattr("fcntl.flock", failing(code))
    before = os.listdir("/dev/fd")
    with pytest.raises(OSError, match=os.strerror(code)):
        taken(path, 0)
    assert os.listdir("/dev/fd") == before


def test_no_child_inherits_it(path):
    """A program started meanwhile would keep the lock after the death of its holder."""
    give_back = taken(path, 0)
    held = [name for name in os.listdir("/dev/fd") if os.path.realpath(f"/dev/fd/{name}") == str(path)]
    assert [os.get_inheritable(int(name)) for name in held] == [False]
    give_back()


def failing(code):
    def flock(descriptor, operation):
        raise OSError(code, os.strerror(code))

    return flock
