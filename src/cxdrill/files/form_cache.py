"""Progress files as JSON values, quickly where many of them hold forms with the same questions.

The text of a question is parsed once and its value shared, so nobody may change what is handed out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cxdrill.files.log.document import loaded

# As forms are written. No text can hold these signs, since its quotes would be escaped.
_CARD = b'{"card": '
_ORDER = b', "order": '
_MOST = 20_000

_cards: dict[bytes, dict[str, Any]] = {}


def loaded_with_forms(content: bytes) -> Any:
    """The JSON value of a progress file, or of a list of its events, in UTF-8; raises Unsound."""
    first, *parts = content.split(_CARD)
    short, cards = [first], list[dict[str, Any]]()
    for part in parts:
        end = part.find(_ORDER)
        card = _card(part[:end]) if end >= 0 else None
        if card is None:
            return loaded(content, is_strict=False)
        short += _CARD, b"%d" % len(cards), part[end:]
        cards.append(card)
    value = loaded(b"".join(short), is_strict=False)
    if _restored(value, cards) < len(cards):  # the signs stood elsewhere
        return loaded(content, is_strict=False)
    return value


def _card(text: bytes) -> dict[str, Any] | None:
    """The value of a question's text; None for what is none."""
    card = _cards.get(text)
    if card is None:
        try:
            card = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(card, dict):
            return None
        if len(_cards) >= _MOST:
            _cards.clear()
        _cards[text] = card
    return card


def _restored(value: Any, cards: list[dict[str, Any]]) -> int:
    """Put the questions back where their numbers stand; gives how many."""
    count = 0
    for item in _items(value.get("events") if isinstance(value, dict) else value):
        item["card"] = cards[item["card"]]
        count += 1
    return count


def _items(entries: Any) -> Iterator[dict[str, Any]]:
    for entry in entries if isinstance(entries, list) else ():
        form = entry.get("form") if isinstance(entry, dict) else None
        items = form.get("items") if isinstance(form, dict) else None
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and type(item.get("card")) is int:
                yield item
