"""A study session on a screen of paper: a scripted keyboard, and the events it leaves behind."""

from datetime import UTC, datetime

import pytest

from builders import Journal, choice, deck, flashcard, library, ordering, true_false, typed
from cxdrill.core.cards.face import all_faces
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Queue
from cxdrill.core.study.session import StudySession
from cxdrill.terminal.drill import Drill
from cxdrill.terminal.study_screen import StudyScreen
from paper import screen

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def sit(keys: str | list[str], *cards, settings: Settings | None = None) -> tuple[Journal, list[str]]:
    """Presses the keys one after the other; the frames drawn and the events saved."""
    decks = library(deck("calls", *cards))
    journal = Journal(at=NOW)
    settings = settings or Settings()
    faces = {face.key: face for face in all_faces(decks.cards())}
    session = StudySession(Queue(others=tuple(faces)), faces.__getitem__, History(()), settings, NOW, seed=1)
    shown, frames = screen(*keys, lines=16, columns=60)
    drill = Drill(session, {each.id: each for each in decks.decks}, journal.save, lambda: NOW, lambda: 0.0)
    StudyScreen(drill, shown, {"calls": "Calls"}).run()
    return journal, frames


def kinds(journal: Journal) -> list[str]:
    return [event.kind for event in journal.events]


def test_enter_reveals_and_never_rates():
    journal, frames = sit(["enter"] * 6, flashcard())

    assert kinds(journal) == []
    assert "Good morning" in frames[-1]


def test_the_last_card_can_be_flagged_from_its_feedback():
    """There is no next card by then whose header could be drawn."""
    journal, frames = sit(["b", "*", *"odd", "enter"], choice("one"), settings=Settings(learning_steps=()))

    assert kinds(journal) == ["review", "flag"]
    assert journal.events[1].fields["note"] == "odd"
    assert "What about one?" in frames[-1]


@pytest.mark.parametrize(("key", "letter"), [("A", "a"), ("B", "b"), ("1", "a"), ("3", "c")])
def test_caps_lock_and_numbers_choose_an_option_like_its_letter(key, letter):
    (journal, frames), (_, as_letter) = sit([key], choice()), sit([letter], choice())

    assert kinds(journal) == ["review"]
    assert frames[-1] == as_letter[-1]


@pytest.mark.parametrize(("key", "rating"), [("y", 3), ("n", 1), ("T", 3)])
def test_yes_and_no_answer_what_is_true_or_false(key, rating):
    journal, _ = sit([key], true_false())

    assert [event.fields["rating"] for event in journal.events] == [rating]


def test_a_key_without_a_meaning_says_so_until_the_next_one():
    _, frames = sit(["x", "?", "z"], choice())

    help_at = next(place for place, frame in enumerate(frames) if "any key" in frame)
    assert "x changes nothing here; below are the keys that do" in frames[help_at - 1]
    assert not any("changes nothing" in frame for frame in frames[help_at:])


def test_after_an_answer_every_option_stays_in_sight():
    _, frames = sit(["a"], choice())

    assert all(words in frames[-1] for words in ("Search at once", "Ask first", "Promise to call back"))


def test_help_leads_back_to_the_very_same_screen():
    _, frames = sit([" ", "?", "x"], flashcard())

    assert "never rates a" in frames[2]
    assert frames[-1] == frames[1]


@pytest.mark.parametrize(
    ("typing", "found"),
    [
        ([*":skip", "enter"], []),
        ([*":bury", "enter"], ["bury"]),
        ([*":suspend", "enter"], ["suspend"]),
        ([*":flag not clear", "enter"], ["flag"]),
        ([*":nonsense", "enter"], []),
        ([*"s", "enter"], ["review"]),
        (["enter"], []),
        ([*"half", "esc"], []),
    ],
)
def test_while_text_is_typed_commands_begin_with_a_colon(typing, found):
    journal, _ = sit(typing, typed())

    assert kinds(journal) == found


def test_an_answer_of_several_parts_needs_enter_and_an_enter_too_early_says_nothing():
    journal, _ = sit(["enter", "1", "enter", "2", "3", "enter"], ordering())

    assert kinds(journal) == ["review"]


def test_undo_goes_back_step_by_step():
    journal, _ = sit([" ", "3", "u", " ", "1", "u", "u"], flashcard("one"), flashcard("two"))

    assert kinds(journal) == ["review", "undo", "review", "undo"]
