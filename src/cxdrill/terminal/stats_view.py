"""Progress in plots: when was studied, what is coming, how well it was remembered, and which cards are hard."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from rich.text import Text

from cxdrill.core.stats import STABILITY_ENDS, FaceState, Retention, Stats
from cxdrill.terminal import paint
from cxdrill.terminal.wording import count, duration, percent, relative_day

_SHADES = "·░▒▓█"
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RATINGS = ("again", "hard", "good", "easy")


def stats_lines(stats: Stats, title: str, today: date, width: int) -> list[Text]:
    """Every plot, each under a heading of its own."""
    counts = stats.counts
    seen = f"{counts.seen} of {count(counts.faces, 'card')} seen · {counts.due} due · {counts.new} new"
    aside = f" · {counts.suspended} set aside" if counts.suspended else ""
    lines = [paint.words(title, paint.TITLE), *paint.wrapped(paint.words(seen + aside), width)]
    if not stats.reviews:
        return [*lines, paint.words("No review yet; cxdrill study makes the first ones.")]
    spent = f"{count(stats.reviews, 'review')} in {duration(stats.took_seconds)}"
    streak = f"streak {count(stats.streak, 'day')}, longest {count(stats.longest_streak, 'day')}"
    lines += paint.wrapped(paint.words(f"{spent} · {streak}"), width)
    lines += _section("Days studied", _calendar(stats.reviews_on, today, width))
    lines += _section("Due in the next days", _forecast(stats.forecast, width))
    lines += _section("Remembered at the first try", _retention(stats, width))
    lines += _section("Ratings", _bars(_RATINGS, stats.ratings, width))
    lines += _section("Stability: days until recall falls to 90 %", _bars(_stability_names(), stats.stabilities, width))
    lines += _section("Difficulty", _bars([f"{n}-{n + 1}" for n in range(1, 10)], stats.difficulties, width))
    lines += _section("Chance of recall now", _bars(_decile_names(), stats.retrievabilities, width))
    return lines + _section("Hardest cards", _hardest(stats.hardest, today, width))


def _section(heading: str, lines: list[Text]) -> list[Text]:
    return [paint.words(""), paint.words(heading, paint.TITLE), *lines] if lines else []


def _calendar(reviews_on: Mapping[date, int], today: date, width: int) -> list[Text]:
    """A heat map: a row for each weekday, a column for each week, the last one at the right."""
    weeks = max(4, min(53, (width - 4) // 2))
    monday = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    most = max(reviews_on.values(), default=0)
    lines = []
    for weekday in range(7):
        days = (monday + timedelta(days=weekday, weeks=week) for week in range(weeks))
        cells = " ".join(" " if day > today else _shade(reviews_on.get(day, 0), most) for day in days)
        lines.append(paint.joined(paint.words(f"{_WEEKDAYS[weekday]}  ", paint.DIM), paint.words(cells, paint.RIGHT)))
    studied = sum(1 for number in reviews_on.values() if number)
    return [*lines, paint.words(f"{count(studied, 'day')} with reviews, at most {most} on one", paint.DIM)]


def _shade(number: int, most: int) -> str:
    if not number:
        return _SHADES[0]
    return _SHADES[max(1, round(number / most * (len(_SHADES) - 1)))]


def _forecast(forecast: Sequence[int], width: int) -> list[Text]:
    line = paint.words(paint.sparkline(forecast[: width - 2]), paint.DUE)
    numbers = f"today {forecast[0]}, tomorrow {forecast[1]}, in {len(forecast)} days {count(sum(forecast), 'card')}"
    return [line, *paint.wrapped(paint.words(numbers, paint.DIM), width)]


def _retention(stats: Stats, width: int) -> list[Text]:
    if not stats.retention.tries:
        return [paint.words("No card was asked again on a later day yet.", paint.DIM)]
    lines = [
        _retained(name, each)
        for name, each in (("all", stats.retention), ("young", stats.young), ("mature", stats.mature))
    ]
    deciles = [(name, each) for name, each in zip(_decile_names(), stats.deciles, strict=True) if each.tries]
    if deciles:
        lines.append(paint.words("by the chance that was foretold:", paint.DIM))
        lines += [_retained(name, each) for name, each in deciles]
    return [row for line in lines for row in paint.wrapped(line, width)]


def _retained(name: str, each: Retention) -> Text:
    if each.predicted is None or each.achieved is None:
        return paint.words(f"{name:<10}no tries yet", paint.DIM)
    bar = paint.bar(each.achieved, 16, paint.RIGHT)
    foretold = f"  {percent(each.achieved)} achieved, {percent(each.predicted)} foretold"
    return paint.joined(f"{name:<10}", bar, foretold, paint.words(f"  of {each.tries}", paint.DIM))


def _bars(names: Sequence[str], numbers: Sequence[int], width: int) -> list[Text]:
    most = max(numbers, default=0)
    room = max(4, min(40, width - 20))
    return [
        paint.joined(f"{name:<10}", paint.bar(number / most if most else 0, room, paint.KEY), f" {number}")
        for name, number in zip(names, numbers, strict=True)
        if most
    ]


def _stability_names() -> list[str]:
    starts = (0, *STABILITY_ENDS[:-1])
    return [
        f"{start:g}-{end:g} d" if end != float("inf") else f"over {start:g}"
        for start, end in zip(starts, STABILITY_ENDS, strict=True)
    ]


def _decile_names() -> list[str]:
    return [f"{n * 10}-{n * 10 + 10} %" for n in range(10)]


def _hardest(hardest: Sequence[FaceState], today: date, width: int) -> list[Text]:
    lines: list[Text] = []
    for each in hardest:
        if not each.state.lapses:
            break
        last = relative_day(each.state.last_day, today) if each.state.last_day else ""
        note = f"{count(each.state.lapses, 'lapse')} · {last}"
        lines += paint.sides(paint.words(each.key), paint.words(note, paint.DIM), width)
    return lines
