"""Decks as YAML in the style of the shipped ones, by the table of fields, and what exams have beside them.

The loader reads the same back: a text stands without quotation marks only where nobody takes it for anything else.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.fields import Field, Kind
from cxdrill.core.cards.registry import shapes
from cxdrill.core.exams.library import Facilities, Ratings, Standard
from cxdrill.files.decks.deck_fields import DECK

WIDTH = 110  # no line is longer, if its words allow
_ROOM_FOR_NAME = 12  # of the field, before its text

# What YAML or another reader of it would take for a boolean, nothing, a number, a date or a time.
_LOOKS_ODD = re.compile(
    r"(?i:y|n|yes|no|on|off|true|false|null|nan|~|=|<<)|[-+.]?[0-9][0-9_.,:/eEtTxXoOabcdfABCDF+\- zZ%]*"
)
_PLAIN = re.compile(r"[^\W_](?:[^:#]|:(?=\S)|(?<!\s)#)*", re.DOTALL)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def scalar(text: str, indent: int = 0) -> str:
    """`text` as the value of a field; lines after the first are indented by `indent` blanks more than its parent."""
    pad = " " * (indent + 2)
    if "\n" in text and _is_block(text):
        return "|\n" + "\n".join(pad + line if line else "" for line in text.split("\n"))
    if len(text) + indent + _ROOM_FOR_NAME > WIDTH and text.isprintable() and text == text.strip():
        lines = _folded(text, WIDTH - len(pad))
        if len(lines) > 1:
            return ">-\n" + "\n".join(pad + line for line in lines)
    return text if is_plain(text) else quoted(text)


def flow(text: str) -> str:
    """`text` inside `[...]`."""
    return text if is_plain(text) and not re.search(r"[,\[\]{}]|:\?", text) else quoted(text)


def is_plain(text: str) -> bool:
    """Whether the text can stand without quotation marks and nobody takes it for a number, a date or a mark of YAML."""
    is_one_line = text.isprintable() and text == text.rstrip() and not text.endswith(":")
    return is_one_line and bool(_PLAIN.fullmatch(text)) and not _LOOKS_ODD.fullmatch(text)


def quoted(text: str) -> str:
    """`text` in double quotes; what cannot be seen is escaped."""
    return '"' + "".join(sign if sign.isprintable() and sign not in '"\\' else _escape(sign) for sign in text) + '"'


def _escape(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_block(text: str) -> bool:
    """Whether a block keeps every sign: printable lines, the first of them not indented, no empty end."""
    return text[0] not in " \n" and text[-1] != "\n" and all(line.isprintable() for line in text.split("\n"))


def _folded(text: str, width: int) -> list[str]:
    """Lines that YAML joins again with single blanks: broken only between two words with one blank between them."""
    unbroken = re.sub("  +", lambda blanks: "\0" * len(blanks[0]), text)
    lines = textwrap.wrap(unbroken, width, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


def deck_yaml(deck: Deck) -> str:
    return "\n".join(field_lines(DECK.fields.values(), deck, 0)) + "\n"


def field_lines(fields: Iterable[Field], value: Any, indent: int, out: tuple[str, ...] = ()) -> Iterator[str]:
    """The lines of a value's fields; a field that says nothing has none."""
    for field in fields:
        held = getattr(value, field.target)
        if held == "" or field.name in out:
            continue
        name = f"{' ' * indent}{field.name}:"
        if isinstance(held, bool | int):
            if held or field.required:
                yield f"{name} {str(held).lower()}"
        elif isinstance(held, str):
            yield f"{name} {scalar(held, indent)}"
        elif isinstance(held, tuple):
            yield from _list(field, held, name, indent, value)
        elif inner := list(_mapping(field, held, indent + 2)):
            yield from (name, *inner)


def _mapping(field: Field, held: Any, indent: int) -> Iterator[str]:
    if isinstance(held, Mapping):
        for name, text in held.items():
            yield f"{' ' * indent}{flow(name)}: {scalar(text, indent)}"
    elif field.entry:
        yield from field_lines(field.entry.fields.values(), held, indent)


def _list(field: Field, held: tuple[Any, ...], name: str, indent: int, owner: Any) -> Iterator[str]:
    """Short texts on one line, and others where they fit; everything else a line or more each."""
    if not held:
        yield from (f"{name} []",) if field.kind is Kind.CARDS else ()
        return
    if field.kind is Kind.NAMES or (field.kind is Kind.TEXTS and not field.required):
        line = f"{name} [{', '.join(map(flow, held))}]"
        if field.kind is Kind.NAMES or len(line) <= WIDTH:
            yield line
            return
    yield name
    for each in held:
        if field.kind is Kind.CARDS:
            yield from card_lines(each, owner, indent + 4)
        elif field.kind is Kind.PAIRS:
            yield from _pair(each, indent)
        elif field.entry:
            yield from _dashed(field_lines(field.entry.fields.values(), each, indent + 4))
        else:
            yield f"{' ' * indent}  - {scalar(each, indent + 2)}"


def card_lines(card: Card, deck: Deck, indent: int) -> Iterator[str]:
    """The lines of a card in the list of its deck; `indent` is that of its fields."""
    return _dashed(field_lines(shapes()[card.type].fields.values(), card, indent, left_out(card, deck)))


def left_out(value: Card | Deck, deck: Deck) -> tuple[str, ...]:
    """The fields of a card that its deck or its other fields say already."""
    if not isinstance(value, Card):
        return ()
    said = {"type": value.implied_by, "topic": value.topic == value.deck, "accents": value.accents == deck.accents}
    return tuple(name for name, is_said in said.items() if is_said)


def _dashed(lines: Iterator[str]) -> Iterator[str]:
    """The lines of a mapping as an entry of a list: a dash before the first field."""
    first = next(lines)
    bare = first.lstrip()
    yield f"{' ' * (len(first) - len(bare) - 2)}- {bare}"
    yield from lines


def _pair(pair: tuple[str, str], indent: int) -> Iterator[str]:
    line = f"{' ' * indent}  - [{flow(pair[0])}, {flow(pair[1])}]"
    if len(line) <= WIDTH:
        yield line
        return
    left, right = (scalar(text, indent + 4) for text in pair)
    yield f"{' ' * indent}  - - {left}"
    yield f"{' ' * indent}    - {right}"


def facilities_yaml(value: Facilities) -> str:
    shares = [("drilled", value.drilled), ("fresh", value.fresh)]
    lines = [f"facilities: {value.id}", f"takers: {value.takers}"]
    lines += [f"{name}: {share.text}" for name, share in shares if share]
    lines += ["cards:"]
    for name, each in value.cards.items():
        figures = f"share: {each.thousandths / 10:g}%, answers: {each.answers}, text: {flow(each.text)}"
        lines.append(f"  {flow(name)}: {{{figures}}}")
    return "\n".join(lines) + "\n"


def standard_yaml(value: Standard) -> str:
    lines = [f"standard: {value.id}", *_ratings("judges", value.judges), *_ratings("second", value.second)]
    lines += ["texts:"] * bool(value.texts)
    lines += [f"  {flow(name)}: {flow(text)}" for name, text in sorted(value.texts.items())]
    return "\n".join(lines) + "\n"


def _ratings(name: str, ratings: Ratings) -> Iterator[str]:
    if ratings:
        yield f"{name}:"
    for judge, cards in sorted(ratings.items()):
        yield f"  {flow(judge)}:"
        yield from (f"    {flow(card)}: {share.text}" for card, share in sorted(cards.items()))
