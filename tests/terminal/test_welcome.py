"""The first session at a terminal: what it trains for, and the day of the check."""

import pytest

from command import environment, events
from deck_files import CHECK, QUESTIONS
from pty_driver import Terminal

pytestmark = pytest.mark.skipif("os.name == 'nt'", reason="pseudo-terminals")
HOME = (QUESTIONS, CHECK)


def study(home, *arguments: str) -> Terminal:
    return Terminal("study", *arguments, "--decks", str(home / "decks"), env=environment(home))


def test_it_says_what_it_trains_for_and_keeps_the_day_of_the_check(home):
    run = study(home)
    run.wait_for("Welcome. This trains you for: ")
    run.wait_for("When is your check?")
    run.send("someday\r").wait_for(lambda text: "is not a date" in text and text.count("When is your check?") == 2)
    run.send("in 3 weeks\r").wait_for("in 21 days; sessions now prepare for it")
    run.send("q")

    assert run.wait_for_end() == 0
    assert len(events(home, "plan")) == 1


def test_enter_starts_without_a_date_and_the_second_session_does_not_ask(home):
    run = study(home)
    run.wait_for("When is your check?")
    run.send("\r").wait_for("left")
    run.send("b").wait_for("✓")
    run.send(" ").wait_for("Question number 2")
    run.send("q")
    run.wait_for_end()
    again = study(home)
    again.wait_for("left")
    again.send("q")

    assert again.wait_for_end() == 0
    assert not events(home, "plan")
    assert "Welcome" not in again.last_words


def test_a_choice_of_cards_is_no_first_session(home):
    run = study(home, "--limit", "1")
    run.wait_for("1 left")
    run.send("q")

    assert run.wait_for_end() == 0


def test_the_end_of_input_leaves_at_the_first_question(home):
    run = study(home)
    run.wait_for("When is your check?")
    run.send("\x04")

    assert run.wait_for_end() == 130
    assert "something is wrong" not in run.last_words
