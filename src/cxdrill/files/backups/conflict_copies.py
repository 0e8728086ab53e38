"""Copies of the progress file that synchronising tools leave beside it when two machines wrote at once."""

from __future__ import annotations

import re
from pathlib import Path

from cxdrill.files.disk import REAL_DISK, Disk
from cxdrill.files.places import CHECKING, WRITING

_MARKS = (
    r" \(.*conflicted copy.*\)",  # Dropbox: progress (Ann's conflicted copy 2026-03-01).json
    r" \(.*[Cc]onflict.*\)",  # Nextcloud, Google Drive, pCloud
    r"\.sync-conflict-\d{8}-\d{6}-[0-9A-Z]{7}",  # Syncthing
    r"_conflict-.*",  # ownCloud
    r" \d{1,3}",  # iCloud: progress 2.json
    r" \(\d{1,3}\)",  # Google Drive, browsers: progress (1).json
    r"-[A-Z0-9][A-Za-z0-9-]{1,62}",  # OneDrive: progress-DESKTOP7.json
    r"[._]((BACKUP|BASE|LOCAL|REMOTE)[._]\d+)",  # git mergetool
)


def conflict_copies(path: Path, disk: Disk = REAL_DISK) -> tuple[Path, ...]:
    """Files beside `path` whose names say that they are copies of it made by a synchronising tool."""
    own = (path.name, path.name + WRITING, path.name + CHECKING)
    try:
        names = [name for name in disk.names(path.parent) if name.startswith(path.stem) and name not in own]
    except OSError:
        return ()
    if not names:
        return ()
    pattern = re.compile(re.escape(path.stem) + "(" + "|".join(_MARKS) + ")" + re.escape(path.suffix))
    after_suffix = re.compile(re.escape(path.name) + r"\.(orig|sync-conflict-.*)")
    return tuple(
        path.with_name(name) for name in sorted(names) if pattern.fullmatch(name) or after_suffix.fullmatch(name)
    )
