"""What all exports share: their result, and what stands on paper in which order, whatever format writes it.

A pen writes the parts of one format. Options, orders and matches are shuffled the same way every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from string import ascii_lowercase
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import HasMedia, Option, Sheet

_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight")


class LeftOut(Struct, frozen=True):
    """A card that the format cannot hold, by its key, and why."""

    card: str
    reason: str


class Exported(Struct, frozen=True):
    """One file's content; `left_out` names every card that is not in it, `notices` are whole sentences."""

    content: bytes
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()


class Pen(Protocol):
    """Writes the parts of a sheet in one format, each of them whole."""

    def heading(self, deck: Deck, *, has_answers: bool) -> str: ...  # and on a blank sheet room for name and date
    def sources(self, titles: Iterable[str]) -> str: ...
    def card(self, number: int, situation: str, prompt: str, parts: Iterable[str]) -> str: ...  # stays on one page
    def media(self, each: HasMedia) -> str: ...
    def options(self, options: Sequence[tuple[str, Option]], *, has_answers: bool) -> str: ...  # by their letters
    def truth(self) -> str: ...
    def items(self, items: Sequence[str]) -> str: ...
    def pairs(self, lefts: Sequence[str], rights: Sequence[str]) -> str: ...
    def room(self) -> str: ...
    def answer(self, sheet: Sheet) -> str: ...
    def remarks(self, texts: Sequence[str]) -> str: ...
    def explanation(self, text: str) -> str: ...


def on_paper(deck: Deck, pen: Pen, *, has_answers: bool) -> Iterator[str]:
    """The parts of a deck, one after the other."""
    yield pen.heading(deck, has_answers=has_answers)
    scenario = ""
    for number, card in enumerate(deck.cards, 1):
        situation = deck.scenario_text(card)
        sheet = sheet_of(card)
        prompt = sheet.prompt if has_answers else f"{sheet.prompt}{_task(sheet)}"
        parts = (pen.media(card), *asked(sheet, pen, has_answers=has_answers), *_solved(card, sheet, pen, has_answers))
        yield pen.card(number, situation if situation != scenario else "", prompt, parts)
        scenario = situation
    if deck.sources and has_answers:
        yield pen.sources(deck.sources.values())


def sheet_of(card: Card) -> Sheet:
    """The card's sheet with its options shuffled, always in the same way; fixed ones keep their places."""
    sheet = card.sheet()
    places = range(len(sheet.options))
    movable = (place for place in places if not sheet.options[place].is_fixed)
    drawn = iter(sorted(movable, key=lambda place: _hash(f"{card.key} {sheet.options[place].text}")))
    order = [place if sheet.options[place].is_fixed else next(drawn) for place in places]
    shares = tuple(sheet.shares[place] for place in order if sheet.shares)
    return replace(sheet, options=tuple(sheet.options[place] for place in order), shares=shares)


def asked(sheet: Sheet, pen: Pen, *, has_answers: bool) -> Iterator[str]:
    """What stands under the prompt."""
    if sheet.options:
        yield pen.options(tuple(zip(ascii_lowercase, sheet.options, strict=False)), has_answers=has_answers)
    if sheet.truth is not None:
        yield pen.truth()
    if sheet.items:
        yield pen.items(scrambled(sheet.items))
    if sheet.pairs:
        yield pen.pairs([left for left, _ in sheet.pairs], scrambled([right for _, right in sheet.pairs]))


def scrambled(texts: Sequence[str]) -> list[str]:
    """The texts in an order that looks random, is the same every time, and is never the one given."""
    mixed = sorted(texts, key=_hash)
    return mixed if mixed != list(texts) else [*mixed[1:], *mixed[:1]]


def _hash(text: str) -> bytes:
    return sha256(text.encode("utf-8", "replace")).digest()


def _task(sheet: Sheet) -> str:
    """How many options a person is to choose."""
    if not sheet.options:
        return ""
    if sheet.shares:
        return " (choose the best and the worst)"
    return f" (choose {_NUMBERS[sum(option.is_key for option in sheet.options)]})"


def _solved(card: Card, sheet: Sheet, pen: Pen, has_answers: bool) -> Iterator[str]:
    if not has_answers:
        if sheet.answers and not sheet.hidden:
            yield pen.room()
        return
    yield pen.answer(sheet)
    if sheet.shares:
        best, worst = (ascii_lowercase[sheet.shares.index(end(sheet.shares))] for end in (max, min))
        yield pen.remarks((f"the best is {best}, the worst {worst}",))
    if sheet.remarks:
        yield pen.remarks(sheet.remarks)
    if card.explanation:
        yield pen.explanation(card.explanation)
