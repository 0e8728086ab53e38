"""`cxdrill import`: decks from the files of other programs and our own. Shows what it would do, asks, then writes."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from cxdrill.app.context import Context, listing
from cxdrill.app.named import is_device
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.deck_change import CardChange, DeckChange, deck_change
from cxdrill.core.cards.library import Library
from cxdrill.core.text import clean_line
from cxdrill.errors import DataError, DeckError, WrongUsage
from cxdrill.files import places
from cxdrill.files.csv.csv_import import is_deck_id
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.deck_yaml import read_bytes
from cxdrill.files.imports.note import LeftOut
from cxdrill.files.imports.recognise import Found, Wanted, found
from cxdrill.files.output import write_output
from cxdrill.files.whole_file import copy_aside, make_folders
from cxdrill.terminal.menu import is_confirmed
from cxdrill.terminal.report import is_terminal, notice, print_plain
from cxdrill.terminal.wording import count

MAX_PROBLEMS = 1_000  # told of one file
MAX_NAMED = 20  # cards named in one line
MAX_SHOWN = 40  # characters of an old or a new text
HEADING = "What cxdrill left out of {}:"


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
    sheet: str,
    remove: bool,
    raw: bool,
    dry_run: bool,
    yes: bool,
    plain: bool,
) -> None:
    """Shows what a file changes, and writes that where it is agreed to."""
    library = Context([into] if into and into.is_dir() and not decks else decks).library
    brought = read(file, deck, library, sheet=sheet, is_raw=raw)
    plans = [_plan(each, library, into, decks or (), removes=remove) for each in brought.decks]
    notice(f"{file} is {brought.form}")
    _show(plans)
    if brought.left_out:
        notice(f"left out: {summary(brought.left_out)}")
    if dry_run or all(plan.change.is_empty for plan in plans):
        return
    if not yes and not _is_agreed(plain=plain):
        notice("nothing was written")
        return
    for plan in plans:
        if not plan.change.is_empty:
            _write(plan, progress)
    write_left_out(file, brought.left_out)


def read(file: Path, deck_id: str, library: Library, *, sheet: str = "", is_raw: bool = False) -> Found:
    """The decks that the file holds; raises DataError with everything that is wrong in it."""
    if deck_id and not is_deck_id(deck_id):
        raise WrongUsage(f'"{deck_id}" is not a deck id; use lower case letters, digits and hyphens, at most 64')
    if deck_id and is_device(deck_id):
        raise WrongUsage(f'"{deck_id}" is a device on Windows, where no file can have that name; choose another')
    try:
        brought = found(file, Wanted(deck_id, sheet, {deck.id: deck for deck in library.decks}, is_raw))
    except OSError as error:
        raise DataError(f"{file} cannot be read ({error.strerror or error}); name a file with questions") from error
    for sentence in brought.notices:
        notice(sentence)
    if brought.problems:
        lines = "\n".join(f"  {problem}" for problem in brought.problems[:MAX_PROBLEMS])
        raise DataError(f"{file} has {count(len(brought.problems), 'error')}, and nothing was imported:\n{lines}")
    return brought


def summary(left_out: Sequence[LeftOut]) -> str:
    """How many things of each kind have no place in a deck."""
    kinds = Counter(each.kind for each in left_out)
    return ", ".join(count(number, kind) for kind, number in kinds.items())


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
        if word == "change":
            yield from (line for each in change.changed[:MAX_NAMED] for line in _differences(each))
    yield f"  leave    {count(len(change.same), 'card')}"


def _differences(change: CardChange) -> Iterator[str]:
    """The old and the new text of every field of a card that differs."""
    for field in change.fields:
        old, new = (_said(getattr(card, field)) for card in (change.old, change.card))
        same = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
        start = max(0, same - MAX_SHOWN // 4)
        shown = [
            f"{'…' * (start > 0)}{text[start:][:MAX_SHOWN]}{'…' * (len(text) > start + MAX_SHOWN)}"
            for text in (old, new)
        ]
        doubt = "  (a spreadsheet's doing?)" if is_spoilt(old, new) else ""
        yield clean_line(f"    {change.card.id} {field}: {shown[0] or 'nothing'} → {shown[1] or 'nothing'}{doubt}")


def _said(value: object) -> str:
    """A field's value in words."""
    if isinstance(value, tuple):
        return "; ".join(map(_said, value))
    if isinstance(value, Struct):
        fields = (getattr(value, name) for name in value.__struct_fields__)
        return " ".join("✓" if each is True else _said(each) for each in fields if each not in (False, "", ()))
    return str(value)


def is_spoilt(old: str, new: str) -> bool:
    """Whether a text looks as if a spreadsheet had changed it: the same number, a text of question marks, a date."""
    if new.count("?") > old.count("?") and len(old) == len(new):
        return True
    if re.fullmatch(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", new) and not re.fullmatch(r"[\d./-]+", old):
        return True
    try:
        return float(old.rstrip(" %").replace(",", ".")) == float(new.rstrip(" %").replace(",", "."))
    except ValueError:
        return False


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
