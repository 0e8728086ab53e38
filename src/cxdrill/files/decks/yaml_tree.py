"""Bytes to a tree of nodes, in one pass over the parser's events, with every limit checked while parsing.

A deck is data: tags, anchors, aliases and merge keys are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from cxdrill.files.collector import collector_paused
from cxdrill.files.decks import yaml_events
from cxdrill.files.decks.deck_bytes import refuse_foreign
from cxdrill.files.decks.problem_list import ProblemList, quoted
from cxdrill.files.decks.yaml_nodes import ALIAS, COLUMN_BITS, ListNode, MapNode, Node, Scalar, place

MAX_VALUES = 1_000_000  # keys, texts, lists and mappings of one file
MAX_DEPTH = 50


class _Stop(Exception):
    """The rest of the file cannot be read; the problem is noted already."""


@collector_paused()
def tree(raw: bytes, problems: ProblemList) -> Node | None:
    """The root of the document in `raw`; None, and a problem noted, where there is none or it cannot be read."""
    refuse_foreign(raw, problems)
    if len(problems):
        return None
    parser_class, limit = yaml_events.parser()
    if len(raw) > limit:
        words = f"the file has over {limit / 1e6:g} MB, too much without PyYAML's C parser"
        problems.add("S102", (1, 1), words, "split the deck, or install PyYAML with its C parser")
        return None
    builder = _Builder(problems)
    try:
        return builder.root(yaml_events.events(parser_class(raw), raw, problems))
    except _Stop:
        return None
    except YAMLError as error:
        yaml_events.tell_all(error, builder.last, raw, problems, parser_class)
        return None


class _Builder:
    """Builds the tree: one loop, and its rare cases beside it."""

    def __init__(self, problems: ProblemList) -> None:
        self.problems = problems
        self.last: Any = None  # the last event: a syntax error often begins there
        self.documents = 0

    def root(self, events: Iterator[Any]) -> Node | None:
        """The root node, or None in an empty stream. One loop, nearly without calls: the time of reading goes here."""
        room, key_at = MAX_VALUES, -1
        key: str | None = None  # the field whose value comes next
        names, items = dict[str, str](), list[Any]()  # one copy of each field name; what stands in the list we are in
        top, fields, in_map = items, dict[str, Any](), False  # the list or mapping we are in
        outer: list[tuple[list[Any], dict[str, Any], bool]] = []
        for event in events:
            self.last = event
            kind = type(event)
            if kind is ScalarEvent:
                mark, text = event.start_mark, event.value
                at = mark.line << COLUMN_BITS | mark.column
                room -= 1
                if event.tag is not None or event.anchor is not None or room < 0 or text == "<<":
                    self._check(event, at, room, in_map and key is None)
                if in_map and key is None:
                    key, key_at = names.setdefault(text, text), at
                    continue
                node: Any = Scalar(text, event.style, at, key_at)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                items, fields, in_map = outer.pop()
                continue
            elif kind is StreamEndEvent:
                break
            else:
                room -= 1
                node = self._rare(event, room, len(outer), in_map and key is None, key_at)
                if node is None:
                    continue
            if key is None:
                items.append(node)
            elif fields.setdefault(key, node) is not node:
                self._tell_twice(key, key_at, fields[key])
            key, key_at = None, -1
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                outer.append((items, fields, in_map))
                in_map = kind is MappingStartEvent
                items, fields = ([], node.fields) if in_map else (node.nodes, {})
        return top[0] if top else None

    def _rare(self, event: Any, room: int, depth: int, is_key: bool, key_at: int) -> Node | None:
        """The node that a list, mapping or alias begins; None for what stands between documents."""
        kind, mark = type(event), event.start_mark
        at = mark.line << COLUMN_BITS | mark.column
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None or event.tag is not None or room < 0:
                self._check(event, at, room, False)
            if is_key and kind is MappingStartEvent and event.flow_style:
                words = "braces begin a mapping here, where text seems to be meant"
                self._stop("S105", at, words, "put the whole text in double quotes")
            if is_key:
                words = "a list or mapping stands where the name of a field should be"
                self._stop("S105", at, words, "write it as text, or indent it under a name")
            if depth >= MAX_DEPTH:
                self._stop("S106", at, f"lists and mappings are nested over {MAX_DEPTH} deep", "flatten them")
            return MapNode({}, at, key_at, event.flow_style) if kind is MappingStartEvent else ListNode([], at, key_at)
        if kind is AliasEvent:
            words = f"*{event.anchor} stands for a text written elsewhere, which decks do not use"
            self._tell("S107", at, words, "write the text out, or quote it if the star is meant")
            if is_key:
                raise _Stop
            return Scalar("", ALIAS, at, key_at)
        self.documents += kind is DocumentStartEvent
        if self.documents > 1:
            self._stop("S110", at, "a second document begins in the file", 'delete the line "---", or make two files')
        return None

    def _check(self, event: Any, at: int, room: int, is_key: bool) -> None:
        """Refuse tags, anchors, merge keys, and more than a deck may hold."""
        if event.anchor is not None:
            words = f"&{event.anchor} names a text for use elsewhere, which decks do not do"
            self._tell("S107", at, words, "delete it, or quote the text if the sign is meant")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            if isinstance(event, ScalarEvent) and not event.value:
                event.style = ALIAS  # nothing more is to be said about it
            words = f"the tag {quoted(tag)} is not allowed: a deck is plain text"
            self._tell("S108", at, words, "delete it, or quote the text if the sign is meant")
        if is_key and event.value == "<<" and not event.style:
            words = "<< copies fields from elsewhere, which decks do not do"
            self._tell("S107", at, words, "write the fields out", 2)
        if room < 0:
            self._stop("S106", at, f"the file has over {MAX_VALUES:,} values", "split it into several decks")

    def _tell_twice(self, key: str, key_at: int, first: Node) -> None:
        line, column = place(first.key_at)
        words = f"the field {quoted(key)} stands twice, in line {line} (column {column}) and here"
        self._tell("S109", key_at, words, "delete one of them", len(key))

    def _tell(self, rule: str, at: int, message: str, remedy: str, width: int = 1) -> None:
        self.problems.add(rule, place(at), message, remedy, width)
        if self.problems.is_full:
            raise _Stop

    def _stop(self, rule: str, at: int, message: str, remedy: str) -> NoReturn:
        self.problems.add(rule, place(at), message, remedy, 1)
        raise _Stop
