"""A line says the same, cut, wrapped or styled, as Rich would make of it; and needs Rich only for that."""

import pytest
from rich.console import Console

from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, cells

TEXTS = (
    "",
    "short",
    "two words and then some more of them",
    "日本語のテキスト ici",
    "é · → █░ naïve",
    "a\nb",
    "x" * 30,
)


def drawn(line: object) -> str:
    console = Console(force_terminal=True, color_system="standard", width=200, highlight=False, emoji=False)
    with console.capture() as capture:
        console.print(line, end="")
    return capture.get()


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [4, 9, 40])
def test_no_wrapped_line_is_wider_than_told_and_no_word_is_lost(text, width):
    lines = paint.joined(paint.words(text, "green"), "").wrapped(width)

    assert all(line.cell_len <= width for line in lines)
    assert "".join("".join(line.plain for line in lines).split()) == "".join(text.split())


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [1, 7, 40])
def test_truncating_keeps_within_the_cells_and_padding_fills_them(text, width):
    line = paint.words(text.replace("\n", " "), "red")
    padded = paint.padded(line, width)

    assert padded.cell_len == width
    if line.cell_len > width > 1:
        assert padded.plain.rstrip().endswith("…")
    assert line.plain == text.replace("\n", " ")


@pytest.mark.parametrize("text", [text for text in TEXTS if "\n" not in text])
def test_cells_are_those_that_rich_counts(text):
    from rich.cells import cell_len

    assert cells(text) == cell_len(text)


def test_styles_add_up():
    line = paint.joined(paint.words("ab", "bold"), paint.words("cd"))
    line.stylize("green", 1, 3)

    assert line.pieces == (("a", "bold"), ("b", "bold green"), ("c", "green"), ("d", ""))
    assert drawn(line) == "\x1b[1ma\x1b[0m\x1b[1;32mb\x1b[0m\x1b[32mc\x1b[0md"


def test_styles_survive_cutting():
    line = paint.joined(paint.blocks("green ", "green"), paint.words("and a long rest"))
    line.truncate(12, overflow="ellipsis")

    assert [text for text, style in line.pieces if style == "green"] == ["green "]
    assert line.plain == "green and a…"


def test_blanks_at_the_end_go():
    line = paint.joined(paint.blocks("a ", "green"), "  ")
    line.rstrip()

    assert line.pieces == (("a", "green"),)
    assert line == StyledLine([("a", "green")])


def test_a_colour_is_for_the_sign_alone_and_the_words_keep_the_colour_of_the_terminal():
    assert paint.words("✓ Passed", paint.RIGHT).pieces == (("✓ ", "green"), ("Passed", "bold"))
    assert paint.words("red alert", paint.WRONG).pieces == (("red alert", "bold"),)
    assert paint.words("due", paint.DUE).pieces == (("due", "bold"),)


def test_a_command_too_long_for_the_window_stays_whole_with_its_remark_below():
    line = paint.commands(["cxdrill ready   for your chances of passing the check"])[0]

    assert [row.plain for row in paint.rows(line, 30)] == [
        "→ cxdrill ready",
        "    for your chances of",
        "    passing the check",
    ]
