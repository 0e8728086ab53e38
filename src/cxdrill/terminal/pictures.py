"""Pictures in terminals that show them: kitty's graphics (PNG) and iTerm2's inline images (PNG, JPEG, GIF).

The environment alone tells what a terminal can: nothing is asked of it, so nothing has to be waited for or taken out of
the keys. Inside tmux, screen and zellij nothing is drawn, since those would not pass it on in its place.
"""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Mapping
from typing import Protocol
from zlib import crc32

from cxdrill.core.cards.card import Card
from cxdrill.terminal.paint import Picture

MOST_ROWS, _MOST_COLUMNS = 12, 60
_CELL = 10, 20  # pixels of a cell, near enough for a picture to keep within its room
_MOST_REPEATED = 300_000  # bytes of a picture that is sent anew with every frame
_CHUNK = 4096
_KITTY = frozenset(("xterm-kitty", "xterm-ghostty"))
_ITERM = frozenset(("iTerm.app", "WezTerm", "mintty"))


class Files(Protocol):
    """The way from a card to its files."""

    def open(self, card: Card, turn: int) -> str:
        """Hands the picture or the sound whose turn it is to the system's program, and says so, or why not."""

    def picture(self, card: Card, width: int) -> Picture | None:
        """The card's picture for this terminal, in so many cells; None where it cannot be shown."""


def way_of(environment: Mapping[str, str]) -> str:
    """How the terminal shows pictures, `kitty` or `iterm`; nothing where it does not."""
    terminal = environment.get("TERM", "")
    if terminal.startswith(("tmux", "screen")) or environment.keys() & {"TMUX", "STY", "ZELLIJ"}:
        return ""
    if terminal in _KITTY:
        return "kitty"
    names = {environment.get("TERM_PROGRAM", ""), "iTerm.app" * (environment.get("LC_TERMINAL") == "iTerm2")}
    return "iterm" if names & _ITERM else ""


def picture(content: bytes, way: str, width: int) -> Picture | None:
    """A picture as that way of showing has it; None where it knows no such kind, or it is too big to be sent."""
    size = _size(content)
    if size is None or not all(size):
        return None
    columns = min(width, _MOST_COLUMNS)
    scale = min(1.0, columns * _CELL[0] / size[0], MOST_ROWS * _CELL[1] / size[1])
    rows = max(1, round(size[1] * scale / _CELL[1]))
    if way == "kitty" and content.startswith(b"\x89PNG"):
        return _kitty(content, rows)
    if way == "iterm" and len(content) <= _MOST_REPEATED:
        box = f"width={columns};height={rows};preserveAspectRatio=1"
        shown = f"\x1b]1337;File=inline=1;size={len(content)};{box}:{b64encode(content).decode()}\x07"
        return Picture(rows, shown, shown)
    return None


def _kitty(content: bytes, rows: int) -> Picture:
    """Sent once in pieces and then shown by its number; with q=2 the terminal answers nothing."""
    number, text = crc32(content) or 1, b64encode(content).decode()
    pieces = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    more = [f"m={int(at + 1 < len(pieces))}" for at in range(len(pieces))]
    heads = [f"a=T,f=100,i={number},r={rows},C=1,q=2,", *[""] * (len(pieces) - 1)]
    first = "".join(f"\x1b_G{head}{m};{piece}\x1b\\" for head, m, piece in zip(heads, more, pieces, strict=True))
    return Picture(rows, first, f"\x1b_Ga=p,i={number},r={rows},C=1,q=2\x1b\\", "\x1b_Ga=d,q=2\x1b\\")


def _size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; of a JPEG the room there is."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(b"GIF8") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return (_MOST_COLUMNS * _CELL[0], MOST_ROWS * _CELL[1]) if content.startswith(b"\xff\xd8") else None
