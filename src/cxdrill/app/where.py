"""`cxdrill where`: the paths that cxdrill uses."""

from __future__ import annotations

from pathlib import Path

from cxdrill.app.context import Context, name_conflict_copies
from cxdrill.files import places
from cxdrill.files.backups import backups
from cxdrill.terminal.report import print_json, print_plain


def run(decks: list[Path] | None, progress: Path | None, *, json: bool) -> None:
    """Prints the paths in use."""
    path = places.progress_path(progress)
    shape = {
        "progress": str(path),
        "decks": [str(source) for source in Context(decks).sources.paths],
        "config": str(places.settings_path()),
        "cache": str(places.cache_folder()),
        "backups": str(backups.folder_of(path)),
    }
    if json:
        print_json(shape)
        return
    for name, value in shape.items():
        for each in value if isinstance(value, list) else [value]:
            print_plain([f"{name:<10}{each}"])
    name_conflict_copies(path)
