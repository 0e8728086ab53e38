"""What deck and exam files may hold beside cards: the tables that drive reading, "did you mean" and the JSON Schema.

How fields are described, and which ones each card type has, stands in `core/cards`.
"""

from __future__ import annotations

from cxdrill.core.cards.card import LINT_FIELD
from cxdrill.core.cards.deck import Scenario
from cxdrill.core.cards.fields import ACCENTS_FIELD, Field, Kind, shape
from cxdrill.core.exams.exam import Away, Certificate, Feedback, Scoring
from cxdrill.core.exams.facilities import facility

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
)
STANDARD = shape(
    "standard",
    Field("standard", Kind.ID, "The id of the exam that is judged", required=True, attribute="id"),
    Field("judges", Kind.RATINGS, "How many of 100 just-qualified people get each question right", required=True),
    Field("second", Kind.RATINGS, "The same once the others' ratings were seen"),
    Field("texts", Kind.TITLES, "The words that were rated: twelve digits for each card"),
)
FILES = {form.name: form for form in (DECK, EXAM, FACILITIES, STANDARD)}
"""What a file may be, by the field at its top."""
