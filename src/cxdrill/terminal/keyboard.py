"""Single keys out of the bytes that a terminal sends, and the mode that makes them come one by one: POSIX and Windows.

`terminal/mode.py` decides when to switch and when to put everything back.
"""

from __future__ import annotations

import codecs
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar

_ESC_WAIT_SECONDS = 0.03  # tells a lone Esc from the begin of an arrow key over slow lines
_AT_ONCE = 4096
_MOVES = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end"}
_SEQUENCES = {
    **{f"\x1b{lead}{final}": name for final, name in _MOVES.items() for lead in "[O"},
    "\x1b[1~": "home",
    "\x1b[3~": "delete",
    "\x1b[4~": "end",
    "\x1b[5~": "page up",
    "\x1b[6~": "page down",
}
_SINGLE = {
    "\r": "enter",
    "\n": "enter",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x04": "end of input",
    "\x15": "clear line",
    "\x1b": "esc",
}
_LONGEST = 32  # a control sequence longer than this is no key


class KeyDecoder:
    """Turns bytes into keys: a printable character stands for itself, other keys have names (`enter`, `left`)."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = ""

    def keys(self, received: bytes) -> list[str]:
        """The keys that are complete now; the rest waits for more bytes."""
        self._pending += self._decoder.decode(received)
        found: list[str] = []
        while self._pending:
            length = _key_length(self._pending)
            if not length:
                break
            found += _key(self._pending[:length])
            self._pending = self._pending[length:]
        return found

    @property
    def is_waiting(self) -> bool:
        """Whether an Esc has come that may be a key by itself or the begin of an arrow."""
        return bool(self._pending)

    def flush(self) -> list[str]:
        """What the pending bytes are when nothing more comes: a lone Esc is the Esc key, a broken sequence nothing."""
        pending, self._pending = self._pending, ""
        return ["esc"] if pending == "\x1b" else []

    def forget(self) -> None:
        """Drops what is pending."""
        self._pending = ""
        self._decoder.reset()


def _key_length(text: str) -> int:
    """How many characters of `text` belong to its first key; 0 while it is not complete."""
    if text[0] != "\x1b":
        return 1
    if len(text) == 1:
        return 0
    if text[1] == "O":
        return 3 if len(text) > 2 else 0
    if text[1] != "[":
        return 1
    for end in range(2, min(len(text), _LONGEST)):
        if "@" <= text[end] <= "~":
            return end + 1
    return _LONGEST if len(text) >= _LONGEST else 0


def _key(text: str) -> list[str]:
    if text in _SEQUENCES:
        return [_SEQUENCES[text]]
    if text in _SINGLE:
        return [_SINGLE[text]]
    # Unknown sequences and other control characters do nothing: they were not meant as a letter.
    return [text] if text.isprintable() else []


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
        self._wakeup_pipe: tuple[int, int] | None = None
        self._wakeup_before = -1

    def enter(self) -> None:
        self._open_wakeup_pipe()
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
        self._close_wakeup_pipe()

    def _open_wakeup_pipe(self) -> None:
        """Lets a signal end a wait that it comes just before: Python alone would notice it at the next key."""
        if self._wakeup_pipe is None:
            self._wakeup_pipe = os.pipe()
            for end in self._wakeup_pipe:
                os.set_blocking(end, False)
            self._wakeup_before = signal.set_wakeup_fd(self._wakeup_pipe[1], warn_on_full_buffer=False)

    def _close_wakeup_pipe(self) -> None:
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
