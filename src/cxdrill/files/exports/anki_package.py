"""Decks as an Anki package. Notes and models keep their ids from export to export, so a second import updates them.

A note's GUID hangs on the deck's and the card's id, a model's on its name; changed fields need a new model name.
"""

import io
import re
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from cxdrill.core.cards import cloze
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files.decks.media import Carried
from cxdrill.files.exports.paper import Exported, asked, sheet_of
from cxdrill.files.exports.pens import HtmlPen

MISSING = 'Anki packages need one more Python package; install it with: pip install "cxdrill[anki]"'
FIELDS = ("Prompt", "Answer", "Explanation", "Source", "Scenario")
_STYLE = """
.card { font-family: sans-serif; font-size: 20px; max-width: 40em; margin: 1em auto; }
.card { text-align: left; line-height: 1.4; }
.scenario { border-left: 3px solid #888; padding-left: .8em; }
.note, .why { font-size: 16px; opacity: .8; }
.key { font-weight: bold; }
.cloze { font-weight: bold; color: #06c; }
ol.letters { list-style-type: lower-alpha; }
"""
_SCENARIO = '{{#Scenario}}<p class="scenario">{{Scenario}}</p>{{/Scenario}}'
_NOTES = (
    '{{#Explanation}}<p class="note">{{Explanation}}</p>{{/Explanation}}'
    '{{#Source}}<p class="note">{{Source}}</p>{{/Source}}'
)


def exported_anki(decks: Sequence[Deck]) -> Exported:
    """The decks as one .apkg; raises WrongUsage where genanki is not installed."""
    try:
        import genanki
    except ImportError:
        raise WrongUsage(MISSING) from None
    models, carried = _models(genanki), _Media(decks)
    packed = [genanki.Deck(number(f"deck {each.id}"), each.title, description=escape(each.summary)) for each in decks]
    for deck, filled in zip(decks, packed, strict=True):
        for card in deck.cards:
            filled.add_note(_note(genanki, models, deck, card, carried))
    stream = io.BytesIO()
    try:
        with _quiet_folder() as folder:
            paths = [Path(folder, name) for name in carried.files]
            for path in paths:
                path.write_bytes(carried.files[path.name])
            genanki.Package(packed, list(map(str, paths))).write_to_file(stream)
    except (OSError, sqlite3.Error) as error:
        raise DataError(
            f"the package could not be put together ({error}); make room in the folder for temporary files, or name "
            "another with TMPDIR"
        ) from error
    return Exported(stream.getvalue(), notices=carried.notices)


class _Media(Carried):
    """Files in a package, which Anki keeps in one folder for all decks; it has a sign of its own for sounds."""

    def sound(self, name: str, words: str) -> str:
        return f"[sound:{name}]"


def number(name: str) -> int:
    """A number for Anki that is the same for the same name, within what JavaScript holds exactly."""
    return int.from_bytes(sha256(f"cxdrill {name}".encode()).digest()[:6]) | 1 << 40


def guid(card: Card) -> str:
    """The card's name in every Anki collection."""
    return sha256(f"cxdrill {card.key}".encode()).hexdigest()[:20]


@contextmanager
def _quiet_folder() -> Any:
    """genanki leaves its scratch database open files in the current temporary folder; give it one that goes away."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=sys.platform == "win32") as folder:
        tempfile.tempdir = folder
        try:
            yield folder
        finally:
            tempfile.tempdir = before


def _models(genanki: Any) -> dict[str, Any]:
    fields = [{"name": name} for name in FIELDS]
    front = _SCENARIO + "{{Prompt}}"
    back = '{{FrontSide}}<hr id="answer">{{Answer}}' + _NOTES
    forth, typing = ("Forth", front, back), front + "<p>{{type:Answer}}</p>"
    hidden = _SCENARIO + "{{cloze:Prompt}}"
    made = {
        "flashcard": [forth],
        "reverse": [forth, ("Back", "{{Answer}}", '{{FrontSide}}<hr id="answer">{{Prompt}}' + _NOTES)],
        "question": [forth],
        "typed": [("Typed", typing, typing + _NOTES)],
        "cloze": [("Cloze", hidden, hidden + _NOTES)],
    }
    models = {}
    for name, sides in made.items():
        templates = [{"name": each, "qfmt": asked, "afmt": told} for each, asked, told in sides]
        about = {"css": _STYLE, "model_type": genanki.Model.CLOZE if name == "cloze" else 0}
        models[name] = genanki.Model(number(f"model {name}"), f"cxdrill {name}", fields, templates, **about)
    return models


def _note(genanki: Any, models: dict[str, Any], deck: Deck, card: Card, carried: Carried) -> Any:
    sheet, pen = sheet_of(card), HtmlPen(_html, partial(carried.html, deck.id), is_paper=False)
    model, prompt, answer = "question", _html(sheet.prompt), ""
    explanation = _html(card.explanation)
    if sheet.hidden:
        model, prompt = "cloze", _cloze(sheet.hidden)
    elif sheet.is_typed:
        model, answer = "typed", escape(" ".join(sheet.answers[0].split()))
        if others := "; ".join(sheet.answers[1:]):
            explanation = f"{_html(f'Also right: {others}')}{'<br>' if explanation else ''}{explanation}"
    elif sheet.answers:
        explanation = (pen.listing("dots", map(pen.text, sheet.remarks)) if sheet.remarks else "") + explanation
        model, answer = "reverse" if sheet.is_two_way else "flashcard", _html(sheet.answers[0])
    else:
        prompt += pen.media(card) + "".join(asked(sheet, pen, has_answers=False))
        answer = pen.key(sheet) or "".join(asked(sheet, pen, has_answers=True))
    if model != "question":
        prompt += pen.media(card)
    source = _html(deck.sources.get(card.source, card.source))
    fields = [prompt, answer, explanation, source, _html(deck.scenario_text(card))]
    tags = ["-".join(tag.split()) for tag in (card.deck, card.topic, *card.tags)]  # Anki's have no blanks
    storable, tags = list(map(_storable, fields)), list(map(_storable, tags))
    return genanki.Note(models[model], storable, guid=guid(card), tags=tags)


def _html(text: str) -> str:
    """Text as HTML; braces too, since Anki would take them for fields or hidden parts."""
    return re.sub("\r\n?|\n", "<br>", escape(text).replace("{", "&#123;").replace("}", "&#125;"))


def _cloze(text: str) -> str:
    """The text with Anki's own marks round its hidden parts."""

    def hidden(part: cloze.Part) -> str:
        # A double colon would begin a hint, so the second of two colons is written as a character.
        texts = (_html(each).replace("::", ":&#58;") for each in (part.text, part.hint) if each)
        return f"{{{{c{part.number}::{'::'.join(texts)}}}}}"

    return cloze.filled(text, hidden, _html)


def _storable(text: str) -> str:
    """Text without the character that separates fields inside Anki, and without NUL, at which SQLite stops reading."""
    return text.replace("\x1f", "\u241f").replace("\0", "\u2400")
