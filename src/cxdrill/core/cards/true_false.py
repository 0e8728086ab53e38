"""A statement that is true or false."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from cxdrill.core.cards.fields import PROMPT, Field, Kind, wordings_field
from cxdrill.core.cards.question import Input, Question, UnreadableAnswer, Wording
from cxdrill.core.cards.sheet import Note, Sheet, Tone

_TRUTH = {"t": "t", "true": "t", "f": "f", "false": "f"}
_WORDS = {True: "true", False: "false"}


class TrueFalse(Question, frozen=True, kw_only=True, eq=False, tag_field="type", tag="true-false"):
    type = "true-false"
    input = Input.TRUTH
    own_fields = (
        PROMPT,
        Field("answer", Kind.FLAG, "Whether the statement is true", required=True),
        wordings_field(becomes=Wording),
    )

    answer: bool

    def read(self, line: str) -> str:
        truth = _TRUTH.get(line.strip().casefold().strip("().,"))
        if truth is None:
            raise UnreadableAnswer("type t for true or f for false")
        return truth

    def points(self, response: str, scoring: str = "") -> Fraction:
        return Fraction(self.read(response) == self.key_response())

    def key_response(self) -> str:
        return "t" if self.answer else "f"

    def points_by_guessing(self, scoring: str = "") -> Mapping[Fraction, Fraction]:
        return {Fraction(1): Fraction(1, 2)}

    def how_to_answer(self) -> str:
        return "t for true, f for false"

    def feedback(self, response: str) -> tuple[Note, ...]:
        said = self.read(response) == "t"
        if said == self.answer:
            return (Note(Tone.RIGHT, f"It is {_WORDS[said]}."),)
        return (Note(Tone.WRONG, f"You said {_WORDS[said]}; it is {_WORDS[self.answer]}."),)

    def options_met(self) -> tuple[tuple[str, bool], ...]:
        return ("true", self.answer), ("false", not self.answer)

    def options_chosen(self, response: str) -> tuple[tuple[str, bool], ...]:
        return (self.options_met()[0 if self.read(response) == "t" else 1],)

    def sheet(self) -> Sheet:
        return Sheet(prompt=self.prompt, truth=self.answer)
