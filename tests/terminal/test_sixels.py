"""Pictures made over: any kind as PNG for kitty, and sixels that a terminal draws as the picture is."""

import io
import re
import struct
import time

import pytest
from PIL import Image

from cxdrill.terminal import pictures
from cxdrill.terminal.pictures import MOST_ROWS, picture
from pictures import JPEG, PNG, WEBP, png

CELL = 10, 20


def drawn(sixels: str) -> Image.Image:
    """What a terminal makes of sixels: a screen in red, so that what is not drawn shows."""
    found = re.fullmatch(r'\x1bP0;1q"1;1;(\d+);(\d+)(.*)\x1b\\', sixels)
    assert found
    image = Image.new("RGB", (int(found[1]), int(found[2])), (255, 0, 0))
    palette: dict[int, tuple[int, ...]] = {}
    x, y, colour = 0, 0, -1
    for match in re.finditer(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([?-~])|(\$)|(-)|(.)", found[3]):
        number, red, green, blue, count, repeated, sign, back, down, other = match.groups()
        assert other is None
        if red:
            palette[int(number)] = tuple(round(int(part) * 255 / 100) for part in (red, green, blue))
        elif number:
            colour = int(number)
        elif back or down:
            x, y = 0, y + 6 * bool(down)
        for _ in range(int(count or bool(sign))):
            for bit in range(6):
                if (ord(repeated or sign) - 63) >> bit & 1:
                    image.putpixel((x, y + bit), palette[colour])
            x += 1
    return image


def painted(width: int, height: int) -> Image.Image:
    """A picture with a run of colours across and stripes down."""
    image = Image.new("RGB", (width, height))
    for x in range(width):
        for y in range(height):
            image.putpixel((x, y), (x * 255 // width, 90 if y % 7 else 200, y * 255 // height))
    return image


def file_of(image: Image.Image, kind: str) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **({"lossless": True} if kind == "WEBP" else {}))
    return made.getvalue()


def apart(one: Image.Image, other: Image.Image) -> int:
    """How far two pictures are from each other in the worst part of a pixel, from 0 to 255."""
    assert one.size == other.size
    pairs = zip(one.convert("RGB").tobytes(), other.convert("RGB").tobytes(), strict=True)
    return max(abs(a - b) for a, b in pairs)


@pytest.mark.parametrize("size", [(1, 1), (2, 5), (3, 6), (40, 7), (257, 31), (600, 240)])
def test_sixels_show_the_picture(size):
    image = Image.new("RGB", size, (10, 120, 240))
    image.paste((250, 200, 30), (0, 0, size[0] // 2, size[1] // 2))
    made = picture(file_of(image, "PNG"), "sixel", 72)

    assert made
    assert made.first == made.again
    assert apart(drawn(made.first), image) <= 2  # a hundredth is the finest step of a sixel's colour
    assert made.rows == -(-size[1] // CELL[1])


def test_a_picture_of_many_colours_shows_in_256_of_them():
    image = painted(120, 90)
    made = picture(file_of(image, "PNG"), "sixel", 72)

    assert made
    assert len(set(re.findall(r"#(\d+);", made.first))) <= 256
    assert apart(drawn(made.first), image) < 40


def test_an_xterm_gets_16_colours_that_seem_more():
    image = painted(120, 90)
    made = picture(file_of(image, "PNG"), "sixel16", 72)

    assert made
    assert set(re.findall(r"#(\d+);", made.first)) <= {str(number) for number in range(16)}
    small = (4, 3)
    assert apart(drawn(made.first).resize(small, Image.Resampling.BOX), image.resize(small, Image.Resampling.BOX)) < 40


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_every_kind_that_a_deck_may_have_becomes_sixels(kind):
    image = Image.new("RGB", (30, 20), (200, 40, 40))
    made = picture(file_of(image, kind), "sixel", 72)

    assert made
    assert apart(drawn(made.first), image) <= 4


def test_what_is_transparent_is_white():
    made = picture(file_of(Image.new("RGBA", (4, 4), (0, 0, 0, 0)), "PNG"), "sixel", 72)

    assert made
    assert drawn(made.first).getpixel((3, 3)) == (255, 255, 255)


@pytest.mark.parametrize(("kind", "way"), [("JPEG", "kitty"), ("GIF", "kitty"), ("WEBP", "kitty"), ("WEBP", "iterm")])
def test_other_kinds_become_png(kind, way, monkeypatch):
    sent = []
    monkeypatch.setattr(pictures, "png", lambda image: sent.append(image) or PNG)
    made = picture(file_of(painted(60, 40), kind), way, 72)

    assert made
    assert apart(sent[0], painted(60, 40)) < 80


def test_a_png_made_over_is_the_same_picture():
    image = pictures.fitted(file_of(painted(60, 40), "WEBP"), (600, 240))

    assert image
    assert apart(Image.open(io.BytesIO(pictures.png(image))), painted(60, 40)) == 0


def test_a_large_picture_keeps_its_shape_and_its_room_and_is_made_at_once():
    begun = time.process_time()
    made = picture(file_of(painted(1500, 900), "JPEG"), "sixel", 60)

    assert made
    assert made.rows == MOST_ROWS
    assert drawn(made.first).size == (400, 240)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "content", [JPEG, WEBP, PNG[:40], png(3, 3)[:50], png(0, 5), b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 40]
)
def test_what_cannot_be_read_is_not_shown(content):
    assert picture(content, "sixel", 72) is None


@pytest.mark.parametrize("side", [8_000, 60_000])
def test_a_picture_that_would_fill_memory_is_not_unpacked(side):
    header = png(2, 1)
    bomb = header[:16] + struct.pack(">II", side, side) + header[24:]

    assert picture(bomb, "sixel", 72) is None


@pytest.mark.parametrize(
    ("told", "pixels_of_a_cell"),
    [((40, 100, 900, 720), (9, 18)), ((40, 100, 0, 0), CELL), ((0, 0, 0, 0), CELL), ((40, 100, 50, 20), CELL)],
)
def test_a_cell_is_as_large_as_the_system_says(told, pixels_of_a_cell, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "ioctl", lambda *_: struct.pack("4H", *told))

    assert pictures.cell(CELL) == pixels_of_a_cell
