"""Decks as Markdown to read or print, with or without answers. A deck's text shows as itself and never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from cxdrill.core.cards import cloze
from cxdrill.core.cards.deck import (
    Card,
    Choice,
    Cloze,
    Deck,
    Flashcard,
    Match,
    Multiple,
    Option,
    Order,
    TrueFalse,
    Typed,
)
from cxdrill.core.text import clean
from cxdrill.files.exports.exported import Exported
from cxdrill.files.exports.sheet import blank_text, lettered, scrambled

# Signs that mean something anywhere in a line, and those that do at its start only.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|$]")
_AT_START = re.compile(r"(#+|[-+=]+|[0-9]{1,9}[.)]|:)(?=\s|$|[-=])")


def exported_markdown(decks: Sequence[Deck], *, has_answers: bool = True) -> Exported:
    """The decks one after the other as Markdown, UTF-8. Study notes are Markdown already and stand as they are."""
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
        yield from (clean(deck.notes).strip(), "")
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
    prompt = blank_text(card) if isinstance(card, Cloze) else card.prompt
    yield from (f"### {number}", "", escaped(prompt), "")
    yield from _asked(card)
    if not has_answers:
        return
    yield from (f"**Answer:** {_answer(card)}", "")
    if isinstance(card, Choice | Multiple):
        yield from _whys(card.options)
    if card.explanation:
        yield from (escaped(card.explanation), "")


def _asked(card: Card) -> Iterator[str]:
    """What stands under the prompt."""
    match card:
        case Choice(options=options) | Multiple(options=options):
            yield from (f"- {letter}) {entry(option.text)}" for letter, option in lettered(options))
            yield ""
        case TrueFalse():
            yield from ("True or false?", "")
        case Order(items=items):
            yield from (f"- {entry(item)}" for item in scrambled(items))
            yield ""
        case Match(pairs=pairs):
            yield from (f"- {place}. {entry(left)}" for place, (left, _) in enumerate(pairs, 1))
            yield ""
            rights = scrambled([right for _, right in pairs])
            yield from (f"- {letter}) {entry(right)}" for letter, right in zip(ascii_lowercase, rights, strict=False))
            yield ""


def _answer(card: Card) -> str:
    match card:
        case Flashcard(answer=answer):
            return entry(answer)
        case Typed(answer=answer, accept=accept):
            return " · ".join(entry(text) for text in (answer, *accept))
        case Cloze(prompt=prompt):
            return " · ".join(entry(part.text) for part in cloze.parts(prompt))
        case TrueFalse(answer=answer):
            return "true" if answer else "false"
        case Choice(options=options) | Multiple(options=options):
            return " · ".join(
                f"{letter}) {entry(option.text)}" for letter, option in lettered(options) if option.is_key
            )
        case Order(items=items):
            return " → ".join(entry(item) for item in items)
        case Match(pairs=pairs):
            return " · ".join(f"{entry(left)} – {entry(right)}" for left, right in pairs)
    raise TypeError(card.type)


def _whys(options: Sequence[Option]) -> Iterator[str]:
    whys = [f"- {letter}) {entry(option.why)}" for letter, option in lettered(options) if option.why]
    yield from (*whys, "") if whys else ()
