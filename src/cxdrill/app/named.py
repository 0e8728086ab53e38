"""Decks, exams and files that a command's arguments name, by id or by path."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cxdrill.app.context import Context
from cxdrill.core.cards.deck import Deck, DeckHead
from cxdrill.errors import WrongUsage, unknown
from cxdrill.files import places
from cxdrill.files.decks.text_values import ID
from cxdrill.terminal.menu import chosen

if TYPE_CHECKING:
    from cxdrill.core.exams.exam import Exam

D = TypeVar("D", Deck, DeckHead)

_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")


def refuse_odd_id(name: str) -> None:
    """Raises WrongUsage for what no deck can be called, as a file that bears it could not be made everywhere."""
    if not ID.fullmatch(name):
        raise WrongUsage(f'"{name}" is no deck id; use lower-case letters, digits and hyphens, like hotel-desk')
    if _DEVICE.fullmatch(name):
        raise WrongUsage(f'"{name}" is a device on Windows, where no file can have that name; choose another')


def chosen_decks(decks: Sequence[D], named: Sequence[str]) -> tuple[D, ...]:
    """The decks named by id or file, or all; raises WrongUsage for a name that does not exist."""
    if not named:
        return tuple(decks)
    ids = {deck.id: deck for deck in decks}
    paths = {str(path.resolve()): deck for deck in decks if (path := Path(deck.path))}
    picked = []
    for name in named:
        deck = paths.get(str(Path(name).resolve())) or ids.get(name)
        if deck is None:
            raise WrongUsage(unknown("deck", name, ids))
        picked.append(deck)
    return tuple(picked)


def chosen_exam(context: Context, command: str, refused: Callable[[DeckHead, str], str]) -> Exam:
    """The exam that the context names by id or file, the only one there is, or one picked from a menu.

    Raises WrongUsage for others. `refused` says what to do where a deck is named, given it and the exams' ids.
    """
    exams = {each.id: each for each in context.index.exams}
    ids = "|".join(exams)
    for name in context.named:
        for each in exams.values():
            if places.is_file_name(name) and Path(each.path).resolve() == Path(name).resolve():
                return each
        for deck in context.index.decks:
            if deck.id == name:
                raise WrongUsage(refused(deck, ids))
        if name not in exams:
            raise WrongUsage(unknown("exam", name, exams))
        return exams[name]
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
