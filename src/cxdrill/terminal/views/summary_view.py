"""What stands on the normal screen after a study session: how it went, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from cxdrill.core.study.counts import Agenda
from cxdrill.core.study.stats import Summary
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, commands
from cxdrill.terminal.wording import count, duration, shortened, typed


def summary_lines(
    summary: Summary,
    agenda: Agenda,
    most: int | None,
    decks: str,
    *,
    is_cram: bool,
    is_time_up: bool = False,
    readiness: Sequence[str] = (),
) -> list[StyledLine]:
    """The summary of a session, where it leaves the learner before the exam, and the one next command.

    `agenda` is that of the decks studied, after it; `most` reviews are asked a day; `decks` are those studied, as a
    command names them.
    """
    next_commands = _next(agenda, decks)
    if not summary.answers:
        return [paint.words("No card was answered."), *commands(*next_commands)]
    time = duration(summary.took_seconds, has_days=False)
    told = [
        f"{count(summary.answers, 'answer')} on {count(summary.faces, 'card')} in {time}",
        ", ".join(_gained(summary)).capitalize() + "." if any(_gained(summary)) else "",
        f"Reviews: {summary.remembered} of {summary.reviewed} remembered." if summary.reviewed else "",
        _forgotten(summary.leeches),
        "Crammed: the schedule is as it was." if is_cram else "",
    ]
    lines = [paint.words("Your time is up.")] if is_time_up else []
    lines += [paint.words(text, "" if place else paint.TITLE) for place, text in enumerate(told) if text]
    if not is_cram:
        due, new = len(agenda.due), len(agenda.new)
        left = f"Left for today: {_work(due, new)}" if due or new else "All done for today"
        lines += map(paint.words, (f"{left}. {coming_day(agenda)}.", *waiting(agenda, most)))
    return paint.stacked(lines, [*map(paint.words, readiness)], commands(*next_commands))


def _gained(summary: Summary) -> list[str]:
    """What was met, mended and learnt, as far as there is any."""
    parts = (
        (summary.introduced, f"{count(summary.introduced, 'new card')} met"),
        (summary.mended, f"{summary.mended} missed at first and right in the end"),
        (summary.learnt, f"{summary.learnt} learnt"),
        (summary.forgotten, f"{summary.forgotten} forgotten"),
    )
    return [words for number, words in parts if number]


def _forgotten(prompts: Sequence[str]) -> str:
    """The cards that keep being forgotten, by how their prompts begin."""
    if not prompts:
        return ""
    names = ", ".join(f'"{shortened(clean_line(prompt), 40)}"' for prompt in prompts[:3])
    return f"{count(len(prompts), 'card')} you keep forgetting: {names}"


def _next(agenda: Agenda, decks: str) -> Sequence[str]:
    if agenda.due or agenda.new:
        return (f"cxdrill study{decks}",)
    if agenda.held:
        return (over_the_limit(decks),)
    more = (
        f"cxdrill study{decks} --new 10   ten more new cards"
        if agenda.new_tomorrow
        else "cxdrill quiz    takes the check"
    )
    return ("cxdrill ready   for your chances of passing", more)


def practice_lines(right: int, answers: int) -> list[StyledLine]:
    """What practice came to; it counts for nothing."""
    score = f"{right} of {answers} right" if answers else "No question was answered."
    following = "cxdrill quiz" if answers and right >= 0.8 * answers else "cxdrill study"
    note = paint.words("Practice: neither schedule nor attempts were touched.")
    return paint.stacked([paint.words(score, paint.TITLE), note], commands(following))


def probe_lines(right: int, answers: int, would_pass: bool | None) -> list[StyledLine]:
    """What a probe tells of the check: a sentence."""
    if not answers:
        return [paint.words("No question was answered.", paint.TITLE)]
    told = {
        True: "you would pass the check today.",
        False: "you would not pass the check today.",
        None: "that cannot tell yet whether you would pass.",
    }
    title = paint.words(f"{right} of {answers} right: {told[would_pass]}", paint.TITLE)
    return [title, paint.words("A probe is no attempt, and asks nothing that is kept for the check."), paint.words("")]


def nothing_lines(
    agenda: Agenda, most: int | None, decks: str, *, is_narrowed: bool, is_planned: bool
) -> list[StyledLine]:
    """What is said when there was nothing to ask: why, and what lifts it."""
    if is_planned:
        done = paint.words("Today's share for the check is done.", paint.TITLE)
        return [done, *commands("cxdrill ready   your chances of passing", "cxdrill study --new 10   ten more cards")]
    if is_narrowed:
        following = commands(f"cxdrill study{decks}   studies what is due")
        return [paint.words("No card matches these options."), *following]
    if agenda.due or agenda.new:  # only the numbers of the options are in the way
        why = "These numbers leave no card." if agenda.due else "No reviews are left today, new cards are."
        return [paint.words(why), *commands(f"cxdrill study{decks}")]
    reasons = waiting(agenda, most)
    title = "Nothing can be asked now." if reasons else "Nothing is due now and today's new cards are done."
    lines = [paint.words(title, paint.TITLE), *map(paint.words, reasons)]
    lines.append(paint.words(f"{coming_day(agenda)}."))
    more = f"cxdrill study{decks} --new 10   for ten more new cards"
    ahead = f"cxdrill study{decks} --ahead 1  for what is due tomorrow"
    ways = [over_the_limit(decks)] if agenda.held else [ahead] if agenda.aside else [more, ahead]
    return [*lines, *commands(*ways)]


def coming_day(agenda: Agenda) -> str:
    """How many cards come again tomorrow, and how many for the first time; or where the plan tells it."""
    if agenda.is_planned:
        return f"The days ahead: {typed('cxdrill plan')}"
    return f"Tomorrow: {_work(agenda.tomorrow, agenda.new_tomorrow)}"


def _work(due: int, new: int) -> str:
    """`5 reviews and 15 new cards`, `15 new cards`, `5 reviews`."""
    parts = (count(due, "review") if due else "", count(new, "new card") if new else "")
    return " and ".join(filter(None, parts)) or "no cards"


def waiting(agenda: Agenda, most: int | None) -> list[str]:
    """What stands back today and why, a sentence for each reason; `most` reviews are asked a day."""
    held, aside, told = len(agenda.held), len(agenda.aside), []
    if held and most is not None:
        told.append(f"Today's limit of {count(most, 'review')} is reached; {_wait(held)}, and so do new cards.")
    elif held:
        told.append(_after_pause(agenda))
    if aside:
        left, what = ("1 card is", "its answer") if aside == 1 else (f"{aside:,} cards are", "their answers")
        told.append(f"{left} left for another day: {what} would be given away by what is asked today.")
    if agenda.later:
        at = min(agenda.later.values()).astimezone()
        told.append(f"{count(len(agenda.later), 'card')} in learning: the next one is due at {at:%H:%M}.")
    return told


def _after_pause(agenda: Agenda) -> str:
    """What is said after a pause in which more became due than a day can hold."""
    held, due = len(agenda.held), len(agenda.due)
    if not due:
        return (
            f"That is a day's work. {count(held, 'card')} from the pause wait for the next days, new cards after them."
        )
    days = count(ceil(held / due), "day")
    return (
        f"Welcome back: {count(held + due, 'card')} waited. Today's {due:,} are a day's work, the others come over "
        f"about {days} more, and new cards after them."
    )


def over_the_limit(decks: str = "") -> str:
    """The command that goes on over the day's limit."""
    return f"cxdrill study{decks} --reviews 20   goes on over today's limit"


def _wait(number: int) -> str:
    return f"{count(number, 'card')} {'waits' if number == 1 else 'wait'}"
