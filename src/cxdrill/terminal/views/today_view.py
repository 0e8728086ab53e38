"""`cxdrill` alone: what is due, where the learner stands, and the next command to type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from cxdrill.core.study.counts import Agenda
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, commands
from cxdrill.terminal.views.summary_view import over_the_limit, waiting
from cxdrill.terminal.wording import count, day, duration

_MOST_DECKS = 12
_WIDE, _NARROW = 50, 30  # cells: room for bars, room for title and numbers on one line
NEW_DECK = "cxdrill new my-deck   starts a deck"


class DeckToday(Struct, frozen=True):
    """How one deck stands: the share of its faces that would be recalled now, and what is due."""

    title: str
    known: float  # 0 to 1
    due: int


class Today(Struct, frozen=True):
    """Everything the first screen says."""

    date: date
    agenda: Agenda
    most_reviews: int | None  # a day
    seconds: float  # that today's cards take, repeats included
    new_left: int
    streak: int
    lately: tuple[int, ...]  # reviews on the last study days, oldest first
    decks: tuple[DeckToday, ...]
    open_exam: str = ""  # an exam whose attempt was left open
    readiness: tuple[str, ...] = ()


def today_lines(today: Today, width: int) -> list[StyledLine]:
    """The first screen."""
    lines = paint.sides(paint.words("cxdrill", paint.TITLE), paint.words(day(today.date), paint.DIM), width)
    if not today.decks:
        return [*lines, paint.words(""), paint.words("There is no card to study."), *commands([NEW_DECK])]
    lines += [paint.words(""), *_counts(today, width), paint.words(""), *_decks(today.decks, width)]
    for place, line in enumerate(today.readiness):
        lines += [] if place else [paint.words("")]
        lines += paint.wrapped(paint.words(line), width)
    return [*lines, paint.words(""), *commands(_next(today))]


def _counts(today: Today, width: int) -> list[StyledLine]:
    due, new = len(today.agenda.due), len(today.agenda.new)
    rows = [("Due now", count(due, "card"), f"about {duration(today.seconds)}" if due else "")]
    if today.new_left:
        rows.append(("New", f"{new} today", f"of {today.new_left} left"))
    if today.streak:
        rows.append(("Streak", count(today.streak, "day"), _lately(today.lately, width)))
    lines: list[StyledLine] = []
    for name, number, note in rows:
        value = number if width < _WIDE else f"{number:<10}"
        line = paint.joined(f"{name:<10}", paint.words(f"{value}  ", paint.TITLE), paint.words(note, paint.DIM))
        lines += paint.wrapped(line, width)
    reasons = waiting(today.agenda, today.most_reviews)
    return [*lines, *(row for reason in reasons for row in paint.wrapped(paint.words(reason, paint.DIM), width))]


def _lately(reviews: Sequence[int], width: int) -> str:
    """The reviews of the last days: as a line of blocks, or as numbers for who cannot look at it."""
    if not paint.is_drawn(width):
        return f"reviews of the last {len(reviews)} days: {' '.join(map(str, reviews))}"
    return f"{paint.sparkline(reviews)}  last {len(reviews)}" if width >= _WIDE else ""


def _decks(decks: Sequence[DeckToday], width: int) -> list[StyledLine]:
    """The decks, those with the most due first."""
    shown = sorted(decks, key=lambda deck: -deck.due)[:_MOST_DECKS]
    longest = max(paint.words(clean_line(deck.title)).cell_len for deck in shown)
    lines = [line for deck in shown for line in _deck(deck, longest, width)]
    if len(decks) > len(shown):
        lines.append(paint.words(f"and {count(len(decks) - len(shown), 'more deck')}: cxdrill decks", paint.DIM))
    return lines


def _deck(deck: DeckToday, longest: int, width: int) -> list[StyledLine]:
    """One deck: with a bar where there is room, its title on a line of its own where there is none."""
    title = paint.words(clean_line(deck.title))
    due = paint.words(f"{deck.due:>5} due" if deck.due else "", paint.DUE)
    share = f"{deck.known * 100:>4.0f} %"
    if not paint.is_drawn(width):
        return [paint.joined(title, f": {share.strip()} known", f", {deck.due} due" if deck.due else "")]
    if width < _WIDE:
        if width < _NARROW:
            return [paint.padded(title, min(title.cell_len, width)), paint.joined(share, due)]
        return [paint.joined(paint.padded(title, width - 16), " ", share, due)]
    names = min(longest, width - 33)
    bar = paint.bar(deck.known, min(22, width - names - 17))
    return [paint.joined(paint.padded(title, names), "  ", bar, share, due)]


def _next(today: Today) -> list[str]:
    if today.open_exam:
        return [f"cxdrill quiz {today.open_exam}   goes on with the check you left open", "cxdrill study"]
    if today.agenda.held and not today.agenda.due:
        return [over_the_limit()]
    if today.agenda.due or today.agenda.new:
        return ["cxdrill study"]
    return ["cxdrill ready   your chances of passing"]
