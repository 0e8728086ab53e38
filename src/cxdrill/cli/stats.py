"""`cxdrill stats`: progress in numbers and plots."""

from __future__ import annotations

from cxdrill.cli import options


def stats_command(
    deck: options.DeckNames = None,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Show how you are doing: calendar, forecast, retention, difficulty, hardest cards.

    Example: cxdrill stats telephone-practices
    """
    from cxdrill.app.stats import run

    run(deck, decks, progress, plain=plain, json=json)
