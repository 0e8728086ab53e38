"""Pages on the alternate screen, one after the other: a result with its misses, and whatever is too long to print."""

from collections.abc import Sequence
from contextlib import suppress

from cxdrill.terminal.paint import Page
from cxdrill.terminal.screen import Screen, page

_ON, _BACK, _AWAY = (" ", "enter", "right"), ("left", "backspace"), ("q", "esc", "end of input")
"""Of the last page only Enter and what leaves any other are the way out: nobody pages over the end."""


def page_through(pages: Sequence[Page], keys: Sequence[tuple[str, str]] = (), rest: str = "next") -> str:
    """Shows the pages, `rest` behind the first, until the person is through; gives the key of `keys` pressed."""
    screen, place = Screen(), 0
    with suppress(EOFError), screen.opened():  # at its end the terminal is gone
        while True:
            is_last = place == len(pages) - 1
            moves = [] if is_last else [("space", "next" if place else rest)]
            moves += [("←", "back")] if place else []
            title, lines = pages[place]
            shown = [*moves, *keys, ("enter q" if is_last else "q", "done")]
            away = (*_AWAY, "enter") if is_last else _AWAY
            for _, key in screen.pressed(page(title, lines, shown), ()):
                if key in away or key in {each for each, _ in keys}:
                    return "" if key in away else key
                if (key in _ON and not is_last) or (key in _BACK and place):
                    place += 1 if key in _ON else -1
                    break
    return ""
