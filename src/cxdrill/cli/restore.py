"""`cxdrill restore`: goes back to a backup of the progress file."""

from __future__ import annotations

from typing import Annotated

import typer

from cxdrill.cli import opening, options
from cxdrill.errors import WrongUsage


def restore_command(
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", min=1, help="The number of a backup in the list.")
    ] = None,
    progress: options.Progress = None,
    _plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """List the backups of your progress, or go back to one; the present file is kept beside it.

    Example: cxdrill restore

    Example: cxdrill restore 1
    """
    from cxdrill.files import places
    from cxdrill.files.backups import backups
    from cxdrill.terminal.report import print_json, print_plain
    from cxdrill.terminal.wording import count, moment

    path = places.progress_path(progress)
    found = backups.listing(path, backups.folder_of(path))
    if number is None:
        if json:
            rows = [
                {"number": n, "path": str(b.path), "at": b.at.isoformat(), "reviews": b.reviews}
                for n, b in enumerate(found, 1)
            ]
            print_json({"backups": rows})
        elif not found:
            print_plain([f"There are no backups of {path} yet; the first study session makes one."])
        else:
            print_plain(f"{n:>3}  {moment(b.at)}  {count(b.reviews, 'review')}" for n, b in enumerate(found, 1))
            print_plain(["→ cxdrill restore 1   goes back to the first of them"])
        return
    if number > len(found):
        raise WrongUsage(f'there is no backup {number}; "cxdrill restore" lists the {len(found)} there are')
    chosen = found[number - 1]
    kept = opening.store(progress).restore(chosen.path)
    aside = f"; the file that was there is kept as {kept}" if kept else ""
    opening.notice(f"{path} is again as on {moment(chosen.at)}, with {count(chosen.reviews, 'review')}{aside}")
