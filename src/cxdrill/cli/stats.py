"""`cxdrill stats`: progress in numbers and plots."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import completion, opening, options

if TYPE_CHECKING:
    from cxdrill.core.cards.library import Library
    from cxdrill.core.study.history import History
    from cxdrill.core.study.stats import FaceState, Retention, Stats


def stats_command(
    deck: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DECK]...", help="Deck ids or files; all decks without.", autocompletion=completion.decks
        ),
    ] = None,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
) -> None:
    """Show how you are doing: calendar, forecast, retention, difficulty, hardest cards.

    Example: cxdrill stats telephone-practices
    """
    from cxdrill.core.cards.card_index import face_keys, index_of
    from cxdrill.core.day import study_day
    from cxdrill.core.study.stats import stats
    from cxdrill.terminal.report import print_json, print_lines, room

    library, settings, now = opening.library(decks, deck or []), opening.settings(), opening.now()
    history = opening.history(opening.loaded(opening.store(progress)).events, library)
    chosen = opening.chosen_decks(library, deck or [])
    faces = {each.id: index_of(each.cards).face_keys for each in chosen if each.cards}
    total = stats(face_keys(chosen), history, settings, now)
    if json:
        each_deck = {name: stats(each, history, settings, now) for name, each in faces.items()}
        print_json(_plain(total) | {"decks": {name: _plain(each, is_part=True) for name, each in each_deck.items()}})
        return
    from cxdrill.terminal.views.stats_view import stats_lines

    _name_gone(history, library)
    title = ", ".join(each.title for each in chosen) if deck else "All decks"
    plain = plain or settings.plain
    print_lines(stats_lines(total, title, study_day(now, settings.day_start), room(plain=plain)), plain=plain)


def _name_gone(history: History, library: Library) -> None:
    """Says how much of the history is of cards that no deck here holds, and so in none of the numbers."""
    from cxdrill.core.cards.card_index import face_keys
    from cxdrill.terminal.wording import count

    if gone := len(history.states.keys() - set(face_keys(library.decks))):
        opening.notice(f"left out, with their history kept: {count(gone, 'card')} you studied that no deck here holds")


def _plain(stats: Stats, *, is_part: bool = False) -> dict[str, object]:
    counts = stats.counts
    shape: dict[str, object] = {
        "reviews": stats.reviews,
        "cards": {
            "seen": counts.seen,
            "due": counts.due,
            "new": counts.new,
            "suspended": counts.suspended,
            "all": counts.faces,
        },
        "retention": _retention(stats.retention),
        "young": _retention(stats.young),
        "mature": _retention(stats.mature),
        "deciles": [_retention(each) for each in stats.deciles],
        "ratings": dict(zip(("again", "hard", "good", "easy"), stats.ratings, strict=True)),
        "seconds": round(stats.took_seconds, 1),
        "days": {day.isoformat(): number for day, number in sorted(stats.reviews_on.items()) if number},
        "forecast": list(stats.forecast),
        "stabilities": list(stats.stabilities),
        "difficulties": list(stats.difficulties),
        "retrievabilities": list(stats.retrievabilities),
        "streak": stats.streak,
        "longest_streak": stats.longest_streak,
        "hardest": [each.key for each in stats.hardest],
    }
    return (
        shape if is_part else shape | {"states": [state_plain(each) for each in stats.states if not each.state.is_new]}
    )


def _retention(each: Retention) -> dict[str, object]:
    return {"predicted": each.predicted, "achieved": each.achieved, "tries": each.tries}


def state_plain(each: FaceState) -> dict[str, object]:
    """One face as JSON shows it, in `stats` and in `cards`."""
    due = each.state.due
    return {
        "card": each.key,
        "due": due.isoformat(timespec="milliseconds") if isinstance(due, datetime) else due and due.isoformat(),
        "stability": each.memory and each.memory.stability,
        "difficulty": each.memory and each.memory.difficulty,
        "retrievability": each.retrievability,
        "reviews": each.state.reviews,
        "lapses": each.state.lapses,
        "suspended": each.is_suspended,
    }
