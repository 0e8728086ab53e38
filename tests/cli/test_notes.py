"""`cxdrill notes`: a deck's study notes."""

from command import on_decks
from deck_files import FLASHCARDS

NOTES = """\
deck: noted
title: Noted
notes: |
  ## Before you pick up

  A long line that nobody wraps, with [bold]brackets[/bold] and a :smile:, {words}.
cards:
  - {id: one, prompt: First?, answer: Uno}
"""

HOME = (NOTES.replace("{words}", "and so on " * 20), FLASHCARDS)
notes = on_decks("notes")


def test_notes_are_printed_as_they_are_written(home):
    outcome = notes(home, "noted")

    assert outcome.code == 0
    assert outcome.out.startswith("## Before you pick up\n\nA long line that nobody wraps, with [bold]brackets[/bold]")
    assert outcome.out.count("\n") == 3


def test_escapes_in_notes_are_shown_and_not_obeyed(home):
    (home / "decks" / "noted.yaml").write_text(
        'deck: noted\ntitle: T\nnotes: "a \\e]0;x\\a b"\ncards: [{id: one, prompt: F?, answer: U}]\n', "utf-8"
    )

    assert notes(home, "noted").out == "a ␛]0;x␇ b\n"


def test_a_deck_without_notes_says_so(home):
    outcome = notes(home, "cards")

    assert (outcome.code, outcome.out) == (2, "")
    assert 'the deck "cards" has no notes' in outcome.err
