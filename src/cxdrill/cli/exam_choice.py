"""Which exam a command is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cxdrill.cli import opening
from cxdrill.core.cards.library import unknown
from cxdrill.errors import WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.cards.deck import DeckHead
    from cxdrill.core.exams.exam import Exam
    from cxdrill.files.index.index import Index


def chosen_exam(
    index: Index, name: str | None, command: str, refused: Callable[[DeckHead, str], str], *, plain: bool
) -> Exam:
    """The exam named by id or file, the only one there is, or one picked from a menu.

    Raises WrongUsage for others. `refused` says what to do where a deck is named, given it and the exams' ids.
    """
    exams = {each.id: each for each in index.exams}
    ids = "|".join(exams)
    if name is not None:
        for each in exams.values():
            if opening.is_file_name(name) and Path(each.path).resolve() == Path(name).resolve():
                return each
        for deck in index.decks:
            if deck.id == name:
                raise WrongUsage(refused(deck, ids))
        if name not in exams:
            raise WrongUsage(unknown("exam", name, exams))
        return exams[name]
    if not exams:
        raise WrongUsage('there is no exam in the decks; a file with "exam:" makes one, see decks/README.md')
    if len(exams) == 1:
        return next(iter(exams.values()))
    from cxdrill.terminal.menu import chosen

    picked = chosen("Which exam?", [(each.title, each.id) for each in exams.values()], plain=plain)
    if picked is None:
        raise WrongUsage(f"there are several exams; name one: cxdrill {command} {ids}")
    return exams[picked]
