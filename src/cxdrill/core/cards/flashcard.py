"""A prompt and its answer, revealed and rated, and where the author wants it asked the other way round too."""

from __future__ import annotations

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.fields import PROMPT, Field, Kind
from cxdrill.core.cards.sheet import Sheet

REVERSE = "~reverse"


class Flashcard(Card, frozen=True, kw_only=True, eq=False, tag_field="type", tag="flashcard"):
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
