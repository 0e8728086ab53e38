"""Reports as one page to hand on: of a class, and of a learner's own progress."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from cxdrill.core.analysis.analysis import Analysis, ExamStatistics
from cxdrill.core.analysis.comparison import Untrained
from cxdrill.core.analysis.item_statistics import ItemStatistics
from cxdrill.core.analysis.moments import score_bins
from cxdrill.core.analysis.people import People, Person, Taken, last_seen
from cxdrill.core.analysis.sheet import Sample
from cxdrill.core.cards.roleplay import MOST, step_means
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import percent_of
from cxdrill.core.exams.record import attempt_row
from cxdrill.core.study.stats import Stats
from cxdrill.files.exports.html_page import bars, counted, histogram, listed, paragraph, report_page, section, table
from cxdrill.files.exports.pens import line

_SHOWN_TOPICS = 8
_MOST_TYPED = 8  # answers shown of a typed question
_WEEKS, _DAYS = 12, 10
_RATINGS = ("again", "hard", "good", "easy")


def class_page(found: Analysis, everybody: People, first: Untrained | None, warnings: Mapping[str, str]) -> bytes:
    """The page; `warnings` are the words for what can be wrong with a question."""
    about, exam = found.about, found.exam
    plays = [(step, round(mean, 1), n) for step, (mean, n) in step_means(play for _, play in about.roleplays).items()]
    weak = [item for item in found.items if item.warnings]
    flags = [(each.card, f"{each.at:%Y-%m-%d}", each.note) for each in about.flags]
    return report_page(
        f"{about.title or 'No exam'}: the class",
        (
            *(paragraph(each, "lead") for each in sentences(found, everybody)),
            '<div class="charts">\n',
            bars("Topics, the weakest first", _weakest(found)[:_SHOWN_TOPICS]),
            _scores(exam, about.pass_mark),
            "</div>\n",
            section("People", *_people(everybody)),
            section("Topics", listed("topics", "topic questions=items attempts right=facility:% alpha", found.topics)),
            section("Questions to mend", *(_question(item, warnings) for item in weak)),
            section("All questions", _questions(found)),
            section("Drilled and fresh words", _gap(found)),
            section("Before and after training", *_gains(first)),
            section("Role-plays, step by step", table("roleplays", ("step", f"mean mark of {MOST}", "times"), plays)),
            section("Flagged by learners", table("flags", ("question", "day", "note"), flags)),
        ),
    )


def sentences(found: Analysis, everybody: People) -> tuple[str, str, str]:
    """How the class stands: who passed, where it is weak, how the scores lie."""
    exam, persons = found.exam, everybody.persons
    passed, idle = sum(each.is_passed for each in persons), [each for each in persons if not each.attempts]
    silent, many = sum(not each.has_sent for each in idle), counted(len(persons), "person", "people")
    if exam.attempts and not persons:  # a database tells of attempts
        passed, many = exam.passed or 0, counted(exam.attempts, "attempt", "attempts")
    share = _percent(passed / (len(persons) or exam.attempts) if persons or exam.attempts else None) or "–"
    words = f"{passed} of {many} passed ({share})"
    words += f"; {counted(len(idle), 'person', 'people')} handed in no attempt" if idle else ""
    words += f", {silent} of them sent nothing at all" if silent else ""
    weak = "Fewer than ten people took it: too few to tell its weak topics."
    if weakest := _weakest(found):
        told = " and ".join(f"{name} ({share:.0%})" for name, share, _ in weakest[:2])
        strongest = f", strongest in {weakest[-1][0]}" if len(weakest) > 2 else ""
        weak = f"The class is weakest in {told}{strongest}."
    if not exam.scores:
        return f"{words}.", weak, "No attempt was handed in."
    low, high, mean = min(exam.scores), max(exam.scores), sum(exam.scores) / len(exam.scores)
    unit = "%" if exam.items is None else f" of {exam.maximum:g} points"
    mark = f"; the pass mark is {found.about.pass_mark}" if found.about.pass_mark else ""
    return f"{words}.", weak, f"Scores run from {low:g} to {high:g}{unit}, on average {mean:.1f}{mark}."


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:.0%}"


def _weakest(found: Analysis) -> list[tuple[str, float, str]]:
    known = [(each.topic or "no topic", each.facility) for each in found.topics if each.facility is not None]
    return [(name, share, f"{share:.0%}") for name, share in sorted(known, key=lambda pair: (pair[1], pair[0]))]


def _scores(exam: ExamStatistics, pass_mark: str) -> str:
    if not exam.scores or not exam.maximum:
        return ""
    bins, low, step = score_bins(exam.scores, exam.maximum)
    mark, words = None, ""
    if share := percent_of(pass_mark):
        needed = -(-int(exam.maximum) * share.value.numerator // share.value.denominator)
        mark, words = min(max(0.0, (needed - low) / step), float(len(bins))), f"pass mark {needed}"
    return histogram("People by score", bins, mark, words)


def _people(everybody: People) -> Iterator[str]:
    columns = "group=name people begun sent_nothing passed first_attempts=first:% topics"
    yield listed("groups", columns, everybody.groups)
    has_groups = bool(everybody.groups)
    head = f"person,{'group,' * has_groups}first,best,last,result,last seen,due,role-plays,topics".split(",")
    rows = [_person(each, has_groups) for each in everybody.persons]
    yield table("people", head, rows, filter_by="Only people, groups or topics with")


def _person(each: Person, has_groups: bool) -> tuple[object, ...]:
    taken, earned, last = each.attempts, [play.score for play in each.roleplays], last_seen(each)
    scores: Sequence[Taken | None] = (taken[0], each.best, taken[-1]) if taken else (None,) * 3
    marks = f"{sum(a for a, _ in earned)} of {sum(b for _, b in earned)}" if earned else None
    group = (each.group,) * has_groups
    shares = (_percent(None if score is None else score.share) for score in scores)
    return (each.name, *group, *shares, each.verdict, last or None, each.due, marks, each.topics)


def _question(item: ItemStatistics, warnings: Mapping[str, str]) -> str:
    """What is wrong with a question, and what each option drew."""
    asked = item.asked
    reasons = "".join(f"<li>{line(warnings.get(name, name))}</li>" for name in item.warnings)
    options = item.options[:_MOST_TYPED] if asked.type == "typed" else item.options
    keys = [number for number, each in enumerate(options) if each.is_key]
    columns = "option=text people=count share:% of_the_best=top:% of_the_weakest=bottom:%"
    drawn = listed(f"options of {asked.key}", columns, options, keys=keys)
    head = f"<h3>{line(asked.key)}</h3>\n<ul>{reasons}</ul>\n"
    return f"{head}{paragraph(asked.prompt)}{drawn}"


def _questions(found: Analysis) -> str:
    few = "Fewer than ten people: counts only." if found.exam.sample is Sample.COUNTS else ""
    columns = (
        "question=asked.key topic=asked.topic people=count right=facility:% with_the_rest=item_rest seconds:0 =warnings"
    )
    drawn = listed("questions", columns, found.items, filter_by="Only topics or questions with")
    return paragraph(few if drawn else "", "faint") + drawn


def _gap(found: Analysis) -> str:
    if (gap := found.gap) is None or gap.one is None or gap.other is None:
        return ""
    return paragraph(f"{gap.one:.0%} right in words that drills had shown, {gap.other:.0%} in fresh ones.")


def _gains(first: Untrained | None) -> Iterator[str]:
    if first is None:
        return
    yield paragraph(f"{first.passed} of {counted(first.people, 'person', 'people')} passed without training.")
    rows = []
    for each in first.gains:
        gain, nothing = each.shares.difference, "tells nothing" if each.tells_nothing else ""
        points = None if gain is None else f"{gain * 100:+.0f}"
        rows.append((each.asked.key, _percent(each.shares.one), _percent(each.shares.other), points, nothing))
    yield table("gains", ("question", "before", "after", "gain in points", ""), rows)


def stats_page(title: str, stats: Stats, attempts: Sequence[Attempt], today: date) -> bytes:
    counts, kept = stats.counts, stats.retention
    weeks = Counter((today - day).days // 7 for day, number in stats.reviews_on.items() for _ in range(number))
    past = [((today - timedelta(weeks=back)).strftime("%m-%d"), weeks[back]) for back in reversed(range(_WEEKS))]
    days = [((today + timedelta(days=n)).strftime("%m-%d"), due) for n, due in enumerate(stats.forecast[:_DAYS])]
    given = max(1, sum(stats.ratings))
    shares = [(name, n / given, f"{n / given:.0%}") for name, n in zip(_RATINGS, stats.ratings, strict=True)]
    memory = f"{kept.achieved:.0%} of {kept.tries:,} first tries were remembered." if kept.achieved is not None else ""
    spent = f"{counted(stats.reviews, 'review')} in {stats.took_seconds / 3600:.1f} hours"
    streak = f"a streak of {counted(stats.streak, 'day')}, the longest {stats.longest_streak}"
    hardest = "card=key reviews=state.reviews lapses=state.lapses chance_of_recall=retrievability:%"
    return report_page(
        f"{title}: progress on {today}",
        (
            paragraph(f"{counts.seen} of {counts.faces} cards seen, {counts.due} due, {counts.new} new.", "lead"),
            paragraph(f"{spent}, {streak}.", "lead"),
            paragraph(memory, "lead"),
            '<div class="charts">\n',
            histogram("Reviews in the weeks up to", past) if stats.reviews else "",
            histogram("Cards due", days) if stats.reviews else "",
            bars("Ratings", shares) if stats.reviews else "",
            "</div>\n",
            section("Hardest cards", listed("hardest", hardest, stats.hardest)),
            section("Checks", table("checks", ("check", "day", "score", ""), [_attempt(each) for each in attempts])),
        ),
    )


def _attempt(each: Attempt) -> tuple[object, ...]:
    row = attempt_row(each)  # as far as the exam's feedback shows it
    score = None if row["score"] is None else f"{row['score']} of {row['items']}"
    verdict = {True: "passed", False: "not passed"}.get(row["passed"], row["state"])
    return each.policy.title or each.exam, each.started_at.date(), score, verdict
