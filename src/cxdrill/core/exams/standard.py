"""A standard setting: what judges think how many of a hundred just-qualified people get each question right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec import field
from msgspec.structs import replace

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

    def rated(self, judge: str, card: Question, share: Share, *, is_second: bool = False) -> Standard:
        """The standard with one more rating."""
        name = "second" if is_second else "judges"
        ratings: Ratings = getattr(self, name)
        more = {**ratings, judge: {**ratings.get(judge, {}), card.key: share}}
        return replace(self, texts={**self.texts, card.key: asked_text(card)}, **{name: more})

    def current(self, cards: Mapping[str, Question]) -> Standard:
        """The standard without ratings of questions that are gone or were reworded."""
        lost = set(self.lost(cards))

        def kept(ratings: Ratings) -> Ratings:
            return {
                judge: {key: each for key, each in own.items() if key not in lost} for judge, own in ratings.items()
            }

        texts = {key: text for key, text in self.texts.items() if key not in lost}
        return replace(self, judges=kept(self.judges), second=kept(self.second), texts=texts)

    def latest(self) -> Ratings:
        """Of each judge and card the rating given last: that of the second round where there is one."""
        names = dict.fromkeys((*self.judges, *self.second))
        return {name: {**self.judges.get(name, {}), **self.second.get(name, {})} for name in names}
