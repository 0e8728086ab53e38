"""`cxdrill decks`: what there is to study and to pass."""

import pytest

from command import on_decks, run
from deck_files import CHECK, FLASHCARDS, QUESTIONS, write_decks

HOSTILE = """\
deck: hostile
title: "[bold]Red[/] \\e[31mtitle\\nwith a second line"
summary: "see \\a and :smile:"
cards:
  - {id: one, prompt: First?, answer: Uno, reverse: true}
"""

HOME = (QUESTIONS, CHECK, FLASHCARDS)
decks = on_decks("decks")


def test_each_deck_and_exam_is_listed_with_its_numbers(home):
    run("study", "cards", "--decks", str(home / "decks"), home=home, stdin="\n4\n")

    shape = decks(home, "--json").json

    assert [
        (row["deck"], row["title"], row["cards"], row["questions"], row["due"], row["new"]) for row in shape["decks"]
    ] == [("calls", "Calls", 8, 8, 0, 8), ("cards", "Cards", 3, 0, 0, 2)]
    assert shape["decks"][1]["path"] == str(home / "decks" / "cards.yaml")
    assert [(row["exam"], row["title"], row["items"]) for row in shape["exams"]] == [("check", "Calls check", 4)]
    lines = decks(home).out.splitlines()
    assert "Cards  cards  0 due · 2 new" in lines
    assert "Calls check  check  check · 4 questions · 75% to pass" in lines
    assert lines[-2:] == [f"→ cxdrill study calls --decks {home}/decks", f"  cxdrill quiz --decks {home}/decks"]


def test_a_title_is_shown_as_text_on_one_line(home):
    write_decks(home / "decks", HOSTILE)

    out = decks(home).out

    assert "[bold]Red[/] ␛[31mtitle with a second line  hostile  2 new\n" in out
    assert "see ␇ and :smile:  (1 card asked in 2 ways, 0 of them questions)" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ((), "is no card to study.\n→ cxdrill new my-deck"),
        (("decks",), "are no decks here.\n→ cxdrill new my-deck   starts one"),
    ],
)
def test_an_empty_folder_says_how_to_start_a_deck(tmp_path, command, said):
    outcome = run(*command, "--decks", str(tmp_path), home=tmp_path)

    assert outcome.code == 0
    assert f"There {said}" in outcome.out


def test_nothing_but_decks_with_errors_exits_with_3_and_every_line(home):
    for path in (home / "decks").iterdir():
        path.unlink()
    (home / "decks" / "bad.yaml").write_text("deck: bad\ntitle: T\ncards:\n  - {id: x, promt: y, answer: z}\n", "utf-8")

    outcome = decks(home, "--json")

    assert (outcome.code, outcome.out) == (3, "")
    assert "bad.yaml:4:" in outcome.err
    assert "did you mean" in outcome.err
