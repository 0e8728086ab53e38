"""What a card gives to others: neutral parts for paper and other programs, which know no type, and notes on answers."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from cxdrill.core.cards.media import Media


class Option(Media, frozen=True, omit_defaults=True):
    """One thing to choose. The options that are right are the key, the others the distractors."""

    text: str
    is_key: bool = False
    why: str = ""  # why a person picks it, and why it is wrong
    is_fixed: bool = False  # keeps its place when options are shuffled


class Sheet(Struct, frozen=True, kw_only=True):
    """What stands on paper. A renderer looks at which parts are there: options, a truth, items, pairs, or an answer."""

    prompt: str  # with blanks where a cloze text hides something
    answers: tuple[str, ...] = ()  # in words: what is revealed, all that is accepted, or each hidden part
    is_typed: bool = False  # the answers are to be typed, the first is the best
    options: tuple[Option, ...] = ()  # to choose from, in the deck's order
    shares: tuple[Fraction, ...] = ()  # of the points that each option earns, where it is not all or nothing
    takes_several: bool = False  # more than one option may be chosen
    truth: bool | None = None  # of a statement
    items: tuple[str, ...] = ()  # to put in order, in the right one
    pairs: tuple[tuple[str, str], ...] = ()  # to match
    hidden: str = ""  # a text with `{{hidden}}` parts
    remarks: tuple[str, ...] = ()  # what a good answer has
    is_two_way: bool = False  # the answer is asked for its prompt as well


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
