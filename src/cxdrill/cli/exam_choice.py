"""Which exam a command is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cxdrill.cli import opening
from cxdrill.errors import WrongUsage

if TYPE_CHECKING:
    from cxdrill.core.cards.deck import Deck
    from cxdrill.core.cards.library import Library
    from cxdrill.core.exams.exam import Exam


def chosen_exam(
    library: Library, name: str | None, command: str, refused: Callable[[Deck, str], str], *, plain: bool
) -> Exam:
    """The exam named by id or file, the only one there is, or one picked from a menu.

    Raises WrongUsage for others. `refused` says what to do where a deck is named, given it and the exams' ids.
    """
    ids = "|".join(each.id for each in library.exams)
    if name is not None:
        for each in library.exams:
            if opening.is_file_name(name) and Path(each.path).resolve() == Path(name).resolve():
                return each
        for deck in library.decks:
            if deck.id == name:
                raise WrongUsage(refused(deck, ids))
        return library.exam(name)
    if not library.exams:
        raise WrongUsage('there is no exam in the decks; a file with "exam:" makes one, see decks/README.md')
    if len(library.exams) == 1:
        return library.exams[0]
    from cxdrill.terminal.menu import chosen

    picked = chosen("Which exam?", [(each.title, each.id) for each in library.exams], plain=plain)
    if picked is None:
        raise WrongUsage(f"there are several exams; name one: cxdrill {command} {ids}")
    return library.exam(picked)
