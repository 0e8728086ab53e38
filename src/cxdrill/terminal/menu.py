"""Menus and confirmations, drawn by Questionary where both ends are terminals."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cxdrill.core.text import clean_line
from cxdrill.terminal.report import is_interactive

if TYPE_CHECKING:
    from questionary import Question

_AS_BEFORE = "\x1b[0m\x1b[?2004l\x1b[?25h"  # no style, no marks round pasted text, the cursor in sight


def chosen(question: str, choices: Sequence[tuple[str, str]], *, plain: bool = False) -> str | None:
    """The value of the choice (title, value) picked; None where nobody can be asked."""
    if not is_interactive(plain=plain):
        return None
    import questionary

    options = [questionary.Choice(clean_line(title), value) for title, value in choices]
    answer: str = _asked(questionary.select(clean_line(question), choices=options))
    return answer


def is_confirmed(question: str, *, plain: bool = False) -> bool | None:
    """Whether the person says yes; None where nobody can be asked."""
    if not is_interactive(plain=plain):
        return None
    import questionary

    answer: bool = _asked(questionary.confirm(clean_line(question), default=False))
    return answer


def typed(question: str, default: str = "", *, plain: bool = False) -> str | None:
    """A line of text; None where nobody can be asked."""
    if not is_interactive(plain=plain):
        return None
    import questionary

    answer: str = _asked(questionary.text(clean_line(question), default=clean_line(default)))
    return answer


def _asked(question: Question) -> Any:
    """The answer, with our own handling of signals: a menu would hear an interrupt and pass over it."""
    # Terminals that do not tell where their cursor is would get a warning.
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
    with _guarded():
        return question.application.run(handle_sigint=False)


@contextmanager
def _guarded() -> Iterator[None]:
    """The terminal as it was, whatever ends the menu: Questionary alone leaves its mode behind after most signals."""
    if sys.platform != "win32":
        from cxdrill.terminal.mode import send, session_mode
        from cxdrill.terminal.posix_keyboard import GuestKeyboard

        def redraw() -> None:
            # The menu has its own handler of resizes, and draws itself anew.
            if signal.getsignal(signal.SIGWINCH) not in (signal.SIG_DFL, signal.SIG_IGN, None):
                signal.raise_signal(signal.SIGWINCH)

        with session_mode(GuestKeyboard(), send, redraw, begin="", end=_AS_BEFORE, is_resized_by_signal=False):
            yield
    else:
        yield
