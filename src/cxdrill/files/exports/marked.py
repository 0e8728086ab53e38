"""What exports of questions to systems that mark them share: which cards they can hold, with their texts as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from math import floor
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import Sheet
from cxdrill.files.exports.paper import LeftOut

BLANK = "_____"
# The percentages that Moodle knows.
_KNOWN = (0, 5, 10, 100 / 9, 12.5, 100 / 7, 100 / 6, 20, 25, 30, 100 / 3, 40, 50, 60, 200 / 3, 70, 75, 80, 250 / 3, 90)


def marked(
    decks: Sequence[Deck], why_not: Callable[[Sheet], str], left_out: list[LeftOut]
) -> Iterator[tuple[Card, Sheet, str]]:
    """The cards that can be marked with their sheets and the situation above each; others are noted in `left_out`."""
    for deck in decks:
        for card in deck.cards:
            sheet = card.sheet()
            if reason := why_not(sheet):
                left_out.append(LeftOut(card.key, reason))
            else:
                yield card, sheet, deck.scenario_text(card)


def has_open_answer(sheet: Sheet) -> bool:
    """Whether only a person can mark the answer."""
    return bool(sheet.answers) and not sheet.is_typed and not sheet.hidden


def shares(sheet: Sheet) -> list[str]:
    """The share of the points that Moodle gives for each option, in percent; together the keys never exceed 100."""
    if sheet.shares:
        return [
            _short(100.0 if each == 1 else min(_KNOWN, key=lambda one: abs(one - 100 * each))) for each in sheet.shares
        ]
    right = weight(sum(option.is_key for option in sheet.options) or 1)
    wrong = "-100" if sheet.takes_several else "0"
    return [right if option.is_key else wrong for option in sheet.options]


def weight(keys: int) -> str:
    """The percentage of one of so many keys: cut, not rounded."""
    return _short(100 / keys)


def _short(number: float) -> str:
    return f"{floor(number * 100_000) / 100_000:.5f}".rstrip("0").rstrip(".")


def html(text: str) -> str:
    """A deck's text as HTML in which it shows as itself."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(map(picture, escape(text, quote=False))).replace("\n", "<br/>")


def picture(sign: str) -> str:
    """A visible stand-in for a control character, which HTML and XML have no way to write."""
    code = ord(sign)
    if code < 0x20 and sign not in "\t\n":
        return chr(0x2400 + code)
    return "\ufffd" if 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE else sign


def put(parent: Element, path: str, text: str = "", /, **attributes: str) -> Element:
    """A new element below `parent`, or a chain of them as `a/b`: attributes go to the first, the text into the last."""
    first, *others = path.split("/")
    found = last = SubElement(parent, first, attributes)
    for name in others:
        last = SubElement(last, name)
    last.text = "".join(map(picture, text)) or None
    return found


def xml(root: Element) -> bytes:
    """The document, indented."""
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode("utf-8") + b"\n"
