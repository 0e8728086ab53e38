"""`cxdrill plan --by DATE`: a daily load up to the day of an exam, and what it is worth."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import dropwhile, pairwise

from cxdrill.core.ready.course import Load
from cxdrill.core.ready.date_plan import DatePlan
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, commands
from cxdrill.terminal.views.ready_view import ranged
from cxdrill.terminal.wording import count, day, duration, relative_day, topic_name, typed

MOST_ROWS = 14


def plan_lines(
    plan: DatePlan, title: str, titles: Mapping[str, str], width: int, *, has_evidence: bool
) -> list[StyledLine]:
    head = [paint.words(f"{title}: {day(plan.by)}, {relative_day(plan.by, plan.today)}", paint.TITLE)]
    done, reviews = duration(plan.done_today * 60, has_days=False), len(plan.keys) - plan.new_today
    told = f"Today's share is done ({done})."
    if plan.keys:
        met = f" and {count(plan.met_today, 'new card')}" if plan.met_today else ""
        after = f", beside the {done}{met} you have studied already" if plan.done_today else ""
        told = f"Today: {plan.new_today} new, {count(reviews, 'review')}, about {minutes(plan.minutes_today)}{after}."
    warnings = paint.sentences([_shortage(plan, titles)], width, paint.DUE)
    nothing, followed = map(ranged, (plan.if_nothing, plan.if_followed))
    chances = f"Chance on that day if nothing is studied: {nothing}; if the plan is followed: {followed}."
    early = f"Too early for a forecast; {typed('cxdrill ready')} shows what is missing."
    notes = [
        *paint.sentences([_ending(plan)], width), *warnings,
        *paint.sentences([chances if has_evidence else early], width),
    ]  # fmt: skip
    following = commands("cxdrill study" if plan.keys else "cxdrill ready")
    return paint.stacked(head, paint.sentences([told], width), _table(plan), notes, following)


def last_day_lines(cards: int, worth_minutes: float, title: str, width: int) -> list[StyledLine]:
    """The screen on the day of the check itself."""
    said = (
        f"{count(cards, 'card')} would raise your chance most, in about {minutes(worth_minutes)}."
        if cards
        else "There is nothing left that would raise your chance much."
    )
    following = ["cxdrill study", "cxdrill quiz    takes the check"] if cards else ["cxdrill quiz"]
    head = [paint.words(f"{title}: today", paint.TITLE)]
    return paint.stacked(head, paint.sentences((said,), width), commands(*following))


def _ending(plan: DatePlan) -> str:
    """Why the last days bring reviews alone."""
    old = next((load.first + load.days for load in reversed(plan.loads) if load.new), 0)
    if not 0 < old < plan.days:
        return ""
    last = f"From {day(plan.by - timedelta(days=plan.days - old))} on" if plan.days - old > 1 else "On the last day"
    return f"{last} nothing new comes, so there is time to go over what you have met once more."


def _shortage(plan: DatePlan, titles: Mapping[str, str]) -> str:
    """What to leave out where the days do not suffice."""
    if plan.is_enough:
        return ""
    left_out = ", ".join(f"{topic_name(topic, titles)} ({number})" for topic, number in plan.dropped)
    total, looks = sum(number for _, number in plan.dropped), "twice" if plan.days > 1 else "once"
    return (
        f"{minutes(plan.minutes)} a day is not enough to see every card {looks}. Skip {count(total, 'new card')}: "
        f"{left_out}; or study {minutes(plan.minutes_needed)} a day."
    )


def _table(plan: DatePlan) -> list[StyledLine]:
    rows = []
    for load in _rows(plan.loads):
        first, last = (plan.today + timedelta(days=load.first + more) for more in (0, load.days - 1))
        day = f"{first.day} {first:%b}"
        name = f"{first:%a} {day}" if load.days == 1 else f"{day} - {last.day} {last:%b}"
        rows.append((name, f"{load.new:.0f}", f"{load.reviews:.0f}", f"{load.seconds / 60:.0f}"))
    return paint.table(("a day", "new", "reviews", "minutes"), rows)


def _rows(loads: tuple[Load, ...]) -> Iterator[Load]:
    """The days, today alone, others so many together that they fit; with new cards and without stay apart."""
    days = sum(load.days for load in loads)
    if len(loads) <= MOST_ROWS:
        yield from loads
        return
    together = -(-(days - 1) // (MOST_ROWS - 1))
    yield loads[0]
    without_new = len([*dropwhile(lambda load: not load.new, reversed(loads))])
    starts = sorted({*range(1, without_new, together), *range(max(1, without_new), len(loads), together), len(loads)})
    for start, stop in pairwise(starts):
        part = loads[start:stop]
        length = sum(load.days for load in part)
        sums = (sum(getattr(load, name) * load.days for load in part) for name in ("new", "reviews", "seconds"))
        yield Load(part[0].first, length, *(each / length for each in sums))


def minutes(number: float) -> str:
    """`12 minutes`."""
    return count(max(1, round(number)) if number else 0, "minute")
