"""`cxdrill` alone: what is due, where the learner stands, and the next command to type."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.text import Text

from cxdrill.terminal import paint
from cxdrill.terminal.next_step import commands
from cxdrill.terminal.wording import count, day, duration

_MOST_DECKS = 12


@dataclass(frozen=True, slots=True)
class DeckToday:
    """How one deck stands: the share of its faces that would be recalled now, and what is due."""

    title: str
    known: float  # 0 to 1
    due: int


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the first screen says."""

    date: date
    due: int
    due_seconds: float
    new_today: int
    new_left: int
    streak: int
    lately: tuple[int, ...]  # reviews on the last study days, oldest first
    decks: tuple[DeckToday, ...]
    open_exam: str = ""  # an exam whose attempt was left open
    readiness: tuple[str, ...] = ()


def today_lines(today: Today, width: int) -> list[Text]:
    """The first screen."""
    lines = paint.sides(paint.words("cxdrill", paint.TITLE), paint.words(day(today.date), paint.DIM), width)
    lines += [paint.words(""), *_counts(today, width), paint.words(""), *_decks(today.decks, width)]
    for place, line in enumerate(today.readiness):
        lines += [] if place else [paint.words("")]
        lines += paint.wrapped(paint.words(line), width)
    return [*lines, paint.words(""), *commands(_next(today))]


def _counts(today: Today, width: int) -> list[Text]:
    rows = [("Due now", count(today.due, "card"), f"about {duration(today.due_seconds)}" if today.due else "")]
    if today.new_left:
        rows.append(("New", f"{today.new_today} today", f"of {today.new_left} left"))
    if today.streak:
        rows.append(
            ("Streak", count(today.streak, "day"), f"{paint.sparkline(today.lately)}  last {len(today.lately)}")
        )
    lines = []
    for name, number, note in rows:
        line = paint.joined(f"{name:<10}", paint.words(f"{number:<12}", paint.TITLE), paint.words(note, paint.DIM))
        lines += paint.wrapped(line, width)
    return lines


def _decks(decks: Sequence[DeckToday], width: int) -> list[Text]:
    """The decks, those with the most due first."""
    shown = sorted(decks, key=lambda deck: -deck.due)[:_MOST_DECKS]
    names = min(max((len(deck.title) for deck in shown), default=0), max(8, width - 36))
    bar = max(4, min(22, width - names - 18))
    lines = []
    for deck in shown:
        due = paint.words(f"{deck.due:>4} due" if deck.due else "", paint.DUE)
        name = paint.padded(paint.words(deck.title), names + 2)
        lines.append(paint.joined(name, paint.bar(deck.known, bar), f"{deck.known * 100:>4.0f} %", due))
    if len(decks) > len(shown):
        lines.append(paint.words(f"and {count(len(decks) - len(shown), 'more deck')}: cxdrill decks", paint.DIM))
    return lines


def _next(today: Today) -> list[str]:
    if today.open_exam:
        return [f"cxdrill quiz {today.open_exam}   goes on with the check you left open", "cxdrill study"]
    if today.due or today.new_today:
        return ["cxdrill study          or  cxdrill ready  for your chances"]
    return ["cxdrill ready          for your chances, or  cxdrill quiz  for the check"]
