"""A learner's own progress as one page: what was studied, how well it is remembered, what is due, the checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.record import attempt_row
from cxdrill.core.study.stats import Stats
from cxdrill.files.exports.html_page import bars, counted, histogram, paragraph, report_page, section, table

_WEEKS, _DAYS = 12, 10
_RATINGS = ("again", "hard", "good", "easy")


def stats_page(title: str, stats: Stats, attempts: Sequence[Attempt], today: date) -> bytes:
    """The page."""
    counts, kept = stats.counts, stats.retention
    weeks = Counter((today - day).days // 7 for day, number in stats.reviews_on.items() for _ in range(number))
    past = [((today - timedelta(weeks=back)).strftime("%m-%d"), weeks[back]) for back in reversed(range(_WEEKS))]
    days = [
        ((today + timedelta(days=ahead)).strftime("%m-%d"), due) for ahead, due in enumerate(stats.forecast[:_DAYS])
    ]
    given = max(1, sum(stats.ratings))
    shares = [(name, n / given, f"{n / given:.0%}") for name, n in zip(_RATINGS, stats.ratings, strict=True)]
    memory = f"{kept.achieved:.0%} of {kept.tries:,} first tries were remembered." if kept.achieved is not None else ""
    spent = f"{counted(stats.reviews, 'review')} in {stats.took_seconds / 3600:.1f} hours"
    hardest = [
        (
            each.key,
            each.state.reviews,
            each.state.lapses,
            "–" if (left := each.retrievability) is None else f"{left:.0%}",
        )
        for each in stats.hardest
    ]
    return report_page(
        f"{title}: progress on {today}",
        (
            paragraph(f"{counts.seen} of {counts.faces} cards seen, {counts.due} due, {counts.new} new.", "lead"),
            paragraph(
                f"{spent}, a streak of {counted(stats.streak, 'day')}, the longest {stats.longest_streak}.", "lead"
            ),
            paragraph(memory, "lead"),
            '<div class="charts">\n',
            histogram("Reviews in the weeks up to", past) if stats.reviews else "",
            histogram("Cards due", days) if stats.reviews else "",
            bars("Ratings", shares) if stats.reviews else "",
            "</div>\n",
            section("Hardest cards", table("hardest", ("card", "reviews", "lapses", "chance of recall"), hardest)),
            section("Checks", table("checks", ("check", "day", "score", ""), [_attempt(each) for each in attempts])),
        ),
    )


def _attempt(each: Attempt) -> tuple[object, ...]:
    row = attempt_row(each)  # as far as the exam's feedback shows it
    score = "–" if row["score"] is None else f"{row['score']} of {row['items']}"
    verdict = {True: "passed", False: "not passed"}.get(row["passed"], row["state"])
    return each.policy.title or each.exam, each.started_at.date(), score, verdict
