"""Which day a learner means by the words after `--by`."""

from __future__ import annotations

import re
from datetime import date

from cxdrill.core.day import ONE_DAY
from cxdrill.errors import WrongUsage

LONGEST_DAYS = 730


def plan_day(text: str, today: date) -> date:
    """The day that `--by` means: an ISO date, a weekday, `tomorrow` or `in 10 days`; raises WrongUsage."""
    by = _day_meant(text.strip().lower(), today)
    if by is None:
        raise WrongUsage(f'"{text}" is not a date; write the day of the check like {today + 30 * ONE_DAY}')
    if by <= today:
        when = "today" if by == today else "in the past"
        raise WrongUsage(f"{by} is {when}; name a day after {today}")
    if (by - today).days > LONGEST_DAYS:
        raise WrongUsage(f"{by} is more than two years ahead; name a day up to {today + LONGEST_DAYS * ONE_DAY}")
    return by


def _day_meant(text: str, today: date) -> date | None:
    if text == "tomorrow":
        return today + ONE_DAY
    if found := re.fullmatch(r"in (\d{1,3}) days?", text):
        return today + int(found[1]) * ONE_DAY
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    if text in names:
        return today + ((names.index(text) - today.weekday() - 1) % 7 + 1) * ONE_DAY
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None
