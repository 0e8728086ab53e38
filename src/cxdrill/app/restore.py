"""`cxdrill restore`: goes back to a backup of the progress file."""

from __future__ import annotations

from pathlib import Path

from cxdrill.app.context import Context
from cxdrill.errors import WrongUsage
from cxdrill.files import places
from cxdrill.files.backups import backups
from cxdrill.terminal.report import notice, print_json, print_plain
from cxdrill.terminal.wording import count, moment


def run(number: int | None, progress: Path | None, *, json: bool) -> None:
    """Lists the backups, or goes back to one."""
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
    kept = Context(progress=progress).store.restore(chosen.path)
    aside = f"; the file that was there is kept as {kept}" if kept else ""
    notice(f"{path} is again as on {moment(chosen.at)}, with {count(chosen.reviews, 'review')}{aside}")
