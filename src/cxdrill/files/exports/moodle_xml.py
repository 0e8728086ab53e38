"""Questions as Moodle XML: a category for each topic, ids that come back, and every type that Moodle marks."""

import re
from base64 import b64encode
from collections.abc import Sequence
from itertools import groupby

from cxdrill.core.cards import cloze
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import HasMedia, Sheet
from cxdrill.files.decks.media import MOST_INSIDE, Carried, files_of
from cxdrill.files.exports.paper import Exported, LeftOut, bare, category, html, marked, picture, shares, why_open, xml

_LONGEST_ID, _LONGEST_MATCH = 100, 255  # characters that its tables hold
TOO_LONG = f"since Moodle has room for {_LONGEST_MATCH} signs on the right of a pair"
_IN_GAP = re.compile(r"[&<>\\{}~#*]")  # what ends an answer, or stands for something else
_CATEGORY = '<question type="category"><category><text>$course$/top/{}</text></category></question>'
_ORDERING = "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><gradingtype>ALL_OR_NOTHING</gradingtype>"


def exported_moodle(decks: Sequence[Deck]) -> Exported:
    """The questions of the decks as one Moodle XML file."""
    questions, left_out = list[str](), list[LeftOut]()
    carried = Carried(decks, "@@PLUGINFILE@@/", MOST_INSIDE)
    for topic, cards in groupby(marked(decks, why_not, left_out), lambda each: each[0].topic):
        questions.append(_CATEGORY.format(bare(category(topic))))
        questions += (_question(*each, carried) for each in cards)
    return Exported(xml(f"<quiz>{''.join(questions)}</quiz>"), tuple(left_out), carried.notices)


def why_not(sheet: Sheet) -> str:
    """Why Moodle cannot hold a card, or nothing."""
    is_too_long = any(len(right) > _LONGEST_MATCH for _, right in sheet.pairs)
    return TOO_LONG if is_too_long else why_open("Moodle", sheet)


def _question(card: Card, sheet: Sheet, situation: str, carried: Carried) -> str:
    stem = _gaps(sheet.hidden) if sheet.hidden else html(sheet.prompt)
    stem = _with_media(f"{html(situation)}<br/><br/>{stem}" if situation else stem, card, card, carried)
    kind, answers = _answers(sheet, card, carried)
    number = f"<idnumber>{bare(card.key)}</idnumber>" if len(card.key) <= _LONGEST_ID else ""
    tags = "".join(f"<tag>{_text(tag)}</tag>" for tag in card.tags)
    return (
        f'<question type="{kind}"><name>{_text(card.key)}</name>'
        f'<questiontext format="html">{stem}</questiontext>'
        f'<generalfeedback format="html">{_text(html(card.explanation))}</generalfeedback>'
        f"<defaultgrade>1</defaultgrade>{number}{answers}{f'<tags>{tags}</tags>' if tags else ''}</question>"
    )


def _answers(sheet: Sheet, card: Card, carried: Carried) -> tuple[str, str]:
    """The type by which Moodle knows such a question, and its answers."""
    if sheet.hidden:
        return "cloze", ""
    if sheet.truth is not None:
        words = {"true": "100" if sheet.truth else "0", "false": "0" if sheet.truth else "100"}
        return "truefalse", "".join(_answer(word, share, form="moodle_auto_format") for word, share in words.items())
    if sheet.items:
        places = enumerate(map(html, sheet.items), 1)
        return "ordering", _ORDERING + "".join(_answer(item, str(number)) for number, item in places)
    if sheet.pairs:
        pairs = (f"{_text(html(left))}<answer>{_text(right)}</answer>" for left, right in sheet.pairs)
        asked = "".join(f'<subquestion format="html">{pair}</subquestion>' for pair in pairs)
        return "matching", f"<shuffleanswers>true</shuffleanswers>{asked}"
    if sheet.is_typed:  # a lone * would stand for anything
        texts = (" ".join(text.split()).replace("*", "\\*") for text in sheet.answers)
        answers = "".join(_answer(text, "100", form="plain_text") for text in texts)
        return "shortanswer", f"<usecase>0</usecase>{answers}"
    return "multichoice", _options(sheet, card, carried)


def _options(sheet: Sheet, card: Card, carried: Carried) -> str:
    single, shuffled = (not sheet.takes_several, not any(option.is_fixed for option in sheet.options))
    head = f"<single>{single}</single><shuffleanswers>{shuffled}</shuffleanswers>".lower()
    answers = "".join(
        f'<answer fraction="{share}" format="html">'
        f"{_with_media(html(option.text), card, option, carried, _feedback(option.why))}</answer>"
        for option, share in zip(sheet.options, shares(sheet), strict=True)
    )
    return f"{head}<answernumbering>abc</answernumbering>{answers}"


def _answer(text: str, share: str, form: str = "html") -> str:
    return f'<answer fraction="{share}" format="{form}">{_text(text)}{_feedback("")}</answer>'


def _feedback(why: str) -> str:
    return f'<feedback format="html">{_text(html(why))}</feedback>'


def _text(text: str) -> str:
    return f"<text>{bare(text)}</text>"


def _with_media(text: str, card: Card, each: HasMedia, carried: Carried, feedback: str = "") -> str:
    """A text with its picture and its sound, the feedback to it, and the files that it points to."""
    shown, files = carried.html(card.deck, each), ""
    for name in filter(None, (carried.name(card.deck, file) for _, file in files_of(each))):
        files += f'<file name="{name}" path="/" encoding="base64">{b64encode(carried.files[name]).decode()}</file>'
    return f"{_text(f'{text}<br/>{shown}' if shown else text)}{feedback}{files}"


def _gaps(text: str) -> str:
    """A text with answers in braces. Moodle reads entities there, but not every backslash: an entity says it all."""

    def gap(part: cloze.Part) -> str:
        answer = "".join(map(picture, " ".join(part.text.split()).replace("*", "\\*")))  # a lone * stands for anything
        return f"{{1:SHORTANSWER:={_IN_GAP.sub(lambda sign: f'&#{ord(sign[0])};', answer)}}}"

    return cloze.filled(text, gap, _shown)


def _shown(text: str) -> str:
    """Text beside hidden parts; a brace of its own begins none."""
    return re.sub(r"^\s+|\s+$", " ", html(f"|{text}|")[1:-1]).replace("{", "&#123;")
