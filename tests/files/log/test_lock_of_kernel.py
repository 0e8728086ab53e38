"""One holder at a time, on the file that bears the name; without the kernel's locks there are none."""

import errno
import os
import sys

import pytest

from cxdrill.files.log.lock import Busy, taken

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
