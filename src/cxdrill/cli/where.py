"""`cxdrill where`: the paths that cxdrill uses."""

from __future__ import annotations

from cxdrill.cli import options


def where_command(
    decks: options.Decks = None,
    progress: options.Progress = None,
    _plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Print where progress, decks, settings, caches and backups are kept.

    Example: cxdrill where --json
    """
    from cxdrill.app.progress_files import print_paths

    print_paths(decks, progress, json=json)
