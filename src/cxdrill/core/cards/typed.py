"""A short answer typed in: whether it says the same as an accepted one, and how it differs where it nearly does.

Forgives what says nothing about knowledge: case, spacing, blanks round signs and units, hyphens between letters,
typographic quotes and dashes, compatible forms of characters, digits of other scripts, closing punctuation, and what
`languages` adds. A near miss is still wrong; what a drill makes of it is left to the drill.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable
from fractions import Fraction

from cxdrill.core.cards.fields import PROMPT, Field, Kind, wordings_field
from cxdrill.core.cards.languages import STRICT, Manner, is_same, lowered, spelled
from cxdrill.core.cards.question import Input, Question, UnreadableAnswer, Wording
from cxdrill.core.cards.sheet import Note, Sheet, Tone

_PLAIN = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼ", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−־", "-") | {"⁄": "/"}
)
# Patterns are texts, which Python compiles once they are needed: a session without a typed answer waits for none.
_HYPHEN = r"(?<=[^\W\d_])-(?=[^\W\d_])"
_CLOSING = ".,;:!?。؟، "
_OPENING = "¿¡ "
_TIGHT = (
    (r"(?<=\d) ?([ap])\.? ?m\b\.?", r"\1m"),  # 9 a.m.
    (r"(?<=\d) (?=[^\W\d_]|[%°‰€$£¥])", ""),  # 80 %, 5 km
    (r"(?<=[€$£¥#§%]) (?=\d)", ""),  # € 24.90
    (r" ?([/+=<>*×]) ?", r"\1"),
    (r" ?([,;]) ?(?!\d)|(?<!\d) ?([,;]) ?", r"\1\2"),  # between digits a comma may be a decimal one
)
_EDIT, _SWAP = 1_001, 1_002  # thousands are edits, ones the letters that they take
_LONGEST = 200  # characters; a longer text is an essay, not a slip of the keys


def tidy(text: str) -> str:
    """The text with plain quotes, dashes and single spaces, and without invisible characters or closing punctuation."""
    # Quotes first: the compatible form of an accent that stands for one is a space and a combining mark.
    plain = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN)
    plain = plain.replace('" ', '"', 1).replace(' "', '"') if plain[:2] == '" ' else plain  # « so »
    visible = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    spaced = re.sub(r" ?- ?", "-", " ".join(visible.split()))
    if not spaced.isascii():
        spaced = "".join(str(unicodedata.decimal(sign, sign)) for sign in spaced).lstrip(_OPENING) or spaced
    return spaced.rstrip(_CLOSING) or spaced


def folded(text: str, manner: Manner = STRICT) -> str:
    """The form in which two texts are compared: without case, and with a blank for a hyphen between letters."""
    plain = unicodedata.normalize("NFKC", lowered(re.sub(_HYPHEN, " ", tidy(text)), manner))
    for pattern, instead in _TIGHT:
        plain = re.sub(pattern, instead, plain)
    return spelled(plain, manner)


def is_accepted(typed: str, answers: Iterable[str], manner: Manner = STRICT) -> bool:
    """Whether what was typed says the same as one of the answers."""
    written = folded(typed, manner)
    return any(is_same(written, folded(answer, manner), manner) for answer in answers)


def near_miss(typed: str, answers: Iterable[str]) -> tuple[str, int] | None:
    """The nearest answer and in how many letters it differs, if these are few; None if it is no near miss.

    Up to one edit in 3 letters, two in 6, three in 12; a neighbouring pair turned round counts as one. Digits must
    agree: another number is another fact, not a slip.
    """
    written, nearest, fewest = tidy(typed), None, _LONGEST
    for answer in map(tidy, answers):
        allowed = bisect((3, 6, 12), len(answer))
        if abs(len(written) - len(answer)) > allowed or len(answer) > _LONGEST or _digits(written) != _digits(answer):
            continue
        edits, letters = distance(written, answer)
        if edits <= allowed and edits < fewest:
            nearest, fewest = (answer, letters), edits
    return nearest


def distance(typed: str, right: str) -> tuple[int, int]:
    """The fewest edits between two texts (optimal string alignment), case aside, and the letters that these take."""
    written, wanted = [sign.casefold() for sign in typed], [sign.casefold() for sign in right]
    before, last = list[int](), [column * _EDIT for column in range(len(wanted) + 1)]
    for row, sign in enumerate(written):
        line = [last[0] + _EDIT]
        for column, other in enumerate(wanted):
            cheapest = min(last[column] + _EDIT * (sign != other), last[column + 1] + _EDIT, line[column] + _EDIT)
            if row and column and sign == wanted[column - 1] and other == written[row - 1]:
                cheapest = min(cheapest, before[column - 1] + _SWAP)
            line.append(cheapest)
        before, last = last, line
    return divmod(last[-1], 1_000)


def _digits(text: str) -> list[str]:
    return [sign for sign in text if sign.isdigit()]


_NUMBERS = {2: "two", 3: "three", 4: "four"}


class OtherAnswer(Wording, frozen=True, omit_defaults=True):
    answer: str = ""
    accept: tuple[str, ...] = ()


class Typed(Question, frozen=True, kw_only=True, eq=False, tag_field="type", tag="typed"):
    type = "typed"
    likely_by = "accept"
    input = Input.TEXT
    is_open = True
    own_fields = (
        PROMPT,
        Field("answer", Kind.TEXT, "The right answer", required=True),
        Field("accept", Kind.TEXTS, "Other right answers"),
        wordings_field(
            Field("answer", Kind.TEXT, "The right answer to these words"),
            Field("accept", Kind.TEXTS, "Other right answers to them"),
            becomes=OtherAnswer,
        ),
    )

    answer: str
    accept: tuple[str, ...] = ()  # the other right answers
    wordings: tuple[OtherAnswer, ...] = ()

    def read(self, line: str) -> str:
        """The text typed, with single blanks and nothing that no file could hold."""
        typed = " ".join(line.encode("utf-8", "replace").decode().split())
        if not typed:
            raise UnreadableAnswer("type your answer")
        return typed

    def points(self, response: str, scoring: str = "") -> Fraction:
        return Fraction(is_accepted(response, self.accepted, self.manner))

    def key_response(self) -> str:
        return self.answer

    def feedback(self, response: str) -> tuple[Note, ...]:
        return text_feedback(response, self.answer, self.accepted, self.manner)

    def options_met(self) -> tuple[tuple[str, bool], ...]:
        return ((self.answer, True),)

    def options_chosen(self, response: str) -> tuple[tuple[str, bool], ...]:
        is_right = self.points(response) == 1
        return ((self.answer if is_right else " ".join(response.casefold().split()), is_right),)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every right answer, the best first."""
        return (self.answer, *self.accept)

    def sheet(self) -> Sheet:
        return Sheet(prompt=self.prompt, answers=self.accepted, is_typed=True)


def text_feedback(response: str, answer: str, accepted: tuple[str, ...], manner: Manner = STRICT) -> tuple[Note, ...]:
    """The answer, beside what was typed where that is not accepted, and how it differs where it nearly is."""
    if is_accepted(response, accepted, manner):
        return (Note(Tone.RIGHT, answer),)
    near = near_miss(response, accepted)
    if near is None:
        return Note(Tone.WRONG, response), Note(Tone.MISSED, answer)
    meant, letters = near
    differs = "one letter" if letters == 1 else f"{_NUMBERS.get(letters, letters)} letters"
    almost = Note(Tone.AS_IS, f"Almost: {meant}, {differs}.")
    return Note(Tone.WRONG, response), almost, *(() if meant == answer else (Note(Tone.MISSED, answer),))
