"""The questions of `cxdrill new` at a terminal: a title, a source, and cards until there are enough.

A card that breaks a rule of `cxdrill check` is told at once, while its author still knows what was meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.new_deck import Answers, default_title, new_deck, waived
from cxdrill.core.lint.checks import counting_problems
from cxdrill.core.problem import Problem
from cxdrill.core.text import clean_line
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.deck_yaml import read_bytes
from cxdrill.terminal import paint
from cxdrill.terminal.menu import chosen, typed
from cxdrill.terminal.report import print_lines, width

_TYPES = [
    ("a flashcard: revealed and rated", "flashcard"),
    ("a choice: one right option among wrong ones", "choice"),
    ("true or false", "true-false"),
    ("a short answer to type", "typed"),
    ("four replies to judge: which is best, which is worst", "judgement"),
    ("a sentence to say, with a checklist", "say"),
    ("no more cards", ""),
]
_PROMPTS = {
    "true-false": "Which statement?",
    "judgement": "What is the situation? End with: What do you say?",
    "say": "What is the situation? End with: What do you say?",
}
_ANSWERS = {"judgement": "What is the best reply?", "say": "What could a good colleague say?"}
_POORER = ("A decent reply that is second to it?", "A poorer reply?", "The reply that costs the customer most?")
_AGAIN, _KEEP, _DROP = "again", "keep", "drop"


def asked_deck(name: str, title: str, *, plain: bool) -> Deck:
    """The deck as it was typed; with examples for cards where nobody can be asked."""
    heading = title.strip() or typed("Title of the deck?", default_title(name), plain=plain) or ""
    source = typed("Which text or person do the cards follow?", "Where the facts come from", plain=plain) or ""
    cards: list[Answers] = []
    while kind := chosen("Add another card?" if cards else "Add a card?", _TYPES, plain=plain):
        card = _sound(kind, cards)
        if card is not None:
            cards.append(card)
    return new_deck(name, heading, source, cards)


def _sound(kind: str, before: list[Answers]) -> Answers | None:
    """A card that breaks no rule beside those before it, or None for one left out after all."""
    card = _card(kind)
    while problems := _problems([*before, card]):
        _tell(problems)
        choices = [("type it again", _AGAIN), ("leave it out", _DROP)]
        if not _problems([*before, waived(card, problems, "reason")]):
            choices.insert(1, ("keep it as it is, and say why", _KEEP))
        answer = chosen("What about this card?", choices)
        if answer == _KEEP:
            card = waived(card, problems, _needed("Why is it right as it is?"))
        elif answer == _AGAIN:
            card = _card(kind)
        else:
            return None
    return card


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems:
        words = paint.words(f"{problem.message}; {problem.remedy}")
        print_lines(paint.wrapped(words, width(), first="! "))


def _problems(cards: list[Answers]) -> tuple[Problem, ...]:
    """The problems that `cxdrill check` would list in a deck of these cards."""
    deck = new_deck("new", "New", "", cards)
    _, problems = read_bytes(deck_yaml(deck).encode(), "new.yaml")
    return problems or counting_problems(deck)


def _card(kind: str) -> Answers:
    prompt = _needed(_PROMPTS.get(kind, "What is asked?"))
    if kind == "true-false":
        answer = chosen("Is the statement true?", [("true", "true"), ("false", "false")]) or "true"
    else:
        answer = _needed(_ANSWERS.get(kind, "What is the answer?"))
    if kind == "say":
        return Answers(
            kind, prompt, answer, checklist=_several("What should the learner's own sentence have?", "point")
        )
    wrong: tuple[tuple[str, str], ...] = ()
    if kind == "choice":
        texts = _several("A wrong option?", "wrong option")
        wrong = tuple((text, _needed(f"Why would a person pick “{text}”, and why is it wrong?")) for text in texts)
    elif kind == "judgement":
        wrong = tuple((_needed(question), _needed("What does it do to the customer?")) for question in _POORER)
    explanation = _needed("Why is the answer right?") if kind != "flashcard" else ""
    return Answers(kind, prompt, answer, explanation, wrong)


def _needed(question: str) -> str:
    while True:
        answer = _typed(question)
        if answer:
            return answer


def _typed(question: str) -> str:
    """A line of text that can be seen and saved."""
    return clean_line(typed(question) or "").strip()


def _several(question: str, word: str) -> tuple[str, ...]:
    """Two or three texts."""
    texts = (_needed(question), _needed(f"Another {word}?"))
    more = _typed(f"One more {word}? (Enter for none)")
    return (*texts, more) if more else texts
