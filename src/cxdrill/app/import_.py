"""`cxdrill import`: decks from CSV. Shows what it would add, change and leave, and asks before it writes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from cxdrill.app.context import Context, listing
from cxdrill.app.named import is_device
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.deck_change import DeckChange, deck_change
from cxdrill.core.cards.library import Library
from cxdrill.errors import DataError, DeckError, WrongUsage
from cxdrill.files import places
from cxdrill.files.csv.csv_file import MAX_BYTES
from cxdrill.files.csv.csv_import import Imported, imported, is_deck_id
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.deck_yaml import read_bytes
from cxdrill.files.output import write_output
from cxdrill.files.whole_file import content_of, copy_aside, make_folders
from cxdrill.terminal.menu import is_confirmed
from cxdrill.terminal.report import is_terminal, notice, print_plain
from cxdrill.terminal.wording import count

MAX_PROBLEMS = 1_000  # told of one file
MAX_NAMED = 20  # cards named in one line


class Plan(Struct, frozen=True):
    """One deck's change, the file it goes to and the bytes of it."""

    change: DeckChange
    target: Path
    content: bytes
    is_shipped: bool  # whether the deck so far came with cxdrill


def run(
    file: Path,
    deck: str,
    into: Path | None,
    decks: list[Path] | None,
    progress: Path | None,
    *,
    remove: bool,
    raw: bool,
    dry_run: bool,
    yes: bool,
    plain: bool,
) -> None:
    """Shows what a CSV file changes, and writes that where it is agreed to."""
    library = Context([into] if into and into.is_dir() and not decks else decks).library
    found = read(file, deck, library, is_raw=raw)
    plans = [_plan(each, library, into, decks or (), removes=remove) for each in found.decks]
    _show(plans)
    if dry_run or all(plan.change.is_empty for plan in plans):
        return
    if not yes and not _is_agreed(plain=plain):
        notice("nothing was written")
        return
    for plan in plans:
        if not plan.change.is_empty:
            _write(plan, progress)


def read(file: Path, deck_id: str, library: Library, *, is_raw: bool) -> Imported:
    """The decks that the file holds; raises DataError with every wrong row."""
    if deck_id and not is_deck_id(deck_id):
        raise WrongUsage(f'"{deck_id}" is not a deck id; use lower case letters, digits and hyphens, at most 64')
    try:
        content = content_of(file, limit=MAX_BYTES)
    except OSError as error:
        raise DataError(f"{file} cannot be read ({error.strerror or error}); name a CSV file") from error
    if deck_id and is_device(deck_id):
        raise WrongUsage(f'"{deck_id}" is a device on Windows, where no file can have that name; choose another')
    known = {deck.id: deck for deck in library.decks}
    found = imported(content, str(file), deck_id=deck_id, known=known, is_raw=is_raw)
    for sentence in found.notices:
        notice(sentence)
    if found.problems:
        lines = "\n".join(f"  {problem}" for problem in found.problems[:MAX_PROBLEMS])
        raise DataError(f"{file} has {count(len(found.problems), 'error')}, and nothing was imported:\n{lines}")
    return found


def _plan(brought: Deck, library: Library, into: Path | None, decks: Sequence[Path], *, removes: bool) -> Plan:
    before = next((deck for deck in library.decks if deck.id == brought.id), None)
    change = deck_change(before, brought, removes=removes)
    target, is_shipped = target_of(brought.id, before, into, decks)
    if target.exists() and not (before and Path(before.path).resolve() == target.resolve()):
        raise DataError(
            f"{target} exists and is not the deck {brought.id}; move it, or choose another folder with --into"
        )
    return Plan(change, target, faithful_yaml(change.after, target), is_shipped)


def target_of(id: str, before: Deck | None, into: Path | None, decks: Sequence[Path]) -> tuple[Path, bool]:
    """The file that a deck goes to, and whether the deck so far is one that came with cxdrill.

    The file it has, unless that came with cxdrill or another folder is asked for; a new one in the first folder of
    `--decks` or CXDRILL_DECKS, else in the user's own deck folder.
    """
    path = Path(before.path) if before and before.path else None
    is_shipped = path is not None and path.resolve().is_relative_to(places.shipped_decks().resolve())
    if path and (path.resolve().is_relative_to(into.resolve()) if into else not is_shipped):
        return path, is_shipped
    sources = places.deck_sources(decks)
    folders = [source for source in sources.paths if source.is_dir()]
    folder = into or (folders[0] if folders and not sources.replaces else places.own_decks())
    return folder / f"{id}.yaml", is_shipped


def faithful_yaml(deck: Deck, target: Path) -> bytes:
    """The deck's file, after a look that it reads back as this deck; raises DeckError where the loader refuses it."""
    content = deck_yaml(deck).encode("utf-8")
    back, problems = read_bytes(content, str(target))
    if problems:
        raise DeckError(listing(problems))
    if back != deck:
        raise DataError(f"the deck {deck.id} cannot be written as YAML without loss; nothing was imported")
    return content


def _show(plans: Sequence[Plan]) -> None:
    for plan in plans:
        print_plain(lines(plan))


def lines(plan: Plan) -> Iterator[str]:
    """The change of one deck, in words."""
    change = plan.change
    doing = "as it is" if change.is_empty else "updates" if plan.target.exists() else "new file"
    yield f"{change.after.id}: {doing}{'' if change.is_empty else f' {plan.target}'}"
    if plan.is_shipped and not change.is_empty and not plan.target.exists():
        yield "  it will take the place of the deck of this id that came with cxdrill"
    if change.head:
        yield f"  change   the deck's {', '.join(change.head)}"
    edited = [f"{each.card.id} ({', '.join(each.fields)})" for each in change.changed]
    for word, names in (
        ("add", [card.id for card in change.added]),
        ("change", edited),
        ("remove", [card.id for card in change.removed]),
    ):
        if names:
            rest = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
            yield f"  {word:<8} {count(len(names), 'card')}: {', '.join(names[:MAX_NAMED])}{rest}"
    yield f"  leave    {count(len(change.same), 'card')}"


def _is_agreed(*, plain: bool) -> bool:
    try:
        answer = is_confirmed("Write this?", plain=plain)
    except EOFError:
        return False
    if answer is None and is_terminal(sys.stdin):
        sys.stderr.write("Write this? [y/N] ")
        sys.stderr.flush()
        answer = sys.stdin.readline().strip().casefold() in ("y", "yes")
    if answer is None:
        raise WrongUsage("nobody can be asked here; add --yes to write, or --dry-run to look only")
    return answer


def _write(plan: Plan, progress: Path | None) -> None:
    protected = (places.progress_path(progress), places.settings_path())
    kept = ""
    try:
        make_folders(plan.target.parent)
        if plan.target.exists():
            kept = f"; the file before is kept as {copy_aside(plan.target, 'bak', plan.target.read_bytes())}"
    except OSError as error:
        raise DataError(f"{plan.target} cannot be written ({error.strerror or error}); nothing was changed") from error
    write_output(plan.target, plan.content, force=True, protected=protected)
    notice(f"wrote {plan.target}{kept}")
