"""A deck as its author wrote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from cxdrill.core.cards.card import NO_WAIVER, Card, Waiver, Written
from cxdrill.core.cards.question import Question


class Scenario(Struct, frozen=True):
    """A situation that several questions share; shown above each of them."""

    id: str
    text: str


class Deck(Written, frozen=True, kw_only=True, eq=False):
    """One deck."""

    id: str
    title: str
    summary: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)  # key of a source: its title
    notes: str = ""  # study notes, Markdown
    scenarios: tuple[Scenario, ...] = ()
    cards: Sequence[Card]  # a tuple, or cards built when looked at (`core/cards/card_index.py`)
    waiver: Waiver = NO_WAIVER
    path: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The cards that can be judged, in the deck's order."""
        return tuple(card for card in self.cards if isinstance(card, Question))

    def scenario_text(self, card: Card) -> str:
        """The situation that `card` belongs to, or nothing."""
        return next((scenario.text for scenario in self.scenarios if scenario.id == card.scenario), "")
