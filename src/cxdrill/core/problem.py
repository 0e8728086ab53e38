"""A mistake in a deck or exam file as a plain value (where, which rule, how to mend it), and the rules of structure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Location(Struct, frozen=True, order=True):
    """A place in a file; line and column count from 1, in characters."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Severity(StrEnum):
    """How much a problem matters: an error stops a deck from being used, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Problem(Struct, frozen=True, order=True):
    """One finding. `message` says what is wrong, `remedy` what to do; `width` is how much to underline (0: unknown)."""

    location: Location
    rule: str
    severity: Severity
    message: str
    remedy: str = ""
    width: int = 0

    def __str__(self) -> str:
        repair = f"; {self.remedy}" if self.remedy else ""
        return f"{self.location}: {self.severity} {self.rule}: {self.message}{repair}"


STRUCTURE_RULES: Mapping[str, str] = {
    "S101": "A deck must be a file that can be read.",
    "S102": "A deck file has at most 16 MB.",
    "S103": "A deck file is text in UTF-8.",
    "S104": "A deck holds no control characters, unusual line ends or byte order marks inside.",
    "S105": "A deck file must be readable as YAML.",
    "S106": "A deck file has at most 1,000,000 values, nested at most 50 deep.",
    "S107": "A deck uses no anchors, aliases or merge keys.",
    "S108": "A deck uses no tags.",
    "S109": "A field stands once.",
    "S110": "A file holds one document.",
    "S111": "A file is not empty.",
    "S112": 'A file has one of "deck", "exam", "facilities" and "standard" at its top.',
    "S113": "No text is cut short by a blank and #, which begin a comment.",
    "S201": "Every field is known.",
    "S202": "Every required field is there.",
    "S203": "A field that is there has a value.",
    "S204": "A value is of the kind its field asks for.",
    "S205": "An id has lower case letters, digits and hyphens only.",
    "S206": "A yes or no is written as true or false.",
    "S207": "Numbers, percentages and lengths of time are written so that they cannot be misread.",
    "S208": "A word is one of those the field knows.",
    "S209": "A list is neither too short nor too long.",
    "S210": "A field fits the card's type.",
    "S211": "A picture or a sound is named by a path from the deck down, of a kind that is known.",
    "S301": "Ids are unique, also when letters are compared without case and form.",
    "S302": "A source is one of the deck's sources.",
    "S303": "A scenario is one of the deck's scenarios.",
    "S304": 'An id under "was" is no longer in use and taken over once.',
    "S305": "A choice has exactly one correct option, a multiple one or more.",
    "S306": "A cloze text has hidden parts, each closed.",
    "S307": "A blueprint adds up.",
    "S308": "A deck or exam id is used once within a source.",
    "S309": "A topic of an exam is a topic of the decks.",
    "S311": "A reply leads to a turn of its dialogue.",
    "S312": "A turn has replies, or an end.",
    "S313": "A reply serves steps of its dialogue.",
    "S314": "A judgement has one reply of the highest value and one of the lowest.",
    "S315": "A picture or a sound is there, of at most 10 MB, and what its name says.",
    "S310": "A topic has at least as many questions as the exam draws.",
}
"""Rule id: what it asks for, in a sentence."""
