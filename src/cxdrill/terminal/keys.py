"""Key presses out of the bytes that a terminal sends. Where the bytes come from is `terminal/mode.py`'s concern."""

from __future__ import annotations

import codecs

_SEQUENCES = {
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1bOA": "up",
    "\x1bOB": "down",
    "\x1bOC": "right",
    "\x1bOD": "left",
    "\x1b[5~": "page up",
    "\x1b[6~": "page down",
    "\x1b[H": "home",
    "\x1b[F": "end",
    "\x1bOH": "home",
    "\x1bOF": "end",
    "\x1b[1~": "home",
    "\x1b[4~": "end",
    "\x1b[3~": "delete",
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
    for place in range(2, min(len(text), _LONGEST)):
        if "@" <= text[place] <= "~":
            return place + 1
    return _LONGEST if len(text) >= _LONGEST else 0


def _key(text: str) -> list[str]:
    if text in _SEQUENCES:
        return [_SEQUENCES[text]]
    if text in _SINGLE:
        return [_SINGLE[text]]
    # Unknown sequences and other control characters do nothing: they were not meant as a letter.
    return [text] if text.isprintable() else []
