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

from msgspec import Struct

from cxdrill.terminal.keyboard import Keyboard

ENTER_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J" + ("" if sys.platform == "win32" else "\x1b[?2004h")
LEAVE_SCREEN = "\x1b[?2004l\x1b[?25h\x1b[?1049l"  # 2004: pasted text comes between marks
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


class SessionMode(Struct):
    """Single keys, on the alternate screen, while it is held; then the terminal as it was, whatever ends it."""

    keys: Keyboard
    write: Callable[[str], None]  # sends control sequences
    redraw: Callable[[], None]  # paints everything again: after `fg`, and after a resize where nobody else listens
    begin: str = ENTER_SCREEN
    end: str = LEAVE_SCREEN
    is_resized_by_signal: bool = True
    ended_by: Callable[[BaseException], None] = _raised  # gets the exception of a signal that ends the program
    _is_entered: bool = False
    _is_closed: bool = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """The mode while the block runs."""
        handlers: dict[int, Any] = dict.fromkeys(_ENDING, self._end)
        if sys.platform != "win32":
            handlers[signal.SIGTSTP] = self._stop
            if self.is_resized_by_signal:
                handlers[signal.SIGWINCH] = self._resize
        before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        try:
            try:
                self.enter()
                self.keys.drop_input()  # what was typed while the program started answers nothing
                yield
            except OSError as error:
                # Without its terminal the program has been hung up on, even where no signal says so.
                if error.errno == errno.EIO and error.filename is None:
                    raise SystemExit(_HUNG_UP) from error
                raise
            finally:
                self.close()
        finally:
            self.close()  # once more, where a signal tore the first try apart; the signals are deaf by now
            for number, handler in before.items():
                signal.signal(number, signal.SIG_DFL if handler is None else handler)

    def enter(self) -> None:
        self._is_entered = True
        self.keys.enter()
        self.write(self.begin)

    def close(self) -> None:
        """Leaves for good; no signal changes the terminal any more."""
        self._is_closed = True
        self._leave()

    def _leave(self) -> None:
        if self._is_entered:
            with suppress(OSError):
                self.write(self.end)
            self.keys.leave()
            self._is_entered = False

    def _end(self, number: int, _frame: FrameType | None) -> None:
        # A second signal must not tear the way out apart.
        for other in _ENDING:
            signal.signal(other, lambda *_: None)
        self.ended_by(KeyboardInterrupt() if number == signal.SIGINT else SystemExit(128 + number))

    def _resize(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_entered and not self._is_closed:
            self.redraw()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_closed or not self._is_entered:
            return
        self._leave()
        try:
            self._suspend_process()
            self.enter()
            self.redraw()
        except OSError:  # hung up on while it stood still
            self.ended_by(SystemExit(_HUNG_UP))

    def _suspend_process(self) -> None:
        """Stops this process as Ctrl-Z does, until it has the terminal again."""
        if sys.platform == "win32":
            return
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        # Here again after `fg`; after `bg` the terminal is not ours, and asking for it stops us once more.
        while not self.keys.is_in_front():
            os.kill(os.getpid(), signal.SIGSTOP)
        signal.signal(signal.SIGTSTP, self._stop)
