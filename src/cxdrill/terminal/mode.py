"""One terminal mode for a whole session: no echo, single keys, the alternate screen, and everything put back.

Signals that end the program leave the screen first; a stop (Ctrl-Z) leaves it and comes back on `fg`. Where keys come
from is `terminal/keyboard.py`'s concern, what is drawn `terminal/screen.py`'s.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from cxdrill.terminal.keyboard import Keyboard

ENTER_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J"
LEAVE_SCREEN = "\x1b[?25h\x1b[?1049l"
_ENDING = [number for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if (number := getattr(signal, name, None))]
_HUNG_UP = 128 + 1  # the exit code of a hang-up, on systems without that signal too


def send(text: str) -> None:
    """Writes to standard output past Python's buffer, which must not be entered twice: a signal handler writes too."""
    if sys.platform == "win32":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    left = text.encode(sys.stdout.encoding or "utf-8", "replace")
    while left:
        left = left[os.write(sys.stdout.fileno(), left) :]


def _raised(end: BaseException) -> None:
    raise end


@contextmanager
def session_mode(
    keys: Keyboard,
    write: Callable[[str], None],
    redraw: Callable[[], None],
    *,
    begin: str = ENTER_SCREEN,
    end: str = LEAVE_SCREEN,
    is_resized_by_signal: bool = True,
    ended_by: Callable[[BaseException], None] = _raised,
) -> Iterator[None]:
    """Single keys, on the alternate screen, while the block runs; then the terminal as it was, whatever ends it.

    `write` sends control sequences, `redraw` paints everything again: after `fg`, and after a resize where nobody
    else listens to that signal. `ended_by` gets the exception of a signal that ends the program, from its handler.
    """
    mode = _Mode(keys, write, redraw, begin, end, ended_by)
    mode.install(is_resized_by_signal)
    try:
        try:
            mode.enter()
            keys.drop_input()  # what was typed while the program started answers nothing
            yield
        except OSError as error:
            # Without its terminal the program has been hung up on, even where no signal says so.
            if error.errno == errno.EIO and error.filename is None:
                raise SystemExit(_HUNG_UP) from error
            raise
        finally:
            mode.close()
    finally:
        mode.close()  # once more, where a signal tore the first try apart; the signals are deaf by now
        mode.uninstall()


class _Mode:
    """Entering and leaving the session's mode, as often as signals demand it."""

    def __init__(
        self,
        keys: Keyboard,
        write: Callable[[str], None],
        redraw: Callable[[], None],
        begin: str,
        end: str,
        ended_by: Callable[[BaseException], None],
    ) -> None:
        self._keys, self._write, self._redraw, self._ended_by = keys, write, redraw, ended_by
        self._begin_text, self._end_text = begin, end
        self._is_entered = self._is_closed = False
        self._before: dict[int, Any] = {}

    def enter(self) -> None:
        self._is_entered = True
        self._keys.enter()
        self._write(self._begin_text)

    def close(self) -> None:
        """Leaves for good; no signal changes the terminal any more."""
        self._is_closed = True
        self._leave()

    def _leave(self) -> None:
        if self._is_entered:
            with suppress(OSError):
                self._write(self._end_text)
            self._keys.leave()
            self._is_entered = False

    def install(self, is_resized_by_signal: bool) -> None:
        """Sets the session's signal handlers."""
        handlers: dict[int, Any] = dict.fromkeys(_ENDING, self._end)
        if sys.platform != "win32":
            handlers[signal.SIGTSTP] = self._stop
            if is_resized_by_signal:
                handlers[signal.SIGWINCH] = self._resize
        for number, handler in handlers.items():
            self._before[number] = signal.signal(number, handler)

    def uninstall(self) -> None:
        """Puts the handlers back that were there."""
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        # A second signal must not tear the way out apart.
        for other in _ENDING:
            signal.signal(other, lambda *_: None)
        self._ended_by(KeyboardInterrupt() if number == signal.SIGINT else SystemExit(128 + number))

    def _resize(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_entered and not self._is_closed:
            self._redraw()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_closed or not self._is_entered:
            return
        self._leave()
        try:
            self._suspend_process()
            self.enter()
            self._redraw()
        except OSError:  # hung up on while it stood still
            self._ended_by(SystemExit(_HUNG_UP))

    def _suspend_process(self) -> None:
        """Stops this process as Ctrl-Z does, until it has the terminal again."""
        if sys.platform == "win32":
            return
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        # Here again after `fg`; after `bg` the terminal is not ours, and asking for it stops us once more.
        while not self._keys.is_in_front():
            os.kill(os.getpid(), signal.SIGSTOP)
        signal.signal(signal.SIGTSTP, self._stop)
