"""Text for screens: the only place where lines of it are made, so that nothing reaches a terminal uncleaned.

Styles mean something and never stand alone: a sign or a word says the same (see `STYLES`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cxdrill.core.text import clean
from cxdrill.terminal.report import UNWRAPPED
from cxdrill.terminal.styled_line import StyledLine, cells

# Standard colours only, readable on dark and light; each is doubled by a sign or a word.
RIGHT = "green"
WRONG = "red"
DUE = "yellow"
KEY = "cyan"
DIM = "dim"
TITLE = "bold"
PLAIN = ""

WIDEST = 72
MARGIN = " "
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SPARKS = "▁▂▃▄▅▆▇█"


def words(text: str, style: str = PLAIN) -> StyledLine:
    """`text` cleaned, in one style. Markup, emoji codes and links in it are plain text."""
    return StyledLine([(clean(text), style)])


def joined(*parts: StyledLine | str) -> StyledLine:
    """Pieces one after the other; a bare string is cleaned like any other."""
    lines = (part if isinstance(part, StyledLine) else words(part) for part in parts)
    return StyledLine(piece for line in lines for piece in line.pieces)


def wrapped(text: StyledLine, width: int, *, first: str = "", hang: str | None = None) -> list[StyledLine]:
    """`text` in lines of at most `width` cells: `first` before the first line, `hang` (else blanks) before the rest."""
    indent = " " * cells(first) if hang is None else hang
    lines = text.wrapped(max(4, width - cells(first))) if is_drawn(width) else text.split()
    lines = lines or [words("")]
    return [joined(indent if place else first, line) for place, line in enumerate(_trimmed(lines))]


def _trimmed(lines: Iterable[StyledLine]) -> list[StyledLine]:
    kept = list(lines)
    for line in kept:
        line.rstrip()
    return kept


def sides(left: StyledLine, right: StyledLine, width: int) -> list[StyledLine]:
    """`left` and `right` at the two ends of one line, or under each other where they do not fit.

    Where lines have no end, two blanks stand between them.
    """
    if not is_drawn(width):
        return [joined(left, "  ", right)]
    room = width - left.cell_len - right.cell_len
    if room < 2:
        return [*wrapped(left, width), *wrapped(right, width)]
    return [joined(left, " " * room, right)]


def is_drawn(width: int) -> bool:
    """Whether lines of that width are looked at, so that bars tell something; a screen reader would spell them out."""
    return width < UNWRAPPED


def rule(width: int) -> StyledLine:
    """A thin line."""
    return words("─" * width, DIM)


def bar(share: float, width: int, style: str = PLAIN) -> StyledLine:
    """A bar filled to `share` (0 to 1), to an eighth of a character."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    filled = "█" * full + (_EIGHTHS[rest] if rest else "")
    return joined(words(filled, style), words("░" * (width - len(filled)), DIM))


def progress(done: int, total: int, width: int) -> StyledLine:
    """How far a session has come, as a line that fills up."""
    full = round(width * done / total) if total else width
    return joined(words("━" * full, KEY), words("─" * (width - full), DIM))


def sparkline(values: Sequence[float]) -> str:
    """One character a value, as high as its share of the largest."""
    top = max(values, default=0)
    return "".join(_SPARKS[round(value / top * (len(_SPARKS) - 1))] if top else _SPARKS[0] for value in values)


def column(texts: Iterable[str], width: int, others: int, least: int = 14) -> int:
    """The cells of a column: what `others` leave of the width, or as many as its longest text needs without a width."""
    if is_drawn(width):
        return max(least, width - others)
    return max(map(cells, texts), default=0)


def ending(text: str, width: int) -> StyledLine:
    """`text` in exactly `width` cells; where it is longer, its end tells more than its beginning."""
    line = words(text)
    if line.cell_len > width:
        line = words("…" + text[-(width - 1) :])
    return padded(line, width)


def padded(text: StyledLine, width: int) -> StyledLine:
    """`text` filled with blanks, or cut with an ellipsis, to exactly `width` cells."""
    line = text.copy()
    line.truncate(width, overflow="ellipsis", pad=True)
    return line
