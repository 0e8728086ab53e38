"""A body that is longer than its window: without blank lines where that is enough, else begun with a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine


def closer(body: Sequence[StyledLine], room: int) -> list[StyledLine]:
    """A body that is a little too long, without its last blank lines: those between parts, not those of a picture."""
    blank = [place for place, line in enumerate(body) if not line.plain]
    for place, line in enumerate(body):
        if isinstance(line, paint.PictureLine):
            blank = [each for each in blank if not place <= each < place + line.picture.rows]
    too_many = len(body) - room
    left_out = set(blank[-too_many:]) if 0 < too_many <= len(blank) else ()
    return [line for place, line in enumerate(body) if place not in left_out]


def from_paragraph(body: list[StyledLine], seen: range, room: int) -> tuple[int, list[StyledLine]]:
    """Where to begin in a body that is too long: with a paragraph, from which all fits, or `seen`, or else with `seen`.

    The body ends no earlier than the window then, so that nothing above that line comes into sight.
    """
    starts = [place for place in range(1, seen.start + 1) if not body[place - 1].plain]
    whole = (place for place in starts if len(closer(body[place:], room)) <= room)
    last = next((place for place in reversed(starts) if seen.stop - place <= room), seen.start)
    first = next(whole, last)
    rest = closer(body[first:], room)
    return first, [*body[:first], *rest, *[paint.words("")] * (room - len(rest))]


def onwards(line: StyledLine) -> StyledLine:
    """A line of keys, the blank in it as the key that shows what is below: it does that first."""
    if line.pieces[:1] != (("space", paint.KEY),):
        return line
    return paint.StyledLine((line.pieces[0], (" more", paint.PLAIN), *line.pieces[2:]))
