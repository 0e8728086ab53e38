"""The fields of deck and exam files beside cards: the tables that drive reading, "did you mean" and the JSON Schema.

How fields are described, and which ones each card type has, stands in `core/cards`.
"""

from __future__ import annotations

from typing import Any

from cxdrill.core.cards.card import LINT_FIELD
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.core.cards.fields import ACCENTS_FIELD, Field, Kind, Shape, shape
from cxdrill.core.cards.languages import TAG
from cxdrill.core.cards.registry import CARD_TYPES, implied_types, shapes
from cxdrill.core.exams.exam import Away, Certificate, Exam, Feedback, Scoring
from cxdrill.core.exams.library import Facilities, Standard, facility
from cxdrill.files.decks.text_values import DOWN, ID, LONGEST_PATH, VALIDITY

SCENARIO = shape(
    "scenario",
    Field("id", Kind.ID, "Name that cards use in `scenario`", required=True),
    Field("text", Kind.TEXT, "The situation, shown above each of its questions", required=True),
    becomes=Scenario,
)
DECK = shape(
    "deck",
    Field("deck", Kind.ID, "The deck's id; progress hangs on it", required=True, attribute="id"),
    Field("title", Kind.TEXT, "Title on every screen", required=True),
    Field("summary", Kind.TEXT, "One line for the list of decks"),
    Field("language", Kind.LANGUAGE, "Language of the cards, such as es or pt-BR; en where left out"),
    ACCENTS_FIELD,
    Field("was", Kind.ID, "The id the deck had before; its cards take over their history"),
    Field("sources", Kind.TITLES, "Texts that the cards rest on: a key and its title"),
    LINT_FIELD,
    Field("notes", Kind.TEXT, "Study notes, Markdown"),
    Field("scenarios", Kind.SCENARIOS, "Situations that several questions share", entry=SCENARIO),
    Field("cards", Kind.CARDS, "The flashcards and questions", required=True, least=1),
    becomes=Deck,
)
_CERTIFICATE = shape(
    "certificate",
    Field("organisation", Kind.NAME, "Who gives it"),
    Field("signed_by", Kind.NAME, "Name or office under the line for a signature"),
    Field("valid", Kind.VALIDITY, "How long it holds, such as 2y or 90d; for ever where left out"),
    Field("logo", Kind.NAME, "A picture file beside the exam: .png, .jpg, .svg, .gif or .webp"),
    becomes=Certificate,
)
EXAM = shape(
    "exam",
    Field("exam", Kind.ID, "The exam's id", required=True, attribute="id"),
    Field("title", Kind.TEXT, "Title on screens and certificates", required=True),
    Field("items", Kind.WHOLE, "How many questions are drawn", required=True, most=1000),
    Field("pass_mark", Kind.SHARE, "Share of the points needed to pass, such as 80%", required=True),
    Field("blueprint", Kind.BLUEPRINT, "Items of each topic: numbers, or all in %", required=True, least=1, most=1000),
    Field("time_limit", Kind.DURATION, "Such as 45m or 1h30m", attribute="time_limit_seconds"),
    Field("away", Kind.WORD, "Whether time away from an open attempt counts", words=tuple(Away)),
    Field("attempts", Kind.WHOLE, "How many attempts a learner has; no limit where left out"),
    Field("cooldown", Kind.DURATION, "Time between two attempts, such as 24h", attribute="cooldown_seconds"),
    Field("feedback", Kind.WORD, "How much the result shows", words=tuple(Feedback)),
    Field("scoring", Kind.WORD, "How questions with several right options are scored", words=tuple(Scoring)),
    Field("minimum", Kind.SHARES, "Share that must be reached in a topic"),
    Field("fresh", Kind.SHARE, "Share of the items that are reserved or in a wording the learner has not met"),
    Field("form", Kind.NAME, "Name of one fixed form, such as A, that everybody gets; drawn anew where left out"),
    Field("certificate", Kind.ENTRY, "What a certificate carries beside the result", entry=_CERTIFICATE),
    LINT_FIELD,
    becomes=Exam,
)
_FIGURE = shape(
    "figure",
    Field("share", Kind.SHARE, "Share of its points that the question earned", required=True),
    Field("answers", Kind.WHOLE, "How many answers that rests on", required=True),
    Field("text", Kind.NAME, "Twelve digits that change with the words of the card", required=True),
    becomes=facility,
)
FACILITIES = shape(
    "facilities",
    Field("facilities", Kind.ID, "The id of the exam whose takers these are", required=True, attribute="id"),
    Field("takers", Kind.WHOLE, "How many people they were"),
    Field("drilled", Kind.SHARE, "Share right in words that drills had shown"),
    Field("fresh", Kind.SHARE, "Share right in words that were new"),
    Field("cards", Kind.FIGURES, "The questions: deck/card", required=True, least=1, entry=_FIGURE),
    becomes=Facilities,
)
STANDARD = shape(
    "standard",
    Field("standard", Kind.ID, "The id of the exam that is judged", required=True, attribute="id"),
    Field("judges", Kind.RATINGS, "How many of 100 just-qualified people get each question right", required=True),
    Field("second", Kind.RATINGS, "The same once the others' ratings were seen"),
    Field("texts", Kind.TITLES, "The words that were rated: twelve digits for each card"),
    becomes=Standard,
)
FILES = {form.name: form for form in (DECK, EXAM, FACILITIES, STANDARD)}
"""The kinds of files, by the field at their top."""


BEYOND_SCHEMA = ("S113", *(f"S{number}" for number in range(301, 316) if number != 305))
"""The rules that compare values with each other, with other files or with comments; other S1xx leave no values."""

# An editor takes `1.10` or `no` for a number or a boolean; to the deck they are text, so the schema lets them be.
_SCALARS = ["string", "number", "boolean"]
_TEXT: dict[str, Any] = {"type": _SCALARS, "pattern": r"\S"}
_SHARE = {"type": "string", "pattern": r"^(?=.*[1-9])(100(\.0{1,6})?|0{0,2}[0-9]{1,2}(\.[0-9]{1,6})?) ?%$"}
_RATING = {"type": ["number", "string"], "minimum": 0, "maximum": 100, "pattern": r"^[0-9]{1,3}(\.[0-9]{1,6})? ?%?$"}
_WHOLE = {"type": ["integer", "string"], "minimum": 1, "maximum": 999_999, "pattern": r"^(?=.*[1-9])[0-9]{1,6}$"}
_NAME = {"type": _SCALARS, "pattern": r"^[^\r\n]*\S[^\r\n]*$", "maxLength": 100}
_DURATION = r"^(?=.*[1-9])([0-9]{1,4}d)? ?([0-9]{1,6}h)? ?([0-9]{1,6}m)? ?([0-9]{1,6}s)?$"
_NAMED = {"type": "object", "propertyNames": {**_NAME, "type": "string"}}

_KINDS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: _TEXT,
    Kind.NAME: _NAME,
    Kind.FILE: {"type": "string", "maxLength": LONGEST_PATH},
    Kind.ID: {"type": _SCALARS, "pattern": f"^{ID.pattern}$", "minimum": 0},
    Kind.FORMER: {"type": _SCALARS, "pattern": f"^({ID.pattern}/)?{ID.pattern}$", "minimum": 0},
    Kind.LANGUAGE: {"type": "string", "pattern": f"^{TAG.pattern}$"},
    Kind.FLAG: {"type": "boolean"},
    Kind.WHOLE: _WHOLE,
    Kind.SHARE: _SHARE,
    Kind.DURATION: {"type": "string", "pattern": _DURATION},
    Kind.VALIDITY: {"type": "string", "pattern": f"^({VALIDITY})$"},
    Kind.TEXTS: {"type": "array", "items": _TEXT},
    Kind.NAMES: {"type": "array", "items": _NAME},
    Kind.TITLES: {**_NAMED, "additionalProperties": _TEXT},
    Kind.PAIRS: {"type": "array", "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": _TEXT}},
    Kind.WORD: {},
    Kind.BETWEEN: {"type": ["integer", "string"], "pattern": r"^[-+]?[0-9]{1,3}$"},
    Kind.ENTRIES: {"type": "array"},
    Kind.ENTRY: {},
    Kind.SCENARIOS: {"type": "array"},
    Kind.CARDS: {"type": "array", "items": {"$ref": "#/$defs/card"}},
    Kind.SHARES: {**_NAMED, "additionalProperties": _SHARE},
    Kind.FIGURES: _NAMED,
    Kind.RATINGS: {**_NAMED, "additionalProperties": {**_NAMED, "additionalProperties": _RATING}},
    Kind.BLUEPRINT: {**_NAMED, "anyOf": [{"additionalProperties": _WHOLE}, {"additionalProperties": _SHARE}]},
}


def schema() -> dict[str, Any]:
    """The schema of a file: a deck, an exam, or what an exam's takers and judges say of it."""
    # One of them by the field at the top, so that an editor tells what is wrong with that one only.
    chain: dict[str, Any] = _object(DECK)
    for name in reversed([name for name in FILES if name != "deck"]):
        chain = {"if": {"required": [name]}, "then": _object(FILES[name]), "else": chain}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A deck or an exam of cxdrill",
        "type": "object",
        **chain,
        "$defs": {"card": _card()},
    }


def _object(form: Shape) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _value(field) for name, field in form.fields.items()},
        "required": list(form.required),
        "additionalProperties": False,
    }


def _value(field: Field) -> dict[str, Any]:
    form = {**_KINDS[field.kind], "description": field.help}
    is_list = form.get("type") == "array"
    entry = _object(field.entry) if field.entry else {}
    if field.kind is Kind.WORD:
        form["enum"] = [str(word) for word in field.words]
    elif field.kind is Kind.FILE:
        ends = "|".join("".join(f"[{sign}{sign.upper()}]" for sign in end[1:]) for end in field.words)
        form["pattern"] = rf"^(?=.*\.({ends})$){DOWN}$"
    elif field.kind is Kind.BETWEEN:
        return {**form, "minimum": field.least, "maximum": field.most}
    elif field.kind is Kind.FIGURES:
        form["additionalProperties"] = entry
    elif entry:
        form |= {"items": entry} if is_list else entry
    if field.least:
        form["minItems" if is_list else "minProperties"] = field.least
    if field.most is not None:
        form["maximum" if field.kind is Kind.WHOLE else "maxItems" if is_list else "maxProperties"] = field.most
    return form


def _card() -> dict[str, Any]:
    """A card: by its `type`, or by the first field that tells the type where it names none."""
    types = {"type": {"enum": list(CARD_TYPES)}}
    forms = {name: _object(form) for name, form in shapes().items()}
    for kind, form in forms.items():
        for name, more in CARD_TYPES[kind].schema.items():
            form["properties"][name] |= more
    chain: dict[str, Any] = {"required": ["type"], "properties": types}
    for field, kind in reversed(list(implied_types().items())):
        chain = {"if": {"required": [field]}, "then": forms[kind], "else": chain}
    named = [
        {"if": {"required": ["type"], "properties": {"type": {"const": kind}}}, "then": form}
        for kind, form in forms.items()
    ]
    return {
        "type": "object",
        "required": ["id"],
        "if": {"required": ["type"]},
        "then": {"properties": types, "allOf": named},
        "else": chain,
    }
