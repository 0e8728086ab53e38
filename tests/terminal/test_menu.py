"""Questions between printed lines: what keys answer, what is drawn, and that no deck commands the terminal."""

import pytest

from cxdrill.terminal import menu, mode, screen
from paper import Script

CHOICES = [("First\x1b[2J", "one"), ("Second", "two"), ("Third", "")]


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """What is sent to a terminal of 40 by 4."""
    sent: list[str] = []
    monkeypatch.setattr(menu, "is_interactive", lambda *, plain: not plain)
    monkeypatch.setattr(mode, "send", sent.append)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "4")
    return sent


def press(monkeypatch, *keys: str) -> None:
    monkeypatch.setattr(screen, "system_keyboard", lambda: Script(keys))


@pytest.mark.parametrize(
    ("keys", "value"),
    [(["enter"], "one"), (["down", "enter"], "two"), ([*["down"] * 3, "x", "enter"], ""), (["up", "enter"], "one")],
)
def test_arrows_and_enter_choose(monkeypatch, drawn, keys, value):
    press(monkeypatch, *keys)

    assert menu.chosen("Which?", CHOICES) == value
    assert len([frame for frame in drawn if "Which?" in frame]) == len(keys) + 1


def test_a_list_longer_than_the_window_moves_with_the_choice(monkeypatch, drawn):
    press(monkeypatch, "down", "down", "enter")

    assert menu.chosen("Which?", CHOICES) == ""
    assert ["Second" in drawn[1], "Third" in drawn[1], "First" in drawn[3], "▸ Third" in drawn[3]] == [1, 0, 0, 1]


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("Y", True), ("n", False), ("enter", False)])
def test_only_a_yes_confirms(monkeypatch, drawn, key, answer):
    press(monkeypatch, "x", "\x1b[200~y", key)

    assert menu.is_confirmed("Write this?") is answer


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["a", "c", "left", "b", "enter"], "abc"),
        (["enter"], "Hotel"),
        (["a", "end of input", "enter"], "a"),
        (["\x1b[200~two\nlines\x1b]0;x\x07", "enter"], "two lines␛]0;x␇"),
    ],
)
def test_a_line_is_typed_edited_and_pasted(monkeypatch, drawn, keys, text):
    press(monkeypatch, *keys)

    assert menu.typed("Title?", "Hotel") == text


def test_a_default_shows_until_something_is_typed_and_a_long_line_wraps(monkeypatch, drawn):
    press(monkeypatch, *"word " * 12, "enter")
    menu.typed("Title?", "Hotel")

    assert "(Enter: Hotel)" in drawn[1]
    assert "(Enter: Hotel)" not in drawn[2]
    assert drawn[-2].count("\r\n") == 1
    assert drawn[-2].startswith("\r\x1b[1A\x1b[J")


@pytest.mark.parametrize(
    "ask", [lambda: menu.chosen("W\x1b[2J?", CHOICES), lambda: menu.typed("W\x1b[2J?", "D\x1b[2J")]
)
def test_texts_of_decks_are_drawn_and_never_obeyed_and_ctrl_d_raises(monkeypatch, drawn, ask):
    press(monkeypatch, "end of input")

    with pytest.raises(EOFError):
        ask()
    assert "␛[2J" in drawn[1]
    assert "\x1b[2J" not in "".join(drawn)
    assert drawn[-1].endswith("\x1b[?25h\r\n")


def test_where_nobody_can_be_asked_there_is_no_answer(drawn):
    assert menu.chosen("?", CHOICES, plain=True) is None
    assert menu.typed("?", plain=True) is None
    assert menu.is_confirmed("?", plain=True) is None
    assert drawn == []
