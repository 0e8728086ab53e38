"""One deck while the rows of a CSV file are read into it, beside the deck of its id that exists already."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msgspec.structs import replace

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.files.csv.csv_layout import RowProblem, nearest
from cxdrill.files.csv.csv_row import Row
from cxdrill.files.csv.deck_csv import SCENARIO, SOURCE
from cxdrill.files.decks.problem_list import quoted

_MAX_STEM = 48  # characters of an id made of a prompt


@dataclass(slots=True)
class Draft:
    """`head` has the deck's own fields, `known` is the deck that exists."""

    head: Deck
    known: Deck | None
    sources: dict[str, str] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    by_id: dict[str, Card] = field(default_factory=dict)  # the cards that exist
    by_prompt: dict[str, Card] = field(default_factory=dict)  # those of them that a list of answers can mean
    doubles: dict[str, int] = field(default_factory=dict)  # how often an id was made of the same words
    rows: dict[tuple[str, str], int] = field(default_factory=dict)  # number of the row of a kind and an id

    def is_first(self, row: Row, kind: str, id: str) -> bool:
        """Whether the row is the first of its kind and id; a second one is told."""
        first = self.rows.setdefault((kind, id), row.number)
        if first != row.number:
            row.refuse("id" if id else "type", f"the {kind} {quoted(id or self.head.id)} stands in row {first} already")
        return first == row.number

    def same_card(self, row: Row, *, has_ids: bool) -> Card | None:
        """The card that exists and that the row is about: by its id, in a list without ids by its prompt."""
        if has_ids:
            return self.by_id.get(row.cells.get("id", "").strip())
        return self.by_prompt.get(row.cells.get("prompt", "").strip())

    def made_id(self, prompt: str) -> str:
        """A free id made of the words of a prompt."""
        words = re.sub(r"[^a-z0-9]+", "-", prompt.casefold()[:200]).strip("-")
        id = stem = words[:_MAX_STEM].strip("-") or "card"
        while id in self.by_id or ("card", id) in self.rows:
            self.doubles[stem] = self.doubles.get(stem, 1) + 1
            id = f"{stem}-{self.doubles[stem]}"
        return id

    def deck(self, problems: list[RowProblem]) -> Deck:
        """The deck; cards that name a source or scenario that is nowhere are told."""
        known_sources = set(self.known.sources if self.known else ()) | set(self.sources)
        known_scenarios = {scenario.id for scenario in self.known.scenarios} if self.known else set()
        known_scenarios |= set(self.scenarios)
        for id, card in self.cards.items():
            row = Row(self.rows["card", id], {}, problems)
            _check_name(row, SOURCE, card.source, known_sources)
            _check_name(row, SCENARIO, card.scenario, known_scenarios)
        scenarios = tuple(self.scenarios.values())
        cards = tuple(_mannered(card, self.head) for card in self.cards.values())
        return replace(self.head, sources=self.sources, scenarios=scenarios, cards=cards)


def draft(id: str, known: Deck | None) -> Draft:
    """An empty draft of the deck of that id."""
    begun = Draft(known or Deck(id=id, title=id.replace("-", " ").capitalize(), cards=()), known)
    for card in reversed(known.cards if known else ()):
        begun.by_id[card.id] = card
        if card.is_open:  # a list of questions and answers can mean it
            begun.by_prompt[card.prompt.strip()] = card
    return begun


def _check_name(row: Row, column: str, name: str, known: set[str]) -> None:
    if name and name not in known:
        likely = nearest(name, sorted(known))
        remedy = f"did you mean {quoted(likely)}?" if likely else f"add a row of type {column} for it"
        row.refuse(column, f"the deck has no {column} {quoted(name)}; {remedy}")


def _mannered(card: Card, deck: Deck) -> Card:
    """The card with what it takes over from its deck."""
    if not deck.language and not deck.accents:
        return card
    return replace(card, language=deck.language, accents=card.accents or deck.accents)
