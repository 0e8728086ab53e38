"""The first session at a terminal: what it trains for, and the day of the check."""

import pytest

from command import events
from deck_files import CHECK, QUESTIONS
from pty_driver import at_terminal

pytestmark = pytest.mark.skipif("os.name == 'nt'", reason="pseudo-terminals")
HOME = (QUESTIONS, CHECK)


def test_it_says_what_it_trains_for_and_keeps_the_day_of_the_check(home):
    run = at_terminal(home, "study")
    run.wait_for("Welcome. This trains you for: ")
    run.wait_for("When is your check?")
    run.send("someday\r").wait_for(lambda text: "is not a date" in text and text.count("When is your check?") == 2)
    run.send("in 3 weeks\r").wait_for("in 21 days; sessions now prepare for it")

    assert run.send("q").wait_for_end() == 0
    assert len(events(home, "plan")) == 1


def test_enter_starts_without_a_date_and_the_second_session_does_not_ask(home):
    run = at_terminal(home, "study")
    run.wait_for("When is your check?")
    run.send("\r").wait_for("No date yet: ")
    run.send("b").wait_for("✓")
    run.send(" ").wait_for("Question number 2")
    run.send("q").wait_for_end()
    again = at_terminal(home, "study")
    again.wait_for("left")

    assert again.send("q").wait_for_end() == 0
    assert not events(home, "plan")
    assert "Welcome" not in again.last_words


def test_a_choice_of_cards_is_no_first_session(home):
    run = at_terminal(home, "study", "--limit", "1")
    run.wait_for("1 left")

    assert run.send("q").wait_for_end() == 0


def test_the_end_of_input_leaves_at_the_first_question(home):
    run = at_terminal(home, "study")
    run.wait_for("When is your check?")

    assert run.send("\x04").wait_for_end() == 130
    assert "something is wrong" not in run.last_words
