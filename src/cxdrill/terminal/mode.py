"""One terminal mode for a whole session: no echo, single keys, the alternate screen, and everything put back.

Signals that end the program leave the screen first; a stop (Ctrl-Z) leaves it and comes back on `fg`. What is drawn
is `terminal/screen.py`'s concern.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, ClassVar

from cxdrill.terminal.keys import KeyDecoder

ENTER_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J"
LEAVE_SCREEN = "\x1b[?25h\x1b[?1049l"
_ESC_WAIT_SECONDS = 0.03  # tells a lone Esc from the begin of an arrow key over slow lines
_AT_ONCE = 4096


class Keyboard:
    """Where keys come from, and the switch between the person's terminal mode and the session's."""

    def enter(self) -> None:
        """Single keys without echo."""

    def leave(self) -> None:
        """The mode that was there before."""

    def drop_input(self) -> None:
        """Forgets every key pressed until now."""

    def key(self, wait_seconds: float | None) -> str | None:
        """The next key, or None when none came in time (None waits for ever). Raises EOFError at a hang-up."""
        raise NotImplementedError


class PosixKeyboard(Keyboard):
    """Reads standard input in a mode without echo and line editing; signals stay on."""

    def __init__(self) -> None:
        import termios

        self._termios: Any = termios
        self._fd = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._fd)
        self._decoder = KeyDecoder()
        self._keys: list[str] = []

    def enter(self) -> None:
        mode = self._termios.tcgetattr(self._fd)
        mode[3] &= ~(self._termios.ECHO | self._termios.ICANON)
        mode[6][self._termios.VMIN], mode[6][self._termios.VTIME] = 1, 0
        self._termios.tcsetattr(self._fd, self._termios.TCSADRAIN, mode)

    def leave(self) -> None:
        # After a hang-up there is no terminal left to restore.
        with suppress(OSError, self._termios.error):
            self._termios.tcsetattr(self._fd, self._termios.TCSADRAIN, self._before)

    def drop_input(self) -> None:
        self._keys.clear()
        self._decoder.forget()
        with suppress(OSError, self._termios.error):
            self._termios.tcflush(self._fd, self._termios.TCIFLUSH)

    def key(self, wait_seconds: float | None) -> str | None:
        deadline = None if wait_seconds is None else time.monotonic() + wait_seconds
        while not self._keys:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if self._decoder.is_waiting:
                if not self._is_ready(_ESC_WAIT_SECONDS):
                    self._keys += self._decoder.flush()
                    continue
            elif not self._is_ready(left):
                return None
            received = os.read(self._fd, _AT_ONCE)
            if not received:
                raise EOFError
            self._keys += self._decoder.keys(received)
        return self._keys.pop(0)

    def _is_ready(self, seconds: float | None) -> bool:
        import select

        return bool(select.select([self._fd], [], [], seconds)[0])


class WindowsKeyboard(Keyboard):
    """Reads the console's keys one by one."""

    _NAMES: ClassVar = {
        "H": "up",
        "P": "down",
        "M": "right",
        "K": "left",
        "I": "page up",
        "Q": "page down",
        "S": "delete",
    }

    def __init__(self) -> None:
        import msvcrt

        self._console: Any = msvcrt
        self._decoder = KeyDecoder()
        os.system("")  # an empty command is what switches the console to escape sequences

    def drop_input(self) -> None:
        while self._console.kbhit():
            self._console.getwch()

    def key(self, wait_seconds: float | None) -> str | None:
        deadline = None if wait_seconds is None else time.monotonic() + wait_seconds
        while not self._console.kbhit():
            if deadline is not None and time.monotonic() >= deadline:
                return None
            time.sleep(0.01)  # the console has no call that waits for a key with a limit
        sign = self._console.getwch()
        if sign in "\x00\xe0":
            return self._NAMES.get(self._console.getwch(), "")
        if sign == "\x03":
            raise KeyboardInterrupt
        found = self._decoder.keys(sign.encode("utf-8", "replace")) or self._decoder.flush()
        return found[0] if found else ""


def keyboard() -> Keyboard:
    """The keyboard of this system."""
    return WindowsKeyboard() if os.name == "nt" else PosixKeyboard()


@contextmanager
def full_screen(keys: Keyboard, write: Callable[[str], None], redraw: Callable[[], None]) -> Iterator[None]:
    """The alternate screen and single keys while the block runs; the terminal as it was afterwards, whatever ends it.

    `write` sends control sequences, `redraw` paints the whole screen again (after a resize, after `fg`).
    """
    previous = _install_handlers(keys, write, redraw)
    try:
        keys.enter()
        keys.drop_input()  # what was typed while the program started answers nothing
        write(ENTER_SCREEN)
        yield
    finally:
        with suppress(OSError):
            write(LEAVE_SCREEN)
        keys.leave()
        for number, handler in previous.items():
            signal.signal(number, handler)


def _install_handlers(keys: Keyboard, write: Callable[[str], None], redraw: Callable[[], None]) -> dict[int, Any]:
    """Sets the session's signal handlers and returns those that were there."""
    ending = [number for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if (number := getattr(signal, name, 0))]

    def end(number: int, _frame: FrameType | None) -> None:
        # A second signal must not tear the way out apart.
        for other in ending:
            signal.signal(other, lambda *_: None)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)

    def stop(_number: int, _frame: FrameType | None) -> None:
        with suppress(OSError):
            write(LEAVE_SCREEN)
        keys.leave()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        # Here again after `fg`; after `bg` the terminal is not ours, and asking for it stops us once more.
        while os.tcgetpgrp(sys.stdin.fileno()) != os.getpgrp():
            os.kill(os.getpid(), signal.SIGSTOP)
        signal.signal(signal.SIGTSTP, stop)
        keys.enter()
        write(ENTER_SCREEN)
        redraw()

    handlers: dict[int, Any] = dict.fromkeys(ending, end)
    if hasattr(signal, "SIGTSTP"):
        handlers[signal.SIGTSTP] = stop
    if hasattr(signal, "SIGWINCH"):
        handlers[signal.SIGWINCH] = lambda *_: redraw()
    return {number: signal.signal(number, handler) for number, handler in handlers.items()}
