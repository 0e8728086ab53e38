"""Pictures made over by Pillow, which an extra brings: of any kind into PNG, or into the sixels of older terminals.

A sixel is a column of six pixels of one colour, a sign from ? to ~; bands of them are drawn colour by colour.
"""

from __future__ import annotations

import io
import re
import struct
import sys
import warnings

from PIL import Image

if sys.platform != "win32":
    import fcntl
    import termios

_KINDS = ("PNG", "JPEG", "GIF", "WEBP")
_REPEATED = re.compile(rb"(.)\1{3,}")

Image.MAX_IMAGE_PIXELS = 50_000_000
warnings.simplefilter("error", Image.DecompressionBombWarning)


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
    """The picture in no more than so many pixels; None where it cannot be read."""
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
    """The picture in so many colours at most, on white where it is transparent; few are strewn so as to seem more."""
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
