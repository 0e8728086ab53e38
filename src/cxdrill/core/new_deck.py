"""A deck at its beginning: the cards that `cxdrill new` asks for, or one of each kind to write over."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxdrill.core.deck import Card, Choice, Deck, Flashcard, Option, TrueFalse, Typed

SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was typed for one card; `wrong` are distractors with their reasons."""

    type: str
    prompt: str
    answer: str
    explanation: str = ""
    wrong: tuple[tuple[str, str], ...] = ()


def new_deck(deck_id: str, title: str, source: str, answers: Sequence[Answers]) -> Deck:
    """The deck with the cards typed, or with examples where none was."""
    cards = tuple(_card(deck_id, f"card-{number}", each) for number, each in enumerate(answers, 1))
    return Deck(
        id=deck_id,
        title=title,
        summary=f"What there is to know about {title.lower()}.",
        sources={SOURCE: source},
        notes=f"## {title}\n\nWhat a person should read before the first card.\n",
        cards=cards or _examples(deck_id),
    )


def _card(deck_id: str, card_id: str, typed: Answers) -> Card:
    explanation = typed.explanation
    match typed.type:
        case "choice":
            options = (Option(typed.answer, is_key=True), *(Option(text, why=why) for text, why in typed.wrong))
            return Choice(
                deck=deck_id,
                id=card_id,
                prompt=typed.prompt,
                topic=deck_id,
                options=options,
                source=SOURCE,
                explanation=explanation,
            )
        case "true-false":
            truth = typed.answer == "true"
            return TrueFalse(
                deck=deck_id,
                id=card_id,
                prompt=typed.prompt,
                topic=deck_id,
                answer=truth,
                source=SOURCE,
                explanation=explanation,
            )
        case "typed":
            return Typed(
                deck=deck_id,
                id=card_id,
                prompt=typed.prompt,
                topic=deck_id,
                answer=typed.answer,
                source=SOURCE,
                explanation=explanation,
            )
    return Flashcard(
        deck=deck_id,
        id=card_id,
        prompt=typed.prompt,
        topic=deck_id,
        answer=typed.answer,
        source=SOURCE,
        explanation=explanation,
    )


def _examples(deck_id: str) -> tuple[Card, ...]:
    """One card to reveal and one question, to be written over."""
    flashcard = Answers(
        "flashcard",
        "What is the first thing to write over in this new deck?",
        "This card",
    )
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
    return _card(deck_id, "first-card", flashcard), _card(deck_id, "first-question", choice)
