"""Where a field stands in its file, looked up in the tree only when somebody asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cxdrill.core.problem import Location
from cxdrill.files.decks.yaml_nodes import ListNode, MapNode, Node, Scalar, place

_INDEX = re.compile(r"\[([0-9]+)\]")
_STEP = re.compile(r"\.?([^.\[]+)")


class TreePlaces(Mapping[str, Location]):
    """The places below one node, by the names that `core.deck.Places` lists; unasked they cost next to nothing."""

    __slots__ = ("_node", "_path")

    def __init__(self, node: Node, path: str) -> None:
        self._node = node
        self._path = path

    def __getitem__(self, name: str) -> Location:
        found = _below(self._node, name)
        if found is None:
            raise KeyError(name)
        at = found.at if isinstance(found, Scalar) or found.key_at < 0 or not name else found.key_at
        return Location(self._path, *place(at))

    def __iter__(self) -> Iterator[str]:
        return _names(self._node, "")

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _below(node: Node, name: str) -> Node | None:
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
