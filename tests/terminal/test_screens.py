"""Whole sessions on a pseudo-terminal: every screen at every size, resized, pressed too early, attacked by decks."""

import json
import re

import pytest

pytest.importorskip("pexpect")

from command import events
from command import run as cxdrill
from deck_files import CHECK, EVERY_TYPE, FLASHCARDS, QUESTIONS, write_decks
from pty_driver import at_terminal as terminal

pytestmark = pytest.mark.pty
SIZES = [(80, 24), (60, 16), (40, 12), (20, 6)]
HOSTILE = r"""deck: evil
title: "\e]0;owned\a[red]Evil\e[2J"
cards:
  - {id: f, prompt: "\e[31mred\e[0m [bold]not[/bold] :smile: \u202eabc\u202c", answer: "\x9b31m\x07\x08\r\x7f done"}
  - id: c
    prompt: "pick \e[?1049l now"
    explanation: "\e]8;;http://x\e\\link \u200b"
    options:
      - {text: "\e[1mone", correct: true, fixed: true}
      - {text: "[/]two", why: "\x1bPq\x1b\\", fixed: true}
"""
HOSTILE_CHECK = (
    'exam: evilcheck\ntitle: "\\e[31mCheck"\nitems: 1\npass_mark: 50%\nblueprint: {evil: 1}\nfeedback: full\n'
)
# What cxdrill itself may send: colours, cursor, erasing, the alternate screen, whole frames.
OURS = re.compile(rb"\x1b\[(?:[0-9;]*[mHJK]|\?(?:1049|25|2004|2026)[hl])|\r|\n")
HOME = (EVERY_TYPE, FLASHCARDS, QUESTIONS, CHECK)


def shows(*pieces: str):
    """Whether all the pieces stand on the screen, wherever its lines break."""
    return lambda text: all(piece in " ".join(text.split()) for piece in pieces)


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_a_study_session_from_the_first_card_to_the_summary(home, columns, rows):
    run = terminal(home, "study", "every", columns=columns, rows=rows)
    seen = [run.wait_for(shows("8 left", "What do you say"))]
    seen.append(run.send(" ").wait_for(shows("Good morning", "1 again")))
    seen.append(run.send("3").wait_for("7 left"))
    run.send("t").wait_for(">")
    seen.append(run.send("fourth").wait_for("> fourth"))
    seen.append(run.send("\r").wait_for(shows("✗ fourth")))
    run.press_until(" ", "6 left")
    seen.append(run.send("?").wait_for("Keys"))
    run.send("x").wait_for("6 left")
    run.send("*").wait_for(">")
    run.send("too hard").wait_for("too hard")
    run.send("\r").wait_for(lambda text: "6 left" in text and "too hard" not in text)
    seen.append(run.send("b").wait_for("✓ b"))
    run.press_until(" ", "5 left")
    seen.append(run.send("ab").wait_for(lambda text: text.count("▸") == 2 or rows < 12))
    seen.append(run.send("\r").wait_for("✓ a"))
    run.send("u").wait_for("5 left")

    assert run.send("q").wait_for_end() == 0
    assert "3 answers on 3 cards" in run.last_words
    assert "→ cxdrill study every" in run.last_words
    for screen in seen:
        assert all(len(line) <= columns for line in screen.split("\n"))
    kinds = [event["kind"] for event in events(home)]
    assert kinds == ["review", "review", "flag", "review", "review", "undo"]
    assert events(home, "flag")[0]["note"] == "too hard"
    assert run.mode_after == run.mode_before


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_a_check_from_the_first_item_to_the_result(home, columns, rows):
    run = terminal(home, "quiz", "check", columns=columns, rows=rows)
    run.wait_for("enter")
    run.send("\r").wait_for(shows("Question number"))
    for answer in "ab":
        assert f"▸ {answer}" in run.press(answer) or rows < 12
    run.press("*")
    run.press("\x1b[C")
    assert "1 answered" in run.press("=")
    assert "question 4" in run.press("4") or rows < 12
    run.press("\r")
    run.press("c")
    assert "2 answered" in run.press("\x1b[C")
    assert shows("2 questions are")(run.press("s"))
    run.press_until("y", "Not passed")
    run.press_until(" ", "Missed 1 of 3")

    assert run.send("q").wait_for_end() == 1
    assert "→ cxdrill study --missed" in run.last_words
    assert run.last_words.endswith("✗ Not passed 1 of 4 25% (75% needed)")
    finished = events(home, "exam-finished")[0]
    assert (finished["score"], finished["passed"]) == (1, False)
    assert [event["response"] for event in events(home, "exam-answered")] == ["a", "b", "c"]
    assert events(home, "exam-marked")[0]["marked"] is True
    assert run.mode_after == run.mode_before


def test_a_resize_leaves_nothing_behind_and_an_unknown_terminal_is_drawn_on_like_any_other(home):
    run = terminal(home, "study", "every", TERM="nonsense-9")
    run.wait_for("8 left")
    run.send(" ").wait_for("4 easy")
    before = run.text
    for columns, rows in ((40, 12), (20, 6), (100, 30), (80, 24)):
        run.resize(columns, rows)
        run.press("")

    assert run.wait_for(lambda text: text == before) == before
    run.send("3").wait_for("7 left")
    assert run.send("q").wait_for_end() == 0


def test_a_long_question_scrolls_and_says_that_there_is_more(home):
    text = " ".join(f"word{number}" for number in range(400))
    write_decks(home / "decks", f"deck: long\ntitle: Long\ncards:\n  - {{id: a, prompt: {text}, answer: Short}}\n")
    run = terminal(home, "study", "long", columns=60, rows=16)
    assert "↓ more: space" in run.wait_for("word0")
    assert "↑↓ more" in run.send("\x1b[B").wait_for("↑↓ more")
    run.send("\x1b[6~" * 20).wait_for("word399")
    assert "↑ more" in run.text
    run.send(" ").wait_for("Short")
    assert "1 again" in run.text
    assert run.send("q").wait_for_end() == 0


def test_wide_characters_wrap_by_their_width(home):
    text = f"deck: far\ntitle: 日本\ncards:\n  - {{id: a, prompt: {'日本語' * 20} 👍🏽 end, answer: é}}\n"
    write_decks(home / "decks", text)
    run = terminal(home, "study", "far", columns=40, rows=12)
    text = run.wait_for("end")
    run.send("q").wait_for_end()
    assert text.count("日") - text.split("\n")[0].count("日") == 20


@pytest.mark.parametrize("columns", [80, 20])
def test_a_deck_sends_nothing_to_the_terminal_but_visible_text(home, columns):
    write_decks(home / "decks", HOSTILE, HOSTILE_CHECK)
    runs = [terminal(home, "study", "evil", columns=columns)]
    study = runs[0]
    study.wait_for("2 left")
    study.send(" ").wait_for("done")
    study.send("3").wait_for("pick")
    study.send("b").wait_for("✗ b")
    study.send("*").wait_for("esc")
    study.send("\x1b").wait_for(lambda text: "esc" not in text)
    study.end_with("q")
    runs.append(terminal(home, "quiz", "evilcheck", columns=columns))
    check = runs[1]
    check.wait_for("enter")
    check.send("\r").wait_for("pick")
    check.send("b").wait_for("▸")
    check.send("=").wait_for("1. b")
    check.send("s").wait_for("Hand in")
    check.press_until("y", "Not passed")
    check.send("q").wait_for_end()
    for command in (["decks"], ["results"], []):
        runs.append(terminal(home, *command, columns=columns, rows=60))
        runs[-1].wait_for_end()

    for run in runs:
        left = OURS.sub(b"", run.raw)
        assert not re.search(rb"[\x00-\x1f\x7f]", left), left
        assert not re.search("[\x80-\x9f\u200b\u202e\u202c]", left.decode())
        assert "Traceback" not in left.decode()
    assert "[red]Evil" in runs[0].raw.decode() or columns == 20
    assert ":smile:" in runs[0].raw.decode()


def test_without_colour_the_words_still_tell(home):
    run = terminal(home, "study", "calls", NO_COLOR="1")
    run.wait_for("a-c answer")
    run.send("b").wait_for("✓ right")
    run.send("q").wait_for_end()

    assert not re.search(rb"\x1b\[(?:\d+;)*3\d", run.raw)


def test_a_dumb_terminal_gets_lines(home):
    run = terminal(home, "study", "cards", TERM="dumb")
    run.wait_for("Card 1 of 3, flashcard.")
    run.send("\r").wait_for("Uno")
    run.send("3\r").wait_for("recorded good")

    assert run.send(":quit\r").wait_for_end() == 0
    assert b"\x1b" not in run.raw


def test_five_extra_enters_at_every_study_screen_rate_and_answer_nothing(home):
    enters = "\r" * 5
    run = terminal(home, "study", "every")
    run.send(enters)  # while it starts
    run.wait_for("8 left")
    run.send(enters).wait_for("1 again")
    run.send(enters).send("\r")
    assert events(home) == []
    run.send("3" + enters).wait_for("7 left")
    run.send("t" + enters).wait_for(">")
    run.send(enters)
    run.send("third").wait_for("> third")
    run.send("\r" + enters).wait_for("✓ Answer by the third ring.")
    run.send(" " + enters).wait_for("6 left")
    run.send(enters).send("?").wait_for("Keys")
    run.send("x").wait_for("6 left")
    run.send("c" + enters).wait_for("✗ c")
    run.send(" " + enters).wait_for("5 left")

    assert run.send(enters).send("q").wait_for_end() == 0
    rated = [(event["card"].removeprefix("every/"), event["rating"]) for event in events(home, "review")]
    assert rated == [("greeting", 3), ("rings~1", 3), ("hold", 1)]


def test_leaving_at_the_rules_of_a_check_starts_nothing(home):
    run = terminal(home, "quiz", "check")
    run.wait_for("enter start")

    assert run.send("q").wait_for_end() == 1
    assert "no attempt was started" in run.last_words
    assert not events(home, "exam-started")


def test_decks_edited_while_the_rules_of_a_check_are_read_are_drawn_from_as_they_are_then(home):
    run = terminal(home, "quiz", "check")
    run.wait_for("enter start")
    write_decks(home / "decks", QUESTIONS.replace("Question number", "Edited"))
    assert cxdrill("decks", "--decks", str(home / "decks"), home=home).code == 0  # reads them anew
    run.send("\r").wait_for("Edited")

    assert run.send("q").wait_for_end() == 1
    assert len(events(home, "exam-started")[0]["form"]["items"]) == 4


def test_a_check_begun_without_an_answer_stays_open_and_its_rules_say_so(home):
    exam = home / "decks" / "check.yaml"
    exam.write_text(exam.read_text("utf-8") + "time_limit: 30m\n", "utf-8")
    run = terminal(home, "quiz", "check")
    run.wait_for("enter start")
    run.send("\r").wait_for("question 1 of 4")

    assert run.send("q").wait_for_end() == 1

    run = terminal(home, "quiz", "check")
    run.wait_for("You have begun: ")
    run.wait_for("no answer is given yet")

    assert run.send("q").wait_for_end() == 1
    assert "The check stays open. Continue with: " in " ".join(run.last_words.split())
    assert len(events(home, "exam-started")) == 1


def test_five_extra_enters_at_every_exam_screen_answer_and_submit_nothing(home):
    enters = "\r" * 5
    run = terminal(home, "quiz", "check")
    run.wait_for("enter start")
    run.send(enters).wait_for("question 1 of 4")
    run.send("b").wait_for("▸ b")
    for _ in range(8):
        run.send(enters)
    run.press_until("=", "1 answered")
    run.send(enters).send("s").wait_for("Hand in now?")
    run.send(enters).send("n").wait_for("1 answered")

    assert run.send(enters).send("q").wait_for_end() == 1
    assert len(events(home, "exam-answered")) == 1
    assert not events(home, "exam-finished")


def test_a_save_that_fails_is_told_before_the_next_question_and_can_go_elsewhere(home):
    """The folder of the progress file vanishes below the session: its next answer has nowhere to go."""
    folder = home / "kept"
    run = terminal(home, "study", "calls", CXDRILL_PROGRESS=str(folder / "progress.json"))
    run.wait_for("a-c answer")
    run.send("b").wait_for("✓ right")
    run.send(" ").wait_for("7 left")
    for path in folder.iterdir():
        path.unlink() if path.is_file() else None
    (folder / "progress.json").mkdir()
    run.send("b").wait_for("Where else may your progress be saved?")
    assert "✓ right" not in run.text

    assert run.send(f"{home / 'rescued.json'}\r").wait_for_end() == 3
    assert "Traceback" not in run.raw.decode()
    saved = json.loads((home / "rescued.json").read_text("utf-8"))["events"]
    assert [event["rating"] for event in saved] == [3, 3]
