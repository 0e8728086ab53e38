"""What is said of an answer: a line of feedback on each thing chosen, missed or written."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Tone(StrEnum):
    """What a note says about the answer."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    AS_IS = "as is"


SIGNS = {Tone.RIGHT: "✓", Tone.WRONG: "✗", Tone.MISSED: "→", Tone.AS_IS: " "}


class Note(Struct, frozen=True):
    """One line of feedback, on the option or turn of that name where there is one."""

    tone: Tone
    text: str
    name: str = ""
    why: str = ""

    def __str__(self) -> str:
        line = f"{SIGNS[self.tone]} {self.name}  {self.text}" if self.name else f"{SIGNS[self.tone]} {self.text}"
        return f"{line}\n{self.why}" if self.why else line
