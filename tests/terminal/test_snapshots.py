"""What the screens look like, kept as pictures: the README shows these very files."""

import pytest

pytest.importorskip("pexpect")

from command import environment
from pty_driver import FROZEN, Terminal
from snapshot import check_snapshot

pytestmark = pytest.mark.pty
CALLS = """\
deck: telephone-practices
title: Telephone practices
sources: {telephones: "Telephone practices"}
cards:
  - id: ring-limit
    tags: [answering]
    prompt: By which ring should a call be answered?
    answer: By the second or third ring.
    explanation: One ring startles the caller, four make them wonder whether anybody is there.
    source: telephones
  - id: hold
    tags: [hold]
    prompt: A caller asks something you must look up. What comes first?
    explanation: Silence without warning feels like being dropped; asking first keeps the caller in charge.
    source: telephones
    options:
      - {text: Put the caller on hold and search at once, why: "Searching is right, but nobody goes on hold unasked."}
      - {text: Ask whether the caller would mind holding, correct: true}
      - {text: Promise to call back tomorrow, why: A day is a long time for a quick question.}
  - {id: smile, type: true-false, prompt: A smile can be heard on the telephone., answer: true}
  - {id: word, type: typed, prompt: The word for feeling with a caller?, answer: empathy, explanation: Not sympathy.}
  - id: end
    prompt: Who hangs up first?
    explanation: The caller may remember one more thing.
    options:
      - {text: You do, why: It cuts off a last question.}
      - {text: The caller, correct: true}
"""
CHECK = """\
exam: certification
title: Certification check
items: 4
pass_mark: 80%
blueprint: {telephone-practices: 4}
time_limit: 45m
feedback: full
"""

HOME = (CALLS, CHECK)


def terminal(home, *arguments: str, rows: int = 16) -> Terminal:
    env = environment(home, TZ="UTC", CXDRILL_DECKS=str(home / "decks"))
    return Terminal(*arguments, env=env, columns=72, rows=rows, program=FROZEN)


def picture(run: Terminal, name: str, title: str) -> None:
    check_snapshot(name, run.screen, title)


def test_study(home):
    run = terminal(home, "study", "telephone-practices")
    run.wait_for("5 left")
    run.press(" ")
    picture(run, "flashcard", "cxdrill study")
    run.press("3")
    picture(run, "question", "cxdrill study")
    run.press(run.letter("Put the caller"))
    picture(run, "feedback", "cxdrill study")
    run.send("q").wait_for_end()


def test_quiz(home):
    run = terminal(home, "quiz")
    run.wait_for("enter start")
    run.press("\r")
    run.wait_for("question 1 of 4")
    for _ in range(4):
        if "Who hangs up" in run.text:
            run.press(run.letter("The caller"))
            picture(run, "exam-question", "cxdrill quiz")
            run.press("*")
        elif "smile" in run.text:
            run.press("t")
        elif "empathy" not in run.text and "The word" in run.text:
            run.send("empathy").wait_for("> empathy")
        run.press("\r" if "The word" in run.text else "\x1b[C")
    run.wait_for("answered")
    picture(run, "answer-sheet", "cxdrill quiz")
    run.press("s")
    run.send("y").wait_for("assed")
    run.send("q").wait_for_end()
    assert "of 4" in run.last_words


def test_result(home):
    run = terminal(home, "quiz", rows=24)
    run.wait_for("enter start")
    run.press("\r")
    run.wait_for("question 1 of 4")
    for _ in range(4):
        if "smile" in run.text:
            run.press("t")
        elif "The word" in run.text:
            run.send("sympathy").wait_for("> sympathy")
        else:
            run.press(run.letter("The caller" if "Who hangs up" in run.text else "Ask whether"))
        run.press("\r" if "The word" in run.text else "\x1b[C")
    run.press("s")
    run.send("y").wait_for("passed")
    picture(run, "result", "cxdrill quiz")
    run.press(" ")
    picture(run, "missed", "cxdrill quiz")
    run.send("q").wait_for_end()
    assert "Not passed 3 of 4" in run.last_words


def test_today(home):
    run = terminal(home, rows=12)
    run.wait_for_end()
    picture(run, "today", "cxdrill")
