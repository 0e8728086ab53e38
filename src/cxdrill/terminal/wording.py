"""How numbers, times and dates are said to a person, and commands so that they work here when they are copied."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise, takewhile
from math import ceil

from cxdrill.core.text import clean_line

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_UNITS = ((90, 1, "second"), (90 * _MINUTE, _MINUTE, "minute"), (36 * _HOUR, _HOUR, "hour"))


def count(number: int, singular: str, plural: str | None = None) -> str:
    """`1 card`, `2 cards`, `4,450 cards`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def duration(seconds: float, *, has_days: bool = True) -> str:
    """A length of time rounded the way people speak: `40 seconds`, `6 minutes`, `2 hours`; work is not told in days."""
    for below, size, name in _UNITS:
        if seconds < below:
            return count(round(seconds / size), name)
    return count(round(seconds / _DAY), "day") if has_days else count(round(seconds / _HOUR), "hour")


def interval(due: date | datetime, now: datetime, today: date) -> str:
    """How long until a card comes back: `10 min`, `5 days`, `3.2 months`, `1.5 years`."""
    if isinstance(due, datetime):
        minutes = round(max(0.0, (due - now).total_seconds())) / _MINUTE  # a due is kept to a millisecond
        if minutes < 0.5:
            return "now"
        return f"{round(minutes)} min" if minutes < 100 else f"{round(minutes / 60)} hours"
    days = (due - today).days
    if days < 60:
        return count(max(days, 0), "day")
    return f"{days / 30.44:.1f} months" if days < 365 else f"{days / 365.25:.1f} years"


def clock(seconds: float) -> str:
    """Time left on an exam's clock: whole minutes, never more than there are, and seconds within the last two."""
    if seconds > 2 * _MINUTE:
        return f"{ceil(seconds) // _MINUTE} min left"
    return f"{count(max(0, int(seconds)), 'second')} left"


def day(when: date) -> str:
    """`Saturday 21 November`."""
    return f"{when:%A} {when.day} {when:%B}"


def moment(when: datetime) -> str:
    """A date and time in the reader's own zone: `21 November 2026, 14:05`."""
    local = when.astimezone()
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"


def relative_day(when: date, today: date) -> str:
    """`today`, `tomorrow`, `in 3 days`, `3 days ago`."""
    days = (when - today).days
    names = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in names:
        return names[days]
    return f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago"


def ways_asked(cards: int, faces: int) -> str:
    """`45 cards`, or `45 cards asked in 55 ways` where some are asked both ways or part by part."""
    return count(cards, "card") if cards == faces else f"{count(cards, 'card')} asked in {count(faces, 'way')}"


def topic_name(topic: str, titles: Mapping[str, str]) -> str:
    """A topic by the title of the deck that is about it, else as people say its name."""
    return clean_line(titles.get(topic) or topic.replace("-", " ").capitalize())


def source_line(name: str, title: str) -> str:
    """`Source: tax-office course (Customer Service to Build the Public Trust)`; nothing without a name."""
    words = name.replace("-", " ")
    if not title or title.casefold() == words.casefold():
        return f"Source: {title or words}" if name else ""
    return f"Source: {words}, {title}" if "(" in title else f"Source: {words} ({title})"


def shortened(text: str, most: int) -> str:
    """A text in at most so many characters; an ellipsis says that there is more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def percent(share: float | None) -> str:
    """`82%`; a dash where there is none."""
    return "–" if share is None else f"{share * 100:.0f}%"


NAMES = "cxdrill", "cxdrill.exe"
_BEFORE_REMARK = r"""\A(?:'[^']*'|"[^"]*"|(?!  ).)*"""  # blanks within quotation marks are those of a name
_TAKEN_BY = {
    "--decks": ("", "study", "quiz", "ready", "plan", "results", "stats", "decks", "cards", "notes", "check"),
    "--progress": ("", "study", "quiz", "ready", "plan", "results", "stats", "cards", "merge", "restore"),
}
"""The options that are said again in a command to type next, and the commands that take them."""


def typed(text: str) -> str:
    """A command that begins with `cxdrill`, with the program and the options of this run; two blanks begin a remark."""
    command: str = re.findall(_BEFORE_REMARK, text)[0]
    words = command.removeprefix("cxdrill").split()
    name = words[0] if words and not words[0].startswith("-") else ""
    more = [pair for pair in _given() if name in _TAKEN_BY[pair[0]] and pair[0] not in words]
    again = [f"{option} {shlex.quote(value)}" for option, value in more]
    return " ".join([program() + command.removeprefix("cxdrill").rstrip(), *again]) + text[len(command) :]


def as_typed_here(text: str) -> str:
    """A text with every command in it as `typed` says it."""
    return re.sub(r"cxdrill [a-z]+(?: --[a-z]+)?", lambda command: typed(command[0]), text)


def program() -> str:
    """The name to type for this program here: its bare name where the shell finds it, else the path of this one."""
    called = sys.argv[0]
    folder, script = os.path.split(called)
    is_module = script == "__main__.py" and os.path.basename(folder) == "cxdrill"
    if not folder or not (is_module or script in NAMES) or any(map(shutil.which, NAMES)):
        return NAMES[0]
    if is_module:
        python = os.path.basename(sys.executable)
        return f"{python if shutil.which(python) == sys.executable else _path(sys.executable)} -m cxdrill"
    return _path(called)


def _path(called: str) -> str:
    """A program by its path from here; by the whole one where `make -C` went elsewhere than the person is."""
    if "w" in os.environ.get("MAKEFLAGS", "").partition(" ")[0]:
        return shlex.quote(os.path.abspath(called))
    return shlex.quote(min(called, os.path.relpath(called), key=len))


def _given() -> Iterator[tuple[str, str]]:
    """Those options of this run with their values, as they were typed."""
    words = list(takewhile(lambda word: word != "--", sys.argv[1:]))
    for word, following in pairwise([*words, ""]):
        option, _, value = word.partition("=")
        if option in _TAKEN_BY and (value or following):
            yield option, value or following


def certificate_command(number: int) -> str:
    """The command that writes the certificate of an attempt, and asks for the name where none is set."""
    return f"cxdrill results {number} --certificate my-check.html"
