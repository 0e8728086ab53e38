"""`cxdrill stats`: progress in numbers and plots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import completion, opening, options

if TYPE_CHECKING:
    from cxdrill.core.settings import Settings
    from cxdrill.core.study.stats import FaceState, Retention, Stats
    from cxdrill.files.index.index import Index


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
    from cxdrill.core.day import study_day
    from cxdrill.terminal.report import print_json, print_lines, room

    index, settings, now = opening.index(decks, deck or [], progress), opening.settings(), opening.now()
    opening.loaded(opening.store(progress, index), index)
    today, chosen = study_day(now, settings.day_start), opening.chosen_decks(index.decks, deck or [])
    each_deck, gone = _stats(index, [each.id for each in chosen], settings, now, has_parts=json)
    total = each_deck[""]
    if json:
        parts = {each.id: _plain(each_deck[each.id], is_part=True) for each in chosen if each.card_count}
        print_json(_plain(total) | {"decks": parts})
        return
    from cxdrill.terminal.views.stats_view import stats_lines
    from cxdrill.terminal.wording import count

    if gone:
        opening.notice(f"left out, with their history kept: {count(gone, 'card')} you studied that no deck here holds")
    title = ", ".join(each.title for each in chosen) if deck else "All decks"
    plain = plain or settings.plain
    print_lines(stats_lines(total, title, today, room(plain=plain)), plain=plain)


def _stats(
    index: Index, decks: Sequence[str], settings: Settings, now: datetime, *, has_parts: bool
) -> tuple[dict[str, Stats], int]:
    """The numbers of all these decks under an empty name, with parts those of each; how many faces no deck holds."""
    from cxdrill.core.counts import together
    from cxdrill.core.day import study_day
    from cxdrill.core.study.stats import face_state, stats, tally_of

    today, history = study_day(now, settings.day_start), index.history()
    counted, tallies, keys = index.counts(history, settings, now), index.tallies(), index.seen_keys()
    states = {deck: [face_state(key, history, now) for key in keys.get(deck, ())] for deck in decks}
    parts = decks if has_parts else ()
    found = {deck: stats(tallies[deck], states[deck], counted[deck], today) for deck in parts}
    all_states = [state for deck in decks for state in states[deck]]
    tally = tally_of([tallies[deck] for deck in decks])
    found[""] = stats(tally, all_states, together([counted[deck] for deck in decks]), today)
    return found, len(history.traces) - sum(map(len, keys.values()))


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
