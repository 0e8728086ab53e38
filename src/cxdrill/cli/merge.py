"""`cxdrill merge`: joins the progress of two machines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import opening, options
from cxdrill.errors import WrongUsage


def merge_command(
    file: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Progress files to take in.")] = None,
    copies: Annotated[
        bool, typer.Option("--copies", help="Take in the conflict copies that a sync tool left.")
    ] = False,
    adopt: Annotated[bool, typer.Option("--adopt", help="The files are mine, though made independently.")] = False,
    progress: options.Progress = None,
    _plain: options.Plain = False,
) -> None:
    """Take the events of other progress files into yours. Nothing is lost or doubled; a backup is made first.

    Example: cxdrill merge /media/stick/progress.json

    Example: cxdrill merge --copies
    """
    from cxdrill.files import places
    from cxdrill.files.backups.conflict_copies import conflict_copies
    from cxdrill.terminal.wording import count

    path = places.progress_path(progress)
    found = conflict_copies(path)
    chosen = [*(file or []), *(found if copies else ())]
    if not chosen:
        if copies:
            raise WrongUsage(f"there are no conflict copies beside {path}; name a file: cxdrill merge FILE")
        left = f"; conflict copies here, taken in with --copies: {', '.join(map(str, found))}" if found else ""
        raise WrongUsage(f"name the progress files to take in: cxdrill merge FILE{left}")
    store = opening.store(progress)
    before = len(store.load().events)
    joined = store.merge(chosen, adopt=adopt)
    for sentence in joined.notices:
        opening.notice(sentence)
    taken, whole = len(joined.events) - before, len(joined.events)
    opening.notice(f"{path}: {count(taken, 'event')} taken in, {count(whole, 'event')} in all")
    if merged := set(chosen) & set(found):
        opening.notice(f"all of it is in {path} now; you can delete {', '.join(map(str, sorted(merged)))}")
