"""One deck while the rows of a table are read into it, beside the deck of its id that exists already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from msgspec.structs import replace

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.core.cards.registry import CARD_TYPES
from cxdrill.core.ids import slug
from cxdrill.files.csv.columns import SCENARIO, SOURCE
from cxdrill.files.csv.csv_row import Row
from cxdrill.files.decks.problem_list import quoted


class Draft:
    """One deck while rows are read into it, beside the deck of its id that exists already."""

    def __init__(self, id: str, known: Deck | None) -> None:
        self.head = known or Deck(id=id, title=id.replace("-", " ").capitalize(), cards=())
        self.known = known
        self.sources: dict[str, str] = {}
        self.scenarios: dict[str, Scenario] = {}
        self.cards: dict[str, Card] = {}
        self.by_id = {card.id: card for card in (known.cards if known else ())}
        self.by_prompt: dict[str, list[Card]] = {}  # cards that no row names by its id, the last first
        self.doubles: Counter[str] = Counter()  # how often an id was made of the same words
        self.rows: dict[tuple[str, str], Row] = {}  # the row of a kind and an id

    def is_first(self, row: Row, kind: str, id: str) -> bool:
        """Whether the row is the first of its kind and id; a second one is told."""
        first = self.rows.setdefault((kind, id), row)
        if first is not row:
            name = quoted(id or self.head.id)
            row.refuse("id" if id else "type", f"the {kind} {name} stands in row {first.number} already")
        return first is row

    def expect(self, ids: Collection[str]) -> None:
        """Take note of the ids in the file: a row without one may mean any other card of its prompt."""
        for card in reversed(self.head.cards):
            if card.id not in ids:
                self.by_prompt.setdefault(card.prompt.strip(), []).append(card)

    def unnamed(self, prompt: str, type: str, kind: str) -> Card | None:
        """The card that a row without an id means: of the nth row of a prompt the nth card that fits it."""
        cards = self.by_prompt.get(prompt.strip(), [])
        # A list of questions and answers says no type, and may mean what is typed as well as what is revealed.
        is_open = CARD_TYPES[kind].is_open and not type
        found = next((card for card in reversed(cards) if card.type == kind or (is_open and card.is_open)), None)
        if found:
            cards[:] = [card for card in cards if card is not found]
        return found

    def made_id(self, prompt: str) -> str:
        """A free id made of the words of a prompt."""
        id = stem = slug(prompt) or "card"
        while id in self.by_id or ("card", id) in self.rows:
            self.doubles[stem] += 1
            id = f"{stem}-{self.doubles[stem] + 1}"
        return id

    def deck(self) -> Deck:
        """The deck; cards that name a source or scenario that is nowhere are told."""
        sources = {*self.head.sources, *self.sources}
        scenarios = {*(scenario.id for scenario in self.head.scenarios), *self.scenarios}
        for id, card in self.cards.items():
            row = self.rows["card", id]
            for column, name, known in ((SOURCE, card.source, sources), (SCENARIO, card.scenario, scenarios)):
                if name and name not in known:
                    likely = row.nearest(name, sorted(known))
                    remedy = f"did you mean {quoted(likely)}?" if likely else f"add a row of type {column} for it"
                    row.refuse(column, f"the deck has no {column} {quoted(name)}; {remedy}")
        head = replace(self.head, sources=self.sources, scenarios=tuple(self.scenarios.values()))
        return replace(head, cards=tuple(_mannered(card, head) for card in self.cards.values()))


def _mannered(card: Card, deck: Deck) -> Card:
    """The card with what it takes over from its deck."""
    if not deck.language and not deck.accents:
        return card
    return replace(card, language=deck.language, accents=card.accents or deck.accents)
