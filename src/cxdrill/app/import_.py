"""`cxdrill import`: decks from the files of other programs and our own. Shows what it would do, asks, then writes."""

import os
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from cxdrill.app.context import Context, listing
from cxdrill.app.import_lines import Plan, lines, take_in
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.deck_change import deck_change
from cxdrill.core.exams.library import Library
from cxdrill.errors import DataError, DeckError, WrongUsage
from cxdrill.files import places
from cxdrill.files.decks import media
from cxdrill.files.decks.deck_update import updated_yaml
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.deck_yaml import read_bytes
from cxdrill.files.decks.text_values import ID
from cxdrill.files.imports.cards import Found
from cxdrill.files.imports.note import LeftOut
from cxdrill.files.imports.recognise import Wanted, found
from cxdrill.files.output import write_output, write_together
from cxdrill.files.whole_file import copy_aside
from cxdrill.terminal.menu import is_confirmed
from cxdrill.terminal.report import is_terminal, notice, notices, print_plain
from cxdrill.terminal.wording import count

MAX_PROBLEMS = 1_000  # told of one file
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
HEADING = "What cxdrill left out of {}:"


def run(context: Context) -> None:
    """Shows what a file changes, and writes that where it is agreed to."""
    options = context.options
    file, into, with_reviews = options.file, options.into, options.with_reviews
    if into and into.is_dir() and not context.decks:
        context = Context([into], context.progress, plain=context.asked_plain)
    library = context.library
    known = {each.id: each for each in library.decks}
    brought = read(file, Wanted(options.deck, options.sheet, known, options.raw, with_reviews))
    plans = [_plan(each, brought, library, into, context.decks, removes=options.remove) for each in brought.decks]
    notice(f"{file} is {brought.form}")
    for plan in plans:
        print_plain(lines(plan))
    if brought.left_out:
        kinds = Counter(each.kind for each in brought.left_out)
        notice(f"left out: {', '.join(count(number, kind) for kind, number in kinds.items())}")
    is_same = all(plan.is_empty for plan in plans)
    if options.dry_run or (is_same and not with_reviews):
        if with_reviews:
            take_in(context, brought.reviews, dry_run=True)
        return
    if not options.yes and not _is_agreed(plain=context.asked_plain):
        notice("nothing was written")
        return
    _write_all([plan for plan in plans if not plan.is_empty], context.progress)
    if not is_same:
        write_left_out(file, brought.left_out)
    if with_reviews:
        take_in(context, brought.reviews, dry_run=False)


def read(file: Path, wanted: Wanted) -> Found:
    """The decks that the file holds; raises DataError with everything that is wrong in it."""
    if wanted.deck_id:
        refuse_odd_id(wanted.deck_id)
    try:
        brought = found(file, wanted)
    except OSError as error:
        raise DataError(f"{file} cannot be read ({error.strerror or error}); name a file with questions") from error
    notices(brought.notices)
    if brought.problems:
        lines = "\n".join(f"  {problem}" for problem in brought.problems[:MAX_PROBLEMS])
        raise DataError(f"{file} has {count(len(brought.problems), 'error')}, and nothing was imported:\n{lines}")
    if devices := [deck.id for deck in brought.decks if _DEVICE.fullmatch(deck.id)]:
        raise DataError(
            f'{file} has the deck "{devices[0]}", which is a device on Windows; name another with --deck ID'
        )
    return brought


def refuse_odd_id(name: str) -> None:
    """Raises WrongUsage for what no deck can be called, as a file that bears it could not be made everywhere."""
    if not ID.fullmatch(name):
        raise WrongUsage(f'"{name}" is no deck id; use lower-case letters, digits and hyphens, like hotel-desk')
    if _DEVICE.fullmatch(name):
        raise WrongUsage(f'"{name}" is a device on Windows, where no file can have that name; choose another')


def write_left_out(file: Path, left_out: Sequence[LeftOut]) -> None:
    """The list of what was left out, beside the file; none where everything has a place."""
    if not left_out:
        return
    path = file.with_name(f"{file.name}.left-out.txt")
    lines = [HEADING.format(file.name), *(f"{each.where}: {each.kind} {each.detail}".rstrip() for each in left_out)]
    content = "\n".join(line.replace("\n", " ") for line in lines) + "\n"
    try:
        is_ours = path.is_file() and path.read_bytes().startswith(HEADING.partition("{")[0].encode())
        write_output(path, content.encode(), force=is_ours)
    except (OSError, DataError) as error:
        notice(f"what was left out could not be written beside the file ({error}):\n{content}")
        return
    notice(f"what was left out is named in {path}")


def _plan(
    deck: Deck, brought: Found, library: Library, into: Path | None, decks: Sequence[Path], *, removes: bool
) -> Plan:
    before = next((each for each in library.decks if each.id == deck.id), None)
    change = deck_change(before, deck, removes=removes)
    target, is_shipped = target_of(deck.id, before, into, decks)
    if target.exists() and not (before and Path(before.path).resolve() == target.resolve()):
        raise DataError(f"{target} exists and is not the deck {deck.id}; move it, or choose another folder with --into")
    files = brought.media.get(deck.id, {})
    if before and not change.is_empty and Path(before.path).parent.resolve() != target.parent.resolve():
        files = {**media.held(change.after, before.path), **files}  # the deck moves, and what it shows with it
    content = b"" if change.is_empty else faithful_yaml(change.after, target)
    return Plan(change, target, content, is_shipped, new_files(target, files))


def new_files(target: Path, media: Mapping[str, bytes]) -> dict[Path, bytes]:
    """The pictures and sounds that are not beside a deck yet; raises DataError where another file has the name."""
    found = {}
    for name, content in media.items():
        path = target.parent / name
        if not os.path.lexists(path):
            found[path] = content
        elif not path.is_file() or path.read_bytes() != content:
            raise DataError(f"{path} exists and is another file than the one that comes in; move it")
    return found


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
    content = updated_yaml(target.read_bytes(), deck) if target.exists() else deck_yaml(deck).encode("utf-8")
    back, problems = read_bytes(content, str(target))
    if problems:
        raise DeckError(listing(problems))
    if back != deck:
        raise DataError(f"the deck {deck.id} cannot be written as YAML without loss; nothing was imported")
    return content


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


def _write_all(plans: Sequence[Plan], progress: Path | None) -> None:
    """Writes what is planned, and keeps each deck's file before beside it; none of it where something fails."""
    protected = (places.progress_path(progress), places.settings_path())
    decks = [each for each in plans if not each.change.is_empty]
    contents = {path: content for plan in plans for path, content in plan.media.items()}
    try:
        there = [each.target for each in decks if each.target.exists()]
        kept = {path: copy_aside(path, "bak", path.read_bytes()) for path in there}
        write_together(contents | {each.target: each.content for each in decks}, protected)
    except (DataError, OSError) as error:
        raise DataError(f"{error}; nothing was imported, and every deck is as it was") from error
    for path in (each.target for each in decks):
        aside = f"; the file before is kept as {kept[path]}" if path in kept else ""
        notice(f"wrote {path}{aside}")
