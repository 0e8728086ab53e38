"""A deck at its beginning: the cards that `cxdrill new` asks for, or one of each kind to write over."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.card import NO_WAIVER, Card, Waiver
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.fields import Kind
from cxdrill.core.cards.flashcard import Say
from cxdrill.core.cards.judgement import HIGHEST, Judgement, Reply
from cxdrill.core.cards.registry import CARD_TYPES
from cxdrill.core.cards.sheet import Option
from cxdrill.core.problem import Problem
from cxdrill.core.text import clean_line

SOURCE = "source"


class Answers(Struct, frozen=True):
    """Answers typed for one card; `wrong` are distractors with their reasons, or poorer replies from good to bad."""

    type: str
    prompt: str
    answer: str
    explanation: str = ""
    wrong: tuple[tuple[str, str], ...] = ()
    checklist: tuple[str, ...] = ()
    waiver: Waiver = NO_WAIVER


def new_deck(deck_id: str, title: str, source: str, answers: Sequence[Answers]) -> Deck:
    """The deck with the cards typed, or with examples where none was."""
    cards = tuple(_card(deck_id, f"card-{number}", each, number) for number, each in enumerate(answers, 1))
    name = one_line(title) or default_title(deck_id)
    return Deck(
        id=deck_id,
        title=name,
        summary=f"{name}: what there is to know.",
        sources={SOURCE: one_line(source) or "Where the facts come from"},
        notes=f"## {name}\n\nWhat a person should read before the first card.",
        cards=cards or _examples(deck_id),
    )


def default_title(deck_id: str) -> str:
    """A title made of the id: `hotel-desk` is `Hotel desk`."""
    return deck_id.replace("-", " ").strip().capitalize() or deck_id


def one_line(text: str) -> str:
    """A text as it can stand in a title: on one line, without what cannot be seen."""
    return " ".join(clean_line(text).split())


def waived(answers: Answers, problems: Sequence[Problem], why: str) -> Answers:
    """The card with the rules that it breaks set aside for a reason."""
    rules = dict.fromkeys((*answers.waiver.rules, *(problem.rule for problem in problems)))
    return replace(answers, waiver=Waiver(tuple(rules), why))


def _card(deck_id: str, card_id: str, typed: Answers, number: int) -> Card:
    kind = CARD_TYPES.get(typed.type, CARD_TYPES["flashcard"])
    fields = {field.name: field.kind for field in kind.own_fields}
    own: dict[str, Any]
    if kind is Judgement:
        own = {"options": _replies(typed, number)}
    elif kind is Say:
        own = {"model": typed.answer, "checklist": typed.checklist}
    elif "options" in fields:
        own = {"options": _options(typed, number)}
    else:
        own = {"answer": typed.answer == "true" if fields["answer"] is Kind.FLAG else typed.answer}
    own |= {"prompt": typed.prompt, "explanation": typed.explanation, "waiver": typed.waiver}
    return kind(deck=deck_id, id=card_id, topic=deck_id, source=SOURCE, **own)


def _options(typed: Answers, number: int) -> tuple[Option, ...]:
    """The options with the key now here, now there: exports show them as they are written."""
    options = [Option(text, why=why) for text, why in typed.wrong]
    options.insert(number % (len(options) + 1), Option(typed.answer, is_key=True))
    return tuple(options)


def _replies(typed: Answers, number: int) -> tuple[Reply, ...]:
    """The replies worth 3, 2, 1 and 0, with the best now here, now there."""
    replies = [(typed.answer, typed.explanation), *typed.wrong]
    valued = [Reply(text, HIGHEST - place, why) for place, (text, why) in enumerate(replies)]
    first = number % len(valued)
    return (*valued[first:], *valued[:first])


def _examples(deck_id: str) -> tuple[Card, ...]:
    """One card to reveal and one question, to be written over."""
    flashcard = Answers("flashcard", "What is the first thing to write over in this new deck?", "This card")
    choice = Answers(
        "choice",
        "Which command finds the mistakes in a deck while you write it?",
        "cxdrill check",
        "It names the line of every mistake and says how to mend it.",
        (
            ("cxdrill notes", "It shows the study notes, which is for learners."),
            ("cxdrill stats", "It shows how well a learner remembers the cards."),
        ),
    )
    return _card(deck_id, "first-card", flashcard, 0), _card(deck_id, "first-question", choice, 1)
