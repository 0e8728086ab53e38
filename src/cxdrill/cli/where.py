"""`cxdrill where`: the paths that cxdrill uses."""

from __future__ import annotations

from cxdrill.cli import opening, options


def where_command(
    decks: options.Decks = None,
    progress: options.Progress = None,
    _plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Print where progress, decks, settings, caches and backups are kept.

    Example: cxdrill where --json
    """
    from cxdrill.files import places
    from cxdrill.files.backups import backups
    from cxdrill.terminal.report import print_json, print_plain

    path = places.progress_path(progress)
    shape = {
        "progress": str(path),
        "decks": [str(source) for source in places.deck_sources(decks or []).paths],
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
    opening.name_conflict_copies(path)
