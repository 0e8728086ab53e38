"""The one table of what a deck or exam file may hold: it drives reading, "did you mean" and the JSON Schema.

A new field is added here first; `deck_yaml` and `exam_yaml` then find it in what they read.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from cxdrill.core.cards.deck import CardType
from cxdrill.core.exams.exam import Away, Feedback, Scoring


class Kind(StrEnum):
    """What the value of a field must look like."""

    TEXT = "a text"
    NAME = "a short text of one line"
    ID = "an id"
    FLAG = "true or false"
    WORD = "one of a few words"
    WHOLE = "a whole number"
    SHARE = "a percentage"
    DURATION = "a length of time"
    TEXTS = "a list of texts"
    NAMES = "a list of short texts"
    TITLES = "names with a text each"
    PAIRS = "a list of pairs"
    OPTIONS = "a list of options"
    SCENARIOS = "a list of scenarios"
    CARDS = "a list of cards"
    LINT = "the rules to ignore and why"
    BLUEPRINT = "topics with a number of items or a percentage each"
    SHARES = "topics with a percentage each"


class Field(Struct, frozen=True):
    """One field: `least` and `most` bound a list's entries, `words` are those that a WORD may be."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    least: int = 0
    most: int | None = None
    words: tuple[str, ...] = ()
    attribute: str = ""  # its name in the value it becomes, where that differs

    @property
    def target(self) -> str:
        """The attribute of the core value that takes it."""
        return self.attribute or self.name


class Shape(Struct, frozen=True):
    """The fields that may stand together, by name."""

    name: str
    fields: Mapping[str, Field]
    required: tuple[str, ...] = field(default=())


def shape(name: str, *fields: Field) -> Shape:
    """A shape of these fields."""
    return Shape(name, {each.name: each for each in fields}, tuple(each.name for each in fields if each.required))


LINT = shape(
    "lint",
    Field("ignore", Kind.NAMES, "Rules set aside, such as Q209", required=True, least=1),
    Field("why", Kind.TEXT, "The reason", required=True),
)
_LINT = Field("lint", Kind.LINT, "Rules of item writing set aside here, with the reason", attribute="waiver")

SCENARIO = shape(
    "scenario",
    Field("id", Kind.ID, "Name that cards use in `scenario`", required=True),
    Field("text", Kind.TEXT, "The situation, shown above each of its questions", required=True),
)
OPTION = shape(
    "option",
    Field("text", Kind.TEXT, "What the learner reads", required=True),
    Field("correct", Kind.FLAG, "true on an option that is right", attribute="is_key"),
    Field("why", Kind.TEXT, "Why a person picks it and why it is wrong"),
    Field("fixed", Kind.FLAG, "true keeps the option in its place when options are shuffled", attribute="is_fixed"),
)
DECK = shape(
    "deck",
    Field("deck", Kind.ID, "The deck's id; progress hangs on it", required=True, attribute="id"),
    Field("title", Kind.TEXT, "Title on every screen", required=True),
    Field("summary", Kind.TEXT, "One line for the list of decks"),
    Field("sources", Kind.TITLES, "Texts that the cards rest on: a key and its title"),
    Field("notes", Kind.TEXT, "Study notes, Markdown"),
    Field("scenarios", Kind.SCENARIOS, "Situations that several questions share"),
    Field("cards", Kind.CARDS, "The flashcards and questions", required=True, least=1),
    _LINT,
)
EXAM = shape(
    "exam",
    Field("exam", Kind.ID, "The exam's id", required=True, attribute="id"),
    Field("title", Kind.TEXT, "Title on screens and certificates", required=True),
    Field("items", Kind.WHOLE, "How many questions are drawn", required=True),
    Field("pass_mark", Kind.SHARE, "Share of the points needed to pass, such as 80%", required=True),
    Field("blueprint", Kind.BLUEPRINT, "Items of each topic: numbers, or all in %", required=True, least=1),
    Field("time_limit", Kind.DURATION, "Such as 45m or 1h30m", attribute="time_limit_seconds"),
    Field("away", Kind.WORD, "Whether time away from an open attempt counts", words=tuple(Away)),
    Field("attempts", Kind.WHOLE, "How many attempts a learner has; no limit where left out"),
    Field("cooldown", Kind.DURATION, "Time between two attempts, such as 24h", attribute="cooldown_seconds"),
    Field("feedback", Kind.WORD, "How much the result shows", words=tuple(Feedback)),
    Field("scoring", Kind.WORD, "How questions with several right options are scored", words=tuple(Scoring)),
    Field("minimum", Kind.SHARES, "Share that must be reached in a topic"),
    _LINT,
)

_CARD = (
    Field("id", Kind.ID, "The card's id, unique in the deck", required=True),
    Field("type", Kind.WORD, "The card's type", words=tuple(CardType)),
    Field("topic", Kind.NAME, "Exam topic; the deck's id where left out"),
    Field("tags", Kind.NAMES, "Words to find cards by"),
    Field("source", Kind.NAME, "A key of the deck's `sources`"),
    Field("explanation", Kind.TEXT, "Why the answer is right, in a sentence or two"),
    Field("scenario", Kind.ID, "Id of one of the deck's scenarios"),
    Field("critical", Kind.FLAG, "true: must be right to pass an exam", attribute="is_critical"),
    Field("was", Kind.ID, "The id the card had before; it takes over that history"),
    _LINT,
)
_PROMPT = Field("prompt", Kind.TEXT, "What is asked", required=True)
_OPTIONS = Field("options", Kind.OPTIONS, "What to choose from", required=True, least=2, most=8)
_MOST = 26  # as many as there are letters to answer with

CARDS: Mapping[CardType, Shape] = {
    CardType.FLASHCARD: shape(
        "flashcard",
        _PROMPT,
        Field("answer", Kind.TEXT, "What is revealed", required=True),
        Field("reverse", Kind.FLAG, "true: asked the other way round too", attribute="has_reverse"),
        *_CARD,
    ),
    CardType.CLOZE: shape(
        "cloze",
        Field("text", Kind.TEXT, "Text with {{hidden}} parts", required=True, attribute="prompt"),
        *_CARD,
    ),
    CardType.CHOICE: shape("choice", _PROMPT, _OPTIONS, *_CARD),
    CardType.MULTIPLE: shape("multiple", _PROMPT, _OPTIONS, *_CARD),
    CardType.TRUE_FALSE: shape(
        "true-false", _PROMPT, Field("answer", Kind.FLAG, "Whether the statement is true", required=True), *_CARD
    ),
    CardType.TYPED: shape(
        "typed",
        _PROMPT,
        Field("answer", Kind.TEXT, "The right answer", required=True),
        Field("accept", Kind.TEXTS, "Other right answers"),
        *_CARD,
    ),
    CardType.ORDER: shape(
        "order",
        _PROMPT,
        Field("items", Kind.TEXTS, "What to order, in the right order", required=True, least=2, most=_MOST),
        *_CARD,
    ),
    CardType.MATCH: shape(
        "match",
        _PROMPT,
        Field("pairs", Kind.PAIRS, "What belongs together: [left, right]", required=True, least=2, most=_MOST),
        *_CARD,
    ),
}
TYPE_OF: Mapping[str, CardType] = {"options": CardType.CHOICE, "answer": CardType.FLASHCARD}
"""The type of a card that names none, by the field it has; the first that is there counts."""

LIKELY_TYPE: Mapping[str, CardType] = {
    "text": CardType.CLOZE,
    "items": CardType.ORDER,
    "pairs": CardType.MATCH,
    "accept": CardType.TYPED,
}
"""The type that an author seems to mean by a field, for a remedy."""
