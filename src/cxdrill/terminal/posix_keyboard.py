"""The keyboard of POSIX: its bytes, and the terminal's mode that makes them come one by one.

`terminal/mode.py` decides when to switch and when to put everything back.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from cxdrill.terminal.keyboard import Keyboard, KeyDecoder

assert sys.platform != "win32"  # so that types are checked as what they are here

import termios  # noqa: E402
import tty  # noqa: E402

_ESC_WAIT_SECONDS = 0.03  # tells a lone Esc from the begin of an arrow key over slow lines
_AT_ONCE = 4096


class PosixKeyboard(Keyboard):
    """Reads standard input in a mode without echo and line editing; signals stay on."""

    def __init__(self) -> None:
        self._fd = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._fd)
        self._decoder = KeyDecoder()
        self._keys: list[str] = []
        self._wakeup_pipe: tuple[int, int] | None = None
        self._wakeup_before = -1

    def enter(self) -> None:
        # Lets a signal end a wait that it comes just before: Python alone would notice it at the next key.
        if self._wakeup_pipe is None:
            self._wakeup_pipe = os.pipe()
            for end in self._wakeup_pipe:
                os.set_blocking(end, False)
            self._wakeup_before = signal.set_wakeup_fd(self._wakeup_pipe[1], warn_on_full_buffer=False)
        with self._errors_of_the_system():
            tty.setcbreak(self._fd, termios.TCSADRAIN)

    @contextmanager
    def _errors_of_the_system(self) -> Iterator[None]:
        """The terminal's own kind of error as what it is: an OSError."""
        try:
            yield
        except termios.error as error:
            raise OSError(*error.args) from error

    def leave(self) -> None:
        # After a hang-up there is no terminal left to restore.
        with suppress(OSError, termios.error):
            termios.tcsetattr(self._fd, termios.TCSADRAIN, self._before)
        if self._wakeup_pipe is not None:
            signal.set_wakeup_fd(self._wakeup_before)
            for end in self._wakeup_pipe:
                os.close(end)
            self._wakeup_pipe = None

    def is_in_front(self) -> bool:
        return os.tcgetpgrp(self._fd) == os.getpgrp()

    def drop_input(self) -> None:
        self._keys.clear()
        self._decoder.forget()
        with suppress(OSError, termios.error):
            termios.tcflush(self._fd, termios.TCIFLUSH)

    def key(self, wait_seconds: float | None) -> str | None:
        deadline = None if wait_seconds is None else time.monotonic() + wait_seconds
        while not self._keys:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if self._is_ready(_ESC_WAIT_SECONDS if self._decoder.is_waiting else left):
                self._keys += self._decoder.keys(self._received())
            elif self._decoder.is_waiting:
                self._keys += self._decoder.flush()
            else:
                return None
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
        deadline = None if seconds is None else time.monotonic() + seconds
        wakeup = [self._wakeup_pipe[0]] if self._wakeup_pipe else []
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            ready = select.select([self._fd, *wakeup], [], [], left)[0]
            if self._fd in ready or not ready:
                return bool(ready)
            with suppress(BlockingIOError):
                os.read(wakeup[0], _AT_ONCE)  # a signal has come, and its handler has run


class GuestKeyboard(PosixKeyboard):
    """The terminal while another library reads its keys: the mode it chose is put back after a stop."""

    def __init__(self) -> None:
        super().__init__()
        self._inside: Any = None

    def enter(self) -> None:
        if self._inside is not None:
            with self._errors_of_the_system():
                termios.tcsetattr(self._fd, termios.TCSADRAIN, self._inside)

    def leave(self) -> None:
        with suppress(OSError, termios.error):
            self._inside = termios.tcgetattr(self._fd)
        super().leave()
