"""Judgement, dialogue and say on the screen: driven with keys, looked at, and kept as pictures."""

import subprocess
from functools import partial

import pytest

pytest.importorskip("pexpect")

from command import environment, events, run
from deck_files import write_decks
from pty_driver import FROZEN, SOURCE, at_terminal
from snapshot import check_snapshot, check_text

pytestmark = pytest.mark.pty
DESK = """\
deck: hotel-desk
title: Hotel desk
cards:
  - id: late-checkout
    type: judgement
    prompt: >-
      A guest with a flight at nine asks for a check-out at four, near tears. The room is taken at three; you may give
      one o'clock. What do you say?
    options:
      - {text: "I'll keep it free until four, somehow.", value: 0, why: You can't keep that promise.}
      - {text: "Four won't work. I can give you till one, with your bags.", value: 3, why: She hears what you can do.}
      - {text: Let me ask what makes four so important to you., value: 2, why: She has told you already.}
      - {text: Check-out is at eleven; I can stretch that to one., value: 1, why: She hears the rule first.}
    explanation: Say what you can do before what you cannot.
"""
NIGHT = """\
deck: night-desk
title: Night desk
cards:
  - id: family
    type: dialogue
    prompt: You run the night desk. A family with a booking arrives, and their room is gone.
    steps: [greeting, agreeing, closing]
    turns:
      - id: opening
        says: We booked three weeks ago! What kind of hotel is this?
        replies:
          - {say: "I'm so sorry. Come in, let's get you a bed.", next: bed, serves: [greeting], mood: 1}
          - {say: Our system must have failed., next: bed, mood: -2, why: They don't care whose fault it is.}
      - id: bed
        says: And where do we sleep? The children can hardly stand.
        replies:
          - {say: "There's a room next door, on us. May I walk you over?", next: thanks, serves: [agreeing], mood: 1}
          - {say: "I'll have to ask the manager.", next: thanks, mood: -1, why: They wait once more.}
      - id: thanks
        says: That's kind. Good night, then.
        replies:
          - {say: "Good night. I'll ring at eight and bring breakfast over.", next: end, serves: [closing]}
          - {say: Good night., next: end, why: Nothing brings them back.}
      - {id: end, says: See you in the morning., ends: solved, coach: Closing invites the next visit.}
"""
SAY = """\
deck: telephone
title: Telephone
cards:
  - id: six-minutes
    type: say
    prompt: A caller has been on hold for six minutes. What do you say?
    model: Thanks for holding, and I'm sorry it took so long. I've got your file here now.
    checklist: [thanks the caller, owns the wait, says what comes now]
"""
CHECK = "exam: check\ntitle: Check\nitems: 1\npass_mark: 50%\nblueprint: {night-desk: 1}\nfeedback: full\n"
SIZES = [("", 80, 24), ("-narrow", 40, 20)]


terminal = partial(at_terminal, program=FROZEN, TZ="UTC")


@pytest.mark.parametrize(("size", "columns", "rows"), SIZES)
def test_the_best_and_the_worst_are_chosen_in_two_passes_and_can_be_changed(tmp_path, size, columns, rows):
    write_decks(tmp_path / "decks", DESK)
    screen = terminal(tmp_path, "study", columns=columns, rows=rows)
    screen.wait_for("best")
    best, worst = screen.letter("Four won't"), screen.letter("I'll keep")
    screen.press_until(worst, f"best {worst}")
    screen.press_until("\x7f", "best ·")
    screen.press_until(best, f"best {best}")
    screen.press_until(worst, f"worst {worst}")
    check_snapshot(f"judgement{size}", screen.screen, "cxdrill study")
    screen.press_until("\r", "right")
    check_snapshot(f"judgement-feedback{size}", screen.screen, "cxdrill study")
    screen.send("q").wait_for_end()
    assert [event["rating"] for event in events(tmp_path, "review")] == [3]


@pytest.mark.parametrize(("size", "columns", "rows"), SIZES)
def test_a_talk_is_led_to_its_end_and_played_again_from_a_turn(tmp_path, size, columns, rows):
    write_decks(tmp_path / "decks", NIGHT)
    screen = terminal(tmp_path, "study", columns=columns, rows=rows)
    screen.wait_for("What kind of hotel")
    screen.press_until(screen.letter("I'm so sorry"), "where do we sleep")
    check_snapshot(f"dialogue{size}", screen.screen, "cxdrill study")
    screen.press_until(screen.letter("There's a room"), "That's kind")
    short = next(line.split()[0] for line in screen.text.split("\n") if line.split()[1:] == ["Good", "night."])
    screen.press_until(short, "Solved")
    check_snapshot(f"dialogue-end{size}", screen.screen, "cxdrill study")
    screen.press_until("r", "play again from there")
    screen.press_until("3", "a-b reply")
    screen.press_until(screen.letter("Good night. I'll ring"), "Solved")
    screen.press_until(" ", "r play again")
    screen.send("q").wait_for_end()
    assert len(events(tmp_path, "review")) == 1, "what is played again is not recorded"


@pytest.mark.parametrize(("size", "columns", "rows"), SIZES)
def test_a_sentence_of_ones_own_is_ticked_beside_the_model(tmp_path, size, columns, rows):
    write_decks(tmp_path / "decks", SAY)
    screen = terminal(tmp_path, "study", columns=columns, rows=rows)
    screen.wait_for("type what you would say")
    screen.press_until("Thank you for waiting.", "waiting.")
    screen.press_until("\r", "What did your own sentence have?")
    screen.press_until("1", "[x] thanks")
    screen.press_until("2", "[x] owns")
    check_snapshot(f"say{size}", screen.screen, "cxdrill study")
    screen.press_until("\r", "67%")
    screen.send("q").wait_for_end()
    (review,) = events(tmp_path, "review")
    assert (review["said"], review["rating"]) == ("Thank you for waiting.", 2)
    assert "Thank you for waiting." in run("cards", "--decks", str(tmp_path / "decks"), home=tmp_path).out


def test_a_check_left_at_every_turn_loses_no_reply_and_answers_none_twice(tmp_path):
    write_decks(tmp_path / "decks", NIGHT, CHECK)
    arguments = ("quiz", "--plain", "--decks", str(tmp_path / "decks"))
    for count in range(1, 4):
        left = run(*arguments, home=tmp_path, stdin="a\n")
        assert left.code == 1
        said = [event["response"] for event in events(tmp_path, "exam-answered")]
        assert [len(response.split()) for response in said] == list(range(1, count + 1))
    assert said[-1].startswith(said[0])
    again = run(*arguments, home=tmp_path, stdin=":goto 1\na\n:clear\n:submit\n:submit\n")
    assert "final" in again.err
    assert again.code in (0, 1)
    (end,) = events(tmp_path, "exam-finished")
    assert list(end["responses"].values()) == [said[-1]]


def test_on_the_screen_of_a_check_every_reply_is_saved_before_the_next_turn_shows(tmp_path):
    write_decks(tmp_path / "decks", NIGHT, CHECK)
    screen = terminal(tmp_path, "quiz")
    screen.wait_for("enter start")
    screen.send("\r").wait_for("What kind of hotel")
    screen.press_until("a", "where do we sleep")
    assert len(events(tmp_path, "exam-answered")) == 1
    screen.send("\x7f")
    screen.press_until("a", "That's kind")
    assert len(events(tmp_path, "exam-answered")[-1]["response"].split()) == 2
    screen.send("q").wait_for_end()


def test_in_plain_mode_a_reader_hears_all_of_it(tmp_path):
    """One session of the three types in line mode, as a screen reader would read it."""
    write_decks(tmp_path / "decks", DESK, NIGHT, SAY)
    command = (*FROZEN, "study", "--plain", "--decks", str(tmp_path / "decks"))
    lines = "a b\n\na\na\na\n\nThank you for waiting.\n1 2\n\n" * 2
    env = environment(tmp_path, TZ="UTC", PYTHONPATH=str(SOURCE))  # this tree, whichever one is installed
    heard = subprocess.run(command, input=lines, env=env, capture_output=True, text=True, check=True)
    check_text("contact-plain.txt", heard.stdout.replace(str(tmp_path), ""))
