"""Progress in plots: when was studied, what is coming, how well it was remembered, and which cards are hard."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from cxdrill.core.study.stats import STABILITY_ENDS, FaceState, Retention, Stats
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import Bar, StyledLine, commands
from cxdrill.terminal.wording import count, duration, percent, relative_day, shortened

_SHADES = "·░▒▓█"
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RATINGS = ("again", "hard", "good", "easy")
_DECILES = tuple(f"{n * 10}-{n * 10 + 10}%" for n in range(10))
_STABILITIES = tuple(
    f"{start:g}-{end:g} d" if end != float("inf") else f"over {start:g}"
    for start, end in pairwise((0, *STABILITY_ENDS))
)
_WEEKS_TOLD = 5  # of the calendar, where it is not drawn


def stats_lines(
    stats: Stats, title: str, today: date, width: int, prompts: Mapping[str, str] | None = None
) -> list[StyledLine]:
    """Every plot, each under a heading of its own; cards are named by their prompts, where these are given."""
    counts = stats.counts
    seen = f"{counts.seen} of {count(counts.faces, 'card')} seen · {counts.due} due · {counts.new} new"
    aside = f" · {counts.suspended} set aside" if counts.suspended else ""
    lines = [*paint.wrapped(clean_line(title), width, paint.TITLE), *paint.wrapped(seen + aside, width)]
    if not stats.reviews:
        return [*lines, paint.words("No review yet."), *commands("cxdrill study")]
    spent = f"{count(stats.reviews, 'review')} in {duration(stats.took_seconds, has_days=False)}"
    streak = f"streak {count(stats.streak, 'day')}, longest {count(stats.longest_streak, 'day')}"
    lines += paint.wrapped(f"{spent} · {streak}", width)
    difficulties = [f"{n}-{n + 1}" for n in range(1, 10)]
    plots = (
        ("Days studied", _calendar(stats.reviews_on, today, width)),
        ("Due in the next days", _forecast(stats.forecast, width)),
        ("Remembered at the first try", _retention(stats, width)),
        ("Ratings", _bars(_RATINGS, stats.ratings, width)),
        ("How long it lasts: days until recall falls to 90%", _bars(_STABILITIES, stats.stabilities, width)),
        ("Difficulty", _bars(difficulties, stats.difficulties, width)),
        ("Chance of recall now", _bars(_DECILES, stats.retrievabilities, width)),
        ("Cards you forget most", _hardest(stats.hardest, prompts or {}, today, width)),
    )
    return paint.stacked(lines, *(paint.section(*plot) for plot in plots))


def _calendar(reviews_on: Mapping[date, int], today: date, width: int) -> list[StyledLine]:
    """A heat map: a row for each weekday, a column for each week, the last one at the right."""
    most = max(reviews_on.values(), default=0)
    studied = sum(1 for number in reviews_on.values() if number)
    summary = paint.wrapped(f"{count(studied, 'day')} with reviews, at most {most} on one", width)
    is_drawn = paint.is_drawn(width)
    weeks = max(2, min(53, (width - 4) // 2)) if is_drawn else _WEEKS_TOLD
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in reversed(range(weeks))]
    if not is_drawn:
        return [*(_week(reviews_on, today, monday) for monday in mondays), *summary]
    lines = [paint.words(f"    {_months(mondays)}")]
    for weekday, name in enumerate(_WEEKDAYS):
        days = (monday + timedelta(days=weekday) for monday in mondays)
        cells = " ".join(" " if day > today else _shade(reviews_on.get(day, 0), most) for day in days)
        lines.append(paint.joined(paint.words(f"{name}  "), paint.blocks(cells, paint.RIGHT)))
    return [*lines, *summary]


def _week(reviews_on: Mapping[date, int], today: date, monday: date) -> StyledLine:
    """The reviews of each day of a week in words."""
    days = [(name, monday + timedelta(days=place)) for place, name in enumerate(_WEEKDAYS)]
    told = ", ".join(f"{name} {reviews_on.get(day, 0)}" for name, day in days if day <= today)
    return paint.words(f"week of {monday.day} {monday:%B}: {told}")


def _months(mondays: Sequence[date]) -> str:
    """The names of months above the first week of each, two cells a week, where there is room for them."""
    line = ""
    for place, (before, monday) in enumerate(pairwise(mondays), start=1):
        room = 2 * len(mondays) - 1 - 2 * place
        if monday.month != before.month and len(line) < 2 * place and room >= 3:
            line = f"{line:<{2 * place}}{monday:%b}"
    return line


def _shade(number: int, most: int) -> str:
    return _SHADES[max(1, round(number / most * (len(_SHADES) - 1)))] if number else _SHADES[0]


def _forecast(forecast: Sequence[int], width: int) -> list[StyledLine]:
    days = f"day by day: {' '.join(map(str, forecast))}"
    if paint.is_drawn(width):
        days = paint.sparkline(forecast[:width])
    numbers = f"today {forecast[0]}, tomorrow {forecast[1]}, within {len(forecast)} days {count(sum(forecast), 'card')}"
    return [paint.words(days, paint.DUE), *paint.wrapped(numbers, width)]


def _retention(stats: Stats, width: int) -> list[StyledLine]:
    if not stats.retention.tries:
        return paint.wrapped("No card was asked again on a later day yet.", width)
    parts = (("all", stats.retention), ("known under 3 weeks", stats.young), ("known longer", stats.mature))
    lines = paint.bars([_retained(name, each) for name, each in parts], width, most=16)
    if deciles := [_retained(*pair) for pair in zip(_DECILES, stats.deciles, strict=True) if pair[1].tries]:
        lines += paint.wrapped("by the chance that was expected:", width)
        lines += paint.bars(deciles, width, most=16)
    return lines


def _retained(name: str, each: Retention) -> Bar:
    if each.predicted is None or each.achieved is None:
        return name, 0, paint.words("no tries yet"), paint.RIGHT
    foretold = f"remembered {percent(each.achieved)}, expected {percent(each.predicted)}"
    return name, each.achieved, paint.joined(foretold, f" ({count(each.tries, 'try', 'tries')})"), paint.RIGHT


def _bars(names: Sequence[str], numbers: Sequence[int], width: int) -> list[StyledLine]:
    most = max(numbers, default=0)
    rows = [(name, number / most, str(number), paint.BAR) for name, number in zip(names, numbers, strict=True) if most]
    return paint.bars(rows, width, most=40)


def _hardest(hardest: Sequence[FaceState], prompts: Mapping[str, str], today: date, width: int) -> list[StyledLine]:
    lines: list[StyledLine] = []
    for each in hardest:
        if each.state.lapses:
            last = relative_day(each.state.last_day, today) if each.state.last_day else ""
            note = f"forgotten {count(each.state.lapses, 'time')} · {last}"
            lines += paint.sides(
                paint.words(shortened(clean_line(prompts.get(each.key, each.key)), 44)), paint.words(note), width
            )
    return lines
