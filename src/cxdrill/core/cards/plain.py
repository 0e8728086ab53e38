"""Cards as plain values (mappings, lists, text, true and false, whole numbers) and back, for records and caches.

Everything but the places in the file survives the round trip exactly. What is left at its default is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from cxdrill.core.canonical import canonical
from cxdrill.core.cards.deck import (
    Card,
    Choice,
    Cloze,
    Flashcard,
    Match,
    Multiple,
    Option,
    Order,
    TrueFalse,
    Typed,
    Waiver,
)

_CLASSES: Mapping[str, type[Card]] = {
    str(each.type): each for each in (Flashcard, Cloze, Choice, Multiple, TrueFalse, Typed, Order, Match)
}


_NO_DEFAULT = object()

# Each class's attributes with their defaults; the places are left out.
_ATTRIBUTES: Mapping[type[Card], tuple[tuple[str, Any], ...]] = {
    kind: tuple(
        (each.name, _NO_DEFAULT if each.default is MISSING else each.default)
        for each in fields(kind)
        if each.name != "places"
    )
    for kind in _CLASSES.values()
}


def card_plain(card: Card) -> dict[str, Any]:
    """The card as a mapping that JSON can hold: `type`, then its attributes by their names."""
    plain: dict[str, Any] = {"type": str(card.type)}
    for name, default in _ATTRIBUTES[type(card)]:
        value = getattr(card, name)
        if value != default:
            plain[name] = _plain(value)
    return plain


def card_from_plain(plain: Mapping[str, Any]) -> Card:
    """The card that `card_plain` turned into `plain`; raises ValueError if it is not one."""
    try:
        kind = _CLASSES[plain["type"]]
        values = {name: plain[name] for name, _ in _ATTRIBUTES[kind] if name in plain}
        for name, value in values.items():
            revive = _REVIVED.get(name) or (_flag if _is_flag(kind, name) else _text)
            values[name] = revive(value)
        return kind(**values)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"not a card: {error}") from error


def card_text(card: Card) -> bytes:
    """The card as one line of canonical JSON, the same for equal cards."""
    return canonical(card_plain(card))


def card_from_text(text: bytes) -> Card:
    """The card that `card_text` wrote; raises ValueError if it is not one."""
    return card_from_plain(json.loads(text))


def _plain(value: Any) -> Any:
    if isinstance(value, Option):
        return _without(text=value.text, is_key=value.is_key, why=value.why, is_fixed=value.is_fixed)
    if isinstance(value, Waiver):
        return _without(rules=list(value.rules), why=value.why)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _without(**values: Any) -> dict[str, Any]:
    """Those values that say anything."""
    return {name: value for name, value in values.items() if value not in (False, "", [])}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is missing")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false is missing")
    return value


def _is_flag(kind: type[Card], name: str) -> bool:
    return name.startswith(("is_", "has_")) or (kind is TrueFalse and name == "answer")


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(each) for each in value)


def _option(plain: Any) -> Option:
    return Option(
        _text(plain.get("text", "")),
        _flag(plain.get("is_key", False)),
        _text(plain.get("why", "")),
        _flag(plain.get("is_fixed", False)),
    )


def _pair(plain: Any) -> tuple[str, str]:
    left, right = plain
    return _text(left), _text(right)


_Revive = Callable[[Any], Any]
_REVIVED: Mapping[str, _Revive] = {
    "tags": _texts,
    "accept": _texts,
    "items": _texts,
    "options": lambda value: tuple(_option(each) for each in value),
    "pairs": lambda value: tuple(_pair(each) for each in value),
    "waiver": lambda value: Waiver(_texts(value.get("rules", ())), _text(value.get("why", ""))),
}
