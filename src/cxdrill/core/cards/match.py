"""Pairs to find: the left sides are shown in the deck's order, the right sides shuffled."""

from __future__ import annotations

import re

from cxdrill.core.cards.fields import PROMPT, Field, Kind, wordings_field
from cxdrill.core.cards.order import MOST, Arranged
from cxdrill.core.cards.question import Input, Row, UnreadableAnswer, Wording, letter
from cxdrill.core.cards.sheet import Note, Sheet, Tone

_PAIR = r"(\d{1,9})[\s.:)=-]*([a-z]+)"


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
        rights = tuple(Row(letter(place), self.pairs[position][1]) for place, position in enumerate(self.order))
        return lefts + rights

    def how_to_answer(self) -> str:
        return f"each number with its letter, like {_example(len(self.order))}"

    def feedback(self, response: str) -> tuple[Note, ...]:
        notes = []
        for (left, right), given in zip(self.pairs, self.arranged(response), strict=True):
            is_right, chosen = given == right, f" (you chose: {given})"
            text = f"{left} - {right}{'' if is_right else chosen}"
            notes.append(Note(Tone.RIGHT if is_right else Tone.AS_IS, text))
        return tuple(notes)

    def sheet(self) -> Sheet:
        return Sheet(prompt=self.prompt, pairs=self.pairs)


def _example(size: int) -> str:
    return " ".join(f"{place + 1}{letter(place - 1 if place else size - 1)}" for place in range(size))
