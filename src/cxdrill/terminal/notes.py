"""Study notes as rendered Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown
from rich.segment import Segment

from cxdrill.core.text import clean
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine


class NotesView:
    """Markdown cut into lines of Rich text for one width."""

    def __init__(self, markdown: str) -> None:
        # Hyperlinks off: a link in a deck shows its address and is never sent to the terminal as one.
        self._markdown = Markdown(clean(markdown), hyperlinks=False)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._markdown

    def lines(self, width: int) -> list[StyledLine]:
        console = Console(width=width, highlight=False, emoji=False, markup=False, legacy_windows=False)
        rows = console.render_lines(self, console.options.update(width=max(20, width)), pad=False)
        return [_text(row) for row in rows]


def _text(row: Iterable[Segment]) -> StyledLine:
    return paint.joined(
        *(paint.words(segment.text, str(segment.style or "")) for segment in row if not segment.control)
    )
