"""Several replies that a decent agent might give: the learner picks the best one and the worst."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import permutations
from typing import Any

from cxdrill.core.cards.choice import WithOptions, option_lists
from cxdrill.core.cards.fields import PROMPT, Fault, Field, Kind, shape, wordings_field
from cxdrill.core.cards.question import Input, UnreadableAnswer, Wording, letter, ordinal
from cxdrill.core.cards.sheet import MEDIA_FIELDS, Media, Note, Option, Sheet, Tone, media_of

HIGHEST = 3


class Reply(Media, frozen=True, omit_defaults=True):
    """One of the replies, what it is worth, and what it does to the customer."""

    text: str
    value: int
    why: str = ""


REPLY = shape(
    "option",
    Field("text", Kind.TEXT, "What could be said or done", required=True),
    Field("value", Kind.BETWEEN, "What it is worth, 0 to 3", required=True, least=0, most=HIGHEST),
    Field("why", Kind.TEXT, "What it does to the customer", required=True),
    *MEDIA_FIELDS,
    becomes=Reply,
)


class OtherReplies(Wording, frozen=True, omit_defaults=True):
    options: tuple[Reply, ...] = ()


class Judgement(WithOptions, frozen=True, kw_only=True, eq=False, tag_field="type", tag="judgement"):
    """Three to six replies, one of the highest value and one of the lowest."""

    type = "judgement"
    input = Input.BEST_WORST
    partly = "a choice of best and worst"
    own_fields = (
        PROMPT,
        Field("options", Kind.ENTRIES, "The replies", required=True, least=3, most=6, entry=REPLY),
        wordings_field(
            Field("options", Kind.ENTRIES, "The replies in these words", least=3, most=6, entry=REPLY),
            becomes=OtherReplies,
        ),
    )

    options: tuple[Reply, ...]
    wordings: tuple[OtherReplies, ...] = ()

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[Fault]:
        for field, options in option_lists(values):
            worth = sorted(option.value for option in options)
            if len(worth) > 1 and (worth[0] == worth[1] or worth[-1] == worth[-2]):
                which = "lowest" if worth[0] == worth[1] else "highest"
                remedy = "give one reply the highest value and one the lowest, such as 3, 2, 1 and 0"
                yield Fault("S314", field, f"has several replies of the {which} value", remedy)

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(option.value for option in self.options)

    def rivals(self) -> tuple[tuple[str, bool], ...]:
        return tuple((option.text, option.value == max(self.values)) for option in self.options)

    def read(self, line: str) -> str:
        """`c a`: the best is c, the worst a."""
        typed = re.findall(r"[a-z]", re.sub(r"\b(best|worst)\b", "", line.casefold()))
        known = {letter(place) for place in range(len(self.order))}
        if len(typed) != 2 or typed[0] == typed[1] or not set(typed) <= known or re.search(r"\d", line):
            example = f"{letter(len(self.order) - 1)} a"
            raise UnreadableAnswer(f"type the letter of the best reply, then that of the worst, for example {example}")
        return " ".join(typed)

    def points(self, response: str, scoring: str = "") -> Fraction:
        """The value of the best chosen less that of the worst chosen, as a share of what could be had."""
        values, (best, worst) = self.values, self._positions(response)
        return max(Fraction(0), Fraction(values[best] - values[worst], max(values) - min(values)))

    def key_response(self) -> str:
        values = self.values
        places = (self.order.index(values.index(end)) for end in (max(values), min(values)))
        return " ".join(map(letter, places))

    def points_by_guessing(self, scoring: str = "") -> Mapping[Fraction, Fraction]:
        most = max(self.values) - min(self.values)
        earned = Counter(max(0, best - worst) for best, worst in permutations(self.values, 2))
        return {Fraction(points, most): Fraction(number, earned.total()) for points, number in earned.items()}

    def how_to_answer(self) -> str:
        return f"the best reply, then the worst, like {letter(len(self.order) - 1)} a"

    def feedback(self, response: str) -> tuple[Note, ...]:
        """The replies from the best to the worst, each behind its rank and what it was taken for, with what it does."""
        return self._ranked(dict(zip(self._positions(response), ("best", "worst"), strict=True)))

    def key_notes(self) -> tuple[Note, ...]:
        return self._ranked({})

    def _ranked(self, taken: Mapping[int, str]) -> tuple[Note, ...]:
        values, notes = self.values, list[Note]()
        for position in sorted(range(len(values)), key=lambda position: -values[position]):
            option, better = self.options[position], sum(value > values[position] for value in values)
            rank = "worst" if values[position] == min(values) else ordinal(better + 1) if better else "best"
            said, is_end = taken.get(position, rank), rank in ("best", "worst")
            tone = Tone.WRONG if said != rank else Tone.RIGHT if is_end else Tone.AS_IS
            after = f"; you said {said}" if said != rank else ", as you said" if position in taken else ""
            name = letter(self.order.index(position))
            notes.append(Note(tone, option.text, name, option.why, f"{rank.capitalize()}{after}"))
        return tuple(notes)

    def options_met(self) -> tuple[tuple[str, bool], ...]:
        values = self.values
        best = ((f"best: {option.text}", option.value == max(values)) for option in self.options)
        return (*best, *((f"worst: {option.text}", option.value == min(values)) for option in self.options))

    def options_chosen(self, response: str) -> tuple[tuple[str, bool], ...]:
        best, worst = self._positions(response)
        met = self.options_met()
        return met[best], met[len(self.options) + worst]

    def sheet(self) -> Sheet:
        low, high = min(self.values), max(self.values)
        options = (Option(each.text, each.value == high, each.why, **media_of(each)) for each in self.options)
        shares = tuple(Fraction(value - low, high - low) for value in self.values)
        return Sheet(prompt=self.prompt, options=tuple(options), shares=shares)

    def _positions(self, response: str) -> tuple[int, int]:
        best, worst = (self.order[ord(each) - ord("a")] for each in self.read(response).split())
        return best, worst
