"""Single keys out of what a terminal sends, and the keyboard they come from; `posix_keyboard` has that of POSIX."""

from __future__ import annotations

import codecs
import os
import re
import sys
import time
from typing import ClassVar

_MOVES = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end"}
_NAMES = {
    **{f"\x1b{lead}{final}": name for final, name in _MOVES.items() for lead in "[O"},
    "\x1b[1~": "home",
    "\x1b[3~": "delete",
    "\x1b[4~": "end",
    "\x1b[5~": "page up",
    "\x1b[6~": "page down",
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x04": "end of input",
    "\x15": "clear line",
    "\x1b": "esc",
}
PASTED, _PASTE_END = "\x1b[200~", "\x1b[201~"  # the marks round pasted text; as a key it begins with the first
_KEY = re.compile(
    r"""\x1b\[200~.*?\x1b\[201~             # pasted text
    | (?!\x1b\[200~)\x1b\[[^@-~]{0,29}[@-~]  # a control sequence
    | \x1b\[[^@-~]{30}                      # longer than any that is a key
    | \x1bO.
    | \x1b(?=[^\[O])                        # the Esc key, with another one behind it
    | [^\x1b]""",
    re.DOTALL | re.VERBOSE,
)


class KeyDecoder:
    """Turns bytes into keys: a printable character stands for itself, other keys have names (`enter`, `left`)."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = ""

    def keys(self, received: bytes) -> list[str]:
        """The keys that are complete now; the rest waits for more bytes."""
        self._pending += self._decoder.decode(received)
        found: list[str] = []
        while key := _KEY.match(self._pending):
            found += _named(key[0])
            self._pending = self._pending[key.end() :]
        return found

    @property
    def is_waiting(self) -> bool:
        """Whether an Esc has come that may be a key by itself or the begin of an arrow."""
        return bool(self._pending)

    def flush(self) -> list[str]:
        """What the pending bytes are when nothing more comes: a lone Esc is the Esc key, a broken sequence nothing."""
        pending, self._pending = self._pending, ""
        return ["esc"] if pending == "\x1b" else [pending] if pending.startswith(PASTED) else []

    def forget(self) -> None:
        self._pending = ""
        self._decoder.reset()


def _named(key: str) -> list[str]:
    if key.startswith(PASTED):
        return [key.removesuffix(_PASTE_END)]
    # Unknown sequences and other control characters do nothing: they were not meant as a letter.
    name = _NAMES.get(key, key if key.isprintable() else "")
    return [name] if name else []


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


if sys.platform == "win32":
    import msvcrt

    class WindowsKeyboard(Keyboard):
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
            self._decoder = KeyDecoder()
            os.system("")  # an empty command is what switches the console to escape sequences

        def drop_input(self) -> None:
            while msvcrt.kbhit():
                msvcrt.getwch()

        def key(self, wait_seconds: float | None) -> str | None:
            deadline = None if wait_seconds is None else time.monotonic() + wait_seconds
            while not msvcrt.kbhit():
                if deadline is not None and time.monotonic() >= deadline:
                    return None
                time.sleep(0.01)  # the console has no call that waits for a key with a limit
            sign = msvcrt.getwch()
            if sign in "\x00\xe0":
                return self._NAMES.get(msvcrt.getwch(), "")
            if sign == "\x03":
                raise KeyboardInterrupt
            found = self._decoder.keys(sign.encode("utf-8", "replace")) or self._decoder.flush()
            return found[0] if found else ""
