"""Facilities of an exam's questions, as earlier takers gave them: a file beside the decks, and how far it still holds.

A figure belongs to the words it was earned with: a card that was reworded since has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from msgspec import Struct, field

from cxdrill.core.canonical import digest
from cxdrill.core.cards.card import NO_WAIVER, Waiver, Written
from cxdrill.core.cards.plain import card_plain
from cxdrill.core.cards.question import Question
from cxdrill.core.exams.exam import Share

_NOT_ASKED = frozenset(
    {"tags", "source", "explanation", "why", "is_critical", "fact", "exam", "was", "waiver", "topic", "language"}
)


class Facility(Struct, frozen=True):
    """The share of its points that a question earned, in thousandths, by how many answers, and in which words."""

    thousandths: int
    answers: int
    text: str  # `asked_text` of the card


class OfExam(Written, frozen=True, kw_only=True, eq=False):
    """What a file beside an exam says of its questions."""

    kind: ClassVar[str] = ""  # the field at the top of the file
    id: str  # of the exam
    waiver: Waiver = NO_WAIVER
    path: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The cards it speaks of."""
        raise NotImplementedError

    def holds(self, card: Question) -> bool:
        """Whether a card still has the words that it had."""
        raise NotImplementedError

    def lost(self, cards: Mapping[str, Question]) -> tuple[str, ...]:
        """The cards that are gone or were reworded."""
        return tuple(key for key in self.keys if key not in cards or not self.holds(cards[key]))


class Facilities(OfExam, frozen=True, kw_only=True, eq=False):
    """What the takers of an exam earned; `drilled` and `fresh` are the shares right in met and in new words."""

    kind: ClassVar[str] = "facilities"
    takers: int = 0
    drilled: Share | None = None
    fresh: Share | None = None
    cards: Mapping[str, Facility] = field(default_factory=dict)  # by key

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.cards)

    def holds(self, card: Question) -> bool:
        return card.key in self.cards and self.cards[card.key].text == asked_text(card)


def facility(share: Share, answers: int, text: str) -> Facility:
    """The figure as its file has it."""
    return Facility(round(share.value * 1000), answers, text)


def asked_text(card: Question) -> str:
    """Twelve hex digits that depend on all that is asked, in every wording, and on the key alone."""
    return digest(_asked(card_plain(card)))[:12]


def _asked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _asked(each) for name, each in value.items() if name not in _NOT_ASKED}
    return [_asked(each) for each in value] if isinstance(value, list) else value
