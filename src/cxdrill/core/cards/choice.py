"""Options to choose from: a choice has one that is right, a multiple one or more; a statement is true or false."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import comb
from random import Random
from typing import Any, ClassVar

from cxdrill.core.cards.fields import PROMPT, Fault, Field, Kind, shape, wordings_field
from cxdrill.core.cards.question import Input, Question, Row, UnreadableAnswer, Wording, drawn_order
from cxdrill.core.cards.question import letter as letter_of
from cxdrill.core.cards.sheet import MEDIA_FIELDS, HasMedia, Note, Option, Sheet, Tone, media_of

_TRUTH = {"t": "t", "true": "t", "f": "f", "false": "f"}
_WORDS = {True: "true", False: "false"}
_KEY = {"required": ["correct"], "properties": {"correct": {"const": True}}}
OPTION = shape(
    "option",
    Field("text", Kind.TEXT, "What the learner reads", required=True),
    Field("correct", Kind.FLAG, "true on an option that is right", attribute="is_key"),
    Field("why", Kind.TEXT, "Why a person picks it and why it is wrong"),
    Field("fixed", Kind.FLAG, "true keeps the option in its place when options are shuffled", attribute="is_fixed"),
    *MEDIA_FIELDS,
    becomes=Option,
)
_OPTIONS = Field("options", Kind.ENTRIES, "What to choose from", required=True, least=2, most=8, entry=OPTION)
_OTHERS = Field("options", Kind.ENTRIES, "What to choose from in these words", least=2, most=8, entry=OPTION)


class WithOptions(Question, frozen=True, kw_only=True, eq=False):
    """A question whose options stand under letters."""

    options: tuple[Any, ...]

    def parts(self) -> tuple[str, ...]:
        return tuple(option.text for option in self.options)

    def rows(self) -> tuple[Row, ...]:
        shown = [self.options[position] for position in self.order]
        return tuple(Row(letter_of(place), each.text, **media_of(each)) for place, each in enumerate(shown))

    def media(self) -> Iterator[tuple[str, HasMedia]]:
        yield from super().media()
        for field, options in option_lists({"options": self.options, "wordings": self.wordings}):
            rows = enumerate(options)
            yield from ((f"{field}[{at}].", each) for at, each in rows if each.image or each.audio)


def option_lists(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The options of a question and those of each wording that has its own, by field; those in error are missing."""
    if "options" in values:
        yield "options", values["options"]
    others = enumerate(values.get("wordings", ()))
    yield from ((f"wordings[{number}].options", each.options) for number, each in others if each.options)


class OtherOptions(Wording, frozen=True, omit_defaults=True):
    options: tuple[Option, ...] = ()


class _Keyed(WithOptions, frozen=True, kw_only=True, eq=False):
    takes_several: ClassVar[bool] = False
    own_fields = (PROMPT, _OPTIONS, wordings_field(_OTHERS, becomes=OtherOptions))

    options: tuple[Option, ...]
    wordings: tuple[OtherOptions, ...] = ()

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[Fault]:
        for field, options in option_lists(values):
            right = sum(option.is_key for option in options)
            if not right:
                remedies = 'mark one with "correct: true"', "write yes beside the right one"
                yield Fault("S305", field, "has no correct option", *remedies)
            elif right > 1 and not cls.takes_several:
                remedies = 'leave one, or write "type: multiple"', "leave one, or write the type multiple"
                yield Fault("S305", field, f"has {right} correct options, where a choice has one", *remedies)

    def drawn(self, rng: Random) -> tuple[int, ...]:
        """An order in which fixed options keep their places."""
        movable = [position for position, option in enumerate(self.options) if not option.is_fixed]
        drawn = iter([movable[place] for place in drawn_order(len(movable), rng)])
        return tuple(position if option.is_fixed else next(drawn) for position, option in enumerate(self.options))

    def read(self, line: str) -> str:
        letters, last = set(map(letter_of, range(len(self.order)))), letter_of(len(self.order) - 1)
        typed = set(re.sub(r"[\s,;.()]", "", line.strip().casefold()))
        if self.takes_several and not (typed and typed <= letters):
            raise UnreadableAnswer(f"type every letter that is right, from a to {last}, for example a,{last}")
        if not self.takes_several and not (len(typed) == 1 and typed <= letters):
            raise UnreadableAnswer(f"type one letter from a to {last}")
        return ",".join(sorted(typed))

    def chosen(self, response: str) -> set[int]:
        return {self.order[ord(each) - ord("a")] for each in self.read(response).split(",")}

    def points(self, response: str, scoring: str = "") -> Fraction:
        chosen = self.chosen(response)
        return Fraction(all(option.is_key == (place in chosen) for place, option in enumerate(self.options)))

    def key_response(self) -> str:
        return ",".join(letter_of(place) for place, position in enumerate(self.order) if self.options[position].is_key)

    def feedback(self, response: str) -> tuple[Note, ...]:
        chosen, notes = self.chosen(response), list[Note]()
        for place, position in enumerate(self.order):
            option, name = self.options[position], letter_of(place)
            if option.is_key:
                # A single key is simply the right one; of several, those not chosen get a sign of their own.
                is_missed = self.takes_several and position not in chosen
                notes.append(Note(Tone.MISSED if is_missed else Tone.RIGHT, option.text, name))
            elif position in chosen:
                notes.append(Note(Tone.WRONG, option.text, name, option.why))
        return tuple(notes)

    def options_met(self) -> tuple[tuple[str, bool], ...]:
        return tuple((option.text, option.is_key) for option in self.options)

    def options_chosen(self, response: str) -> tuple[tuple[str, bool], ...]:
        met = self.options_met()
        return tuple(met[position] for position in sorted(self.chosen(response)))

    def options_by_field(self) -> Iterator[tuple[str, Option]]:
        return ((f"options[{number}]", option) for number, option in enumerate(self.options))

    def sheet(self) -> Sheet:
        return Sheet(prompt=self.prompt, options=self.options, takes_several=self.takes_several)


class Choice(_Keyed, frozen=True, kw_only=True, eq=False, tag_field="type", tag="choice"):
    type = "choice"
    schema: ClassVar = {"options": {"contains": _KEY, "minContains": 1, "maxContains": 1}}
    implied_by = "options"
    input = Input.LETTER

    def how_to_answer(self) -> str:
        return f"one letter, a to {letter_of(len(self.order) - 1)}"

    def points_by_guessing(self, scoring: str = "") -> Mapping[Fraction, Fraction]:
        return {Fraction(1): Fraction(1, len(self.options))}


class Multiple(_Keyed, frozen=True, kw_only=True, eq=False, tag_field="type", tag="multiple"):
    type = "multiple"
    schema: ClassVar = {"options": {"contains": _KEY}}
    input = Input.LETTERS
    takes_several = True

    def points(self, response: str, scoring: str = "") -> Fraction:
        """All or nothing; by `plus-minus` the share of the key that was chosen less the share of the distractors."""
        if scoring != "plus-minus":
            return super().points(response)
        keys = {position for position, option in enumerate(self.options) if option.is_key}
        chosen, distractors = self.chosen(response), len(self.options) - len(keys)
        gained, lost = Fraction(len(chosen & keys), len(keys)), Fraction(len(chosen - keys), distractors or 1)
        return max(Fraction(0), gained - lost)

    def how_to_answer(self) -> str:
        return f"every letter that is right, like a,{letter_of(len(self.order) - 1)}"

    def points_by_guessing(self, scoring: str = "") -> Mapping[Fraction, Fraction]:
        one = Fraction(1, (1 << len(self.options)) - 1)
        if scoring != "plus-minus":
            return {Fraction(1): one}
        keys = sum(option.is_key for option in self.options)
        others = len(self.options) - keys
        shares: dict[Fraction, Fraction] = defaultdict(Fraction)
        for right, wrong in product(range(keys + 1), range(others + 1)):
            points = max(Fraction(0), Fraction(right, keys) - Fraction(wrong, max(1, others)))
            shares[points] += one * comb(keys, right) * comb(others, wrong)
        shares[Fraction(0)] -= one  # that nothing is chosen is no answer
        return shares


class TrueFalse(Question, frozen=True, kw_only=True, eq=False, tag_field="type", tag="true-false"):
    """A statement that is true or false."""

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
