"""A line says the same, cut, wrapped or styled, as Rich would make of it."""

import random

import pytest
from rich.console import Console
from rich.text import Text

from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, cells

TEXTS = (
    *("", "short", "two words and then some more of them", "日本語のテキスト ici", "é · → █░ naïve", "a\nb", "x" * 30),
    "☎️ ❤️ 1️⃣☎️☎️☎️ and a 👍🏽, which others make wider",
)


def by_rich(line: StyledLine, width: int) -> list[str]:
    """The line in lines of a width as Rich draws them, whose blanks at the ends of lines are left out here."""
    console = Console(force_terminal=True, color_system="standard", width=width, highlight=False, emoji=False)
    with console.capture() as capture:
        for row in Text.assemble(*line.pieces).wrap(console, width):
            row.rstrip()
            console.print(row, end="\n")
    return capture.get().removesuffix("\n").split("\n")


@pytest.mark.parametrize("seed", range(20))
def test_lines_break_and_are_drawn_as_rich_would_do_it(seed):
    drawn = random.Random(seed)
    parts = ["word", "日本語", "a-very-long-word", "é", "—", "🙂", ","]
    styles = ["", "bold", "green", "italic magenta", "bold red", "dim", "reverse"]
    words = ["".join(drawn.choices(parts, k=drawn.randint(1, 3))) for _ in range(12)]
    line = paint.joined(*(paint.blocks(f"{word} ", drawn.choice(styles)) for word in words))
    width = drawn.randint(4, 30)

    assert [each.drawn for each in line.wrapped(width)] == by_rich(line, width)


def test_without_colours_what_is_bold_stays_bold(monkeypatch):
    line = paint.joined(paint.words("a", "bold cyan"), paint.blocks("b", "green"))

    assert line.drawn == "\x1b[1;36ma\x1b[0m\x1b[32mb\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert line.drawn == "\x1b[1ma\x1b[0mb"


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


def test_each_piece_is_drawn_in_its_own_style():
    first = paint.joined(paint.words("a", "bold"), paint.words("b", "bold green"))
    (line,) = paint.wrapped("d", 9, first=paint.joined(first, paint.blocks("c", "green")))

    assert line.pieces == (("a", "bold"), ("b", "bold green"), ("c", "green"), ("d", ""))
    assert line.drawn == "\x1b[1ma\x1b[0m\x1b[1;32mb\x1b[0m\x1b[32mc\x1b[0md"


def test_styles_survive_cutting_and_blanks_at_the_end_go():
    line = paint.joined(paint.blocks("green ", "green"), paint.words("and a long rest")).cut(12)

    assert [text for text, style in line.pieces if style == "green"] == ["green "]
    assert line.plain == "green and a…"
    assert paint.joined(paint.blocks("a ", "green"), "  ").wrapped(9) == [StyledLine((("a", "green"),))]


def test_a_colour_is_for_the_sign_alone_and_the_words_keep_the_colour_of_the_terminal():
    assert paint.words("✓ Passed", paint.RIGHT).pieces == (("✓ ", "green"), ("Passed", "bold"))
    assert paint.words("red alert", paint.WRONG).pieces == (("red alert", "bold"),)
    assert paint.words("due", paint.DUE).pieces == (("due", "bold"),)


def test_a_command_too_long_for_the_window_stays_whole_with_its_remark_below():
    line = paint.commands("cxdrill ready   for your chances of passing the check")[0]

    assert [row.plain for row in paint.rows(line, 30)] == [
        "→ cxdrill ready",
        "    for your chances of",
        "    passing the check",
    ]


SCHEMES = {  # background, own text, red, green: xterm on black and on white, Solarized dark and light
    "black": ("000000", "e5e5e5", "cd0000", "00cd00"),
    "white": ("ffffff", "000000", "cd0000", "00cd00"),
    "solarized dark": ("002b36", "839496", "dc322f", "859900"),
    "solarized light": ("fdf6e3", "657b83", "dc322f", "859900"),
}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
        return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("style", [paint.PLAIN, paint.TITLE, paint.KEY, paint.DUE, paint.RIGHT, paint.WRONG])
def test_what_is_read_has_a_contrast_of_four_and_a_half_or_all_that_the_terminal_itself_has(scheme, style):
    ground, own, red, green = SCHEMES[scheme]
    colours = {"": own, "bold": own, "red": red, "green": green}
    read = [colours[how] for text, how in paint.words("✓ Passed, 38 of 40", style).pieces if text.strip(" ✓✗")]

    assert read
    assert all(contrast(each, ground) >= min(4.5, contrast(own, ground)) for each in read)


def test_contrast_is_computed_as_the_guideline_has_it():
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.005)
    assert min(contrast(own, ground) for ground, own, *_ in SCHEMES.values()) == pytest.approx(4.13, abs=0.005)
