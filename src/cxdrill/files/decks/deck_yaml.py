"""A deck or exam file to its value, with every mistake in it told at once. Bad content never raises.

`library` finds the files; whether a deck is a good one is for `core/lint` to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.fields import Shape
from cxdrill.core.cards.registry import CARD_TYPES, implied_types, likely_types, shapes
from cxdrill.core.exams.library import FileValue
from cxdrill.core.problem import Problem
from cxdrill.files.collector import collector_paused
from cxdrill.files.decks.deck_bytes import read
from cxdrill.files.decks.deck_fields import FILES
from cxdrill.files.decks.field_values import Values
from cxdrill.files.decks.problem_list import ProblemList, UniqueIds, quoted
from cxdrill.files.decks.yaml_nodes import ListNode, MapNode, Node, Scalar, TreePlaces, node_below, place
from cxdrill.files.decks.yaml_tree import tree


def read_file(path: Path) -> tuple[FileValue | None, tuple[Problem, ...]]:
    """The value of the file at `path`, or None and its mistakes."""
    return read_anew(path, b"")[1:]


def read_anew(path: Path, known: bytes) -> tuple[bytes, FileValue | None, tuple[Problem, ...]]:
    """The hash of the file at `path`, its value and its mistakes; neither where the hash is the `known` one."""
    problems = ProblemList(str(path))
    raw = read(path, problems)
    if raw is None:
        return b"", None, problems.all()
    digest = sha256(raw).digest()
    return (digest, None, ()) if digest == known else (digest, *read_bytes(raw, str(path)))


@collector_paused()
def read_bytes(raw: bytes, path: str) -> tuple[FileValue | None, tuple[Problem, ...]]:
    """The value of a file's bytes, or None and their mistakes; `path` is for messages."""
    values = Values(path)
    value: FileValue | None = None
    root = tree(raw, values)
    if isinstance(root, MapNode):
        value = _value(root, values, path)
    elif root is not None and not (isinstance(root, Scalar) and not root.text):
        kind = "a list" if isinstance(root, ListNode) else "a single text"
        remedy = 'begin it with "deck: ..." and put the cards below "cards:"'
        values.add("S112", place(root.at), f"the file holds {kind}, not a deck or an exam", remedy)
    elif not len(values):
        values.add("S111", (1, 1), "the file is empty", 'write a deck into it; "cxdrill new" starts one')
    return (None if len(values) else value), values.all()


def _value(root: MapNode, values: Values, path: str) -> FileValue | None:
    kind, *others = [name for name in FILES if name in root.fields] or [""]
    if others:
        words = f'the file has both "{kind}" and "{others[0]}"'
        values.add("S112", place(root.fields[others[0]].key_at), words, "make two files of it", len(others[0]))
        return None
    if not kind:
        _tell_neither(root, values)
        return None
    read = values.fields(root, FILES[kind], f"the {kind}")
    if kind == "deck":
        read["cards"] = _Cards(root, read, values).cards(read.get("cards", ()))
    elif kind == "exam" and "blueprint" in read:
        _check_blueprint(root, read, values)
    return None if len(values) else FILES[kind].becomes(**read, path=path, places=TreePlaces(root, values.path))


def _tell_neither(root: MapNode, values: Values) -> None:
    for name, node in list(root.fields.items())[:50]:
        if likely := values.nearest(name, FILES):
            words = f'the file has {quoted(name)}, but neither "deck" nor "exam"'
            values.add("S112", place(node.key_at), words, f'did you mean "{likely}"?', len(name))
            return
    remedy = 'begin it with "deck: some-id", or "exam: some-id"'
    values.add("S112", place(root.at), 'the file has neither "deck" nor "exam" at its top', remedy)


def _check_blueprint(root: MapNode, read: Mapping[str, Any], values: Values) -> None:
    node, blueprint = root.fields["blueprint"], read["blueprint"]
    counts = [share for share in blueprint.values() if isinstance(share, int)]
    total, items = sum(blueprint.values()), read.get("items")
    if items and 0 < len(counts) < len(blueprint):
        words = "the blueprint has both numbers of items and percentages"
        values.refuse("S307", node, words, "use one of the two for all topics")
    elif items and counts and total != items:
        words = f'the blueprint adds up to {total} items, but "items" is {items}'
        values.refuse("S307", node, words, "change one of them so that both agree")
    elif items and not counts and total != 1:
        exact = f"{float(total * 100):g}%" if total.denominator < 10**6 else "a sum"
        values.refuse("S307", node, f"the blueprint adds up to {exact}, not to 100%", "change the percentages")
    minimum = root.fields.get("minimum")
    for topic in read.get("minimum", ()):
        if topic not in blueprint and isinstance(minimum, MapNode):
            likely = values.nearest(topic, blueprint)
            remedy = f'did you mean "{likely}"?' if likely else "name a topic of the blueprint"
            words = f"the exam: {quoted(topic)} has a minimum but is not in the blueprint"
            values.add("S309", place(minimum.fields[topic].key_at), words, remedy, len(topic))


class _Cards:
    """Reads the cards of one deck, each type by its own fields, with what must hold between them."""

    def __init__(self, root: MapNode, read: Mapping[str, Any], values: Values) -> None:
        """`read` are the values of the deck's own fields."""
        self.values = values
        self.deck: str = read.get("id", "")
        self.manners = {name: read[name] for name in ("language", "accents") if name in read}
        # The names in the file, right or wrong, so that a mistake in one is told once.
        sources, scenarios = root.fields.get("sources"), root.fields.get("scenarios")
        entries = scenarios.nodes if isinstance(scenarios, ListNode) else []
        ids = [each.fields.get("id") for each in entries if isinstance(each, MapNode)]
        self.known = {
            "source": frozenset(sources.fields if isinstance(sources, MapNode) else ()),
            "scenario": frozenset(each.text for each in ids if isinstance(each, Scalar)),
        }
        self.ids = UniqueIds(values, "card")
        self.former: list[tuple[str, Scalar]] = []  # what a card is called, and its `was`
        self.shapes, self.implied = shapes(), implied_types()
        fields = {name: each for shape in self.shapes.values() for name, each in shape.fields.items()}
        self.any_shape = Shape("card", fields, ("id",))

    def cards(self, nodes: Iterable[Node]) -> tuple[Card | None, ...]:
        """The cards of the deck, until more mistakes are found than anybody reads."""
        several = enumerate(nodes, 1)
        cards = tuple([self._card(node, number) for number, node in several if not self.values.is_full])
        self._check_histories()
        return cards

    def _card(self, node: Node, number: int) -> Card | None:
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

    def _type(self, node: MapNode, what: str) -> str | None:
        """The card's type, named or by its fields; None, and a problem noted, where it cannot be told."""
        fields = node.fields
        named = fields.get("type")
        if type(named) is Scalar and named.text in CARD_TYPES:
            return named.text
        for name, kind in self.implied.items():
            if name in fields:
                return kind
        if named is not None or self.values.is_full or "<<" in fields:
            return None  # enough is told, or the field's own reader tells
        remedy = 'add "answer: ..." to make it a flashcard, "options:" to make it a choice, or "type: ..."'
        for name, kind in likely_types().items():
            if name in fields:
                remedy = f'add "type: {kind}"'
        for name in [name for name in list(fields)[:50] if name not in self.any_shape.fields]:
            if likely := self.values.likely_name(name, self.implied):
                remedy = f'did you mean "{likely}" by {quoted(name)}?'
        self.values.add("S202", place(node.at), f'{what} has no "type", and no field that tells it', remedy, 1)
        return None

    def _without_strangers(self, node: MapNode, kind: str, what: str) -> MapNode:
        """The node without fields of other card types, which are told here."""
        odd = self.any_shape.fields.keys() - self.shapes[kind].fields.keys()
        strangers = [name for name in node.fields if name in odd]
        for name in strangers:
            others = [each for each, shape in self.shapes.items() if name in shape.fields]
            remedy = f'delete it, or write "type: {others[0]}"' if len(others) == 1 else "delete it"
            if name == "answer" and "options" in node.fields:
                remedy = 'delete it and mark the right option with "correct: true"'
            elif name == "prompt" and "prompt" not in self.shapes[kind].fields:
                remedy = f'a {kind} card has "text" only, with {{{{hidden}}}} parts'
            words = f'{what} is of type {kind}, which has no field "{name}"'
            self.values.add("S210", place(node.fields[name].key_at), words, remedy, len(name))
        kept = {name: child for name, child in node.fields.items() if name not in strangers}
        return replace(node, fields=kept) if strangers else node

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

    def _check_histories(self) -> None:
        """Tell every `was` that is an id in use, or is taken over twice."""
        taken: dict[str, Scalar] = {}
        for what, node in self.former:
            if (present := self.ids.first.get(node.text)) is not None:
                words = f"the id of the card in line {place(present.at)[0]}"
            elif (first := taken.setdefault(node.text, node)) is not node:
                words = f"taken over by the card in line {place(first.at)[0]} already"
            else:
                continue
            remedy = "name the id that the card had before, which no card has now"
            words = f'{what}: "was" is {quoted(node.text)}, {words}'
            self.values.add("S304", place(node.at), words, remedy, len(node.text))
