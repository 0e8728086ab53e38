"""What all exports share: their result, what stands on paper in which order, and which cards other systems can mark.

Options, orders and matches are shuffled the same way every time.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from html import escape
from math import floor
from string import ascii_lowercase
from xml.etree.ElementTree import fromstring, indent, tostring

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import Sheet
from cxdrill.files.decks.media import Embedded
from cxdrill.files.exports.pens import PAPER, HtmlPen, MarkdownPen, page, text

BLANK = "_____"

# The percentages that Moodle knows.
_KNOWN = (0, 5, 10, 100 / 9, 12.5, 100 / 7, 100 / 6, 20, 25, 30, 100 / 3, 40, 50, 60, 200 / 3, 70, 75, 80, 250 / 3, 90)
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


Pen = HtmlPen | MarkdownPen
"""Writes the parts of a sheet in one format, each of them whole."""


def exported_html(decks: Sequence[Deck], *, has_answers: bool = True) -> Exported:
    """The decks one after the other as one page, UTF-8."""
    parts, carried = [], Embedded(decks)
    for deck in decks:
        language, pen = escape(deck.language or "en"), HtmlPen(text, partial(carried.html, deck.id))
        parts += [f'<article lang="{language}">\n', *on_paper(deck, pen, has_answers=has_answers), "</article>\n"]
    title = " ".join(", ".join(deck.title for deck in decks).split())
    allowed = "; img-src data:; media-src data:" if carried.files else ""
    return Exported(page(text(title), PAPER, "".join(parts), allowed).encode("utf-8"), notices=carried.notices)


def exported_markdown(decks: Sequence[Deck], *, has_answers: bool = True) -> Exported:
    """The decks one after the other as Markdown, UTF-8. Study notes are Markdown already; HTML there shows as text."""
    pen = MarkdownPen()
    parts = [part for deck in decks for part in on_paper(deck, pen, has_answers=has_answers)]
    return Exported(("\n\n".join(filter(None, parts)).rstrip("\n") + "\n").encode("utf-8"))


def on_paper(deck: Deck, pen: Pen, *, has_answers: bool) -> Iterator[str]:
    yield pen.heading(deck, has_answers=has_answers)
    scenario = ""
    for number, card in enumerate(deck.cards, 1):
        situation = deck.scenario_text(card)
        sheet = sheet_of(card)
        prompt = sheet.prompt
        if sheet.options and not has_answers:
            keys = _NUMBERS[sum(option.is_key for option in sheet.options)]
            prompt += f" (choose {'the best and the worst' if sheet.shares else keys})"
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
        yield pen.listing("letters", [pen.option(each, has_answers=has_answers) for each in sheet.options])
    if sheet.truth is not None:
        yield pen.truth()
    if sheet.items:
        yield pen.listing("boxes", [pen.text(sheet.items[place]) for place in scrambled(sheet.items)])
    if sheet.pairs:
        left, right = zip(*sheet.pairs, strict=True)
        yield pen.listing("gaps", map(pen.text, left))
        yield pen.listing("letters", [pen.text(right[place]) for place in scrambled(right)])


def scrambled(texts: Sequence[str]) -> list[int]:
    """The places of the texts in an order that looks random, is the same every time, and is never the one given."""
    mixed = sorted(range(len(texts)), key=lambda place: _hash(texts[place]))
    return mixed if [texts[place] for place in mixed] != list(texts) else [*mixed[1:], *mixed[:1]]


def _hash(text: str) -> bytes:
    return sha256(text.encode("utf-8", "replace")).digest()


def _solved(card: Card, sheet: Sheet, pen: Pen, has_answers: bool) -> Iterator[str]:
    if not has_answers:
        if sheet.answers and not sheet.hidden:
            yield pen.room()
        return
    yield pen.answer(sheet)
    if sheet.shares:
        best, worst = (ascii_lowercase[sheet.shares.index(end(sheet.shares))] for end in (max, min))
        yield pen.listing("dots", (pen.text(f"the best is {best}, the worst {worst}"),))
    if sheet.remarks:
        yield pen.listing("dots", map(pen.text, sheet.remarks))
    if card.explanation:
        yield pen.explanation(card.explanation)


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


def why_open(system: str, sheet: Sheet) -> str:
    """Why a system cannot mark a card, whose answer only a person can mark; or nothing."""
    is_open = sheet.answers and not sheet.is_typed and not sheet.hidden
    return f"since {system} has no right answer for it to mark" if is_open else ""


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
    """The percentage of one of so many keys."""
    return _short(100 / keys)


def _short(number: float) -> str:
    """Cut, not rounded."""
    return f"{floor(number * 100_000) / 100_000:.5f}".rstrip("0").rstrip(".")


def html(text: str) -> str:
    """A deck's text as HTML in which it shows as itself."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(map(picture, escape(text, quote=False))).replace("\n", "<br/>")


def category(topic: str) -> str:
    """A topic as one category of Moodle's: a slash would begin another below it, and may not stand at its ends."""
    named = "".join(picture(sign) for sign in topic.replace("\t", " ")).replace("/", "//").strip()
    return f" {named} " if "/" in (named[:1], named[-1:]) else named


def picture(sign: str) -> str:
    """A visible stand-in for a control character, which HTML and XML have no way to write."""
    code = ord(sign)
    if code < 0x20 and sign not in "\t\n":
        return chr(0x2400 + code)
    return "\ufffd" if 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE else sign


def bare(text: str) -> str:
    """A text inside XML, in an element or an attribute, as it is."""
    return "".join(map(picture, escape(text)))


def xml(text: str, **head: str) -> bytes:
    """The document, indented; `head` are the attributes of its root that say whose names it uses."""
    root = fromstring(text)
    root.attrib = {**head, **root.attrib}
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode("utf-8") + b"\n"
