"""Menus and confirmations, drawn by Questionary where both ends are terminals."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cxdrill.core.text import clean_line
from cxdrill.terminal.report import is_interactive

_AS_BEFORE = "\x1b[0m\x1b[?2004l\x1b[?25h"  # no style, no marks round pasted text, the cursor in sight


def chosen(question: str, choices: Sequence[tuple[str, str]], *, plain: bool = False) -> str | None:
    """The value of the choice (title, value) picked; None where nobody can be asked."""
    if not is_interactive(plain=plain):
        return None
    import questionary

    options = [questionary.Choice(clean_line(title), value) for title, value in choices]
    with _guarded():
        answer: str = questionary.select(question, choices=options).unsafe_ask()
    return answer


def is_confirmed(question: str, *, plain: bool = False) -> bool | None:
    """Whether the person says yes; None where nobody can be asked."""
    if not is_interactive(plain=plain):
        return None
    import questionary

    with _guarded():
        answer: bool = questionary.confirm(clean_line(question), default=False).unsafe_ask()
    return answer


def typed(question: str, default: str = "", *, plain: bool = False) -> str | None:
    """A line of text; None where nobody can be asked."""
    if not is_interactive(plain=plain):
        return None
    import questionary

    with _guarded():
        answer: str = questionary.text(clean_line(question), default=default).unsafe_ask()
    return answer


@contextmanager
def _guarded() -> Iterator[None]:
    """The terminal as it was, whatever ends the menu: Questionary alone leaves its mode behind after most signals."""
    if os.name == "nt":
        yield
        return
    from cxdrill.terminal.keyboard import GuestKeyboard
    from cxdrill.terminal.mode import session_mode

    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    def redraw() -> None:
        # The menu has its own handler of resizes, and draws itself anew.
        if signal.getsignal(signal.SIGWINCH) not in (signal.SIG_DFL, signal.SIG_IGN, None):
            signal.raise_signal(signal.SIGWINCH)

    with session_mode(GuestKeyboard(), write, redraw, begin="", end=_AS_BEFORE, is_resized_by_signal=False):
        yield
