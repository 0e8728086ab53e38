"""Questions as Moodle GIFT. What GIFT cannot ask is left out, and told.

Prompts, options, pairs and feedback are written as HTML, where Moodle shows every character as itself; the answers to
be typed are plain text with GIFT's own escapes.
"""

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from cxdrill.core.cards import cloze
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import Option, Sheet
from cxdrill.files.exports.paper import BLANK, Exported, LeftOut, category, marked, picture, shares, why_open

NO_KEY = "since GIFT has only questions that one answer marks"
NO_ORDER = "since GIFT cannot ask for an order"
ARROW = 'since GIFT takes "->" in a typed answer for a pair'
TOGETHER = "since GIFT cannot ask for several parts at once"
NO_MEDIA = "left out pictures and sounds, for which GIFT has no place"
_SPECIAL = re.compile(r"[\\~=#{}:]")
_FORMAT = re.compile(r"\[(?:html|moodle|plain|markdown)\]")
_ARROW = "->"


def exported_gift(decks: Sequence[Deck]) -> Exported:
    """The questions and cloze texts of the decks as one GIFT file, UTF-8."""
    questions: list[str] = []
    left_out: list[LeftOut] = []
    for topic, cards in groupby(marked(decks, why_not, left_out), lambda each: each[0].topic):
        questions.append(f"$CATEGORY: {category(topic)}\n")
        for card, sheet, situation in cards:
            questions += _questions(card, sheet, f"{situation}\n\n" if situation else "")
    silent = [card.key for deck in decks for card in deck.cards if any(card.media())]
    notices = (f"{NO_MEDIA}: {', '.join(silent[:5])}{' and more' if len(silent) > 5 else ''}",) if silent else ()
    return Exported("\n".join(questions).encode("utf-8"), tuple(left_out), notices)


def why_not(sheet: Sheet) -> str:
    """Why GIFT cannot hold a card, or nothing."""
    if sheet.items:
        return NO_ORDER
    if sheet.hidden:
        hidden = [cloze.answers(sheet.hidden, number) for number in cloze.numbers(sheet.hidden)]
        if any(len(set(answers)) > 1 for answers in hidden):
            return TOGETHER
    elif why_open("GIFT", sheet):
        return NO_KEY
    return ARROW if any(_ARROW in text for text in sheet.answers) else ""


def html_text(text: str) -> str:
    """Text as HTML inside GIFT: nothing in it is obeyed by either, and no character is lost."""
    signs = html.escape(re.sub("\r\n?", "\n", text).strip(), quote=False)
    is_plain = {sign: sign in "\n " or (sign.isprintable() and sign not in "{}\\") for sign in set(signs)}
    marked = "".join(sign if is_plain[sign] else _entity(sign) for sign in signs)
    if marked[:1] in ("[", "%"):  # the start of a format's or a weight's name
        marked = _entity(marked[0]) + marked[1:]
    return _escaped(marked).replace("\n", "<br>")


def plain_text(text: str) -> str:
    """An answer to be typed: one line, as Moodle compares it."""
    shown = "".join(picture(sign) for sign in " ".join(text.split()))
    return _escaped(shown.replace("*", "\\*"))  # a lone * would stand for anything


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _entity(sign: str) -> str:
    shown = picture(sign)
    return f"&#{ord(shown)};" if shown == sign else shown


def _questions(card: Card, sheet: Sheet, situation: str) -> Iterator[str]:
    """One question, or for a cloze text one for each of its numbers."""
    for number in cloze.numbers(sheet.hidden):
        stem, answer = cloze.hidden(sheet.hidden, number, BLANK), cloze.answers(sheet.hidden, number)[0]
        yield _question(card, f"{card.key}~{number}", situation + stem, [_answer(answer)])
    if not sheet.hidden:
        yield _question(card, card.key, situation + sheet.prompt, _answers(sheet))


def _question(card: Card, id: str, stem: str, answers: Sequence[str]) -> str:
    tags = ("".join(map(picture, tag.replace("\t", " "))).replace("]", "\\]") for tag in card.tags)
    head = f"// [id:{id}]{''.join(f' [tag:{tag}]' for tag in tags)}\n::{_escaped(id)}::[html]{html_text(stem)} {{\n"
    why = [f"####{html_text(card.explanation)}"] if card.explanation else []
    return head + "".join(f"\t{answer}\n" for answer in (*answers, *why)) + "}\n"


def _answers(sheet: Sheet) -> list[str]:
    if sheet.truth is not None:
        return ["TRUE" if sheet.truth else "FALSE"]
    options = [_option(sheet, *each) for each in zip(sheet.options, shares(sheet), strict=True)]
    pairs = [f"={html_text(left)} -> {html_text(right)}" for left, right in sheet.pairs]
    return [*options, *pairs, *map(_answer, sheet.answers)]


def _option(sheet: Sheet, option: Option, share: str) -> str:
    """An option behind the sign that it is right or wrong, or its share."""
    sign = f"~%{share}%" if sheet.takes_several or (sheet.shares and share != "100") else "=" if share == "100" else "~"
    return f"{sign}{html_text(option.text)}" + (f"#{html_text(option.why)}" if option.why else "")


def _answer(text: str) -> str:
    shown = plain_text(text)
    if _FORMAT.match(shown):
        shown = f"[plain]{shown}"  # or its own start would be taken for the name of a format
    return f"=%100%{shown}" if shown.startswith("%") else f"={shown}"
