"""The nodes of a read YAML file: every scalar is text, every key and value knows its line and column."""

from __future__ import annotations

from dataclasses import dataclass

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


def line_of(at: int) -> int:
    """The line, from 1, of a packed place."""
    return (at >> COLUMN_BITS) + 1
