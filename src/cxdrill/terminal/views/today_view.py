"""`cxdrill` alone: the check ahead, today's work, where the learner stands, and the next command to type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from cxdrill.core.study.counts import Agenda
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import Bar, StyledLine, commands
from cxdrill.terminal.views.summary_view import over_the_limit, waiting
from cxdrill.terminal.wording import clock, count, day, duration, percent, relative_day, typed

_MOST_DECKS, _LEAST_DECKS = 12, 3
_WIDE = 50  # cells: room for columns
_LEAST_KNOWN = 0.005  # of a deck; what is in its first steps counts as not yet known
NEW_DECK = "cxdrill new my-deck   starts a deck"


class DeckToday(Struct, frozen=True):
    """How one deck stands: the share of its faces that would be recalled now, and what is due."""

    title: str
    known: float  # 0 to 1
    due: int
    is_new: bool = False  # nothing of it was asked yet


class OpenCheck(Struct, frozen=True):
    """An attempt that was left open: its exam, and the seconds left of its time (None: no limit)."""

    exam: str
    seconds_left: float | None
    does_time_run: bool  # also now, while nobody is at it


class Today(Struct, frozen=True):
    """Everything the first screen says."""

    today: date
    agenda: Agenda
    most_reviews: int | None  # a day
    seconds: float  # that today's cards take, repeats included
    done: int  # answers given today
    new_left: int
    streak: int
    lately: tuple[int, ...]  # reviews on the last study days, oldest first
    decks: tuple[DeckToday, ...]
    check: date | None = None  # the day of the check that is prepared for
    check_was: date | None = None  # the day that went by, where no other one is planned and it was not passed
    open_check: OpenCheck | None = None
    passed: tuple[str, ...] = ()  # a sentence where the check was passed
    failed: tuple[str, ...] = ()  # sentences where it was not: the last result, and when there is another try
    may_be_taken: bool = True  # the check, by its rules, now
    readiness: tuple[str, ...] = ()
    ends: str = ""  # when this study day ends, where the calendar has turned to the next already


def today_lines(today: Today, width: int, height: int | None = None) -> list[StyledLine]:
    """The first screen; the list of decks is cut where all of it would be longer than the window."""
    head = paint.sides(paint.words(_heading(today), paint.TITLE), paint.words(f"{day(today.today)}{today.ends}"), width)
    if not today.decks:
        return paint.stacked(head, [paint.words("There is no card to study."), *commands(NEW_DECK)])
    passed = paint.sentences(today.passed, width, paint.RIGHT)
    above = paint.stacked(head, passed, paint.sentences([" ".join(today.failed)], width), _rows(today, width))
    reminder = paint.sentences([left_open_words(today.open_check)] if today.open_check else [], width, paint.DUE)
    following = [row for line in commands(*_next(today)) for row in paint.rows(line, width)]
    below = paint.stacked(paint.sentences(today.readiness, width), [*reminder, *following])
    room = _MOST_DECKS if height is None else height - len(above) - len(below) - 2
    return paint.stacked(above, _decks(today.decks, width, max(_LEAST_DECKS, min(room, _MOST_DECKS))), below)


def _heading(today: Today) -> str:
    if today.check_was and not today.passed:
        return f"Check was on {day(today.check_was)}, {relative_day(today.check_was, today.today)}"
    if today.check is None or today.passed:
        return "cxdrill"
    when = relative_day(today.check, today.today)
    return f"Check {when}" if today.check == today.today else f"Check on {day(today.check)}, {when}"


def _rows(today: Today, width: int) -> list[StyledLine]:
    due, new = len(today.agenda.due), len(today.agenda.new)
    parts = [count(due, "review") if due else "", f"{new} new" if new else "", f"about {duration(today.seconds)}"]
    work = ", ".join(filter(None, parts)) if due + new else "all done" * bool(today.done)
    done = f"{count(today.done, 'answer')} given in study" if today.done else ""
    rows = [("Today", count(due + new, "card"), " · ".join(part for part in (work, done) if part))]
    if today.new_left > new and not today.agenda.is_planned:
        rows.append(("New", f"{today.new_left:,}", "not met yet, today's included"))
    if today.streak:
        rows.append(("Streak", count(today.streak, "day"), _lately(today.lately, width)))
    lines: list[StyledLine] = []
    for name, number, note in rows:
        value = number if width < _WIDE else f"{number:<10}"
        first = paint.joined(f"{name:<8}", paint.words(f"{value}  ", paint.TITLE))
        lines += paint.wrapped(note, width, first=first, hang=" " * (first.cell_len if width >= _WIDE else 8))
    reasons = (*_missed_first(today.agenda), *waiting(today.agenda, today.most_reviews))
    return [*lines, *(row for reason in reasons for row in paint.wrapped(paint.words(reason), width))]


def _missed_first(agenda: Agenda) -> tuple[str, ...]:
    """Why there is more to do after a check."""
    if not agenda.missed:
        return ()
    come = "was added and comes" if agenda.missed == 1 else "were added and come"
    return (f"{count(agenda.missed, 'question')} you missed in the check {come} first.",)


def _lately(reviews: Sequence[int], width: int) -> str:
    """The reviews of the last days: as a line of blocks, or as numbers for who cannot look at it."""
    if not paint.is_drawn(width):
        return f"reviews of the last {len(reviews)} days: {' '.join(map(str, reviews))}"
    return f"{paint.sparkline(reviews)}  answers on the last {len(reviews)} days" if width >= _WIDE else ""


def _decks(decks: Sequence[DeckToday], width: int, most: int) -> list[StyledLine]:
    """The decks in at most so many lines, those with the most due first: how much of each would be recalled now."""
    shown = sorted(decks, key=lambda deck: -deck.due)[: most - (len(decks) > most)]
    rows: list[Bar] = []
    for deck in shown:
        begun = f"{percent(deck.known)} known now" if deck.known >= _LEAST_KNOWN else "in training"
        known = "new" if deck.is_new and not deck.due else begun
        due = paint.words(f", {deck.due} due" if deck.due else "", paint.DUE)
        rows.append((clean_line(deck.title), deck.known, paint.joined(known, due), paint.PLAIN))
    lines = paint.bars(rows, width)
    if len(decks) > len(shown):
        lines.append(paint.words(f"and {count(len(decks) - len(shown), 'more deck')}: {typed('cxdrill decks')}"))
    return lines


def left_open_words(left: OpenCheck) -> str:
    """What there is to know of an attempt that was left open."""
    if left.seconds_left is None:
        return "A check is still open."
    if not left.seconds_left:
        return "The time of the check you left open is up; your answers are handed in when you go back to it."
    runs = "and it runs on" if left.does_time_run else "and it stands still"
    return f"The check you left open has {clock(left.seconds_left)}, {runs}."


def _next(today: Today) -> list[str]:
    if today.open_check:
        is_over = today.open_check.seconds_left == 0
        remark = "hands it in" if is_over else "goes on with it"
        return [f"cxdrill quiz {today.open_check.exam}   {remark}", "cxdrill study"]
    if today.agenda.held and not today.agenda.due:
        return [over_the_limit()]
    is_on = today.check == today.today and today.may_be_taken and not today.passed
    if today.agenda.due or today.agenda.new:
        more = ["cxdrill results   your result and your certificate"] if today.passed else []
        more += ["cxdrill quiz   takes the check"] if is_on else []
        more += ["cxdrill plan --by friday   sets another day"] if today.check_was and not today.passed else []
        return ["cxdrill study", "cxdrill cards --why   what is asked today, and why", *more]
    return ["cxdrill ready   your chances of passing"]
