"""Folders to a library: which files count, in which order, and what happens where ids meet."""

import os
from pathlib import Path

import pytest

from cxdrill.core.problem import Problem
from cxdrill.files.decks.library import deck_files, read_library


def write(path: Path, id: str = "calls", title: str = "Calls", cards: str = "- {id: a, prompt: P, answer: A}") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"deck: {id}\ntitle: {title}\ncards:\n{cards}\n", encoding="utf-8")
    return path


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(Path(problem.location.path).name, problem.rule) for problem in problems]


def test_yaml_files_of_a_folder_and_its_sub_folders_are_read_by_name(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "sub/c.yaml"):
        write(tmp_path / name, id=Path(name).stem)
    for name in ("notes.txt", ".hidden.yaml", ".git/d.yaml", "README.md", "e.yaml~"):
        write(tmp_path / name)
    library, problems, notices = read_library([tmp_path], replaces=False)
    assert [deck.id for deck in library.decks] == ["a", "b", "c"]
    assert (problems, notices) == ((), ())
    assert [path.name for path in deck_files(tmp_path)[0]] == ["a.yaml", "b.yml", "c.yaml"]


def test_decks_and_exams_stand_by_their_ids(tmp_path: Path) -> None:
    write(tmp_path / "1.yaml", id="z")
    write(tmp_path / "2.yaml", id="a")
    (tmp_path / "3.yaml").write_text("exam: e\ntitle: E\nitems: 1\npass_mark: 80%\nblueprint: {a: 1}\n")
    library, problems, _ = read_library([tmp_path], replaces=True)
    assert problems == ()
    assert [deck.id for deck in library.decks] == ["a", "z"]
    assert [exam.id for exam in library.exams] == ["e"]


def test_an_id_twice_in_one_folder_or_source_is_told_at_both_places(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.yaml"), write(tmp_path / "b.yaml")
    _, (problem,), _ = read_library([tmp_path], replaces=True)
    assert (problem.rule, problem.location.path, problem.location.line) == ("S308", str(second), 1)
    assert f"{first}:1:7" in problem.message
    _, problems, notices = read_library([write(tmp_path / "c/x.yaml").parent, first], replaces=False)
    assert (told(problems), notices) == ([("a.yaml", "S308")], ())


def test_a_later_source_replaces_a_deck_and_says_so(tmp_path: Path) -> None:
    shipped, own = write(tmp_path / "shipped/x.yaml", title="Old"), write(tmp_path / "own/y.yaml", title="New")
    library, problems, (notice,) = read_library([shipped.parent, own.parent], replaces=True)
    assert problems == ()
    assert [deck.title for deck in library.decks] == ["New"]
    assert '"calls"' in notice
    assert str(own) in notice
    assert str(shipped) in notice


def test_the_same_folder_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml")
    library, problems, notices = read_library([tmp_path, tmp_path / "." / ".." / tmp_path.name], replaces=False)
    assert (len(library.decks), problems, notices) == (1, (), ())


def test_single_files_come_last_and_replace(tmp_path: Path) -> None:
    inside = write(tmp_path / "decks/a.yaml", title="Old")
    apart = write(tmp_path / "mine.yaml", title="Mine")
    library, problems, notices = read_library([inside.parent], replaces=False, files=[inside, apart])
    assert (library.decks[0].title, problems, len(notices)) == ("Mine", (), 1)


def test_every_mistake_of_every_file_is_told_and_the_good_ones_are_read(tmp_path: Path) -> None:
    write(tmp_path / "good.yaml")
    write(tmp_path / "bad.yaml", id="bad", cards="- {id: a}\n- {id: a, prompt: P, answer: A}")
    (tmp_path / "neither.yaml").write_text("name: x\n")
    library, problems, _ = read_library([tmp_path], replaces=False)
    assert [deck.id for deck in library.decks] == ["calls"]
    assert told(problems) == [("bad.yaml", "S202"), ("bad.yaml", "S301"), ("neither.yaml", "S112")]


def test_a_source_may_be_a_file_and_is_told_where_it_is_missing(tmp_path: Path) -> None:
    library, (problem,), _ = read_library([write(tmp_path / "a.yaml"), tmp_path / "nowhere"], replaces=False)
    assert library.decks[0].path == str(tmp_path / "a.yaml")
    assert problem.rule == "S101"


def test_linked_folders_are_not_followed_and_linked_files_are(tmp_path: Path) -> None:
    write(tmp_path / "other/a.yaml")
    (tmp_path / "decks").mkdir()
    try:
        (tmp_path / "decks/loop").symlink_to(tmp_path / "decks")
        (tmp_path / "decks/b.yaml").symlink_to(tmp_path / "other/a.yaml")
    except OSError:
        pytest.skip("no symbolic links here")
    assert [path.name for path in deck_files(tmp_path / "decks")[0]] == ["b.yaml"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything can be read here")
def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    _, (problem,), _ = read_library([tmp_path], replaces=False)
    assert problem.location.path == str(closed)
