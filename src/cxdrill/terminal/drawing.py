"""Lines cut, broken and drawn by Rich.

Loaded with the first line that needs it, so that reports for scripts and screen readers never load Rich.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from rich.cells import cell_len as cell_len
from rich.console import Console
from rich.text import Text

Pieces = Iterable[tuple[str, str]]
"""Texts of a line, each with its style in Rich's words."""


def cut(pieces: Pieces, width: int, *, has_ellipsis: bool) -> Pieces:
    """A line that is longer than `width` cells, in as many."""
    text = _text(pieces)
    text.truncate(width, overflow="ellipsis" if has_ellipsis else "crop")
    return _pieces(text)


def broken(pieces: Pieces, width: int) -> list[Pieces]:
    """A line in lines of at most `width` cells, between words where it can be, without blanks at their ends."""
    parts = _text(pieces).wrap(_console(width), width, tab_size=4)
    for part in parts:
        part.rstrip()
    return [_pieces(part) for part in parts]


def drawn(pieces: Pieces) -> str:
    """The line with the sequences that a terminal draws it by; without colours where NO_COLOR asks for none."""
    text = _text(pieces)
    console = _console(text.cell_len + 1)
    with console.capture() as capture:
        console.print(text, end="", no_wrap=True, overflow="ignore", crop=False)
    return capture.get()


def _console(width: int) -> Console:
    return Console(
        width=width,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        highlight=False,
        emoji=False,
        markup=False,
    )


def _text(pieces: Pieces) -> Text:
    return Text.assemble(*pieces, end="")


def _pieces(text: Text) -> Pieces:
    """What Rich cut, as pieces again."""
    plain = text.plain
    edges = sorted({0, len(plain), *(min(edge, len(plain)) for span in text.spans for edge in (span.start, span.end))})
    for start, end in pairwise(edges):
        styles = [str(span.style) for span in text.spans if span.start <= start and end <= span.end]
        yield plain[start:end], " ".join(style for style in [str(text.style), *styles] if style)
