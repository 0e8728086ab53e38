"""What stands on the normal screen after a study session: how it went, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from cxdrill.core.study.summary import Summary
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, commands
from cxdrill.terminal.wording import count, duration, percent


def summary_lines(
    summary: Summary, *, is_cram: bool, next_commands: Sequence[str], readiness: Sequence[str] = ()
) -> list[StyledLine]:
    """The summary of a session, where it leaves the learner before the exam, and the one next command."""
    if not summary.answers:
        return [paint.words("No card was answered."), *commands(next_commands)]
    lines = [
        paint.words(f"{count(summary.answers, 'answer')} on {count(summary.faces, 'card')}", paint.TITLE),
        paint.words(_how_it_went(summary)),
        paint.words(_ratings(summary), paint.DIM),
    ]
    if summary.leeches:
        lines.append(paint.words(f"keeps slipping away: {', '.join(summary.leeches)}", paint.DUE))
    if is_cram:
        lines.append(paint.words("Crammed: the schedule is as it was."))
    else:
        lines.append(paint.words(_what_comes(summary)))
    if readiness:
        lines += [paint.words(""), *map(paint.words, readiness)]
    return [*lines, paint.words(""), *commands(next_commands)]


def _how_it_went(summary: Summary) -> str:
    known = percent(summary.first_tries_known / summary.first_tries) if summary.first_tries else ""
    pieces = [
        f"{known} known at the first try" if known else "",
        f"in {duration(summary.took_seconds, has_days=False)}",
    ]
    learnt = [
        f"{summary.introduced} new" if summary.introduced else "",
        f"{summary.learnt} learnt" if summary.learnt else "",
    ]
    forgotten = f"{summary.forgotten} forgotten" if summary.forgotten else ""
    return " · ".join(piece for piece in (*pieces, *learnt, forgotten) if piece)


def _ratings(summary: Summary) -> str:
    names = ("again", "hard", "good", "easy")
    return " · ".join(f"{number} {name}" for name, number in zip(names, summary.ratings, strict=True))


def _what_comes(summary: Summary) -> str:
    now = f"{count(summary.due_now, 'card')} still due today" if summary.due_now else "Nothing more is due today"
    return f"{now}; tomorrow {count(summary.due_tomorrow, 'card')}."


def practice_lines(right: int, answers: int) -> list[StyledLine]:
    """What practice came to; it counts for nothing."""
    score = f"{right} of {answers} right" if answers else "No question was answered."
    note = paint.words("Practice: neither schedule nor attempts were touched.", paint.DIM)
    return [paint.words(score, paint.TITLE), note, paint.words(""), *commands(["cxdrill quiz"])]


def nothing_lines(summary: Summary, *, is_filtered: bool, is_planned: bool) -> list[StyledLine]:
    """What is said when there was nothing to ask."""
    if is_planned:
        done = paint.words("Today's share for the check is done.", paint.TITLE)
        return [done, *commands(["cxdrill ready   your chances of passing", "cxdrill study --new 10   ten more cards"])]
    if is_filtered:
        return [paint.words("No card matches these options."), *commands(["cxdrill study   studies what is due"])]
    tomorrow = f"Tomorrow {count(summary.due_tomorrow, 'card')}."
    return [
        paint.words("Nothing is due now and today's new cards are done.", paint.TITLE),
        paint.words(tomorrow),
        *commands(
            ["cxdrill study --new 10   for ten more new cards", "cxdrill study --ahead 1  for what is due tomorrow"]
        ),
    ]
