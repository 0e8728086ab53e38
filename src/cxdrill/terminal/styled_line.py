"""One line of text with styles, which becomes Rich text only when it is drawn or has to be cut or wrapped.

So reports for scripts and screen readers, which are neither, never load Rich.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

Piece = tuple[str, str]
"""A text and its style in Rich's words; the empty style is the terminal's own."""


class StyledLine:
    """A line to print or draw. Made by `paint` alone, where its text is cleaned."""

    __slots__ = ("_pieces",)

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        self._pieces = [piece for piece in pieces if piece[0]]

    def __rich__(self) -> Text:
        from rich.text import Text

        return Text.assemble(*self._pieces, end="")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StyledLine) and self._pieces == other._pieces

    def __repr__(self) -> str:
        return f"StyledLine({self._pieces!r})"

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The texts in order, each with its style."""
        return tuple(self._pieces)

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join(text for text, _ in self._pieces)

    @property
    def cell_len(self) -> int:
        """How many cells of a terminal the text takes."""
        return cells(self.plain)

    def copy(self) -> StyledLine:
        """Another line like this one."""
        return StyledLine(self._pieces)

    def stylize(self, style: str, start: int, end: int) -> None:
        """Add a style to the characters from `start` up to `end`."""
        styled, place = [], 0
        for text, given in self._pieces:
            first, last = max(0, start - place), max(0, end - place)
            styled += [(text[:first], given), (text[first:last], f"{given} {style}".strip()), (text[last:], given)]
            place += len(text)
        self._pieces = [piece for piece in styled if piece[0]]

    def rstrip(self) -> None:
        """Take blanks off the end."""
        while self._pieces:
            text, style = self._pieces.pop()
            if kept := text.rstrip():
                self._pieces.append((kept, style))
                return

    def truncate(self, width: int, *, overflow: str = "fold", pad: bool = False) -> None:
        """Cut the line to `width` cells, with `overflow` "ellipsis" showing it, and with `pad` fill it up to them."""
        length = self.cell_len
        if length > width:
            text = self.__rich__()
            text.truncate(width, overflow="ellipsis" if overflow == "ellipsis" else "crop")
            self._pieces = list(_line(text)._pieces)
            length = self.cell_len
        if pad and length < width:
            self._pieces.append((" " * (width - length), ""))

    def wrapped(self, width: int) -> list[StyledLine]:
        """The line in lines of at most `width` cells; none where it is empty."""
        if "\n" not in self.plain and self.cell_len <= width:
            return [self.copy()] if self._pieces else []
        from rich.console import Console

        console = Console(width=width, file=None, force_terminal=False, legacy_windows=False)
        return [_line(part) for part in self.__rich__().wrap(console, width, tab_size=4)]

    def split(self) -> list[StyledLine]:
        """The lines between line feeds."""
        lines: list[list[Piece]] = [[]]
        for text, style in self._pieces:
            first, *others = text.split("\n")
            lines[-1].append((first, style))
            lines += [[(other, style)] for other in others]
        return [StyledLine(pieces) for pieces in lines]


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii() or all(sign < "\u0300" or sign in _NARROW for sign in text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


_NARROW = frozenset("–—‘’“”…·→←↑↓↵█▏▎▍▌▋▊▉░▁▂▃▄▅▆▇─━│✓✗×≥≤")


def _line(text: Text) -> StyledLine:
    """What Rich cut, as a line again."""
    plain = text.plain
    edges = sorted({0, len(plain), *(min(edge, len(plain)) for span in text.spans for edge in (span.start, span.end))})
    pieces = []
    for start, end in pairwise(edges):
        styles = [str(span.style) for span in text.spans if span.start <= start and end <= span.end]
        pieces.append((plain[start:end], " ".join(style for style in [str(text.style), *styles] if style)))
    return StyledLine(pieces)
