"""The fields of a mapping to values, as the table of fields asks, with what is unknown, missing or misplaced told.

There is a reader for each kind of value; what a single text means stands in `text_values`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from cxdrill.core.cards.fields import Field, Kind, Shape
from cxdrill.files.decks.deck_bytes import ODD_BLANK, blank_name
from cxdrill.files.decks.problem_list import ProblemList, UniqueIds, quoted
from cxdrill.files.decks.text_values import ELSEWHERE, ID, NAME, UnreadableText, listed, text_value
from cxdrill.files.decks.yaml_nodes import ListNode, MapNode, Node, Scalar, place

_MAX_NAMES = 50  # looked through for a misspelt one: more only a hostile file has
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class Values(ProblemList):
    """Reads the fields of one file."""

    def fields(self, node: MapNode, shape: Shape, what: str) -> dict[str, Any]:
        """The values of a mapping's fields by the attributes they become; those in error are left out."""
        values: dict[str, Any] = {}
        known = shape.fields
        for name, child in node.fields.items():
            field = known.get(name)
            if field is None:
                self._unknown(name, child, node, shape, what)
                continue
            value = _READERS[field.kind](self, child, field, what)
            if value is not None:
                values[field.attribute or name] = value
        for name in shape.required:
            if name not in node.fields:
                self._missing(name, node, shape, what)
        return values

    def made(self, node: MapNode, shape: Shape, what: str) -> Any:
        """The value of a mapping; None, and problems noted, where anything in it is wrong."""
        before = len(self)
        read = self.fields(node, shape, what)
        return shape.becomes(**read) if len(self) == before and not self.is_full else None

    def likely_name(self, name: str, names: Collection[str]) -> str:
        """The field that was meant: as other programs call it, or nearly spelt so."""
        if name.casefold() in ELSEWHERE:
            return next((each for each in ELSEWHERE[name.casefold()] if each in names), "")
        return self.nearest(name, names)

    def _missing(self, name: str, node: MapNode, shape: Shape, what: str) -> None:
        if self.is_full or "<<" in node.fields:  # perhaps it was to come from there
            return
        strangers = [each for each in list(node.fields)[:_MAX_NAMES] if each not in shape.fields]
        if not any(self.likely_name(each, [name]) for each in strangers):  # else misspelt, and told so
            self.add("S202", place(node.at), f'{what} has no "{name}"', f'add "{name}: ..."', 1)

    def _unknown(self, name: str, child: Node, node: MapNode, shape: Shape, what: str) -> None:
        if self.is_full or (name == "<<" and self.is_told(place(child.key_at))):
            return
        likely = self.likely_name(name, [each for each in shape.fields if each not in node.fields])
        remedy = f'did you mean "{likely}"?' if likely else f"the fields here are {listed(shape.fields)}"
        if node.is_flow and isinstance(child, Scalar) and not child.text and not child.style:
            remedy = "put the text before it in quotation marks: between { and } a comma ends a text"
        if blank := re.search(ODD_BLANK, name):
            remedy = f"the name has a {blank_name(blank[0])} in it, which shows nothing; delete that"
        words = f"{what} has an unknown field {quoted(name)}"
        self.add("S201", place(child.key_at), words, remedy, len(name))


def _text(values: Values, node: Node, field: Field, what: str) -> str | None:
    """The text as it was typed; only one written as a block (`|` or `>`) loses its last line end."""
    if type(node) is not Scalar:
        values.refuse_kind(node, field, what)
        return None
    typed = node.text
    if (node.style == "|" or node.style == ">") and typed.endswith("\n"):
        typed = typed[:-1]
    if typed and not typed.isspace():
        return typed
    values.refuse_empty(node, field, what)
    return None


def _meaning(values: Values, node: Node, field: Field, what: str) -> Any:
    typed = _text(values, node, field, what)
    if typed is None:
        return None
    try:
        return text_value(field, typed, values.nearest)
    except UnreadableText as error:
        values.refuse(error.rule, node, f"{what}: {quoted(field.name)} {error.words}", error.remedy)
        return None


def _flag(values: Values, node: Node, field: Field, what: str) -> bool | None:
    """True or false, as YAML 1.2 writes them."""
    if type(node) is not Scalar or not node.text:
        values.refuse_kind(node, field, what)
        return None
    if not node.style and node.text in _FLAGS:
        return _FLAGS[node.text]
    words, remedy = f'{what}: "{field.name}" is {quoted(node.text)}, neither true nor false', "write true or false"
    if node.text in _FLAGS:
        words = f'{what}: "{field.name}" is a text in quotation marks, neither true nor false'
        remedy = f"write {node.text.lower()} without quotation marks"
    values.refuse("S206", node, words, remedy)
    return None


def _entries(values: Values, node: Node, field: Field, what: str) -> list[Node] | None:
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


def _each(read: _Reader) -> _Reader:
    """The reader of a list whose entries are read that way."""

    def read_all(values: Values, node: Node, field: Field, what: str) -> tuple[Any, ...] | None:
        nodes = _entries(values, node, field, what)
        if nodes is None:
            return None
        found = tuple([read(values, each, field, what) for each in nodes])
        return None if None in found else found

    return read_all


def _by_name(read: _Reader) -> _Reader:
    """The reader of a mapping whose names are the author's own."""

    def read_all(values: Values, node: Node, field: Field, what: str) -> dict[str, Any] | None:
        if not isinstance(node, MapNode):
            values.refuse_kind(node, field, what)
            return None
        count = len(node.fields)
        if count < field.least:
            values.refuse("S209", node, f'{what}: "{field.name}" is empty', 'write at least one "name: value" below it')
            return None
        if count > (field.most or count):
            words = f'{what}: "{field.name}" has {count} entries'
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
        left, right = (_text(values, each, field, what) for each in node.nodes)
        return None if left is None or right is None else (left, right)
    remedy = "write it as [left, right], with texts in quotation marks where they have a comma"
    values.refuse("S204", node, f'{what}: an entry of "{field.name}" is not a pair', remedy)
    return None


def _mapping(values: Values, node: Node, field: Field, what: str) -> Any:
    if isinstance(node, MapNode) and field.entry:
        return values.made(node, field.entry, f'{what}, "{field.name}"')
    values.refuse_kind(node, field, what)
    return None


def _mappings(values: Values, node: Node, field: Field, what: str) -> tuple[Any, ...] | None:
    nodes, shape = _entries(values, node, field, what), field.entry
    if nodes is None or shape is None:
        return None
    ids = UniqueIds(values, shape.name) if field.kind is Kind.SCENARIOS else None
    made = []
    for number, entry in enumerate(nodes, 1):
        name = f"{shape.name} {number}" if ids else f"{what}, {shape.name} {number}"
        if isinstance(entry, MapNode):
            made.append(values.made(entry, shape, ids.label(entry, number) if ids else name))
        else:
            values.refuse_entry(entry, name, f'write it as "- {shape.required[0]}: ..."')
            made.append(None)
    return None if None in made else tuple(made)


_Reader = Callable[[Values, Node, Field, str], Any]
_READERS: dict[Kind, _Reader] = {
    **dict.fromkeys(Kind, _meaning),
    Kind.TEXT: _text,
    Kind.FLAG: _flag,
    Kind.TEXTS: _each(_text),
    Kind.NAMES: _each(_meaning),
    Kind.PAIRS: _each(_pair),
    Kind.ENTRIES: _mappings,
    Kind.SCENARIOS: _mappings,
    Kind.ENTRY: _mapping,
    Kind.CARDS: _entries,  # read one by one, once the deck's own fields are
    Kind.TITLES: _by_name(_text),
    Kind.SHARES: _by_name(_meaning),
    Kind.BLUEPRINT: _by_name(_meaning),
    Kind.FIGURES: _by_name(_mapping),
    Kind.RATINGS: _by_name(_by_name(_meaning)),
}
"""The reader of each kind of value: it gives the value, or None and notes a problem."""
