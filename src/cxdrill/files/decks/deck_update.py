"""A deck's file once the deck has changed: what stays keeps its text, comments, order and layout.

A change is made word by word, else field by field, else by writing the card anew, else the whole file; the file is read
back each time, so that it always holds the deck that was wanted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import islice, pairwise
from typing import Any

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.cards.registry import shapes
from cxdrill.files.decks.deck_bytes import LINE_END
from cxdrill.files.decks.deck_fields import DECK
from cxdrill.files.decks.deck_writer import card_lines, deck_yaml, field_lines, left_out
from cxdrill.files.decks.deck_yaml import read_bytes
from cxdrill.files.decks.problem_list import ProblemList
from cxdrill.files.decks.yaml_nodes import MapNode, Scalar, TreePlaces, node_below, nodes_below, place
from cxdrill.files.decks.yaml_tree import tree

WORDS, FIELDS, WHOLE = range(3)  # how coarse the change of a card or of the deck's own fields is
_OWN = tuple(field for field in DECK.fields.values() if field.kind is not Kind.CARDS)


def updated_yaml(raw: bytes, deck: Deck) -> bytes:
    """The file in `raw` with the least changed so that it holds `deck`."""
    before, _ = read_bytes(raw, deck.path)
    whole = deck_yaml(deck).encode("utf-8")
    if not isinstance(before, Deck):
        return whole
    coarse: Counter[str] = Counter()  # card's id, or "" for the deck's own fields: how coarse its change has to be
    while max(coarse.values(), default=WORDS) <= WHOLE:
        content = _Update(raw.decode("utf-8").removeprefix("\ufeff"), before, deck, coarse).text().encode("utf-8")
        found, _ = read_bytes(content, deck.path)
        if found == deck:
            return content
        cards = {card.id: card for card in (found if isinstance(found, Deck) else before).cards}
        coarse.update(card.id for card in deck.cards if cards.get(card.id) != card)
        coarse[""] += 1  # its own fields cost little to write
    return whole


class _Update:
    """One attempt at the text."""

    def __init__(self, text: str, before: Deck, deck: Deck, coarse: Mapping[str, int]) -> None:
        self.file, self.before, self.deck, self.coarse = text, before, deck, coarse
        self.starts = [0, *(found.end() for found in LINE_END.finditer(text))]
        self.lines = [text[start:end] for start, end in pairwise((*self.starts, len(text)))]
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.edits: list[tuple[int, int, str]] = []  # from where to where, and what comes there
        self.root = _node(before)
        cards = self.root.fields["cards"]
        later = [each.key_at for each in self.root.fields.values() if each.key_at > cards.key_at]
        self.end = self._line_start(min(later)) if later else len(text)
        self.heads = [self._line_start(_node(card).at) for card in before.cards]
        tops = [self._content_end(head) for head in self.heads[1:]]  # comments above a card belong to it
        self.chunks = list(pairwise((*self.heads[:1], *tops, self._content_end(self.end))))

    def text(self) -> str:
        old = {card.id: number for number, card in enumerate(self.before.cards)}
        self._edit(self.before, self.deck, self.root, _OWN, "", len(self.file))
        for card in self.deck.cards:
            number = old.get(card.id, -1)
            if number >= 0 and self.before.cards[number] != card:
                self._edit_card(number, card)
        self.edits.sort()
        if list(old) == [card.id for card in self.deck.cards]:
            return self._applied(0, len(self.file))
        start, end = self.chunks[0][0], self.chunks[-1][1]
        are_apart = any(not self.lines[bisect_left(self.starts, each)].strip() for each, _ in self.chunks[1:])
        gap = self.newline if are_apart else ""
        parts = []
        for card in self.deck.cards:
            number = old.get(card.id, -1)
            text = self._applied(*self.chunks[number]) if number >= 0 else gap + self._written(card, 0)
            parts.append(text if text.endswith("\n") else text + self.newline)
        return self._applied(0, start) + "".join(parts) + self._applied(end, len(self.file))

    def _edit_card(self, number: int, card: Card) -> None:
        old, (_, end) = self.before.cards[number], self.chunks[number]
        if self.coarse[card.id] == WHOLE or old.type != card.type:
            self.edits.append((self.heads[number], end, self._written(card, number)))
        else:
            self._edit(old, card, _node(old), shapes()[card.type].fields.values(), card.id, end)

    def _written(self, card: Card, number: int) -> str:
        """A card anew, indented as the one that it stands for."""
        lines = card_lines(card, self.deck, place(_node(self.before.cards[number]).at)[1] - 1)
        return "".join(line + self.newline for line in "\n".join(lines).split("\n"))

    def _edit(self, old: Any, new: Any, node: MapNode, fields: Iterable[Field], name: str, end: int) -> None:
        lefts = [left_out(each, deck) for each, deck in ((old, self.before), (new, self.deck))]
        was, now = (_texts(fields, each, out) for each, out in zip((old, new), lefts, strict=True))
        if self.coarse[name] == WORDS and was.keys() == now.keys():
            for path, text in was.items():
                leaf = node_below(node, path)
                if text != now[path] and isinstance(leaf, Scalar):
                    self.edits += self._word_edits(leaf, text.split(), now[path].split())
            return
        column = place(node.at)[1] - 1
        keys = sorted(each.key_at for each in node.fields.values())
        last = ""
        for field in fields:
            texts = [field_lines((field,), each, column, out) for each, out in zip((old, new), lefts, strict=True)]
            before, after = map("\n".join, texts)
            text = "".join(line + self.newline for line in after.split("\n")) if after else ""
            child = node.fields.get(field.name)
            if before != after and child:
                start = self._offset(child.key_at)
                span = start if text else start - column, self._field_end(child.key_at, keys, end)
                self.edits.append((*span, text[column:]))
            elif before != after:
                at = self._field_end(node.fields[last].key_at, keys, end) if last else self._line_start(keys[0])
                self.edits.append((at, at, text))
            last = field.name if child else last

    def _field_end(self, key_at: int, keys: list[int], end: int) -> int:
        """The end of a field: before the next one and the comments above that."""
        after = next((each for each in keys if each > key_at), None)
        return self._content_end(end if after is None else self._line_start(after))

    def _word_edits(self, leaf: Scalar, old: list[str], new: list[str]) -> Iterator[tuple[int, int, str]]:
        """The words of a text that differ; none where they do not stand in the file as they are."""
        start = self._offset(leaf.at)
        at = start + (leaf.style in ("'", '"')) if leaf.style not in ("|", ">") else self.starts[place(leaf.at)[0]]
        spans = []
        for word in old:
            found = re.compile(rf"\s*({re.escape(word)})").match(self.file, at)
            if not found:
                return
            spans.append(found.span(1))
            at = found.end()
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            words = " ".join(new[k:m])
            if tag == "replace":
                yield spans[i][0], spans[j - 1][1], words
            elif tag == "insert" and i < len(spans):
                yield spans[i][0], spans[i][0], f"{words} "
            elif tag == "insert":
                yield spans[-1][1], spans[-1][1], f" {words}"
            elif tag == "delete" and i:  # with the blank before them
                yield spans[i - 1][1], spans[j - 1][1], ""
            elif tag == "delete":
                yield spans[i][0], spans[j][0] if j < len(spans) else spans[j - 1][1], ""

    def _applied(self, start: int, end: int) -> str:
        """That part of the file, edited."""
        parts, at = [], start
        first = bisect_left(self.edits, (start,))
        for begin, stop, text in islice(self.edits, first, None):
            if begin > end:
                break
            if at <= begin and stop <= end:
                parts += [self.file[at:begin], text]
                at = stop
        return "".join((*parts, self.file[at:end]))

    def _content_end(self, end: int) -> int:
        """The end of the last line before `end` that is neither blank nor a comment."""
        number = bisect_left(self.starts, end)
        while number and self.lines[number - 1].strip()[:1] in ("", "#"):
            number -= 1
        return min(self.starts[number], end) if number < len(self.starts) else end

    def _line_start(self, at: int) -> int:
        return self.starts[place(at)[0] - 1]

    def _offset(self, at: int) -> int:
        line, column = place(at)
        return self.starts[line - 1] + column - 1


def _node(owner: Card | Deck) -> MapNode:
    assert isinstance(owner.places, TreePlaces)
    assert isinstance(owner.places.node, MapNode)
    return owner.places.node


def _texts(fields: Iterable[Field], value: Any, out: tuple[str, ...]) -> dict[str, str]:
    """Every text of a value's fields, as they would be written, by its path in the file."""
    written = "\n".join(field_lines(fields, value, 0, out))
    root = tree(written.encode("utf-8"), ProblemList("")) if written else None
    return {name: node.text for name, node in nodes_below(root, "") if isinstance(node, Scalar)} if root else {}
