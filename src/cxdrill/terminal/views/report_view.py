"""The report of a class: the exam as a whole, its topics and plots. Single items are `report_items_view`'s concern."""

from collections.abc import Iterator, Sequence

from cxdrill.core.analysis.analysis import Analysis, ExamStatistics
from cxdrill.core.analysis.item_statistics import ItemStatistics
from cxdrill.core.analysis.moments import score_bins
from cxdrill.core.analysis.people import People, Person, last_seen
from cxdrill.core.analysis.sheet import Sample
from cxdrill.core.cards.roleplay import MOST, step_means
from cxdrill.core.day import dated
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import Bar, StyledLine
from cxdrill.terminal.views.report_items_view import card_rows, detail_lines, gap_lines, number, suspect_lines
from cxdrill.terminal.wording import count, percent

_LONGEST = 28
BANNERS = {
    Sample.COUNTS: "counts only: fewer than 10 people say nothing about an exam or its items",
    Sample.UNSTABLE: "unstable: with fewer than 30 people every number here will move",
    Sample.SMALL: "with fewer than 100 people take these numbers as hints",
}
_PLOT_HEIGHT, _POINTS = 9, " •23456789#"


def report_lines(analysis: Analysis, width: int, *, has_details: bool = False) -> list[StyledLine]:
    """Everything, each part under a heading of its own; `has_details` shows the options of every item."""
    has_attempts = bool(analysis.exam.attempts)
    flags: list[StyledLine] = []
    for flag in analysis.about.flags:
        flags += paint.sides(paint.words(flag.card), paint.words(dated(flag.at)), width)
        flags += paint.wrapped(flag.note, width, first="   ") if flag.note.strip() else []
    parts = (
        *(_of_attempts(analysis, width, has_details=has_details) if has_attempts else ()),
        ("Flagged by learners", flags),
        ("Role-plays, the weakest step first", _roleplays(analysis, width)),
    )
    more = "→ --details shows the options of every item, --csv FILE a table"
    ending = paint.wrapped(more, width) if has_attempts and not has_details else []
    return paint.stacked(_head(analysis, width), *(paint.section(*part) for part in parts), ending)


def _of_attempts(analysis: Analysis, width: int, *, has_details: bool) -> Iterator[tuple[str, list[StyledLine]]]:
    items = analysis.items
    yield "Scores", _scores(analysis.exam, width)
    yield "Topics", _topics(analysis, width)
    yield "Drilled and fresh words", gap_lines(analysis.gap, analysis.pairs, width)
    yield "Possible wrong key", suspect_lines(analysis.suspects, width)
    yield "Facility (across) and item-rest correlation (up)", scatter(items, width)
    yield "Items, the least telling first", card_rows(items, width)
    shown = [item for item in items if has_details or item.warnings]
    heading = "The options of every item" if has_details else "Items to look at"
    yield heading, [line for item in shown for line in detail_lines(item, width)]


def scatter(items: Sequence[ItemStatistics], width: int) -> list[StyledLine]:
    """Each item as a point: a dot, or how many fall together."""
    points = [(item.facility, item.item_rest) for item in items]
    known = [(across, up) for across, up in points if across is not None and up is not None]
    if not known:
        return []
    columns, ups = max(20, min(50, width - 12)), [up for _, up in known]
    low, high = min(0.0, *ups), max(0.5, *ups)
    tally: dict[tuple[int, int], int] = {}
    for across, up in known:
        place = round((high - up) / (high - low) * (_PLOT_HEIGHT - 1)), round(across * (columns - 1))
        tally[place] = tally.get(place, 0) + 1
    lines = []
    for row in range(_PLOT_HEIGHT):
        level = high - row * (high - low) / (_PLOT_HEIGHT - 1)
        cells = "".join(_POINTS[min(tally.get((row, column), 0), 10)] for column in range(columns))
        lines.append(paint.joined(paint.words(f"{level:6.2f} │"), paint.blocks(cells, paint.BAR)))
    axis = f"       └{'─' * columns}"
    return [*lines, paint.words(axis), paint.words(f"        0%{'100%':>{columns - 3}}")]


def _head(analysis: Analysis, width: int) -> list[StyledLine]:
    about, exam = analysis.about, analysis.exam
    lines = paint.wrapped(about.title or "No exam", width, paint.TITLE)
    if not exam.attempts:
        later = f"{count(about.later, 'later attempt')} left out; --all-attempts counts every one."
        return [*lines, *paint.wrapped(later if about.later else "No attempt was handed in.", width)]
    are_first = exam.attempts == exam.people and all(sheet.place == 0 for sheet in about.sheets)
    asked = f"{count(len(analysis.items), 'item')}, the same for everybody"
    if not exam.is_fixed:
        drawn = "of different length" if exam.items is None else f"of {count(exam.items, 'item')}"
        asked = f"forms {drawn}, drawn from {len(analysis.items)}: no alpha"
    which = "first attempts" if are_first else count(exam.attempts, "attempt")
    lines += paint.wrapped(" · ".join((count(exam.people, "person", "people"), which, asked)), width)
    aside = [f"{count(about.later, 'later attempt')} left out (--all-attempts)"] if about.later else []
    aside += [f"{count(about.unfinished, 'attempt')} not handed in"] if about.unfinished else []
    lines += paint.sentences([" · ".join(aside)], width)
    if banner := BANNERS.get(exam.sample):
        lines += paint.wrapped(f"! {banner}", width, paint.DUE)
    return lines


def _scores(exam: ExamStatistics, width: int) -> list[StyledLine]:
    unit = "%" if exam.items is None else "points"
    rows: list[str] = []
    if exam.mean is not None:
        whole = f" ({percent(exam.mean / exam.maximum)})" if exam.maximum else ""
        rows.append(
            f"mean {exam.mean:.2f} of {exam.maximum:g}{whole} · median {exam.median:g} · SD {number(exam.deviation)}"
        )
        rows.append(f"skewness {number(exam.skewness)} · kurtosis {number(exam.kurtosis)}")
    if exam.passed is not None:
        share = "" if exam.pass_rate is None else f", {percent(exam.pass_rate)}"
        if exam.pass_interval:
            share += f" (95%: {exam.pass_interval.low * 100:.0f} to {exam.pass_interval.high * 100:.0f}%)"
        rows.append(f"passed {exam.passed} of {exam.attempts}{share}")
    if exam.alpha is not None:
        name = "alpha (KR-20)" if exam.is_dichotomous else "alpha"
        error = f"SEM {number(exam.standard_error)} {unit} · error ratio {number(exam.error_ratio, 0)}%"
        rows.append(f"{name} {number(exam.alpha)} · {error}")
    lines = paint.sentences(rows, width)
    return lines + (histogram(exam.scores, exam.maximum, width) if exam.mean is not None else [])


def histogram(scores: Sequence[float], maximum: float, width: int) -> list[StyledLine]:
    """How many scored how much, in at most ten bins of equal width that cover what was scored."""
    if not scores or not maximum:
        return []
    bins, _, _ = score_bins(scores, maximum)
    most = max(people for _, people in bins)
    rows = [(f"{name:>9}", people / most, str(people), paint.BAR) for name, people in bins]
    return paint.bars(rows, width, most=40)


def _topics(analysis: Analysis, width: int) -> list[StyledLine]:
    rows: list[Bar] = []
    for topic in analysis.topics:
        consistency = "" if topic.alpha is None else f" · alpha {number(topic.alpha)}"
        text = f"{count(topic.items, 'item')}{consistency}"
        if topic.facility is None:
            text = f"{text} · {count(topic.attempts, 'attempt')}"
        elif topic.topic:
            text = f"{percent(topic.facility):>5}  {text}"
        rows += [(topic.topic, topic.facility or 0.0, text, paint.RIGHT)] if topic.topic else []
    return paint.bars(rows, width, most=16)


def _roleplays(analysis: Analysis, width: int) -> list[StyledLine]:
    """Each step's mean mark over the class, and how each person did."""
    told = analysis.about.roleplays
    rows = [
        (step, f"{mean:.1f} of {MOST}   {count(plays, 'role-play')}")
        for step, (mean, plays) in step_means(play for _, play in told).items()
    ]
    for learner in dict.fromkeys(learner for learner, _ in told):
        scores = [play.score for each, play in told if each == learner]
        words = f"{sum(earned for earned, _ in scores)} of {sum(most for _, most in scores)}"
        rows.append((f"learner {clean_line(learner)[:12]}", words))
    return [
        line for name, words in rows for line in paint.sides(paint.words(clean_line(name)), paint.words(words), width)
    ]


def people_lines(everybody: People, width: int) -> list[StyledLine]:
    """Everybody with their scores, who sent nothing, and the groups."""
    persons = everybody.persons
    passed, silent = sum(each.is_passed for each in persons), [each for each in persons if not each.has_sent]
    facts = [f"{passed} of {count(len(persons), 'person', 'people')} passed."]
    facts += [f"Sent nothing: {', '.join(clean_line(each.name) for each in silent)}."] if silent else []
    facts += [f"{count(everybody.strangers, 'learner')} in the files not on the roster."] if everybody.strangers else []
    head = ("person", "first", "best", "last", "studied", "due", "")
    lines = [*paint.sentences(facts, width), *paint.table(head, [_row(each) for each in persons])]
    groups = [
        (
            clean_line(each.name)[:_LONGEST],
            *(str(each.people), str(each.begun), str(each.passed), percent(each.first)),
            ", ".join(clean_line(topic) for topic, _ in sorted(each.topics.items(), key=lambda pair: pair[1])[:2]),
        )
        for each in everybody.groups
    ]
    compared = paint.table(("group", "people", "begun", "passed", "first", "weakest"), groups)
    return paint.stacked(paint.section("People", lines), paint.section("Groups", compared))


def _row(person: Person) -> tuple[str, ...]:
    taken, best, last = person.attempts, person.best, last_seen(person)
    scores = (taken[0], best, taken[-1]) if taken and best else ()
    shares = [percent(each.share) for each in scores] or ["–"] * 3
    due = "–" if person.due is None else str(person.due)
    return (clean_line(person.name)[:_LONGEST], *shares, dated(last) if last else "–", due, person.verdict)
