"""A situation to answer in one's own words: then the model shows, and the learner ticks what their sentence had."""

from __future__ import annotations

import re

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.fields import PROMPT, Field, Kind
from cxdrill.core.cards.sheet import Sheet


class Say(Card, frozen=True, kw_only=True, eq=False, tag_field="type", tag="say"):
    type = "say"
    likely_by = "model"
    own_fields = (
        PROMPT,
        Field("model", Kind.TEXT, "What could be said", required=True),
        Field("checklist", Kind.TEXTS, "What a good answer has", required=True, least=2, most=5),
    )

    model: str
    checklist: tuple[str, ...]

    def revealed(self, suffix: str) -> str:
        return self.model

    def points_to_tick(self) -> tuple[str, ...]:
        return self.checklist

    def answers(self) -> tuple[str, ...]:
        return (self.model,)

    def sheet(self) -> Sheet:
        return Sheet(prompt=self.prompt, answers=(self.model,), remarks=self.checklist)


def ticked(line: str, size: int) -> frozenset[int]:
    """The points that a line names, from 0: `1 3`, `all` or `none`. Raises ValueError for anything else."""
    word = line.strip().casefold()
    if word in ("all", "none"):
        return frozenset(range(size)) if word == "all" else frozenset()
    numbers = re.findall(r"\d+", word) if re.fullmatch(r"[\d\s,;.]+", word) else []
    if not numbers or not all(1 <= int(number) <= size for number in numbers):
        raise ValueError(f"type the numbers of what your sentence had, from 1 to {size}, or all, or none")
    return frozenset(int(number) - 1 for number in numbers)
