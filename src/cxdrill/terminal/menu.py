"""Menus and confirmations, drawn by Questionary where both ends are terminals."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cxdrill.core.text import clean_line
from cxdrill.terminal.report import is_interactive

if TYPE_CHECKING:
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings
    from questionary import Question

_AS_BEFORE = "\x1b[0m\x1b[?2004l\x1b[?25h"  # no style, no marks round pasted text, the cursor in sight


def chosen(question: str, choices: Sequence[tuple[str, str]], *, plain: bool = False) -> str | None:
    """The value of the choice (title, value) picked; None where nobody can be asked. Raises EOFError on Ctrl-D."""

    def menu(questionary: Any) -> Any:
        options = [questionary.Choice(clean_line(title), value) for title, value in choices]
        return questionary.select(clean_line(question), choices=options)

    answer: str | None = _asked(menu, plain)
    return answer


def is_confirmed(question: str, *, plain: bool = False) -> bool | None:
    """Whether the person says yes; None where nobody can be asked. Raises EOFError on Ctrl-D."""
    answer: bool | None = _asked(lambda questionary: questionary.confirm(clean_line(question), default=False), plain)
    return answer


def typed(question: str, default: str = "", *, plain: bool = False) -> str | None:
    """A line of text, for an empty one `default`, which shows; None where nobody can be asked, EOFError on Ctrl-D."""
    shown = [("italic", f"(Enter: {clean_line(default)})")] if default else ""
    line: str | None = _asked(lambda questionary: questionary.text(clean_line(question), placeholder=shown), plain)
    return default if line == "" else line


def _asked(menu: Callable[[Any], Question], plain: bool) -> Any:
    """The answer, with our own handling of signals and of the keys that send them: a menu would pass over most."""
    if not is_interactive(plain=plain):
        return None
    import questionary
    from prompt_toolkit import application, filters, key_binding

    # Terminals that do not tell where their cursor is would get a warning.
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
    app, keys = menu(questionary).application, key_binding.KeyBindings()
    is_empty = filters.Condition(lambda: not application.get_app().current_buffer.text)
    _add_signal_keys(keys, is_empty)
    app.key_bindings = key_binding.merge_key_bindings([*filter(None, [app.key_bindings]), keys])
    ends: list[BaseException] = []

    def end_loop() -> None:
        if app.future is not None and not app.future.done():
            app.exit(exception=ends[0])

    def ended_by(end: BaseException) -> None:
        # Raised inside the loop it could come up in one of its background tasks, which would ask for Enter and wait.
        if app.loop is None:
            raise end
        ends.append(end)
        app.loop.call_soon_threadsafe(end_loop)

    with _guarded(ended_by):
        answer = app.run(handle_sigint=False)
        if ends:  # it came in the same moment as the answer
            raise ends[0]
        return answer


def _add_signal_keys(keys: KeyBindings, is_empty: Condition) -> None:
    """The keys that end or stop every other screen; a menu's terminal sends no signals for them."""
    if sys.platform != "win32":
        keys.add("c-\\", eager=True)(lambda _: signal.raise_signal(signal.SIGQUIT))
        keys.add("c-z", eager=True)(lambda _: signal.raise_signal(signal.SIGTSTP))
    # Esc and then Enter is Enter: by itself the library takes it for the end of many lines and gives no answer.
    keys.add("escape", "enter", eager=True)(lambda e: e.key_processor.feed(e.key_sequence[-1], first=True))
    keys.add("c-d", filter=is_empty)(lambda event: event.app.exit(exception=EOFError, style="class:aborting"))


@contextmanager
def _guarded(ended_by: Callable[[BaseException], None]) -> Iterator[None]:
    """The terminal as it was, whatever ends the menu: Questionary alone leaves its mode behind after most signals."""
    if sys.platform != "win32":
        from cxdrill.terminal import mode, posix_keyboard

        def redraw() -> None:
            # The menu has its own handler of resizes, and draws itself anew.
            if signal.getsignal(signal.SIGWINCH) not in (signal.SIG_DFL, signal.SIG_IGN, None):
                signal.raise_signal(signal.SIGWINCH)

        held = mode.SessionMode(
            posix_keyboard.GuestKeyboard(), mode.send, redraw,
            begin="", end=_AS_BEFORE, is_resized_by_signal=False, ended_by=ended_by,
        )  # fmt: skip
        with held.held():
            yield
    else:
        yield
