"""Text for screens: the only place where Rich text is made, so that nothing reaches a terminal uncleaned.

Styles mean something and never stand alone: a sign or a word says the same (see `STYLES`).
"""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from cxdrill.core.text import clean
from cxdrill.terminal.report import UNWRAPPED

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


def words(text: str, style: str = PLAIN) -> Text:
    """`text` cleaned, in one style. Markup, emoji codes and links in it are plain text."""
    return Text(clean(text), style=style, end="")


def joined(*parts: Text | str) -> Text:
    """Pieces one after the other; a bare string is cleaned like any other."""
    line = words("")
    for part in parts:
        line.append_text(part if isinstance(part, Text) else words(part))
    return line


def wrapped(text: Text, width: int, *, first: str = "", hang: str | None = None) -> list[Text]:
    """`text` in lines of at most `width` cells: `first` before the first line, `hang` (else blanks) before the rest."""
    indent = " " * cell_len(first) if hang is None else hang
    room = max(4, width - cell_len(first))
    lines = text.wrap(_MEASURE, room, tab_size=4) or [words("")]
    return [joined(indent if place else first, line) for place, line in enumerate(_trimmed(lines))]


def _trimmed(lines: Iterable[Text]) -> list[Text]:
    kept = list(lines)
    for line in kept:
        line.rstrip()
    return kept


def sides(left: Text, right: Text, width: int) -> list[Text]:
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


def rule(width: int) -> Text:
    """A thin line."""
    return words("─" * width, DIM)


def bar(share: float, width: int, style: str = PLAIN) -> Text:
    """A bar filled to `share` (0 to 1), to an eighth of a character."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    filled = "█" * full + (_EIGHTHS[rest] if rest else "")
    return joined(words(filled, style), words("░" * (width - len(filled)), DIM))


def progress(done: int, total: int, width: int) -> Text:
    """How far a session has come, as a line that fills up."""
    full = round(width * done / total) if total else width
    return joined(words("━" * full, KEY), words("─" * (width - full), DIM))


def sparkline(values: Sequence[float]) -> str:
    """One character a value, as high as its share of the largest."""
    top = max(values, default=0)
    return "".join(_SPARKS[round(value / top * (len(_SPARKS) - 1))] if top else _SPARKS[0] for value in values)


def padded(text: Text, width: int) -> Text:
    """`text` filled with blanks, or cut with an ellipsis, to exactly `width` cells."""
    line = text.copy()
    line.truncate(width, overflow="ellipsis", pad=True)
    return line


_MEASURE = Console(width=WIDEST, file=None, force_terminal=False, legacy_windows=False)
