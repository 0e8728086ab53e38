"""Pictures and sounds in a session: told in words, opened by the system's program on demand, shown where it can be."""

import stat
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from command import environment, run
from cxdrill.app import clock
from pictures import MP3, png

DECK = """deck: desk
title: At the desk
summary: What guests do.
sources: {book: A book}
notes: Look.
cards:
  - id: hand
    prompt: What does this gesture ask for?
    image: seen/hand.png
    audio: heard.mp3
    alt: "An open hand \\x1b[31m held up"
    explanation: An open palm stops a talk and calls nobody at all.
    options:
      - {text: A moment of quiet, correct: true, fixed: true}
      - {text: Help with the bags, image: seen/bags.png, alt: Two bags, why: The hand would point at them., fixed: true}
    source: book
  - {id: say, type: typed, prompt: What is said?, answer: quiet, image: seen/hand.png, alt: "A, b"}
"""
HOTEL = "  - {id: hotel, prompt: Hotel, answer: Das Hotel, image: seen/hand.png, alt: A house, reverse: true}\n"
EXAM = "exam: check\ntitle: The check\nitems: 1\npass_mark: 100%\nfeedback: full\nblueprint: {desk: 1}\n"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the opener of Linux is played")


@pytest.fixture
def home(tmp_path):
    """A deck with its files, and an xdg-open that writes down what it was given."""
    decks = tmp_path / "decks"
    (decks / "seen").mkdir(parents=True)
    (decks / "desk.yaml").write_text(DECK, "utf-8")
    (decks / "seen/hand.png").write_bytes(png(40, 20))
    (decks / "seen/bags.png").write_bytes(png())
    (decks / "heard.mp3").write_bytes(MP3)
    opener = tmp_path / "bin/xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$#" "$@" >> {tmp_path}/opened\n')
    opener.chmod(opener.stat().st_mode | stat.S_IXUSR)
    return tmp_path


def lines(home: Path, *arguments: str, stdin: str, path: bool = True):
    variables = {"CXDRILL_DECKS": str(home / "decks"), "PATH": f"{home / 'bin'}:/bin:/usr/bin" if path else "/nowhere"}
    return run(*arguments, home=home, stdin=stdin, env=variables)


def opened(home: Path, count: int) -> list[str]:
    """What the program was given, as soon as it has written that."""
    for _ in range(200):
        text = (home / "opened").read_text() if (home / "opened").exists() else ""
        if text.count("\n") == 2 * count:
            break
        time.sleep(0.01)
    return text.split("\n")[:-1]


def test_lines_tell_the_words_and_open_nothing_by_themselves(home):
    result = lines(home, "study", "--in-order", stdin="a\n")

    assert "[picture and sound: An open hand ␛[31m held up] (:open opens it)\n" in result.out
    assert "b) Help with the bags [picture: Two bags]\n" in result.out
    assert not (home / "opened").exists()


def test_open_hands_over_the_files_one_after_the_other(home):
    result = lines(home, "study", "--in-order", stdin=":open\n:open\n:open\n:open\n")

    assert "opened the picture, 1 of 3\nopened the sound, 2 of 3\n" in result.out
    assert 'opened the picture of "Help with the bags", 3 of 3\nopened the picture, 1 of 3\n' in result.out
    given = opened(home, 4)
    assert sorted(given[1::2]) == sorted(
        str(home / "decks" / name) for name in ("seen/hand.png", "heard.mp3", "seen/bags.png", "seen/hand.png")
    )
    assert set(given[::2]) == {"1"}  # one argument, whatever stands in it


def test_a_file_name_is_no_command(home):
    name = "$(touch bad);`touch bad` & touch bad.png"
    text = DECK.replace("seen/hand.png", f"'{name}'")
    (home / "decks/desk.yaml").write_text(text, "utf-8")
    (home / "decks" / name).write_bytes(png())
    lines(home, "study", "--in-order", stdin=":open\n")

    assert opened(home, 1) == ["1", str(home / "decks" / name)]
    assert not list(home.rglob("bad"))


def test_a_file_that_is_gone_or_not_what_it_says_is_told_and_not_opened(home):
    (home / "decks/seen/hand.png").write_bytes(b"#!/bin/sh\n")
    (home / "decks/heard.mp3").unlink()
    result = lines(home, "study", "--in-order", stdin=":open\n:open\n")

    assert 'the picture cannot be opened: "seen/hand.png" holds something else than its name says' in result.out
    assert 'the sound cannot be opened: "heard.mp3" is not there' in result.out
    assert not (home / "opened").exists()


def test_without_a_program_the_file_is_named(home):
    result = lines(home, "study", "--in-order", stdin=":open\n", path=False)

    assert f"there is no xdg-open here; the file is {home / 'decks/seen/hand.png'}" in result.out


def test_the_other_way_round_the_picture_comes_with_the_answer(home, monkeypatch):
    (home / "decks/desk.yaml").write_text(DECK.partition("  - id: hand")[0] + HOTEL, "utf-8")
    front = lines(home, "study", stdin="\n4\n").out
    tomorrow = datetime.now().astimezone() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    back = lines(home, "study", stdin="\n").out

    assert front.index("[picture: A house]") < front.index("Das Hotel")
    assert back.index("Das Hotel") < back.index("\nHotel\n") < back.index("[picture: A house]")


def test_nothing_to_open_is_said(home):
    text = DECK.partition("  - id: hand")[0] + "  - {id: plain, prompt: P, answer: A}\n"
    (home / "decks/desk.yaml").write_text(text, "utf-8")
    result = lines(home, "study", stdin=":open\n")

    assert "there is no picture and no sound here" in result.out


def test_check_tells_a_missing_file_and_missing_words(home):
    good = lines(home, "check", "--strict", stdin="")
    (home / "decks/seen/bags.png").unlink()
    text = (home / "decks/desk.yaml").read_text("utf-8").replace(', alt: "A, b"', "")
    (home / "decks/desk.yaml").write_text(text, "utf-8")
    bad = lines(home, "check", stdin="")

    assert "S315" not in good.out
    assert "Q329" not in good.out
    assert 'decks/desk.yaml:15:43: error S315: card "hand": "seen/bags.png" is not there' in bad.out
    assert 'Q329: card "say" has a picture without words' in bad.out
    assert bad.code == 1


@pytest.mark.pty
@pytest.mark.parametrize(
    ("variables", "begins"),
    [({"TERM": "xterm-kitty"}, b"\x1b_Ga=T,f=100"), ({"TERM_PROGRAM": "iTerm.app"}, b"\x1b]1337;File=inline=1")],
)
def test_a_terminal_that_can_shows_it_and_no_key_is_lost(home, monkeypatch, variables, begins):
    import pty_driver

    monkeypatch.setattr(pty_driver, "BINARIES", f"{home / 'bin'}:{pty_driver.BINARIES}")
    env = environment(home, **variables)
    run = pty_driver.Terminal("study", "--in-order", "--decks", str(home / "decks"), env=env, columns=80, rows=30)
    run.wait_for("bags")
    assert begins in run.raw
    run.send("o").wait_for("opened the picture, 1 of 3")
    run.send("a").wait_for("right")
    run.send("q")
    assert opened(home, 1) == ["1", str(home / "decks/seen/hand.png")]


@pytest.mark.pty
def test_a_terminal_that_cannot_says_what_it_shows(home):
    from pty_driver import Terminal

    run = Terminal("study", "--in-order", "--decks", str(home / "decks"), env=environment(home), columns=80, rows=30)
    run.wait_for(lambda text: "[picture and sound: An open hand" in text and "o open it" in text)
    assert b"\x1b_G" not in run.raw
    assert b"\x1b]1337" not in run.raw


def test_each_question_of_a_check_tells_and_opens_its_own_files_from_the_first_on(home):
    (home / "decks/check.yaml").write_text(EXAM.replace("1", "2").replace("200%", "50%"), "utf-8")
    cards = DECK.partition("  - {id: say")[0]
    (home / "decks/desk.yaml").write_text(
        cards + cards.partition("cards:\n")[2].replace("id: hand", "id: two"), "utf-8"
    )
    result = lines(home, "quiz", "check", stdin=":open\na\n:open\n")

    assert "[picture and sound: An open hand" in result.out
    assert result.out.count("opened the picture, 1 of 3\n") == 2
    assert opened(home, 2) == ["1", str(home / "decks/seen/hand.png")] * 2
