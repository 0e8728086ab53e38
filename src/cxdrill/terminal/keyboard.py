"""Where single keys come from, and the terminal's mode that makes them come one by one: POSIX and Windows.

When to switch and when to put everything back is `terminal/mode.py`'s concern.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar

from cxdrill.terminal.keys import KeyDecoder

_ESC_WAIT_SECONDS = 0.03  # tells a lone Esc from the begin of an arrow key over slow lines
_AT_ONCE = 4096


class Keyboard:
    """Where keys come from, and the switch between the person's terminal mode and the session's."""

    def enter(self) -> None:
        """Single keys without echo."""

    def leave(self) -> None:
        """The mode that was there before."""

    def is_in_front(self) -> bool:
        """Whether the terminal is this program's to use, and no job in the background stands in its place."""
        return True

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
        self._bell: tuple[int, int] | None = None
        self._bell_before = -1

    def enter(self) -> None:
        self._hang_bell()
        with self._errors_of_the_system():
            mode = self._termios.tcgetattr(self._fd)
            mode[3] &= ~(self._termios.ECHO | self._termios.ICANON)
            mode[6][self._termios.VMIN], mode[6][self._termios.VTIME] = 1, 0
            self._termios.tcsetattr(self._fd, self._termios.TCSADRAIN, mode)

    @contextmanager
    def _errors_of_the_system(self) -> Iterator[None]:
        """The terminal's own kind of error as what it is: an OSError."""
        try:
            yield
        except self._termios.error as error:
            raise OSError(*error.args) from error

    def leave(self) -> None:
        # After a hang-up there is no terminal left to restore.
        with suppress(OSError, self._termios.error):
            self._termios.tcsetattr(self._fd, self._termios.TCSADRAIN, self._before)
        self._take_bell_down()

    def _hang_bell(self) -> None:
        """Lets a signal end a wait that it comes just before: Python alone would notice it at the next key."""
        if self._bell is None:
            self._bell = os.pipe()
            for end in self._bell:
                os.set_blocking(end, False)
            self._bell_before = signal.set_wakeup_fd(self._bell[1], warn_on_full_buffer=False)

    def _take_bell_down(self) -> None:
        if self._bell is not None:
            signal.set_wakeup_fd(self._bell_before)
            for end in self._bell:
                os.close(end)
            self._bell = None

    def is_in_front(self) -> bool:
        return os.tcgetpgrp(self._fd) == os.getpgrp()

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
            self._keys += self._decoder.keys(self._received())
        return self._keys.pop(0)

    def _received(self) -> bytes:
        """What has come; raises EOFError where the terminal is gone."""
        try:
            received = os.read(self._fd, _AT_ONCE)
        except OSError as error:
            raise EOFError from error
        if not received:
            raise EOFError
        return received

    def _is_ready(self, seconds: float | None) -> bool:
        """Whether a byte can be read within so many seconds; None waits for ever."""
        import select

        deadline = None if seconds is None else time.monotonic() + seconds
        bell = [self._bell[0]] if self._bell else []
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            ready = select.select([self._fd, *bell], [], [], left)[0]
            if self._fd in ready or not ready:
                return bool(ready)
            with suppress(BlockingIOError):
                os.read(bell[0], _AT_ONCE)  # a signal has come, and its handler has run


class GuestKeyboard(PosixKeyboard):
    """The terminal while another library reads its keys: the mode it chose is put back after a stop."""

    def __init__(self) -> None:
        super().__init__()
        self._inside: Any = None

    def enter(self) -> None:
        if self._inside is not None:
            with self._errors_of_the_system():
                self._termios.tcsetattr(self._fd, self._termios.TCSADRAIN, self._inside)

    def leave(self) -> None:
        with suppress(OSError, self._termios.error):
            self._inside = self._termios.tcgetattr(self._fd)
        super().leave()


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
