"""Study notes as rendered Markdown."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.markdown import Markdown

from cxdrill.core.text import clean
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine


def notes_lines(markdown: str) -> Callable[[int], list[StyledLine]]:
    """Markdown as lines for a width."""
    # Hyperlinks off: a link in a deck shows its address and is never sent to the terminal as one.
    made = Markdown(clean(markdown), hyperlinks=False)

    def lines(width: int) -> list[StyledLine]:
        console = Console(width=width, highlight=False, emoji=False, markup=False, legacy_windows=False)
        rows = console.render_lines(made, console.options.update(width=max(20, width)), pad=False)
        return [paint.joined(*(paint.words(text, str(style or "")) for text, style, _ in row)) for row in rows]

    return lines
