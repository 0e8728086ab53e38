"""Pictures in terminals that show them: kitty's graphics (PNG), iTerm2's inline images (PNG, JPEG, GIF), and sixels.

The environment alone tells what a terminal can: nothing is asked of it, so nothing has to be waited for or taken out of
the keys. Inside tmux, screen and zellij nothing is drawn, since those would not pass it on in its place. Pillow, which
an extra brings, makes sixels, and other kinds into those that a terminal knows.
"""

from __future__ import annotations

import io
import re
import struct
import sys
import warnings
from base64 import b64encode
from collections.abc import Mapping
from zlib import crc32

from cxdrill.terminal.paint import Picture

if sys.platform != "win32":
    import fcntl
    import termios
try:
    from PIL import Image
except ImportError:
    Image = None  # type: ignore[assignment]
else:
    Image.MAX_IMAGE_PIXELS = 50_000_000
    warnings.simplefilter("error", Image.DecompressionBombWarning)

MOST_ROWS, _MOST_COLUMNS = 12, 60
_CELL = 10, 20  # pixels of a cell, near enough for a picture to keep within its room
_MOST_REPEATED = 300_000  # bytes of a picture that is sent anew with every frame
_CHUNK = 4096
_KITTY = frozenset(("xterm-kitty", "xterm-ghostty"))
_ITERM = frozenset(("iTerm.app", "WezTerm", "mintty"))
_KINDS = ("PNG", "JPEG", "GIF", "WEBP")
_REPEATED = re.compile(rb"(.)\1{3,}")
_SIXEL = ("foot", "mlterm", "contour", "yaft", "vt340")


def way_of(environment: Mapping[str, str], wanted: str = "auto") -> str:
    """How the terminal shows pictures, `kitty`, `iterm`, `sixel` or `sixel16`; nothing where it does not.

    What is wanted, as the setting has it, goes before what the environment tells.
    """
    terminal = environment.get("TERM", "")
    way = _told(terminal, environment) if wanted == "auto" else wanted.removeprefix("none")
    has_few = terminal.startswith("vt340") or (terminal.startswith("xterm") and "XTERM_VERSION" in environment)
    return "sixel16" if way == "sixel" and has_few else way  # an xterm is a VT340, with its 16 colours


def _told(terminal: str, environment: Mapping[str, str]) -> str:
    if terminal.startswith(("tmux", "screen")) or environment.keys() & {"TMUX", "STY", "ZELLIJ"}:
        return ""
    if terminal in _KITTY:
        return "kitty"
    program = environment.get("TERM_PROGRAM", "")
    if program in _ITERM or environment.get("LC_TERMINAL") == "iTerm2":
        return "iterm"
    has_sixels = terminal.startswith(_SIXEL) or (not program and "WT_SESSION" in environment)
    return "sixel" if has_sixels else ""


def picture(content: bytes, way: str, width: int) -> Picture | None:
    """A picture as that way of showing has it; None where it knows no such kind, or it is too big to be sent."""
    columns = min(width, _MOST_COLUMNS)
    return _as_it_is(content, way, columns) or _made_over(content, way, columns)


def _made_over(content: bytes, way: str, columns: int) -> Picture | None:
    """The same where Pillow has to make another kind of it."""
    wide, high = cell(_CELL) if way.startswith("sixel") else _CELL
    # No larger where cells are: sixels are sent anew with every frame, and cost time for each pixel.
    image = fitted(content, (columns * min(wide, _CELL[0]), MOST_ROWS * min(high, _CELL[1])))
    if image is None:
        return None
    if not way.startswith("sixel"):
        return _as_it_is(png(image), way, columns)
    shown = sixels(image, int(way.removeprefix("sixel") or 256))
    return Picture(-(-image.height // high), shown, shown)


def _as_it_is(content: bytes, way: str, columns: int) -> Picture | None:
    size = _size(content)
    if size is None or not all(size):
        return None
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


def cell(usual: tuple[int, int]) -> tuple[int, int]:
    """The pixels of one cell of the screen, as the system knows them; else the usual ones, as of Windows Terminal."""
    if sys.platform != "win32":
        try:
            lines, columns, width, height = struct.unpack("4H", fcntl.ioctl(1, termios.TIOCGWINSZ, bytes(8)))
        except OSError:
            return usual
        if lines and columns and width >= columns and height >= lines:
            return width // columns, height // lines
    return usual


def fitted(content: bytes, most: tuple[int, int]) -> Image.Image | None:
    """The picture in no more than so many pixels; None where it cannot be read, or Pillow is not there."""
    if Image is None:
        return None
    try:
        image = Image.open(io.BytesIO(content), formats=_KINDS)
        image.thumbnail(most)
        return image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def png(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def sixels(image: Image.Image, colours: int) -> str:
    """The picture in so many colours at most, on white where it is transparent; few are strewn so as to seem more.

    A sixel is a column of six pixels of one colour, a sign from ? to ~; bands of them are drawn colour by colour.
    """
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    drawn = paper.quantize(colours)
    if colours < 256:  # strewn is only what has its palette already
        drawn = paper.quantize(palette=drawn)
    parts = (round(part * 100 / 255) for part in drawn.getpalette() or ())
    triples = enumerate(zip(*[parts] * 3, strict=True))
    palette = "".join(f"#{at};2;{red};{green};{blue}" for at, (red, green, blue) in triples if at < colours)
    size = f'"1;1;{image.width};{image.height}'
    return f"\x1bP0;1q{size}{palette}{'-'.join(_bands(drawn.tobytes(), image.width))}\x1b\\"


def _bands(pixels: bytes, width: int) -> list[str]:
    """Every six rows of a picture, one colour after the other from the left, repeated signs counted."""
    bands = []
    for start in range(0, len(pixels), width * 6):
        signs: dict[int, bytearray] = {}
        for at, colour in enumerate(pixels[start : start + width * 6]):
            if colour not in signs:
                signs[colour] = bytearray(width)
            signs[colour][at % width] |= 1 << at // width
        bands.append("$".join(f"#{colour}{_counted(each)}" for colour, each in signs.items()))
    return bands


def _counted(band: bytearray) -> str:
    signs = bytes(sign + 63 for sign in band).rstrip(b"?")
    return _REPEATED.sub(lambda found: b"!%d%c" % (len(found[0]), found[1][0]), signs).decode()
