"""A cache is believed only when it is whole, our own and of this version; and nothing it meets is a reason to fail."""

import os
from pathlib import Path

import pytest

from cxdrill.files import cache_file

KEY = ["/decks"]
CHUNKS = [b"one", b"", b"three" * 100]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "caches" / "cxdrill"


def written(folder: Path) -> Path:
    assert cache_file.write(folder, "decks-1", KEY, {"a": (1, "é")}, CHUNKS)
    return folder / "decks-1"


def test_what_was_written_comes_back(folder):
    written(folder)

    found = cache_file.opened(folder, "decks-1", KEY)

    assert found is not None
    assert found.index == {"a": (1, "é")}
    assert [found.chunk(number) for number in range(3)] == CHUNKS


def test_where_open_files_cannot_be_replaced_none_is_kept_open(folder, monkeypatch):
    monkeypatch.setattr(cache_file, "_CAN_STAY_OPEN", False)
    path = written(folder)
    found = cache_file.opened(folder, "decks-1", KEY)
    path.unlink()

    assert found is not None
    assert [found.chunk(number) for number in range(3)] == CHUNKS
    found.vouch_now()


def test_only_its_owner_may_look_into_it(folder):
    path = written(folder)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in folder.iterdir()] == ["decks-1"]


def test_a_cache_for_something_else_is_not_believed(folder):
    written(folder)

    assert cache_file.opened(folder, "decks-1", ["/other"]) is None
    assert cache_file.opened(folder, "decks-2", KEY) is None


@pytest.mark.parametrize("name", ["__version__", "_modules"])
def test_a_cache_of_another_version_is_not_believed(folder, monkeypatch, name):
    written(folder)
    monkeypatch.setattr(cache_file, name, "0.0.0" if name == "__version__" else lambda: 5)

    assert cache_file.opened(folder, "decks-1", KEY) is None


def test_a_cache_of_another_python_is_not_believed(folder, monkeypatch):
    written(folder)
    monkeypatch.setattr("sys.version", "3.99.0")

    assert cache_file.opened(folder, "decks-1", KEY) is None


def test_no_flipped_bit_is_believed(folder):
    path = written(folder)
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :])

        found = cache_file.opened(folder, "decks-1", KEY)

        if found is not None:  # then the bit is in a chunk, which tells itself
            with pytest.raises(cache_file.Damaged):
                [found.chunk(number) for number in range(3)]


def test_no_shortened_file_is_believed(folder):
    path = written(folder)
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])

        found = cache_file.opened(folder, "decks-1", KEY)

        if found is not None:
            with pytest.raises(cache_file.Damaged):
                [found.chunk(number) for number in range(3)]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o622])
def test_a_cache_that_others_may_touch_is_not_believed(folder, mode):
    written(folder).chmod(mode)

    assert cache_file.opened(folder, "decks-1", KEY) is None


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_folder_that_others_may_enter_is_neither_read_nor_written(folder, mode):
    written(folder)
    folder.chmod(mode)

    assert cache_file.opened(folder, "decks-1", KEY) is None
    assert not cache_file.write(folder, "decks-1", KEY, {}, [])


@pytest.mark.skipif(os.name == "nt", reason="POSIX owners")
def test_somebody_elses_cache_is_not_believed(folder, monkeypatch):
    written(folder)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)

    assert cache_file.opened(folder, "decks-1", KEY) is None
    assert not cache_file.write(folder, "decks-1", KEY, {}, [])


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_no_link_is_followed(folder, tmp_path):
    path = written(folder)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert cache_file.opened(folder, "decks-1", KEY) is None

    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    (tmp_path / "moved" / "decks-1").unlink()
    assert not cache_file.write(folder, "decks-1", KEY, {}, [])


@pytest.mark.skipif(os.name == "nt", reason="no FIFOs")
def test_neither_a_pipe_nor_a_folder_is_read(folder):
    written(folder).unlink()
    os.mkfifo(folder / "decks-1")
    assert cache_file.opened(folder, "decks-1", KEY) is None

    (folder / "decks-1").unlink()
    (folder / "decks-1").mkdir()
    assert cache_file.opened(folder, "decks-1", KEY) is None
    assert not cache_file.write(folder, "decks-1", KEY, {}, [])
    assert [each.name for each in folder.iterdir()] == ["decks-1"]


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path):
    (tmp_path / "file").write_text("mine")

    assert not cache_file.write(tmp_path / "file", "decks-1", KEY, {}, [])
    assert not cache_file.write(tmp_path / "file" / "below", "decks-1", KEY, {}, [])
    assert (tmp_path / "file").read_text() == "mine"


def test_a_full_disk_leaves_the_cache_that_was_there(folder, monkeypatch):
    content = written(folder).read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)

    assert not cache_file.write(folder, "decks-1", KEY, {}, [])
    assert [(each.name, each.read_bytes()) for each in folder.iterdir()] == [("decks-1", content)]


def test_old_caches_of_a_kind_go(folder):
    for number in range(12):
        assert cache_file.write(folder, f"decks-{number:02}", KEY, {}, [])
        os.utime(folder / f"decks-{number:02}", (number, number))
    assert cache_file.write(folder, "states-1", KEY, {}, [])
    assert cache_file.write(folder, "decks-12", KEY, {}, [])

    assert sorted(each.name for each in folder.iterdir()) == [*(f"decks-{n:02}" for n in range(5, 13)), "states-1"]


def test_what_marshal_cannot_hold_is_not_kept(folder):
    assert not cache_file.write(folder, "decks-1", KEY, object(), [])
    assert not list(folder.iterdir())
