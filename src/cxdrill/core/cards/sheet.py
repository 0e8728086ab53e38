"""Pictures and sounds beside a card's text, its parts for paper, and notes on answers: no renderer knows a type."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol

from msgspec import Struct

from cxdrill.core.cards.fields import Field, Kind

PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
SOUNDS = {".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".wav": "audio/wav", ".m4a": "audio/mp4"}
KINDS = PICTURES | SOUNDS
"""The media type of a file by the end of its name. SVG is none: it can hold programs, and no terminal shows it."""
MEDIA_FIELDS = (
    Field("image", Kind.FILE, "A picture beside the deck, such as pictures/desk.png", words=tuple(PICTURES)),
    Field("audio", Kind.FILE, "A sound beside the deck, such as calls/busy.mp3", words=tuple(SOUNDS)),
    Field("alt", Kind.TEXT, "What the picture shows or the sound says, for whom it cannot be shown or played"),
)


class Media(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A picture and a sound beside a text; files by their paths from the deck's own."""

    image: str = ""
    audio: str = ""
    alt: str = ""


class HasMedia(Protocol):
    """A card, an option or a row."""

    @property
    def image(self) -> str: ...
    @property
    def audio(self) -> str: ...
    @property
    def alt(self) -> str: ...


def media_of(each: HasMedia) -> dict[str, Any]:
    """The fields of its media, to make another value with."""
    return {"image": each.image, "audio": each.audio, "alt": each.alt}


def told(each: HasMedia) -> str:
    """Words for a picture and a sound where they are not shown; nothing where there is none."""
    kind = " and ".join(name for name, file in (("picture", each.image), ("sound", each.audio)) if file)
    return f"[{kind}{': ' if each.alt else ''}{' '.join(each.alt.split())}]" if kind else ""


def with_told(text: str, each: HasMedia) -> str:
    """A text with what stands for its picture and its sound behind it."""
    return f"{text} {told(each)}".rstrip() if each.image or each.audio else text


class Option(Media, frozen=True, omit_defaults=True):
    """One thing to choose. The options that are right are the key, the others the distractors."""

    text: str
    is_key: bool = False
    why: str = ""  # why a person picks it, and why it is wrong
    is_fixed: bool = False  # keeps its place when options are shuffled


class Sheet(Struct, frozen=True, kw_only=True):
    """A card on paper. A renderer looks at which parts are there: options, a truth, items, pairs, or an answer."""

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
    """The verdict of a note on the answer."""

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
    label: str = ""  # before the text: what it is and what it was taken for

    @property
    def told(self) -> str:
        """The text behind its label, and that it was missed where it was one to choose."""
        text = f"{self.label}: {self.text}" if self.label else self.text
        return f"{text} (you missed this)" if self.tone is Tone.MISSED and self.name else text

    def __str__(self) -> str:
        """The note in words, for who hears it or reads it in lines."""
        is_option, word = len(self.name) == 1, "" if self.label else _IN_WORDS[self.tone]
        line = f"{self.name}{')' if is_option else ':'} {self.told}" if self.name else self.told
        line = line.replace(" → ", ", then ")
        if word and (is_option or not line.endswith((".", "!", "?"))):  # a whole sentence says it itself
            line += f": {word}"
        return f"{line}\n{self.why}" if self.why else line
