"""Options win over variables, variables over the system's folders; copies that sync tools leave are known."""

import os
from pathlib import Path

import pytest

from cxdrill.errors import DataError
from cxdrill.files import places
from cxdrill.files.places import conflict_copies


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "CXDRILL_DECKS", "CXDRILL_PROGRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_an_option_wins_over_the_variable_and_the_variable_over_the_data_folder(monkeypatch, tmp_path):
    default = places.progress_path(None)
    monkeypatch.setenv("CXDRILL_PROGRESS", str(tmp_path / "mine.json"))

    assert default.name == "progress.json"
    assert places.progress_path(None) == tmp_path / "mine.json"
    assert places.progress_path(Path("x.json")) == Path("x.json")


def test_named_folders_of_decks_are_one_source(monkeypatch):
    monkeypatch.setenv("CXDRILL_DECKS", os.pathsep.join(["one", "two", ""]))

    assert places.deck_sources([]) == places.DeckSources((Path("one"), Path("two")), replaces=False)
    assert places.deck_sources([Path("three")]).paths == (Path("three"),)


def test_without_a_word_the_shipped_decks_come_first_and_the_users_own_replace_them(tmp_path):
    own = places.progress_path(None).parent / "decks"

    assert places.deck_sources([]) == places.DeckSources((places.shipped_decks(),), replaces=True)
    assert (places.shipped_decks() / "certification.yaml").is_file()

    own.mkdir(parents=True)
    assert places.deck_sources([]) == places.DeckSources((places.shipped_decks(), own), replaces=True)


@pytest.mark.skipif(os.name == "nt", reason="XDG folders are POSIX")
def test_a_relative_xdg_folder_counts_as_not_set(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", "here")

    assert places.progress_path(None).is_absolute()


@pytest.mark.skipif(os.name == "nt", reason="XDG folders are POSIX")
def test_no_variable_is_missed_where_a_path_without_a_drive_is_relative(monkeypatch, tmp_path):
    monkeypatch.setattr(os.path, "isabs", lambda path: path.startswith("C:"))  # Windows, from Python 3.13 on

    assert places.progress_path(None) == tmp_path / ".local/share/cxdrill/progress.json"


@pytest.mark.skipif(os.name == "nt", reason="HOME is POSIX")
@pytest.mark.parametrize("home", ["relative", ""])
def test_a_home_that_is_no_place_is_a_sentence_and_never_the_current_folder(monkeypatch, home):
    monkeypatch.setenv("HOME", home)

    try:
        path = places.progress_path(None)
    except DataError as error:
        assert "HOME" in str(error)
    else:
        assert path.is_absolute()


@pytest.mark.parametrize(
    "name",
    [
        *("progress (Ann's conflicted copy 2026-03-01).json", "progress (conflicted copy 2026-03-01 101530).json"),
        *("progress.sync-conflict-20260301-101530-ABCDEFG.json", "progress_conflict-20260301-101530.json"),
        *("progress-DESKTOP-7QK.json", "progress 2.json", "progress (1).json", "progress_LOCAL_4711.json"),
        "progress.json.orig",
    ],
)
def test_the_copies_of_the_usual_tools_are_found(tmp_path, name):
    (tmp_path / name).touch()
    assert conflict_copies(tmp_path / "progress.json") == (tmp_path / name,)


@pytest.mark.parametrize(
    "name",
    [
        *("progress.json", "progress.json.lock", "progress.json.check.lock", "progress.json.damaged-20260301T101530"),
        *("progress.json.before-restore-20260301T101530", "progress-old.json", "my progress 2.json", "progress2.json"),
        *("progress.csv", ".progress.json.0123456789ab.tmp"),
    ],
)
def test_other_files_are_left_alone(tmp_path, name):
    (tmp_path / name).touch()
    assert conflict_copies(tmp_path / "progress.json") == ()


def test_a_folder_that_is_not_there_has_none(tmp_path):
    assert conflict_copies(tmp_path / "absent" / "progress.json") == ()
