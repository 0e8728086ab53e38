"""Study notes as rendered Markdown, paged where they are longer than the window."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown
from rich.segment import Segment

from cxdrill.core.text import clean
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.screen import Frame, terminal_screen


class _Lines:
    """Markdown cut into lines of Rich text for one width."""

    def __init__(self, markdown: str) -> None:
        # Hyperlinks off: a link in a deck shows its address and is never sent to the terminal as one.
        self._markdown = Markdown(clean(markdown), hyperlinks=False)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._markdown

    def of(self, width: int) -> list[StyledLine]:
        console = Console(width=width, highlight=False, emoji=False, markup=False, legacy_windows=False)
        rows = console.render_lines(self, console.options.update(width=width), pad=False)
        return [_text(row) for row in rows]


def show_notes(title: str, markdown: str, *, is_paged: bool) -> None:
    """Prints the notes, or pages through them where they do not fit and keys can be read."""
    lines = _Lines(markdown)
    screen = terminal_screen()
    columns, rows = screen.size()
    width = max(20, min(columns - 2, paint.WIDEST))
    rendered = lines.of(width)
    if not is_paged or len(rendered) + 3 < rows:
        from cxdrill.terminal.report import print_lines

        print_lines([paint.words(title, paint.TITLE), paint.words(""), *rendered])
        return
    keys = [("↑ ↓ page up, page down", "scroll"), ("q", "close")]
    with screen.opened():
        screen.show(
            lambda width: Frame(
                [paint.words(title, paint.DIM), paint.words("")], lines.of(width), question_view.keys(keys, width)
            )
        )
        while True:
            key = screen.key()
            if key in ("q", "esc", "enter", "end of input"):
                return
            if key == " ":
                screen.scroll_page()


def _text(row: Iterable[Segment]) -> StyledLine:
    return paint.joined(
        *(paint.words(segment.text, str(segment.style or "")) for segment in row if not segment.control)
    )
