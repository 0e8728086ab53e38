"""Items to put in order, kept here in the right one, and pairs to find, whose right sides are shuffled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from math import factorial
from random import Random

from cxdrill.core.cards.fields import PROMPT, Field, Kind, wordings_field
from cxdrill.core.cards.question import Input, Question, Row, UnreadableAnswer, Wording, drawn_order, letter, ordinal
from cxdrill.core.cards.sheet import Note, Sheet, Tone

MOST = 26  # as many as there are letters to answer with
_PAIR = r"(\d{1,9})[\s.:)=-]*([a-z]+)"


class Arranged(Question, frozen=True, kw_only=True, eq=False):
    """A question whose parts are put into one order, all right or not at all."""

    def arranged(self, response: str) -> list[str]:
        """The parts as a response puts them."""
        raise NotImplementedError

    def points(self, response: str, scoring: str = "") -> Fraction:
        return Fraction(self.arranged(response) == list(self.parts()))  # equal parts may stand in either place

    def points_by_guessing(self, scoring: str = "") -> Mapping[Fraction, Fraction]:
        return {Fraction(1): Fraction(1, factorial(len(self.parts())))}

    def answers(self) -> tuple[str, ...]:
        return self.parts()


class Order(Arranged, frozen=True, kw_only=True, eq=False, tag_field="type", tag="order"):
    type = "order"
    likely_by = "items"
    input = Input.SEQUENCE
    own_fields = (
        PROMPT,
        Field("items", Kind.TEXTS, "What to order, in the right order", required=True, least=2, most=MOST),
        wordings_field(becomes=Wording),
    )

    items: tuple[str, ...]

    def parts(self) -> tuple[str, ...]:
        return self.items

    def drawn(self, rng: Random) -> tuple[int, ...]:
        """An order that is not the right one, where there is another."""
        order = drawn_order(len(self.items), rng)
        while len(set(self.items)) > 1 and tuple(self.items[position] for position in order) == self.items:
            order = drawn_order(len(self.items), rng)
        return order

    def read(self, line: str) -> str:
        size, text = len(self.order), line.strip().casefold()
        numbers = re.findall(r"\d" if size < 10 and re.fullmatch(r"\d+", text) else r"\d{1,9}", text)
        typed = [int(number) for number in numbers]
        if sorted(typed) != list(range(1, size + 1)) or re.search(r"[^\d\s,;.>-]", text):
            what = f"type each number from 1 to {size} once, the first thing first"
            raise UnreadableAnswer(f"{what}, for example {self._example()}")
        return " ".join(map(str, typed))

    def _example(self) -> str:
        size = len(self.order)
        return " ".join(map(str, (size, *range(1, size))))

    def arranged(self, response: str) -> list[str]:
        return [self.items[self.order[int(number) - 1]] for number in self.read(response).split()]

    def key_response(self) -> str:
        return " ".join(str(self.order.index(position) + 1) for position in range(len(self.order)))

    def rows(self) -> tuple[Row, ...]:
        return tuple(Row(str(place + 1), self.items[position]) for place, position in enumerate(self.order))

    def how_to_answer(self) -> str:
        return f"the numbers in the right order, like {self._example()}"

    def feedback(self, response: str) -> tuple[Note, ...]:
        given = self.arranged(response)
        wrong = [place for place, text in enumerate(self.items) if given[place] != text]
        notes = [Note(Tone.AS_IS, "The right order:")] if wrong else []
        for place, text in enumerate(self.items):
            stood = next((at for at in wrong if given[at] == text), place)
            if place in wrong:
                notes.append(Note(Tone.AS_IS, f"{place + 1}. {text} (you had it {ordinal(stood + 1)})"))
            else:
                notes.append(Note(Tone.RIGHT, f"{place + 1}. {text}"))
        return tuple(notes)

    def sheet(self) -> Sheet:
        return Sheet(prompt=self.prompt, items=self.items)


class Match(Arranged, frozen=True, kw_only=True, eq=False, tag_field="type", tag="match"):
    type = "match"
    likely_by = "pairs"
    input = Input.PAIRS
    own_fields = (
        PROMPT,
        Field("pairs", Kind.PAIRS, "What belongs together: [left, right]", required=True, least=2, most=MOST),
        wordings_field(becomes=Wording),
    )

    pairs: tuple[tuple[str, str], ...]

    def parts(self) -> tuple[str, ...]:
        return tuple(right for _, right in self.pairs)

    def read(self, line: str) -> str:
        text, size = line.strip().casefold(), len(self.order)
        letters = set(map(letter, range(size)))
        found = re.findall(_PAIR, text)
        pairs = {int(left): right for left, right in found}
        rest = re.sub(rf"{_PAIR}|[\s,;]", "", text)
        if rest or len(found) != size or sorted(pairs) != list(range(1, size + 1)) or set(pairs.values()) != letters:
            raise UnreadableAnswer(f"type each number with its letter, each once, for example {_example(size)}")
        return " ".join(f"{left}{right}" for left, right in sorted(pairs.items()))

    def arranged(self, response: str) -> list[str]:
        rights = self.parts()
        places = {letter(place): position for place, position in enumerate(self.order)}
        return [rights[places[pair.lstrip("0123456789")]] for pair in self.read(response).split()]

    def key_response(self) -> str:
        return " ".join(f"{place + 1}{letter(self.order.index(place))}" for place in range(len(self.order)))

    def rows(self) -> tuple[Row, ...]:
        lefts = tuple(Row(str(place + 1), left) for place, (left, _) in enumerate(self.pairs))
        return lefts + tuple(Row(letter(place), self.pairs[position][1]) for place, position in enumerate(self.order))

    def how_to_answer(self) -> str:
        return f"each number with its letter, like {_example(len(self.order))}"

    def feedback(self, response: str) -> tuple[Note, ...]:
        notes = [] if self.points(response) else [Note(Tone.AS_IS, "The right pairs:")]
        for (left, right), given in zip(self.pairs, self.arranged(response), strict=True):
            is_right, chosen = given == right, f" (you chose: {given})"
            text = f"{left} - {right}{'' if is_right else chosen}"
            notes.append(Note(Tone.RIGHT if is_right else Tone.AS_IS, text))
        return tuple(notes)

    def sheet(self) -> Sheet:
        return Sheet(prompt=self.prompt, pairs=self.pairs)


def _example(size: int) -> str:
    return " ".join(f"{place + 1}{letter(place - 1 if place else size - 1)}" for place in range(size))
