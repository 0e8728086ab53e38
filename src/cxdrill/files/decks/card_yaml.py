"""The cards of a deck file to their values, each type by its own fields, with what must hold between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.fields import Shape
from cxdrill.core.cards.registry import CARD_TYPES, implied_types, likely_types, shapes
from cxdrill.files.decks.field_values import Values, likely_name
from cxdrill.files.decks.list_values import UniqueIds
from cxdrill.files.decks.problem_list import quoted
from cxdrill.files.decks.yaml_nodes import MapNode, Node, Scalar, TreePlaces, node_below, place


class Cards:
    """Reads the cards of one deck."""

    def __init__(
        self, values: Values, deck: str, sources: frozenset[str], scenarios: frozenset[str], manners: Mapping[str, str]
    ) -> None:
        self.values = values
        self.manners = manners  # what the cards take over from the deck
        self.deck = deck
        self.known = {"source": sources, "scenario": scenarios}
        self.ids = UniqueIds(values, "card")
        self.former: list[tuple[str, Scalar]] = []  # what a card is called, and its `was`
        self.shapes, self.implied = shapes(), implied_types()
        fields = {name: each for form in self.shapes.values() for name, each in form.fields.items()}
        self.any_shape = Shape("card", fields, ("id",))

    def cards(self, nodes: Iterable[Node]) -> Iterator[Card | None]:
        """The cards of the deck, until more mistakes are found than anybody reads."""
        for number, node in enumerate(nodes, 1):
            yield self.card(node, number)
            if self.values.is_full:
                return

    def card(self, node: Node, number: int) -> Card | None:
        """The card, or None where it is in error."""
        if type(node) is not MapNode:
            self.values.refuse_entry(node, f"card {number}", 'write "id: ..." and its other fields below each other')
            return None
        what = self.ids.label(node, number)
        kind = self._type(node, what)
        if kind is None:
            self.values.fields(node, self.any_shape, what)
            return None
        read = self.values.fields(self._without_strangers(node, kind, what), self.shapes[kind], what)
        self._check(node, kind, read, what)
        if len(self.values) or not self.deck:
            return None  # the deck cannot be used anyhow
        read.pop("type", None)
        read.setdefault("topic", self.deck)
        return CARD_TYPES[kind](deck=self.deck, places=TreePlaces(node, self.values.path), **{**self.manners, **read})

    def check_histories(self) -> None:
        """Tell every `was` that is an id in use, or is taken over twice."""
        taken: dict[str, Scalar] = {}
        for what, node in self.former:
            words = ""
            if (present := self.ids.first.get(node.text)) is not None:
                words = f'{what}: "was" is {quoted(node.text)}, the id of the card in line {place(present.at)[0]}'
            elif taken.setdefault(node.text, node) is not node:
                other = place(taken[node.text].at)[0]
                words = f'{what}: "was" is {quoted(node.text)}, taken over by the card in line {other} already'
            if words:
                remedy = "name the id that the card had before, which no card has now"
                self.values.add("S304", place(node.at), words, remedy, len(node.text))

    def _type(self, node: MapNode, what: str) -> str | None:
        """The card's type, named or by its fields; None, and a problem noted, where it cannot be told."""
        fields = node.fields
        named = fields.get("type")
        if type(named) is Scalar and named.text in CARD_TYPES:
            return named.text
        for name, kind in self.implied.items():
            if name in fields:
                return kind
        if named is not None:
            return None  # the field's own reader tells
        if self.values.is_full or "<<" in fields:
            return None  # enough is told
        remedy = 'add "answer: ..." to make it a flashcard, "options:" to make it a choice, or "type: ..."'
        for name, kind in likely_types().items():
            if name in fields:
                remedy = f'add "type: {kind}"'
        for name in [name for name in list(fields)[:50] if name not in self.any_shape.fields]:
            if likely := likely_name(self.values, name, self.implied):
                remedy = f'did you mean "{likely}" by {quoted(name)}?'
        self.values.add("S202", place(node.at), f'{what} has no "type", and no field that tells it', remedy, 1)
        return None

    def _without_strangers(self, node: MapNode, kind: str, what: str) -> MapNode:
        """The node without fields of other card types, which are told here."""
        odd = self.any_shape.fields.keys() - self.shapes[kind].fields.keys()
        strangers = [name for name in node.fields if name in odd]
        if not strangers:
            return node
        for name in strangers:
            child = node.fields[name]
            others = [each for each, form in self.shapes.items() if name in form.fields]
            remedy = f'delete it, or write "type: {others[0]}"' if len(others) == 1 else "delete it"
            if name == "answer" and "options" in node.fields:
                remedy = 'delete it and mark the right option with "correct: true"'
            elif name == "prompt" and "prompt" not in self.shapes[kind].fields:
                remedy = f'a {kind} card has "text" only, with {{{{hidden}}}} parts'
            words = f'{what} is of type {kind}, which has no field "{name}"'
            self.values.add("S210", place(child.key_at), words, remedy, len(name))
        kept = {name: child for name, child in node.fields.items() if name not in strangers}
        return MapNode(kept, node.at, node.key_at, node.is_flow)

    def _check(self, node: MapNode, kind: str, read: dict[str, Any], what: str) -> None:
        for name, known in self.known.items():
            if name in read and read[name] not in known:
                likely = self.values.nearest(read[name], known)
                remedy = f'did you mean "{likely}"?' if likely else f'add it to the deck\'s "{name}s"'
                words = f"{what}: the deck has no {name} {quoted(read[name])}"
                self.values.refuse("S302" if name == "source" else "S303", node.fields[name], words, remedy)
        if "was" in read and isinstance(was := node.fields["was"], Scalar):
            self.former.append((what, was))
        for fault in CARD_TYPES[kind].faults(read):
            said = f"{what} {fault.message}" if fault.message.startswith("has ") else f"{what}: {fault.message}"
            self.values.refuse(fault.rule, node_below(node, fault.field) or node, said, fault.remedy)
