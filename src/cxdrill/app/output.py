"""What a command's arguments name, and what it gives and keeps: its result in lines or as JSON, files, and answers.

Where saving fails, the person is told at once and can choose another file.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.core.cards.deck import Deck, DeckHead
from cxdrill.core.event import Draft, Event
from cxdrill.core.exams.exam import Exam
from cxdrill.errors import ProgressError, WrongUsage, unknown
from cxdrill.files.log.store import Store
from cxdrill.files.output import write_output
from cxdrill.terminal.lines import Lines, drop_typed_ahead
from cxdrill.terminal.menu import chosen
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.report import notice, print_json, print_lines, print_plain, room, show

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


def tell(
    context: Context,
    plain: Callable[[], Mapping[str, Any]],
    lines: Callable[[int], Sequence[StyledLine]],
    title: str = "",
    stays: int = 0,
) -> None:
    """Prints the result as JSON where that is asked for, else in lines for a width: paged under a `title`."""
    if context.as_json:
        print_json(plain())
    elif title:
        show(title, lines, plain=context.plain, stays=stays)
    else:
        print_lines(lines(room(plain=context.plain)), plain=context.plain)


def tell_plain(context: Context, plain: Mapping[str, Any], lines: Iterable[str]) -> None:
    """Prints the result as JSON where that is asked for, else these lines as they are."""
    if context.as_json:
        print_json(plain)
    else:
        print_plain(lines)


def write(context: Context, path: Path, content: bytes, more: str = "", read: Sequence[Path] = ()) -> None:
    """Writes a file and says so, with `more`; raises DataError as `write_output` does, also for the files `read`."""
    write_output(path, content, force=context.force, protected=context.protected_paths(read))
    notice(f"wrote {path}{more}")


def lines_of(context: Context) -> Lines:
    """Where lines are asked: on standard output, or on standard error beside JSON."""
    return Lines(prompts=sys.stderr if context.as_json else sys.stdout)


def save(store: Store, draft: Draft | None) -> Event | None:
    """Records what is worth recording; where that fails a word has to do, since no answer is lost."""
    if draft is None:
        return None
    try:
        return store.save(draft)
    except ProgressError as error:
        notice(f"this is not recorded: {error}")
        return None


@contextmanager
def offering_another_file(store: Store, *, can_ask: bool = True) -> Iterator[None]:
    """Runs a session; where saving fails, keeps the whole history in another file: the one named, or one beside it.

    The session ends either way, so that no further answer is given to a disk that does not hold it.
    """
    try:
        yield
    except ProgressError as error:
        saved_at = _saved_elsewhere(store, str(error)) if can_ask else _saved_beside(store)
        if saved_at is None:
            raise
        option = f"--progress {shlex.quote(str(saved_at))}"
        whole = f"everything, the last answer too, is in {saved_at}: go on with {option}"
        raise ProgressError(f"{error}; {whole}") from error


def _saved_beside(store: Store) -> Path | None:
    """Where nobody can be asked: a new file in the same folder; None where that fails too."""
    path = store.path.with_name(f"{store.path.stem}.saved-{clock.now():%Y%m%dT%H%M%S}{store.path.suffix}")
    with suppress(ProgressError):
        return store.save_elsewhere(path)
    return None


def _saved_elsewhere(store: Store, reason: str) -> Path | None:
    drop_typed_ahead()
    lines = Lines()
    lines.complain(f"cxdrill: {reason}")
    while True:
        lines.say("Where else may your progress be saved? A new file, or Enter to stop without the last answer:")
        answer = lines.answer()
        if not answer or not answer.strip():
            return None
        try:
            return store.save_elsewhere(Path(answer.strip()).expanduser())
        except ProgressError as error:
            lines.complain(str(error))
