"""Decks as Markdown to read or print, with or without answers. A deck's text shows as itself and never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase

from cxdrill.core.cards.card import Card, Option
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import Sheet
from cxdrill.core.text import clean
from cxdrill.files.exports.exported import Exported
from cxdrill.files.exports.sheet import lettered, scrambled

# Signs that mean something anywhere in a line, and those that do at its start only.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|$]")
_AT_START = re.compile(r"(#+|[-+=]+|[0-9]{1,9}[.)]|:)(?=\s|$|[-=])")
_HTML = re.compile(r"<(?=[A-Za-z/!?])(?!https?:|mailto:)")


def exported_markdown(decks: Sequence[Deck], *, has_answers: bool = True) -> Exported:
    """The decks one after the other as Markdown, UTF-8. Study notes are Markdown already; HTML there shows as text."""
    lines = [line for deck in decks for line in _deck(deck, has_answers)]
    return Exported(("\n".join(lines).rstrip("\n") + "\n").encode("utf-8"))


def escaped(text: str) -> str:
    """Paragraphs of Markdown that show exactly this text, line by line."""
    paragraphs = re.split(r"\n\s*\n", clean(text).strip())
    return "\n\n".join(_broken(paragraph, "") for paragraph in paragraphs)


def entry(text: str) -> str:
    """The text as an entry of a list or within a line of ours: its lines indented, without empty ones."""
    return _broken("\n".join(line for line in clean(text).strip().split("\n") if line.strip()), "  ")


def _broken(paragraph: str, indent: str) -> str:
    return f"\\\n{indent}".join(_line(line) for line in paragraph.split("\n"))


def _line(line: str) -> str:
    shown = _ANYWHERE.sub(r"\\\g<0>", line.strip())
    start = _AT_START.match(shown)
    return f"{shown[: start.end() - 1]}\\{shown[start.end() - 1 :]}" if start else shown


def _deck(deck: Deck, has_answers: bool) -> Iterator[str]:
    yield from (f"# {_line(' '.join(clean(deck.title).split()))}", "")
    if deck.summary:
        yield from (escaped(deck.summary), "")
    if deck.notes and has_answers:
        yield from (_HTML.sub("&lt;", clean(deck.notes).strip()), "")
    yield from ("## Cards", "")
    scenario = ""
    for number, card in enumerate(deck.cards, 1):
        situation = deck.scenario_text(card)
        if situation and situation != scenario:
            yield from _quoted(escaped(situation))
        scenario = situation
        yield from _card(number, card, has_answers)
    if deck.sources and has_answers:
        yield from ("## Sources", "", *(f"- {entry(title)}" for title in deck.sources.values()), "")


def _quoted(text: str) -> Iterator[str]:
    yield from (f"> {line}" for line in text.split("\n"))
    yield ""


def _card(number: int, card: Card, has_answers: bool) -> Iterator[str]:
    sheet = card.sheet()
    yield from (f"### {number}", "", escaped(sheet.prompt), "")
    yield from _asked(sheet)
    if not has_answers:
        return
    yield from (f"**Answer:** {_answer(sheet)}", "")
    yield from _whys(sheet.options)
    yield from _block(f"- {entry(remark)}" for remark in sheet.remarks)
    if card.explanation:
        yield from (escaped(card.explanation), "")


def _asked(sheet: Sheet) -> Iterator[str]:
    """What stands under the prompt."""
    if sheet.truth is not None:
        yield from ("True or false?", "")
    rights = scrambled([right for _, right in sheet.pairs])
    yield from _block(f"- {letter}) {entry(option.text)}" for letter, option in lettered(sheet.options))
    yield from _block(f"- {entry(item)}" for item in scrambled(sheet.items))
    yield from _block(f"- {place}. {entry(left)}" for place, (left, _) in enumerate(sheet.pairs, 1))
    yield from _block(f"- {letter}) {entry(right)}" for letter, right in zip(ascii_lowercase, rights, strict=False))


def _block(lines: Iterable[str]) -> list[str]:
    """The lines with an empty one behind them; nothing where there are none."""
    found = list(lines)
    return [*found, ""] if found else []


def _answer(sheet: Sheet) -> str:
    if sheet.truth is not None:
        return str(sheet.truth).lower()
    if sheet.items:
        return " → ".join(map(entry, sheet.items))
    if sheet.pairs:
        return " · ".join(f"{entry(left)} – {entry(right)}" for left, right in sheet.pairs)
    keys = [f"{letter}) {entry(option.text)}" for letter, option in lettered(sheet.options) if option.is_key]
    return " · ".join([*keys, *map(entry, sheet.answers)])


def _whys(options: Sequence[Option]) -> list[str]:
    return _block(f"- {letter}) {entry(option.why)}" for letter, option in lettered(options) if option.why)
