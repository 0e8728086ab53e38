"""The first session: what this trains for, and the day of the check, if there is one yet."""

from __future__ import annotations

from datetime import datetime

from cxdrill.app.context import Context
from cxdrill.app.exam_outlook import save
from cxdrill.core.day import study_day
from cxdrill.core.exams.score import needed
from cxdrill.core.ready.planned import likely_exam, plan_day, plan_draft
from cxdrill.errors import WrongUsage
from cxdrill.terminal import menu, paint
from cxdrill.terminal.report import print_lines, room
from cxdrill.terminal.wording import count, day, duration, relative_day

QUESTION, HINT = (
    "When is your check?",
    "(Like friday, 4 December or in 3 weeks; only Enter where there is no date yet.)",
)


def welcome(context: Context, now: datetime) -> str:
    """Greets somebody who has done nothing yet, keeps the day of the check as a plan, and gives a word on that."""
    exam = likely_exam(context.index.exams, ())
    if exam is None or not exam.items:
        return ""
    passing = f"{needed(exam.items, exam.pass_mark.value)} of {count(exam.items, 'point')} to pass"
    facts = [count(exam.items, "question"), passing]
    if exam.time_limit_seconds:
        facts.insert(1, duration(exam.time_limit_seconds))
    title = paint.words(f"Welcome. This trains you for: {exam.title}", paint.TITLE)
    lines = [title, paint.words(f"({', '.join(facts)})"), paint.words(""), paint.words(HINT)]
    print_lines(lines, plain=context.plain)
    today = study_day(now, context.settings.day_start)
    while text := _typed(context):
        try:
            by = plan_day(text, today)
        except WrongUsage as error:
            print_lines(paint.wrapped(str(error), room(plain=context.plain), paint.DUE), plain=context.plain)
            continue
        if event := save(context.store, plan_draft(exam.id, by, ())):
            context.index.grow_log((event,), context.store.log)
        return f"Check on {day(by)}, {relative_day(by, today)}; sessions now prepare for it."
    return ""


def _typed(context: Context) -> str:
    """The day as it was typed; nothing for Enter. The end of input leaves the program like Ctrl-C."""
    try:
        return (menu.typed(QUESTION, plain=context.plain) or "").strip()
    except EOFError:
        raise KeyboardInterrupt from None
