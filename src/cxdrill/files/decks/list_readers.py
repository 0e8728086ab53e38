"""How lists and mappings of texts are read: every entry by its own reader, as many as the field allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.exams.exam import Share
from cxdrill.files.decks.field_values import Reader, Values, reads
from cxdrill.files.decks.problem_list import quoted
from cxdrill.files.decks.text_readers import meant, text
from cxdrill.files.decks.text_values import NAME
from cxdrill.files.decks.yaml_nodes import ALIAS, ListNode, MapNode, Node, Scalar, place


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


@reads(Kind.TEXTS)
def texts(values: Values, node: Node, field: Field, what: str) -> tuple[str, ...] | None:
    """A list of texts."""
    return _each(values, node, field, what, text)


@reads(Kind.NAMES)
def names(values: Values, node: Node, field: Field, what: str) -> tuple[str, ...] | None:
    """A list of short texts."""
    return _each(values, node, field, what, meant)


@reads(Kind.PAIRS)
def pairs(values: Values, node: Node, field: Field, what: str) -> tuple[tuple[str, str], ...] | None:
    """A list of pairs of texts."""
    return _each(values, node, field, what, _pair)


@reads(Kind.TITLES)
def titles(values: Values, node: Node, field: Field, what: str) -> Mapping[str, str] | None:
    """Names with a text each."""
    return by_name(values, node, field, what, text)


@reads(Kind.SHARES)
def shares(values: Values, node: Node, field: Field, what: str) -> Mapping[str, Share] | None:
    """Names with a percentage each."""
    return by_name(values, node, field, what, meant)


def by_name(values: Values, node: Node, field: Field, what: str, reader: Reader) -> dict[str, Any] | None:
    """The values of a mapping whose names are the author's own."""
    if not isinstance(node, MapNode):
        values.refuse_kind(node, field, what)
        return None
    if len(node.fields) < field.least:
        values.refuse("S209", node, f'{what}: "{field.name}" is empty', 'write at least one "name: value" below it')
        return None
    found = {}
    for key, child in node.fields.items():
        if not NAME.fullmatch(key) or key.isspace():
            if not (key == "<<" and values.problems.is_told(place(child.key_at))):
                words = f"{what}: {quoted(key)} is no name for an entry of {quoted(field.name)}"
                values.problems.add("S204", place(child.key_at), words, "use one line of at most 100 characters")
            continue
        found[key] = reader(values, child, Field(key, field.kind, "", required=True), f'{what}, "{field.name}"')
    return None if None in found.values() else found


def _each(values: Values, node: Node, field: Field, what: str, reader: Reader) -> tuple[Any, ...] | None:
    nodes = entries(values, node, field, what)
    if nodes is None:
        return None
    found = tuple([reader(values, each, field, what) for each in nodes])
    return None if None in found else found


def _pair(values: Values, node: Node, field: Field, what: str) -> tuple[str, str] | None:
    if isinstance(node, ListNode) and len(node.nodes) == 2:
        left, right = (text(values, each, field, what) for each in node.nodes)
        return None if left is None or right is None else (left, right)
    if not (isinstance(node, Scalar) and node.style == ALIAS):
        remedy = "write it as [left, right], with texts in quotation marks where they have a comma"
        values.refuse("S204", node, f'{what}: an entry of "{field.name}" is not a pair', remedy)
    return None
