"""Pictures on the screen: in which terminals, in how many lines, sent once, and gone when another frame comes."""

import re
from base64 import b64decode

import pytest

from builders import flashcard
from cxdrill.app.media import DeckFiles
from cxdrill.terminal import paint
from cxdrill.terminal.paint import words
from cxdrill.terminal.pictures import MOST_ROWS, picture, way_of
from cxdrill.terminal.screen import Frame
from paper import screen
from pictures import GIF, JPEG, PNG, WEBP, png


@pytest.mark.parametrize(
    ("environment", "way"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "iterm"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "iterm"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "foot-extra"}, "sixel"),
        ({"TERM": "mlterm-256color"}, "sixel"),
        ({"TERM": "contour-latest"}, "sixel"),
        ({"TERM": "vt340"}, "sixel16"),
        ({"TERM": "xterm-256color", "WT_SESSION": "5f-1"}, "sixel"),
        ({"WT_SESSION": "5f-1"}, "sixel"),
        ({"TERM": "xterm-256color", "WT_SESSION": "5f-1", "TERM_PROGRAM": "vscode"}, ""),
        ({"TERM": "xterm-256color", "WT_SESSION": "5f-1", "TERM_PROGRAM": "mintty"}, "iterm"),
        ({"TERM": "foot", "TMUX": "/tmp/x"}, ""),
        ({"TERM": "xterm-256color"}, ""),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, ""),
        ({"TERM": "screen-256color", "TERM_PROGRAM": "iTerm.app"}, ""),
        ({"TERM": "xterm-kitty", "ZELLIJ": "0"}, ""),
        ({"TERM_PROGRAM": "Apple_Terminal"}, ""),
        ({}, ""),
    ],
)
def test_the_environment_tells_what_a_terminal_shows(environment, way):
    assert way_of(environment) == way


@pytest.mark.parametrize(
    ("environment", "wanted", "way"),
    [
        ({"TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)"}, "sixel", "sixel16"),
        ({"TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)"}, "auto", ""),
        ({"TERM": "mlterm", "XTERM_VERSION": "XTerm(379)"}, "auto", "sixel"),
        ({"TERM": "xterm-256color"}, "sixel", "sixel"),
        ({"TERM": "xterm-kitty"}, "none", ""),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x"}, "sixel", "sixel"),
    ],
)
def test_what_is_wanted_goes_before_what_the_environment_tells(environment, wanted, way):
    assert way_of(environment, wanted) == way


def test_kitty_gets_a_png_once_in_pieces_and_then_its_number():
    content = png(900, 700) + bytes(range(256)) * 60
    made = picture(content, "kitty", 72)

    assert made
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", made.first)
    assert b64decode("".join(text for _, text in pieces)) == content
    assert all(len(text) <= 4096 for _, text in pieces)
    assert [head[-1] for head, _ in pieces] == ["1"] * (len(pieces) - 1) + ["0"]
    assert pieces[0][0].startswith("a=T,f=100,")
    assert "q=2" in pieces[0][0]
    assert len(made.again) < 60
    assert "q=2" in made.again
    assert "q=2" in made.away


def test_iterm_gets_the_file_with_the_room_it_has():
    made = picture(GIF, "iterm", 40)

    assert made
    assert made.first == made.again
    assert b64decode(made.first.partition(":")[2].rstrip("\a")) == GIF
    assert "width=40;" in made.first
    assert made.first.endswith("\a")


OTHERS = pytest.mark.parametrize(
    ("content", "way"),
    [(JPEG, "kitty"), (WEBP, "kitty"), (WEBP, "iterm"), (PNG, "sixel"), (b"", "iterm"), (b"", "sixel")],
)


@OTHERS
def test_what_a_terminal_may_not_know_is_not_sent_without_the_extra(content, way, monkeypatch):
    monkeypatch.setattr("cxdrill.terminal.pictures.Image", None)

    assert picture(content, way, 72) is None


def test_a_picture_of_no_size_or_cut_short_is_not_sent():
    assert picture(png(0, 5), "kitty", 72) is None
    assert picture(PNG[:20], "kitty", 72) is None


def test_a_large_file_is_not_sent_with_every_frame():
    assert picture(JPEG + b"\0" * 300_000, "iterm", 72) is None


@pytest.mark.parametrize(
    ("size", "rows"), [((10, 10), 1), ((600, 200), 10), ((6000, 100), 1), ((100, 9000), MOST_ROWS)]
)
def test_it_takes_the_lines_that_its_shape_needs(size, rows):
    made = picture(png(*size), "kitty", 72)

    assert made
    assert made.rows == rows


def test_the_screen_draws_it_in_its_lines_and_takes_it_away_again():
    made = paint.Picture(2, "<first>", "<again>", "<away>")
    with_picture = Frame([words("title"), words("")], [words("prompt"), *paint.pictured(made), words("end")], [])
    shown, frames = screen("a", "b", "c", lines=9)
    list(zip(range(2), shown.pressed(lambda width: with_picture, ()), strict=False))
    next(shown.pressed(lambda width: Frame([], [words("other")], []), ()))

    assert "\x1b[3;2H<first>" in frames[0]  # under the title and the prompt
    assert "<away>\x1b[3;2H<again>" in frames[1]
    assert "<first>" not in frames[1]
    assert "<away>" in frames[-1]
    assert "<again>" not in frames[-1]


def test_what_is_not_wholly_in_sight_is_not_drawn():
    made = paint.Picture(8, "<first>", "<again>")
    shown, frames = screen("a", lines=6)
    next(shown.pressed(lambda width: Frame([], [words("prompt"), *paint.pictured(made)], []), ()))

    assert "<first>" not in frames[0]


@pytest.mark.parametrize(("way", "is_shown"), [("auto", False), ("kitty", True), ("none", False)])
def test_the_setting_goes_before_what_the_environment_tells(way, is_shown, tmp_path, monkeypatch):
    monkeypatch.setattr("os.environ", {"TERM": "xterm-256color"})
    (tmp_path / "a.png").write_bytes(PNG)
    files = DeckFiles({"calls": str(tmp_path / "d.yaml")}, way)

    assert bool(files.picture(flashcard("c", image="a.png"), 72)) == is_shown
