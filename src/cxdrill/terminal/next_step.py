"""The one thing to type next, at the end of everything that ends something."""

from __future__ import annotations

from collections.abc import Sequence

from cxdrill.terminal import paint
from cxdrill.terminal.styled_line import StyledLine


def commands(next_commands: Sequence[str]) -> list[StyledLine]:
    """The commands to type next, the first with an arrow."""
    return [
        paint.joined(paint.words("→ " if not place else "  ", paint.KEY), paint.words(command))
        for place, command in enumerate(next_commands)
    ]
