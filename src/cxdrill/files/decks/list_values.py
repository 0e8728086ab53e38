"""How lists and mappings are read: every entry by its own reader, as many as the field allows, each id once."""

from __future__ import annotations

import unicodedata
from typing import Any

from cxdrill.core.cards.fields import Field, Kind
from cxdrill.files.decks.field_values import READERS, Reader, Values, meaning, text
from cxdrill.files.decks.problem_list import ProblemList, quoted
from cxdrill.files.decks.text_values import ID, NAME
from cxdrill.files.decks.yaml_nodes import ALIAS, ListNode, MapNode, Node, Scalar, place


class UniqueIds:
    """The ids of one kind in a file: tells a second use, whatever its case, and names things in messages."""

    def __init__(self, problems: ProblemList, kind: str) -> None:
        self.problems = problems
        self.kind = kind
        self.first: dict[str, Scalar] = {}

    def label(self, node: MapNode, number: int) -> str:
        """What messages call the thing: its id, or its number in the list; a second use of an id is told."""
        id_node = node.fields.get("id")
        if type(id_node) is not Scalar or not id_node.text:
            return f"{self.kind} {number}"
        text = id_node.text
        key = text if text.isascii() and text.islower() else unicodedata.normalize("NFKC", text).casefold()
        first = self.first.setdefault(key, id_node)
        if first is not id_node and id_node.style != ALIAS:
            same = "the same id as" if first.text == text else f"an id too much like {quoted(first.text)},"
            words = f"{self.kind} {quoted(text)} has {same} the {self.kind} in line {place(first.at)[0]}"
            self.problems.add("S301", place(id_node.at), words, "give one of them another id", len(text))
        return f"{self.kind} {quoted(text)}"


def entries(values: Values, node: Node, field: Field, what: str) -> list[Node] | None:
    """The nodes of a list; None for something else, or for a list whose length is wrong."""
    if not isinstance(node, ListNode):
        values.refuse_kind(node, field, what)
        return None
    count = len(node.nodes)
    if field.least <= count <= (field.most or count):
        return node.nodes
    found = f"{count or 'no'} {'entry' if count == 1 else 'entries'}"
    bounds = f"{field.least} to {field.most}" if field.most else f"at least {field.least}"
    remedy = "add some" if count < field.least else "take some out, or make two cards of it"
    values.refuse("S209", node, f'{what}: "{field.name}" has {found}, where {bounds} are needed', remedy)
    return None


def _each(read: Reader) -> Reader:
    """The reader of a list whose entries are read that way."""

    def read_all(values: Values, node: Node, field: Field, what: str) -> tuple[Any, ...] | None:
        nodes = entries(values, node, field, what)
        if nodes is None:
            return None
        found = tuple([read(values, each, field, what) for each in nodes])
        return None if None in found else found

    return read_all


def _by_name(read: Reader) -> Reader:
    """The reader of a mapping whose names are the author's own."""

    def read_all(values: Values, node: Node, field: Field, what: str) -> dict[str, Any] | None:
        if not isinstance(node, MapNode):
            values.refuse_kind(node, field, what)
            return None
        if len(node.fields) < field.least:
            values.refuse("S209", node, f'{what}: "{field.name}" is empty', 'write at least one "name: value" below it')
            return None
        if field.most and len(node.fields) > field.most:
            words = f'{what}: "{field.name}" has {len(node.fields)} entries'
            values.refuse("S209", node, words, f"write {field.most} at most")
            return None
        found = {}
        for key, child in node.fields.items():
            if (NAME.fullmatch(key) and not key.isspace()) or all(map(ID.fullmatch, key.split("/", 1))):
                entry = Field(key, field.kind, "", required=True, entry=field.entry)
                found[key] = read(values, child, entry, f'{what}, "{field.name}"')
            elif not (key == "<<" and values.is_told(place(child.key_at))):
                words = f"{what}: {quoted(key)} is no name for an entry of {quoted(field.name)}"
                values.add("S204", place(child.key_at), words, "use one line of at most 100 characters")
        return None if None in found.values() else found

    return read_all


def _pair(values: Values, node: Node, field: Field, what: str) -> tuple[str, str] | None:
    if isinstance(node, ListNode) and len(node.nodes) == 2:
        left, right = (text(values, each, field, what) for each in node.nodes)
        return None if left is None or right is None else (left, right)
    if not (isinstance(node, Scalar) and node.style == ALIAS):
        remedy = "write it as [left, right], with texts in quotation marks where they have a comma"
        values.refuse("S204", node, f'{what}: an entry of "{field.name}" is not a pair', remedy)
    return None


def _mappings(values: Values, node: Node, field: Field, what: str) -> tuple[Any, ...] | None:
    nodes, form = entries(values, node, field, what), field.entry
    if nodes is None or form is None:
        return None
    ids = UniqueIds(values, form.name) if field.kind is Kind.SCENARIOS else None
    made = []
    for number, entry in enumerate(nodes, 1):
        name = f"{form.name} {number}" if ids else f"{what}, {form.name} {number}"
        if isinstance(entry, MapNode):
            made.append(values.made(entry, form, ids.label(entry, number) if ids else name))
        else:
            values.refuse_entry(entry, name, f'write it as "- {form.required[0]}: ..."')
            made.append(None)
    return None if None in made else tuple(made)


def _mapping(values: Values, node: Node, field: Field, what: str) -> Any:
    if isinstance(node, MapNode) and field.entry:
        return values.made(node, field.entry, f'{what}, "{field.name}"')
    values.refuse_kind(node, field, what)
    return None


READERS.update(
    {
        Kind.TEXTS: _each(text),
        Kind.NAMES: _each(meaning),
        Kind.PAIRS: _each(_pair),
        Kind.ENTRIES: _mappings,
        Kind.SCENARIOS: _mappings,
        Kind.ENTRY: _mapping,
        Kind.CARDS: entries,  # read one by one, once the deck's own fields are
        Kind.TITLES: _by_name(text),
        Kind.SHARES: _by_name(meaning),
        Kind.BLUEPRINT: _by_name(meaning),
        Kind.FIGURES: _by_name(_mapping),
        Kind.RATINGS: _by_name(_by_name(meaning)),
    }
)
