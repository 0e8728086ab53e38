"""Questions as Moodle GIFT. What GIFT cannot ask is left out, and told.

Prompts, options, pairs and feedback are written as HTML, where Moodle shows every character as itself; the answers to
be typed are plain text with GIFT's own escapes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from math import floor

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
from cxdrill.files.exports.exported import Exported, LeftOut

BLANK = "_____"
NO_FLASHCARDS = "since GIFT has no flashcards"
NO_ORDER = "since GIFT cannot ask for an order"
ARROW = 'since GIFT takes "->" in a typed answer for a pair'
TOGETHER = "since GIFT cannot ask for several parts at once"
_SPECIAL = re.compile(r"[\\~=#{}:]")
_FORMAT = re.compile(r"\[(?:html|moodle|plain|markdown)\]")
_ARROW = "->"


def exported_gift(decks: Sequence[Deck]) -> Exported:
    """The questions and cloze texts of the decks as one GIFT file, UTF-8."""
    questions: list[str] = []
    left_out: list[LeftOut] = []
    for deck in decks:
        for card in deck.cards:
            reason = why_not(card)
            if reason:
                left_out.append(LeftOut(card.key, reason))
            else:
                questions += _questions(deck, card)
    return Exported("\n".join(questions).encode("utf-8"), tuple(left_out))


def why_not(card: Card) -> str:
    """Why GIFT cannot hold the card, or nothing."""
    match card:
        case Flashcard():
            return NO_FLASHCARDS
        case Order():
            return NO_ORDER
        case Typed(answer=answer, accept=accept) if any(_ARROW in text for text in (answer, *accept)):
            return ARROW
        case Cloze(prompt=prompt):
            hidden = [cloze.answers(prompt, number) for number in cloze.numbers(prompt)]
            if any(len(set(answers)) > 1 for answers in hidden):
                return TOGETHER
            return ARROW if any(_ARROW in text for answers in hidden for text in answers) else ""
    return ""


def weight(keys: int) -> str:
    """The percentage of one of so many keys: cut, not rounded, so that together they never exceed 100."""
    return f"{floor(100 / keys * 100_000) / 100_000:.5f}".rstrip("0").rstrip(".")


def html_text(text: str) -> str:
    """Text as HTML inside GIFT: nothing in it is obeyed by either, and no character is lost."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    marked = html.escape(text, quote=False)
    marked = "".join(
        sign if sign in "\n " or (sign.isprintable() and sign not in "{}\\") else _entity(sign) for sign in marked
    )
    if marked[:1] in ("[", "%"):  # the start of a format's or a weight's name
        marked = _entity(marked[0]) + marked[1:]
    return _escaped(marked).replace("\n", "<br>")


def plain_text(text: str) -> str:
    """An answer to be typed: one line, as Moodle compares it."""
    shown = "".join(_picture(sign) for sign in " ".join(text.split()))
    return _escaped(shown.replace("*", "\\*"))  # a lone * would stand for anything


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _entity(sign: str) -> str:
    shown = _picture(sign)
    return f"&#{ord(shown)};" if shown == sign else shown


def _picture(sign: str) -> str:
    """A visible stand-in for a control character, which HTML has no way to write."""
    code = ord(sign)
    if code < 0x20 and sign != "\t":
        return chr(0x2400 + code)
    return "\ufffd" if 0x7F <= code < 0xA0 else sign


def _questions(deck: Deck, card: Card) -> Iterator[str]:
    """One question, or for a cloze text one for each of its numbers."""
    scenario = deck.scenario_text(card)
    situation = f"{scenario}\n\n" if scenario else ""
    if isinstance(card, Cloze):
        for number in cloze.numbers(card.prompt):
            stem = situation + cloze.hidden(card.prompt, number, BLANK)
            answer = _answer(cloze.answers(card.prompt, number)[0])
            yield _question(card, f"{card.key}~{number}", stem, [answer])
    else:
        yield _question(card, card.key, situation + card.prompt, _answers(card))


def _question(card: Card, id: str, stem: str, answers: Sequence[str]) -> str:
    tags = "".join(f" [tag:{_tag(tag)}]" for tag in card.tags)
    lines = [f"// [id:{id}]{tags}", f"::{id}::[html]{html_text(stem)} {{", *(f"\t{answer}" for answer in answers)]
    if card.explanation:
        lines.append(f"\t####{html_text(card.explanation)}")
    return "\n".join((*lines, "}", ""))


def _answers(card: Card) -> list[str]:
    match card:
        case Choice(options=options):
            return [f"{'=' if option.is_key else '~'}{_option(option)}" for option in options]
        case Multiple(options=options):
            part = weight(sum(option.is_key for option in options))
            return [f"~%{part if option.is_key else -100}%{_option(option)}" for option in options]
        case TrueFalse(answer=answer):
            return ["TRUE" if answer else "FALSE"]
        case Typed(answer=answer, accept=accept):
            return [_answer(text) for text in (answer, *accept)]
        case Match(pairs=pairs):
            return [f"={html_text(left)} -> {html_text(right)}" for left, right in pairs]
    raise TypeError(card.type)


def _option(option: Option) -> str:
    return html_text(option.text) + (f"#{html_text(option.why)}" if option.why else "")


def _answer(text: str) -> str:
    shown = plain_text(text)
    if _FORMAT.match(shown):
        shown = f"[plain]{shown}"  # or its own start would be taken for the name of a format
    return f"=%100%{shown}" if shown.startswith("%") else f"={shown}"


def _tag(tag: str) -> str:
    shown = "".join(_picture(sign) for sign in tag.replace("\t", " "))
    return shown.replace("]", "\\]")
