"""A standard setting: what judges think how many of a hundred just-qualified people get each question right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec import field

from cxdrill.core.cards.question import Question
from cxdrill.core.exams.exam import Share
from cxdrill.core.exams.facilities import OfExam, asked_text

Ratings = Mapping[str, Mapping[str, Share]]
"""By judge and by the key of a card."""


class Standard(OfExam, frozen=True, kw_only=True, eq=False):
    """The ratings of one exam, as their file has them."""

    kind: ClassVar[str] = "standard"
    judges: Ratings = field(default_factory=dict)
    second: Ratings = field(default_factory=dict)  # given with the others' ratings in sight
    texts: Mapping[str, str] = field(default_factory=dict)  # card: `asked_text` when it was rated

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for each in (*self.judges.values(), *self.second.values()) for key in each))

    def holds(self, card: Question) -> bool:
        return self.texts.get(card.key) in (None, asked_text(card))
