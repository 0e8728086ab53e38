"""`cxdrill merge`: joins the progress of two machines."""

from __future__ import annotations

from pathlib import Path

from cxdrill.app.context import Context
from cxdrill.errors import WrongUsage
from cxdrill.files import places
from cxdrill.files.backups.conflict_copies import conflict_copies
from cxdrill.terminal.report import notice
from cxdrill.terminal.wording import count


def run(file: list[Path] | None, progress: Path | None, *, copies: bool, adopt: bool) -> None:
    """Takes the events of other progress files in."""
    path = places.progress_path(progress)
    found = conflict_copies(path)
    chosen = [*(file or []), *(found if copies else ())]
    if not chosen:
        if copies:
            raise WrongUsage(f"there are no conflict copies beside {path}; name a file: cxdrill merge FILE")
        left = f"; conflict copies here, taken in with --copies: {', '.join(map(str, found))}" if found else ""
        raise WrongUsage(f"name the progress files to take in: cxdrill merge FILE{left}")
    store = Context(progress=progress).store
    before = len(store.load().events)
    joined = store.merge(chosen, adopt=adopt)
    for sentence in joined.notices:
        notice(sentence)
    taken, whole = len(joined.events) - before, len(joined.events)
    notice(f"{path}: {count(taken, 'event')} taken in, {count(whole, 'event')} in all")
    if merged := set(chosen) & set(found):
        notice(f"all of it is in {path} now; you can delete {', '.join(map(str, sorted(merged)))}")
