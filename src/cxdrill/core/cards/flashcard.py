"""Cards that are revealed and rated: flashcards, and what is said in one's own words and compared with a model."""

from __future__ import annotations

import re

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.fields import PROMPT, Field, Kind
from cxdrill.core.cards.sheet import Sheet

REVERSE = "~reverse"


class Flashcard(Card, frozen=True, kw_only=True, eq=False, tag_field="type", tag="flashcard"):
    """A prompt and its answer, asked the other way round too where the author wants it."""

    type = "flashcard"
    implied_by = "answer"
    is_open = True
    own_fields = (
        PROMPT,
        Field("answer", Kind.TEXT, "What is revealed", required=True),
        Field("reverse", Kind.FLAG, "true: asked the other way round too", attribute="has_reverse"),
    )

    answer: str
    has_reverse: bool = False

    def suffixes(self) -> tuple[str, ...]:
        return ("", REVERSE) if self.has_reverse else ("",)

    def asked(self, suffix: str) -> str:
        return self.answer if suffix == REVERSE else self.prompt

    def revealed(self, suffix: str) -> str:
        return self.prompt if suffix == REVERSE else self.answer

    def shows_media(self, suffix: str) -> bool:
        return suffix != REVERSE

    def answers(self) -> tuple[str, ...]:
        return (self.answer,)

    def sheet(self) -> Sheet:
        return Sheet(prompt=self.prompt, answers=(self.answer,), is_two_way=self.has_reverse)


class Say(Card, frozen=True, kw_only=True, eq=False, tag_field="type", tag="say"):
    """A situation to answer aloud: then the model shows, and the learner ticks what their sentence had."""

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
