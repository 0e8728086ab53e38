"""Text for screens: the only place where lines of it are made, so that nothing reaches a terminal uncleaned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from types import ModuleType
from typing import Protocol

from msgspec import Struct

from cxdrill.core.cards.card import Card
from cxdrill.core.text import clean
from cxdrill.terminal.wording import program, typed

# What has to be read is in the terminal's own colour, which its owner can read; a colour is for signs and bars alone,
# and what a sign says is said in words too.
RIGHT = "green"
WRONG = "red"
BAR = "cyan"
FAINT = "dim"  # rules and the empty part of bars
TITLE = KEY = DUE = "bold"
PLAIN = ""
_SIGNS = " ✓✗◐!"

WIDEST = 72  # cells of a text that reads well
ROOMY = 96  # the same in a window of 100 columns and more, which then shows every key
MARGIN = " "
ARROW = "→ "  # before a command to type next
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SPARKS = "▁▂▃▄▅▆▇█"
UNWRAPPED = 1_000_000  # cells: more than any line has
_NARROW = frozenset("–—‘’“”…·→←↑↓↵█▏▎▍▌▋▊▉░▁▂▃▄▅▆▇─━│✓✗×≥≤")

_SMALLEST_BAR = 6
Bar = tuple[str, float, "StyledLine | str", str]
"""A row with a bar: its name, the share that is filled (0 to 1), a text behind it, and the style of the bar."""
Page = tuple[str, "Callable[[int], Sequence[StyledLine]]"]
"""A title, and the lines under it for a width."""
Piece = tuple[str, str]
"""A text and its style in Rich's words; the empty style is the terminal's own."""


class StyledLine(Struct, frozen=True):
    """A line to print or draw: texts, each with its style. Made by `paint` alone, where they are cleaned."""

    pieces: tuple[Piece, ...] = ()

    @property
    def plain(self) -> str:
        return "".join(text for text, _ in self.pieces)

    @property
    def cell_len(self) -> int:
        return cells(self.plain)

    @property
    def drawn(self) -> str:
        """The line with the sequences that a terminal draws it by; without colours where NO_COLOR asks for none."""
        return str(_drawing().drawn(self.pieces)) if any(style for _, style in self.pieces) else self.plain

    def cut(self, width: int, *, has_ellipsis: bool = True) -> StyledLine:
        """The line in at most `width` cells, with an ellipsis where it is longer."""
        return self if self.cell_len <= width else _of(_drawing().cut(self.pieces, width, has_ellipsis=has_ellipsis))

    def wrapped(self, width: int) -> list[StyledLine]:
        """The line in lines of at most `width` cells, without blanks at their ends; none where it is empty."""
        if "\n" in self.plain or self.plain[-1:].isspace() or self.cell_len > width:
            return [_of(part) for part in _drawing().broken(self.pieces, width)]
        return [self] if self.pieces else []


def _of(pieces: Iterable[Piece]) -> StyledLine:
    return StyledLine(tuple(piece for piece in pieces if piece[0]))


class Picture(Struct, frozen=True):
    """What shows a picture at the cursor: for the first time, again, and what takes all of them away."""

    rows: int
    first: str
    again: str
    away: str = ""


class Files(Protocol):
    """The way from a card to its files."""

    def open(self, card: Card) -> str:
        """Hands the card's next picture or sound to the system's program, and says so, or why not."""

    def picture(self, card: Card, width: int) -> Picture | None:
        """The card's picture for this terminal, in so many cells; None where it cannot be shown."""


def no_files() -> Files:
    """The way to the files of cards in a session without any."""
    raise LookupError("these cards have no files")


def opened(files: Callable[[], Files], card: Card) -> str:
    """The word on a card's next picture or sound, which is opened, if it has any."""
    return files().open(card) if any(card.media()) else "there is no picture and no sound here"


class PictureLine(StyledLine, frozen=True, kw_only=True):
    """An empty line at which a picture begins; as many lines as it has rows stand empty for it."""

    picture: Picture


def pictured(picture: Picture) -> list[StyledLine]:
    """The room of a picture."""
    return [PictureLine(picture=picture), *[StyledLine()] * (picture.rows - 1)]


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii() or all(sign < "\u0300" or sign in _NARROW for sign in text):
        return len(text)
    return int(_drawing().cell_len(text))


def _drawing() -> ModuleType:
    from cxdrill.terminal import drawing

    return drawing


def words(text: str, style: str = PLAIN) -> StyledLine:
    """`text` cleaned, in one style. Markup, emoji codes and links in it are plain text.

    Of a style that is a colour the sign at the beginning has it; the words are bold.
    """
    text = clean(text)
    if style not in (RIGHT, WRONG):
        return _of([(text, style)])
    sign = len(text) - len(text.lstrip(_SIGNS))
    return _of([(text[:sign], style), (text[sign:], TITLE)])


def blocks(signs: str, style: str) -> StyledLine:
    """A drawing made of signs, in a colour."""
    return _of([(clean(signs), style)])


def joined(*parts: StyledLine | str) -> StyledLine:
    """Pieces one after the other; a bare string is cleaned like any other."""
    lines = (part if isinstance(part, StyledLine) else words(part) for part in parts)
    return StyledLine(tuple(piece for line in lines for piece in line.pieces))


def wrapped(
    text: StyledLine | str, width: int, style: str = PLAIN, *, first: StyledLine | str = "", hang: str | None = None
) -> list[StyledLine]:
    """`text` in lines of at most `width` cells: `first` before the first line, `hang` (else blanks) before the rest."""
    line = words(text, style) if isinstance(text, str) else text
    first = joined(first)
    indent = " " * first.cell_len if hang is None else hang
    if is_drawn(width):
        lines = line.wrapped(max(4, width - first.cell_len)) or [line]
    else:
        lines = [words(row.rstrip()) for row in line.plain.split("\n")]
    return [joined(indent if place else first, line) for place, line in enumerate(lines)]


def sentences(texts: Iterable[str], width: int, style: str = PLAIN) -> list[StyledLine]:
    """Texts in one style, each wrapped; empty ones are left out."""
    return [line for text in texts if text for line in wrapped(text, width, style)]


def section(heading: str, lines: Sequence[StyledLine]) -> list[StyledLine]:
    """Lines under a heading; nothing where there are none."""
    return [words(heading, TITLE), *lines] if lines else []


def stacked(*parts: Sequence[StyledLine]) -> list[StyledLine]:
    """Parts under each other, a blank line between them; empty ones are left out."""
    lines: list[StyledLine] = []
    for part in filter(None, parts):
        lines += [words(""), *part] if lines else part
    return lines


def sides(left: StyledLine, right: StyledLine, width: int) -> list[StyledLine]:
    """Two texts at the ends of one line, under each other where they do not fit, beside each other without an end."""
    if not is_drawn(width):
        return [joined(left, "  ", right)]
    room = width - left.cell_len - right.cell_len
    if room < 2:
        return [*wrapped(left, width), *wrapped(right, width)]
    return [joined(left, " " * room, right)]


def is_drawn(width: int) -> bool:
    """Whether lines of that width are looked at, so that bars tell something; a screen reader would spell them out."""
    return width < UNWRAPPED


def fitting(room: int) -> int:
    """The width to use where there is room for so many cells."""
    return min(room, ROOMY if room >= ROOMY else WIDEST)


def rule(width: int) -> StyledLine:
    return words("─" * width, FAINT)


def bar(share: float, width: int, style: str = PLAIN) -> StyledLine:
    """A bar filled to `share` (0 to 1), to an eighth of a character."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    filled = "█" * full + (_EIGHTHS[rest] if rest else "")
    return joined(blocks(filled, style), blocks("░" * (width - len(filled)), FAINT))


def bars(
    rows: Sequence[Bar], width: int, *, most: int = 20, texts: int = 0, like: Sequence[Bar] = ()
) -> list[StyledLine]:
    """A row each, with `texts` cells (or what is needed) for the text; no bar where it tells nothing or has no room.

    The columns have room for the rows that they are `like`, too.
    """
    if not is_drawn(width):
        return [joined(name, ": ", text) for name, _, text, _ in rows]
    texts = texts or max((joined(text).cell_len for _, _, text, _ in like or rows), default=0)
    names = min(max((cells(name) for name, *_ in like or rows), default=0), max(16, width - texts - 14))
    room = min(most, width - names - texts - 4)
    if room < _SMALLEST_BAR:
        return [line for name, _, text, _ in rows for line in wrapped(joined(name, "  ", text), width, hang="  ")]
    drawn = ((padded(words(name), names), bar(share, room, style), text) for name, share, text, style in rows)
    return [joined(name, "  ", filled, "  ", text) for name, filled, text in drawn]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[StyledLine]:
    """Columns under their heads, the first to the left, numbers to the right; nothing without a row."""
    widths = [max(map(cells, column)) for column in zip(head, *rows, strict=True)]

    def line(row: Sequence[str]) -> StyledLine:
        first, *others = zip(row, widths, strict=True)
        return joined(padded(words(first[0]), first[1]), *(f"   {text:>{width}}" for text, width in others))

    return [line(each) for each in (head, *rows)] if rows else []


def progress(done: int, total: int, width: int) -> StyledLine:
    """How far a session has come, as a line that fills up."""
    full = round(width * done / total) if total else width
    return joined(blocks("━" * full, BAR), blocks("─" * (width - full), FAINT))


def sparkline(values: Sequence[float]) -> str:
    """One character a value, as high as its share of the largest."""
    top = max(values, default=0)
    return "".join(_SPARKS[round(value / top * (len(_SPARKS) - 1))] if top else _SPARKS[0] for value in values)


def padded(text: StyledLine, width: int) -> StyledLine:
    """`text` filled with blanks, or cut with an ellipsis, to exactly `width` cells."""
    line = text.cut(width)
    return joined(line, " " * (width - line.cell_len))


def commands(*following: str) -> list[StyledLine]:
    """The commands to type next, the first with an arrow."""
    return [joined(words("  " if place else ARROW, KEY), typed(each)) for place, each in enumerate(following)]


def rows(line: StyledLine, width: int) -> list[StyledLine]:
    """A line in rows of at most `width` cells; a command stays in one piece, to copy, with its remark below it."""
    first, command = line.plain[:2], line.plain[2:]
    if line.cell_len <= width or first not in (ARROW, "  ") or not command.startswith(f"{program()} "):
        return wrapped(line, width)
    command, _, remark = command.partition("   ")
    whole = joined(words(first, KEY), words(command))
    return [whole, *(wrapped(remark.strip(), width, first="    ") if remark else [])]
