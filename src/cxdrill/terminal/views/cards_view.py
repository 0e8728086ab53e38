"""A list of cards with their state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cxdrill.core.cards.face import Face
from cxdrill.core.study.stats import FaceState
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, commands
from cxdrill.terminal.wording import relative_day, ways_asked

_MOST_LINES = 2  # of a prompt


def cards_lines(
    faces: Sequence[Face], states: Sequence[FaceState], flags: Sequence[Sequence[str]], today: date, width: int
) -> list[StyledLine]:
    """Each card with its key, which is what commands take, its prompt, and the notes it was flagged with."""
    if not faces:
        return [paint.words("No card matches."), *commands(["cxdrill cards   lists them all"])]
    lines: list[StyledLine] = []
    for face, state, notes in zip(faces, states, flags, strict=True):
        lines += paint.sides(paint.words(face.key, paint.KEY), _state(state, today), width)
        lines += _prompt(face.prompt, width)
        for note in notes:
            lines += paint.wrapped(
                paint.words(f"* flagged: {clean_line(note) or 'no note'}", paint.DUE), width, first="  "
            )
    return [*lines, paint.words(ways_asked(len({face.card.key for face in faces}), len(faces)), paint.DIM)]


def wordings_lines(said: Sequence[tuple[datetime, str]]) -> list[StyledLine]:
    """What was said at a card, the first time first."""
    return [paint.words(f"  {at:%Y-%m-%d}  {clean_line(text)}", paint.DIM) for at, text in said]


def _prompt(prompt: str, width: int) -> list[StyledLine]:
    """The first lines of a prompt; an ellipsis says that there is more."""
    lines = paint.wrapped(paint.words(clean_line(prompt.strip())), width, first="  ")
    if len(lines) > _MOST_LINES:
        lines = lines[:_MOST_LINES]
        lines[-1] = paint.padded(paint.joined(lines[-1], " …"), min(width, lines[-1].cell_len + 2))
    return lines


def _state(each: FaceState, today: date) -> StyledLine:
    if each.is_suspended:
        return paint.words("set aside", paint.DUE)
    due = each.state.due
    if due is None:
        return paint.words("new", paint.DIM)
    if isinstance(due, datetime):
        return paint.words("learning", paint.DUE)
    recall = f" · {each.retrievability * 100:.0f} %" if each.retrievability is not None else ""
    return paint.words(f"due {relative_day(due, today)}{recall}", paint.DUE if due <= today else paint.DIM)
