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


SIGNS = {Tone.RIGHT: "✓", Tone.WRONG: "✗", Tone.MISSED: "✓", Tone.AS_IS: " "}
_IN_WORDS = {Tone.RIGHT: "right", Tone.WRONG: "wrong", Tone.MISSED: "right answer", Tone.AS_IS: ""}


class Note(Struct, frozen=True):
    """One line of feedback, on the option or turn of that name where there is one."""

    tone: Tone
    text: str
    name: str = ""
    why: str = ""

    @property
    def told(self) -> str:
        """The text, and that it was missed where it was one to choose."""
        return f"{self.text} (you missed this)" if self.tone is Tone.MISSED and self.name else self.text

    def __str__(self) -> str:
        """The note in words, for who hears it or reads it in lines."""
        is_option, word = len(self.name) == 1, _IN_WORDS[self.tone]
        line = f"{self.name}{')' if is_option else ':'} {self.told}" if self.name else self.told
        line = line.replace(" → ", ", then ")
        if word and (is_option or not line.endswith((".", "!", "?"))):  # a whole sentence says it itself
            line += f": {word}"
        return f"{line}\n{self.why}" if self.why else line
