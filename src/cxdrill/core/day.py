"""The study day: a learner's day ends while they sleep, at four in the morning by the clock on their wall.

Leaves the clock itself to the caller: every function takes the instant it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

DAY_START = time(4)
ONE_DAY = timedelta(days=1)
_ISO = r"\d{4}-\d{2}-\d{2}"
_IN_FIGURES = r"(\d{1,2})([./-]) ?(\d{1,2})(?:\2 ?(\d{4}|\d{2})?)?"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SPELT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {name: str(number) for number, name in enumerate(_SPELT, 1)}
_FILLING = (
    *("in", "on", "a", "this", "the", "of", "from", "now"),  # words that say nothing about the day
    *("about", "around", "roughly", "approximately", "approx", "approx.", "circa", "ca", "ca.", "or", "so"),
)
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_PARTS = {"beginning": "1", "start": "1", "mid": "15", "middle": "15"}  # of a month: the day meant


def study_day(at: datetime, day_start: time = DAY_START) -> date:
    """The study day of an aware instant given in the learner's zone.

    A day begins when the wall clock first reads `day_start`, so an hour that is lived twice never takes the day back.
    """
    if at.tzinfo is None:
        raise ValueError("a study day needs an instant with a time zone")
    today = at.date()
    if at.time() >= day_start:
        return today
    if at.fold:
        begun_at = datetime.combine(today, day_start, tzinfo=at.tzinfo).astimezone(UTC)
        if at.astimezone(UTC) >= begun_at:
            return today
    return today - ONE_DAY


def dated(day: date) -> str:
    """A day with its year, as people say it: `4 December 2026`."""
    return f"{day.day} {day:%B %Y}"


def hours_ahead(at: datetime) -> int:
    """The whole hours that the clock of an aware instant is ahead of UTC."""
    return int((at.utcoffset() or timedelta()) / timedelta(hours=1))


def gap_days(earlier: date, later: date) -> int:
    """Whole study days between two reviews; a clock set back counts as none."""
    return max(0, (later - earlier).days)


def days_meant(text: str, today: date) -> tuple[date, ...]:
    """The day meant on `today`, in words or figures, `18.12.` or `12/18`; two where these leave it open, else none."""
    found = re.fullmatch(_IN_FIGURES, text.strip())
    if found is None:
        return tuple(filter(None, [day_meant(text, today)]))
    first, sign, second, year = found.groups("")
    either = [(day, int(month)) for day, month in ((first, second), (second, first)) if 1 <= int(month) <= 12]
    days = [day_meant(f"{day} {_MONTHS[month - 1]} {year}", today) for day, month in either]
    return tuple(dict.fromkeys(filter(None, days)))[: 1 if sign == "." else 2]


def day_meant(text: str, today: date) -> date | None:
    """The day that somebody means who says it in words on `today`; None for what is no day.

    An ISO date, `today`, `tomorrow`, `friday`, `fri` (the next one), `next friday` (that of next week), `in 10 days`,
    `about three weeks`, `in a month`, `friday in 3 weeks` (that of the week three weeks on), `3 weeks from friday`
    (three weeks after the next one), `end of next week` (its Friday), and a day of a month (`4 December`,
    `Dec 4 2026`, `Friday 4 December`, `mid December`, `end of December`), without a year the next one there is.
    """
    said = _said(text)
    words = [word for word in said if word not in _FILLING]
    try:
        match words:
            case ["yesterday" | "today" | "tomorrow" as name]:
                return today + _NEAR[name] * ONE_DAY
            case ["end", *following, "week"] if following in ([], ["next"]):
                return max(today, today + (4 - today.weekday() + 7 * len(following)) * ONE_DAY)
            case ["end", name] if found := _begun(name, _MONTHS):
                return _next_of_its_name(found % 12 + 1, 1, [], today + ONE_DAY) - ONE_DAY
            case [number, unit] if unit.rstrip("s") in ("day", "week", "month"):
                return _ahead(int(number), unit, today)
            case [number, "week" | "weeks", name] if "from" in said and (start := day_meant(name, today)):
                return start + 7 * int(number) * ONE_DAY
            case [name, weeks, "week" | "weeks"] | [weeks, "week" | "weeks", name] if found := _begun(name, _WEEKDAYS):
                return today + (7 * int(weeks) - today.weekday() + found - 1) * ONE_DAY
            case ["next", name] if found := _begun(name, _WEEKDAYS):
                return today + (6 - today.weekday() + found) * ONE_DAY
            case [name] if found := _begun(name, _WEEKDAYS):
                return today + ((found - today.weekday() - 2) % 7 + 1) * ONE_DAY
            case [name, first, second, *year] if len(year) < 2 and (found := _begun(name, _WEEKDAYS)):
                then = day_meant(" ".join((first, second, *year)), today)
                return then if then and then.weekday() == found - 1 else None
            case [first, second, *year] if len(year) < 2:
                first = _PARTS.get(first, first)
                day, name = (first, second) if first[0].isdecimal() else (second, first)
                month = _begun(name, _MONTHS)
                return _next_of_its_name(month, int(day.rstrip("stndrh.")), year, today) if month else None
        return date.fromisoformat(text.strip()) if re.fullmatch(_ISO, text.strip()) else None
    except (ValueError, OverflowError):
        return None


def _said(text: str) -> list[str]:
    """The words of a text in small letters, its numbers in figures."""
    spaced = re.sub(r"[,~]|(?<=mid)-", " ", text.lower())
    plain = re.sub(r"\ba (?=(?:day|week|month)\b)", "1 ", spaced)
    return [_NUMBERS.get(word, word) for word in plain.split()]


def _begun(name: str, names: Sequence[str]) -> int:
    """The number, from 1, of the name that a text is or begins with three letters or more; 0 for none."""
    return next((number for number, each in enumerate(names, 1) if len(name) > 2 and each.startswith(name)), 0)


def _ahead(number: int, unit: str, today: date) -> date:
    """So many days, weeks or months on; the last day of a month that has no such day."""
    if not unit.startswith("month"):
        return today + number * (7 if unit.startswith("week") else 1) * ONE_DAY
    years, month = divmod(today.month - 1 + number, 12)
    first = date(today.year + years, month + 1, 1)
    last = (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY
    return min(first + (today.day - 1) * ONE_DAY, last)


def _next_of_its_name(month: int, day: int, year: list[str], today: date) -> date:
    if year:
        return date(int(year[0]) + 2000 * (len(year[0]) == 2), month, day)
    years = range(today.year, today.year + 9)  # 29 February may be eight years off
    days = (date(each, month, day) for each in years if month != 2 or day != 29 or each % 4 == 0)
    return next(each for each in days if each >= today)
