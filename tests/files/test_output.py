"""A file for the user is written whole or not at all, and never where it was not meant to go."""

import errno
import os
import stat
import sys

import pytest

from cxdrill.errors import DataError
from cxdrill.files.output import write_output
from disks import FailingDisk, WatchedDisk

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and special files")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cards.csv"


def test_a_new_file_has_the_content_and_nothing_else_is_left(path):
    assert write_output(path, b"a,b\r\n", force=False) == path
    assert path.read_bytes() == b"a,b\r\n"
    assert list(path.parent.iterdir()) == [path]


def test_an_existing_file_is_replaced_only_when_forced(path):
    path.write_bytes(b"old")
    with pytest.raises(DataError, match="--force"):
        write_output(path, b"new", force=False)
    assert path.read_bytes() == b"old"
    write_output(path, b"new", force=True)
    assert path.read_bytes() == b"new"


@posix
def test_permissions_of_a_replaced_file_are_kept_and_a_new_one_follows_the_umask(path):
    before = os.umask(0o027)
    try:
        write_output(path, b"new", force=False)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o606)
        write_output(path, b"newer", force=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o606


@posix
def test_devices_pipes_and_folders_are_refused_even_when_forced(path, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/null")
    for name in ("pipe", "link", "/dev/full", "."):
        with pytest.raises(DataError):
            write_output(tmp_path / name, b"x", force=True)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@posix
def test_a_link_is_kept_and_what_it_leads_to_is_replaced(path, tmp_path):
    (tmp_path / "real.csv").write_bytes(b"old")
    path.symlink_to("real.csv")
    write_output(path, b"new", force=True)
    assert path.is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"


@posix
def test_decks_and_progress_are_never_written_under_any_name(path, tmp_path):
    deck = tmp_path / "deck.yaml"
    deck.write_bytes(b"deck: calls")
    (tmp_path / "link").symlink_to(deck)
    os.link(deck, tmp_path / "second-name")
    for name in ("deck.yaml", "link", "second-name", "../" + tmp_path.name + "/deck.yaml"):
        with pytest.raises(DataError, match="name another file"):
            write_output(tmp_path / name, b"x", force=True, protected=[deck, tmp_path / "absent"])
    assert deck.read_bytes() == b"deck: calls"
    for name in ("absent", "absent.lock", "absent.check.lock"):
        with pytest.raises(DataError):
            write_output(tmp_path / name, b"x", force=True, protected=[tmp_path / "absent"])


@posix
@pytest.mark.parametrize("is_there", [False, True])
def test_whatever_call_fails_the_old_file_is_still_there(path, is_there):
    for at in range(1, 60):
        path.unlink(missing_ok=True)
        if is_there:
            path.write_bytes(b"old")
        disk = FailingDisk(errno.ENOSPC, at=at)
        try:
            write_output(path, b"new content", force=is_there, disk=disk)
        except DataError:
            pass
        else:
            assert path.read_bytes() == b"new content"
        if not disk.has_failed:
            break
        assert not path.exists() or path.read_bytes() in (b"old", b"new content")
        assert path.exists() or not is_there
    assert at > 5


def test_a_file_made_in_the_meantime_is_not_replaced_nor_where_a_disk_has_no_second_names(path):
    disk = WatchedDisk()
    disk.meet = lambda name, arguments: path.write_bytes(b"theirs") if name == "link" else None
    with pytest.raises(DataError, match="exists"):
        write_output(path, b"mine", force=False, disk=disk)
    assert path.read_bytes() == b"theirs"
    assert list(path.parent.iterdir()) == [path]

    def refuse(name, arguments):
        if name == "link":
            raise OSError(errno.EPERM, "Operation not permitted")

    disk.meet = refuse
    with pytest.raises(DataError, match="exists"):
        write_output(path, b"more", force=False, disk=disk)
    path.unlink()
    write_output(path, b"mine", force=False, disk=disk)
    assert path.read_bytes() == b"mine"


def test_a_folder_that_is_not_there_is_an_error_in_words(tmp_path):
    with pytest.raises(DataError, match="could not be written"):
        write_output(tmp_path / "absent" / "cards.csv", b"x", force=False)
