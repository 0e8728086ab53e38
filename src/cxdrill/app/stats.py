"""`cxdrill stats`: progress in numbers and plots."""

from collections.abc import Sequence
from datetime import UTC, datetime

from cxdrill.app import clock
from cxdrill.app.agenda import agenda
from cxdrill.app.catalogue import state_plain
from cxdrill.app.context import Context
from cxdrill.app.output import chosen_decks, tell, write
from cxdrill.core.plain import shape, shapes
from cxdrill.core.study.counts import free_days, together
from cxdrill.core.study.stats import FORECAST_DAYS, Stats, face_state, forecast, stats
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.report import notice
from cxdrill.terminal.views.stats_view import stats_lines
from cxdrill.terminal.wording import count

RETENTION = "predicted achieved tries"


def run(context: Context) -> None:
    now, html = clock.now(), context.options.html
    chosen = chosen_decks(context.index.decks, context.named)
    context.load()
    each_deck, gone = _stats(context, [each.id for each in chosen], now, has_parts=context.as_json)
    total = each_deck[""]
    title = ", ".join(each.title for each in chosen) if context.named else "All decks"
    today = context.study_day(now)
    if html is not None:
        from cxdrill.files.exports.reports import stats_page  # a third of what the rest loads

        write(context, html, stats_page(title, total, context.attempts(), today))
    if gone and not context.as_json:
        what = f"{count(gone, 'card')} you studied that no deck here holds; cxdrill check says how to keep them"
        notice(f"left out, with their history kept: {what}")

    def plain() -> dict[str, object]:
        parts = {each.id: _plain(each_deck[each.id], is_part=True) for each in chosen if each.card_count}
        return _plain(total) | {"decks": parts}

    def lines(width: int) -> Sequence[StyledLine]:
        prompts = {each.key: context.index.face(each.key).prompt for each in total.hardest}
        return stats_lines(total, title, today, width, prompts)

    tell(context, plain, lines, "Statistics")


def _stats(context: Context, decks: Sequence[str], now: datetime, *, has_parts: bool) -> tuple[dict[str, Stats], int]:
    """The numbers of all these decks under an empty name, with parts those of each; how many faces no deck holds."""
    index, settings = context.index, context.settings
    today, history, keys = context.study_day(now), index.history(), index.seen_keys()
    asked = agenda(context, now, decks if context.named else (), FORECAST_DAYS, history)
    is_free = free_days(history, settings, now)
    counted = index.counts(history, asked)
    at = now.astimezone(UTC)  # as all events are: instants of two zones take thrice as long
    states = {deck: [face_state(key, history, at) for key in keys.get(deck, ())] for deck in decks}
    found = {
        deck: stats(index.tally([deck]), states[deck], counted[deck], today, forecast(asked, deck), is_free)
        for deck in (decks if has_parts else ())
    }
    all_states = [state for deck in decks for state in states[deck]]
    counts = together([counted[deck] for deck in decks])
    found[""] = stats(index.tally(decks), all_states, counts, today, forecast(asked), is_free)
    return found, len(history.traces) - sum(map(len, keys.values()))


def _plain(stats: Stats, *, is_part: bool = False) -> dict[str, object]:
    made: dict[str, object] = {
        "reviews": stats.reviews,
        "cards": shape(stats.counts, "seen due new suspended all=faces"),
        **{name: shape(getattr(stats, name), RETENTION) for name in ("retention", "young", "mature")},
        "deciles": shapes(stats.deciles, RETENTION),
        "ratings": dict(zip(("again", "hard", "good", "easy"), stats.ratings, strict=True)),
        "seconds": round(stats.took_seconds, 1),
        "days": {day.isoformat(): number for day, number in sorted(stats.reviews_on.items()) if number},
        **shape(stats, "forecast stabilities difficulties retrievabilities streak longest_streak"),
        "hardest": [each.key for each in stats.hardest],
    }
    return made if is_part else made | {"states": [state_plain(each) for each in stats.states if not each.state.is_new]}
