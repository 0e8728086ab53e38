"""Progress in plots: when was studied, what is coming, how well it was remembered, and which cards are hard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from cxdrill.core.study.stats import STABILITY_ENDS, FaceState, Retention, Stats
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, commands
from cxdrill.terminal.wording import count, duration, percent, relative_day

_SHADES = "·░▒▓█"
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RATINGS = ("again", "hard", "good", "easy")
_NAMES = 10  # cells for the name of a bar
_SMALLEST_BAR = 6
_WEEKS_TOLD = 5  # of the calendar, where it is not drawn


def stats_lines(stats: Stats, title: str, today: date, width: int) -> list[StyledLine]:
    """Every plot, each under a heading of its own."""
    counts = stats.counts
    seen = f"{counts.seen} of {count(counts.faces, 'card')} seen · {counts.due} due · {counts.new} new"
    aside = f" · {counts.suspended} set aside" if counts.suspended else ""
    lines = [
        *paint.wrapped(paint.words(clean_line(title), paint.TITLE), width),
        *paint.wrapped(paint.words(seen + aside), width),
    ]
    if not stats.reviews:
        return [*lines, paint.words("No review yet."), *commands(["cxdrill study"])]
    spent = f"{count(stats.reviews, 'review')} in {duration(stats.took_seconds)}"
    streak = f"streak {count(stats.streak, 'day')}, longest {count(stats.longest_streak, 'day')}"
    lines += paint.wrapped(paint.words(f"{spent} · {streak}"), width)
    lines += paint.section("Days studied", _calendar(stats.reviews_on, today, width))
    lines += paint.section("Due in the next days", _forecast(stats.forecast, width))
    lines += paint.section("Remembered at the first try", _retention(stats, width))
    lines += paint.section("Ratings", _bars(_RATINGS, stats.ratings, width))
    lines += paint.section(
        "Stability: days until recall falls to 90 %", _bars(_stability_names(), stats.stabilities, width)
    )
    lines += paint.section("Difficulty", _bars([f"{n}-{n + 1}" for n in range(1, 10)], stats.difficulties, width))
    lines += paint.section("Chance of recall now", _bars(_decile_names(), stats.retrievabilities, width))
    return lines + paint.section("Hardest cards", _hardest(stats.hardest, today, width))


def _calendar(reviews_on: Mapping[date, int], today: date, width: int) -> list[StyledLine]:
    """A heat map: a row for each weekday, a column for each week, the last one at the right."""
    most = max(reviews_on.values(), default=0)
    studied = sum(1 for number in reviews_on.values() if number)
    summary = paint.wrapped(
        paint.words(f"{count(studied, 'day')} with reviews, at most {most} on one", paint.DIM), width
    )
    if not paint.is_drawn(width):
        return [*(_week(reviews_on, today, back) for back in reversed(range(_WEEKS_TOLD))), *summary]
    weeks = max(2, min(53, (width - 4) // 2))
    mondays = [_monday(today) - timedelta(weeks=back) for back in reversed(range(weeks))]
    lines = [paint.words(f"    {_months(mondays)}", paint.DIM)]
    for weekday, name in enumerate(_WEEKDAYS):
        days = (monday + timedelta(days=weekday) for monday in mondays)
        cells = " ".join(" " if day > today else _shade(reviews_on.get(day, 0), most) for day in days)
        lines.append(paint.joined(paint.words(f"{name}  ", paint.DIM), paint.words(cells, paint.RIGHT)))
    return [*lines, *summary]


def _week(reviews_on: Mapping[date, int], today: date, back: int) -> StyledLine:
    """The reviews of each day of a week in words."""
    monday = _monday(today) - timedelta(weeks=back)
    days = [(name, monday + timedelta(days=place)) for place, name in enumerate(_WEEKDAYS)]
    told = ", ".join(f"{name} {reviews_on.get(day, 0)}" for name, day in days if day <= today)
    return paint.words(f"week of {monday.day} {monday:%B}: {told}")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _months(mondays: Sequence[date]) -> str:
    """The names of months above the first week of each, two cells a week, where there is room for them."""
    line = ""
    for place, (before, monday) in enumerate(pairwise(mondays), start=1):
        room = 2 * len(mondays) - 1 - 2 * place
        if monday.month != before.month and len(line) < 2 * place and room >= 3:
            line = f"{line:<{2 * place}}{monday:%b}"
    return line


def _shade(number: int, most: int) -> str:
    if not number:
        return _SHADES[0]
    return _SHADES[max(1, round(number / most * (len(_SHADES) - 1)))]


def _forecast(forecast: Sequence[int], width: int) -> list[StyledLine]:
    if paint.is_drawn(width):
        days = paint.words(paint.sparkline(forecast[:width]), paint.DUE)
    else:
        days = paint.words(f"day by day: {' '.join(map(str, forecast))}")
    numbers = f"today {forecast[0]}, tomorrow {forecast[1]}, within {len(forecast)} days {count(sum(forecast), 'card')}"
    return [days, *paint.wrapped(paint.words(numbers, paint.DIM), width)]


def _retention(stats: Stats, width: int) -> list[StyledLine]:
    if not stats.retention.tries:
        return paint.wrapped(paint.words("No card was asked again on a later day yet.", paint.DIM), width)
    parts = [("all", stats.retention), ("young", stats.young), ("mature", stats.mature)]
    lines = [line for name, each in parts for line in _retained(name, each, width)]
    deciles = [(name, each) for name, each in zip(_decile_names(), stats.deciles, strict=True) if each.tries]
    if deciles:
        lines += paint.wrapped(paint.words("by the chance that was foretold:", paint.DIM), width)
        lines += [line for name, each in deciles for line in _retained(name, each, width)]
    return lines


def _retained(name: str, each: Retention, width: int) -> list[StyledLine]:
    if each.predicted is None or each.achieved is None:
        return paint.wrapped(paint.words("no tries yet", paint.DIM), width, first=f"{name:<{_NAMES}}")
    foretold = f"{percent(each.achieved)} achieved, {percent(each.predicted)} foretold"
    words = paint.joined(foretold, paint.words(f"  of {each.tries}", paint.DIM))
    bar = min(16, width - _NAMES - 44) if paint.is_drawn(width) else 0
    if bar < _SMALLEST_BAR:
        return paint.wrapped(words, width, first=f"{name:<{_NAMES}}", hang="  ")
    return [paint.joined(f"{name:<{_NAMES}}", paint.bar(each.achieved, bar, paint.RIGHT), "  ", words)]


def _bars(names: Sequence[str], numbers: Sequence[int], width: int) -> list[StyledLine]:
    most = max(numbers, default=0)
    if not most:
        return []
    if not paint.is_drawn(width):
        return [paint.words(f"{name:<{_NAMES}}{number}") for name, number in zip(names, numbers, strict=True)]
    digits = len(str(most))
    room = max(0, min(40, width - _NAMES - digits - 1))
    return [
        paint.joined(f"{name:<{_NAMES}}", paint.bar(number / most, room, paint.KEY), f" {number:>{digits}}")
        for name, number in zip(names, numbers, strict=True)
    ]


def _stability_names() -> list[str]:
    starts = (0, *STABILITY_ENDS[:-1])
    return [
        f"{start:g}-{end:g} d" if end != float("inf") else f"over {start:g}"
        for start, end in zip(starts, STABILITY_ENDS, strict=True)
    ]


def _decile_names() -> list[str]:
    return [f"{n * 10}-{n * 10 + 10} %" for n in range(10)]


def _hardest(hardest: Sequence[FaceState], today: date, width: int) -> list[StyledLine]:
    lines: list[StyledLine] = []
    for each in hardest:
        if not each.state.lapses:
            break
        last = relative_day(each.state.last_day, today) if each.state.last_day else ""
        note = f"{count(each.state.lapses, 'lapse')} · {last}"
        lines += paint.sides(paint.words(each.key), paint.words(note, paint.DIM), width)
    return lines
