"""Decks, exams and files that a command's arguments name, by id or by path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from cxdrill.app.context import Context
from cxdrill.core.cards.deck import Deck, DeckHead
from cxdrill.core.exams.exam import Exam
from cxdrill.errors import WrongUsage, unknown
from cxdrill.terminal.menu import chosen

D = TypeVar("D", Deck, DeckHead)
V = TypeVar("V", Deck, DeckHead, Exam)


def by_name(values: Iterable[V], name: str) -> V | None:
    """The deck or exam in the file of that name, else of that id."""
    known, real = tuple(values), Path(name).resolve()
    in_file = (each for each in known if Path(each.path).resolve() == real)
    return next(in_file, None) or next((each for each in known if each.id == name), None)


def chosen_decks(decks: Sequence[D], named: Sequence[str]) -> tuple[D, ...]:
    """The decks named by id or file, or all; raises WrongUsage for a name that does not exist."""
    picked = []
    for name in named:
        deck = by_name(decks, name)
        if deck is None:
            raise WrongUsage(unknown("deck", name, (deck.id for deck in decks)))
        picked.append(deck)
    return tuple(picked if named else decks)


def chosen_exam(context: Context, command: str, of_deck: str) -> Exam:
    """The exam that the context names by id or file, the only one there is, or one picked from a menu.

    Raises WrongUsage for others. `of_deck` says what to do where a {deck} is named, and not one of the {exams}.
    """
    exams = {each.id: each for each in context.index.exams}
    ids = "|".join(exams)
    if context.named:
        name = context.named[0]
        if exam := by_name(exams.values(), name):
            return exam
        deck = next((each for each in context.index.decks if each.id == name), None)
        if deck is None:
            raise WrongUsage(unknown("exam", name, exams))
        if not deck.question_count:
            raise WrongUsage(f'"{name}" is a deck without questions, so no exam draws on it; name an exam')
        raise WrongUsage(of_deck.format(deck=name, exams=ids or "there is none yet"))
    if not exams:
        raise WrongUsage('there is no exam in the decks; a file with "exam:" makes one, see decks/README.md')
    if len(exams) == 1:
        return next(iter(exams.values()))
    picked = None
    with suppress(EOFError):
        choices = [(each.title, each.id) for each in exams.values()]
        picked = chosen("Which exam?", choices, plain=context.plain or context.as_json)
    if picked is None:
        raise WrongUsage(f"there are several exams; name one: cxdrill {command} {ids}")
    return exams[picked]
