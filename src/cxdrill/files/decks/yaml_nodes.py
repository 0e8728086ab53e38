"""The nodes of a read YAML file: every scalar is text, every key and value knows its line and column.

A field is found in the tree by its name only when somebody asks where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cxdrill.core.problem import Location

_INDEX = re.compile(r"\[([0-9]+)\]")
_STEP = re.compile(r"\.?([^.\[]+)")
COLUMN_BITS = 24  # a column fits, since a file has under 2**24 bytes

ALIAS = "*"  # the style of a node that was refused already; nothing more is said about it


# Not frozen, and places packed into one int: a frozen class costs three times as much to make, and a large
# library has a million nodes. Nobody changes a node once the tree stands.
@dataclass(slots=True, eq=False)
class Scalar:
    """A text as it was typed. `style` is its first sign: `"`, `'`, `|`, `>`, empty for plain, `*` for an alias."""

    text: str
    style: str
    at: int
    key_at: int = -1


@dataclass(slots=True, eq=False)
class ListNode:
    """The nodes of a list, in order."""

    nodes: list[Node]
    at: int
    key_at: int = -1


@dataclass(slots=True, eq=False)
class MapNode:
    """Fields by their names, in the file's order; `is_flow` where it is written in braces."""

    fields: dict[str, Node]
    at: int
    key_at: int = -1
    is_flow: bool = False


Node = Scalar | ListNode | MapNode


def place(at: int) -> tuple[int, int]:
    """Line and column, from 1, of a node's packed `at` or `key_at`."""
    return (at >> COLUMN_BITS) + 1, (at & (1 << COLUMN_BITS) - 1) + 1


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
        at = found.at if isinstance(found, Scalar) or found.key_at < 0 or not name else found.key_at
        return Location(self._path, *place(at))

    def __iter__(self) -> Iterator[str]:
        return _names(self.node, "")

    def __len__(self) -> int:
        return sum(1 for _ in self)


def node_below(node: Node, name: str) -> Node | None:
    """The node that a dotted name leads to. A cloze card's `prompt` is its `text`."""
    here: Node | None = node
    while name and here is not None:
        if isinstance(here, ListNode):
            found = _INDEX.match(name)
            number = int(found[1]) if found else -1
            here = here.nodes[number] if 0 <= number < len(here.nodes) else None
        elif isinstance(here, MapNode):
            rest = name.removeprefix(".")
            if rest in here.fields:  # names of sources and topics may hold dots themselves
                return here.fields[rest]
            found = _STEP.match(name)
            here = here.fields.get(found[1] if found else "") or (here.fields.get("text") if name == "prompt" else None)
        else:
            return None
        name = name[found.end() :] if found else ""
    return here


def _names(node: Node, name: str) -> Iterator[str]:
    yield name
    if isinstance(node, MapNode):
        for key, child in node.fields.items():
            yield from _names(child, f"{name}.{key}" if name else key)
    elif isinstance(node, ListNode):
        for number, child in enumerate(node.nodes):
            yield from _names(child, f"{name}[{number}]")
