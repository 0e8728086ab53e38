"""The nodes of a read YAML file: every scalar is text, every key and value knows its line and column.

A field is found in the tree by its name only when somebody asks where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from cxdrill.core.problem import Location

_STEP = re.compile(r"\[([0-9]+)\]|\.?([^.\[]+)")
COLUMN_BITS = 24  # a column fits, since a file has under 2**24 bytes

ALIAS = "*"  # the style of a node that was refused already, which has no text; nothing more is said about it


# Line and column are packed into one int (see `place`): a large library has a million nodes.
class Scalar(Struct, frozen=True, eq=False, gc=False):
    """A text as it was typed. `style` is its first sign: `"`, `'`, `|`, `>`, empty for plain, `*` for an alias."""

    text: str
    style: str
    at: int
    key_at: int = -1


class ListNode(Struct, frozen=True, eq=False):
    """The nodes of a list, in order."""

    nodes: list[Node]
    at: int
    key_at: int = -1


class MapNode(Struct, frozen=True, eq=False):
    """Fields by their names, in the file's order; `is_flow` where it is written in braces."""

    fields: dict[str, Node]
    at: int
    key_at: int = -1
    is_flow: bool = False


Node = Scalar | ListNode | MapNode


def place(at: int) -> tuple[int, int]:
    """Line and column, from 1, of a node's packed `at` or `key_at`."""
    return (at >> COLUMN_BITS) + 1, (at & (1 << COLUMN_BITS) - 1) + 1


def told_at(node: Node) -> tuple[int, int]:
    """Line and column that point at a value: at a text itself, else at the field's name."""
    return place(node.at if isinstance(node, Scalar) or node.key_at < 0 else node.key_at)


class TreePlaces(Mapping[str, Location]):
    """The places below one node, by the names that `core.deck.Places` lists; unasked they cost next to nothing."""

    __slots__ = ("_path", "node")

    def __init__(self, node: Node, path: str) -> None:
        self.node = node
        self._path = path

    def __getitem__(self, name: str) -> Location:
        found = node_below(self.node, name)
        if found is None:
            raise KeyError(name)
        return Location(self._path, *(told_at(found) if name else place(found.at)))

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in nodes_below(self.node, ""))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def node_below(node: Node, name: str) -> Node | None:
    """The node that a dotted name leads to, such as `options[1].why`. A cloze card's `prompt` is its `text`."""
    here: Node | None = node
    while name:
        step = _STEP.match(name)
        if isinstance(here, MapNode) and name.removeprefix(".") in here.fields:
            return here.fields[name.removeprefix(".")]  # names of sources and topics may hold dots themselves
        if step and isinstance(here, ListNode) and step[1]:
            here = here.nodes[int(step[1])] if int(step[1]) < len(here.nodes) else None
        elif step and isinstance(here, MapNode) and step[2]:
            here = here.fields.get(step[2]) or (here.fields.get("text") if name == "prompt" else None)
        else:
            return None
        name = name[step.end() :]
    return here


def nodes_below(node: Node, name: str) -> Iterator[tuple[str, Node]]:
    """A node of that name and all nodes below it, by their dotted names."""
    yield name, node
    if isinstance(node, MapNode):
        for key, child in node.fields.items():
            yield from nodes_below(child, f"{name}.{key}" if name else key)
    elif isinstance(node, ListNode):
        for number, child in enumerate(node.nodes):
            yield from nodes_below(child, f"{name}[{number}]")
