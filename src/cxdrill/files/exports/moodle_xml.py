"""Questions as Moodle XML: a category for each topic, ids that come back, and every type that Moodle marks."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from cxdrill.core.cards import cloze_text
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import HasMedia, Sheet
from cxdrill.files.decks.media import MOST_INSIDE, Carried, files_of
from cxdrill.files.exports.paper import Exported, LeftOut, category, html, marked, picture, put, shares, why_open, xml

_LONGEST_ID, _LONGEST_MATCH = 100, 255  # characters that its tables hold
TOO_LONG = f"since Moodle has room for {_LONGEST_MATCH} signs on the right of a pair"
_IN_GAP = re.compile(r"[&<>\\{}~#*]")  # what ends an answer, or stands for something else


def exported_moodle(decks: Sequence[Deck]) -> Exported:
    """The questions of the decks as one Moodle XML file."""
    quiz, left_out = Element("quiz"), list[LeftOut]()
    carried = Carried(decks, "@@PLUGINFILE@@/", MOST_INSIDE)
    for topic, cards in groupby(marked(decks, why_not, left_out), lambda each: each[0].topic):
        put(put(quiz, "question", type="category"), "category/text", f"$course$/top/{category(topic)}")
        for card, sheet, situation in cards:
            _question(quiz, card, sheet, situation, carried)
    return Exported(xml(quiz), tuple(left_out), carried.notices)


def why_not(sheet: Sheet) -> str:
    """Why Moodle cannot hold a card, or nothing."""
    is_too_long = any(len(right) > _LONGEST_MATCH for _, right in sheet.pairs)
    return TOO_LONG if is_too_long else why_open("Moodle", sheet)


def _question(quiz: Element, card: Card, sheet: Sheet, situation: str, carried: Carried) -> None:
    question = put(quiz, "question")
    put(question, "name/text", card.key)
    stem = _gaps(sheet.hidden) if sheet.hidden else html(sheet.prompt)
    stem = f"{html(situation)}<br/><br/>{stem}" if situation else stem
    text = put(question, "questiontext/text", _with_media(stem, carried.html(card.deck, card)), format="html")
    _files(text, card, card, carried)
    put(question, "generalfeedback/text", html(card.explanation), format="html")
    put(question, "defaultgrade", "1")
    if len(card.key) <= _LONGEST_ID:
        put(question, "idnumber", card.key)
    question.set("type", _answers(question, sheet, card, carried))
    tags = put(question, "tags") if card.tags else question
    for tag in card.tags:
        put(tags, "tag/text", tag)


def _answers(question: Element, sheet: Sheet, card: Card, carried: Carried) -> str:
    """Puts the answers in; gives the type by which Moodle knows such a question."""
    if sheet.hidden:
        return "cloze"
    if sheet.truth is not None:
        for word in ("true", "false"):
            _answer(question, word, "100" if (word == "true") == sheet.truth else "0", form="moodle_auto_format")
        return "truefalse"
    if sheet.items:
        for name, value in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("gradingtype", "ALL_OR_NOTHING")):
            put(question, name, value)
        for number, item in enumerate(sheet.items, 1):
            _answer(question, html(item), str(number))
        return "ordering"
    if sheet.pairs:
        put(question, "shuffleanswers", "true")
        for left, right in sheet.pairs:
            pair = put(question, "subquestion", format="html")
            put(pair, "text", html(left))
            put(pair, "answer/text", right)
        return "matching"
    if sheet.is_typed:
        put(question, "usecase", "0")
        for text in sheet.answers:  # a lone * would stand for anything
            _answer(question, " ".join(text.split()).replace("*", "\\*"), "100", form="plain_text")
        return "shortanswer"
    _options(question, sheet, card, carried)
    return "multichoice"


def _options(question: Element, sheet: Sheet, card: Card, carried: Carried) -> None:
    put(question, "single", str(not sheet.takes_several).lower())
    put(question, "shuffleanswers", str(not any(option.is_fixed for option in sheet.options)).lower())
    put(question, "answernumbering", "abc")
    for option, share in zip(sheet.options, shares(sheet), strict=True):
        text = _with_media(html(option.text), carried.html(card.deck, option))
        _files(_answer(question, text, share, option.why), card, option, carried)


def _answer(question: Element, text: str, share: str, why: str = "", form: str = "html") -> Element:
    answer = put(question, "answer", fraction=share, format=form)
    put(answer, "text", text)
    put(answer, "feedback/text", html(why), format="html")
    return answer


def _with_media(text: str, shown: str) -> str:
    return f"{text}<br/>{shown}" if shown else text


def _files(element: Element, card: Card, each: HasMedia, carried: Carried) -> None:
    """The files that a text points to, which stand beside it."""
    for _, file in files_of(each):
        if name := carried.name(card.deck, file):
            put(element, "file", b64encode(carried.files[name]).decode(), name=name, path="/", encoding="base64")


def _gaps(text: str) -> str:
    """A text with answers in braces. Moodle reads entities there, but not every backslash: an entity says it all."""

    def gap(part: cloze_text.Part) -> str:
        answer = "".join(map(picture, " ".join(part.text.split()).replace("*", "\\*")))  # a lone * stands for anything
        return f"{{1:SHORTANSWER:={_IN_GAP.sub(lambda sign: f'&#{ord(sign[0])};', answer)}}}"

    return cloze_text.filled(text, gap, _shown)


def _shown(text: str) -> str:
    """Text beside hidden parts; a brace of its own begins none."""
    return re.sub(r"^\s+|\s+$", " ", html(f"|{text}|")[1:-1]).replace("{", "&#123;")
