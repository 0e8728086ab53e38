"""A rule about what nobody sees: signs that show nothing, look-alikes of other scripts, blanks at the ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cxdrill.core.cards.deck import Card, Deck
from cxdrill.core.lint.finding import Finding, card_texts, deck_texts
from cxdrill.core.lint.words import quoted
from cxdrill.core.text import clean

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")


def hidden_signs(owner: Card | Deck) -> Iterator[Finding]:
    """Texts that hold what they do not show."""
    for field, text in card_texts(owner) if isinstance(owner, Card) else deck_texts(owner):
        if what := _fault(text):
            yield Finding("Q311", owner, field, what)


def _fault(text: str) -> str:
    line = text.strip("\n")
    if line != line.strip(" \t\u00a0"):
        return f"has blanks at the end of {quoted(line)}"
    if text.isascii() and text.replace("\n", "").isprintable():
        return ""
    visible = clean(text)
    if visible != text.replace("\r\n", "\n").replace("\t", "    "):
        mark = next(sign for sign in text if clean(sign) != sign and sign not in "\r\n\t")
        return f"holds a sign that shows nothing, {_name(mark)}"
    if text.isascii():
        return ""
    for word in _WORD.findall(text):
        scripts = {script for letter in word if (script := _script(letter))} if not word.isascii() else set()
        if len(scripts) > 1:
            return f"mixes {' and '.join(sorted(name.title() for name in scripts))} letters in {quoted(word)}"
    return ""


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return name if name in _SCRIPTS else ""


def _name(sign: str) -> str:
    return f"{unicodedata.name(sign, 'a control character').lower()} (U+{ord(sign):04X})"
