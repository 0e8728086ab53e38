"""A learner's own pages, which need nothing from outside: progress so far, and the certificate of a passed check."""

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt
from pathlib import Path

from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Certificate
from cxdrill.core.exams.record import attempt_row
from cxdrill.core.exams.remarks import fresh_items, remarks
from cxdrill.core.exams.score import Result, percent_shown, points_shown
from cxdrill.core.study.stats import Stats
from cxdrill.errors import DataError
from cxdrill.files.exports.deck_html import line, page
from cxdrill.files.exports.html_page import bars, counted, histogram, listed, paragraph, report_page, section, table
from cxdrill.files.whole_file import content_of

_WEEKS, _DAYS = 12, 10
_RATINGS = ("again", "hard", "good", "easy")
_STYLE = """
@page { size: A4 landscape; margin: 18mm }
body { font: 16px/1.5 Georgia, serif; color: #222; margin: 0; display: grid;
  grid-template-columns: minmax(0, 1fr); place-items: center; min-height: 94vh }
main { box-sizing: border-box; width: 46rem; max-width: 100%; padding: 3rem 6%; border: 2px solid #2a6f5e;
  text-align: center; overflow-wrap: anywhere; break-inside: avoid }
h1 { font-size: 1.1rem; letter-spacing: .18em; text-transform: uppercase; color: #2a6f5e; margin: 0 }
.name { line-height: 1.2; margin: 1.2rem 0 .4rem }
.exam { line-height: 1.3; margin: .2rem 0 }
dl { display: inline-grid; grid-template-columns: auto auto; gap: .2rem 1.2rem; margin: 1.6rem 0; text-align: left }
dt { color: #666 }
dd { margin: 0 }
.logo { max-width: 60%; max-height: 5rem; margin-bottom: 1rem }
.signature { width: 18rem; max-width: 80%; margin: 2.6rem auto 1rem; border-top: 1px solid #222; padding-top: .2rem }
footer { font-size: .8rem; color: #666 }
"""
_BODY = """<main>
{logo}<h1>Certificate</h1>
{organisation}<p class="name" style="font-size: {name_size}rem">{name}</p>
<p>passed</p>
<p class="exam" style="font-size: {title_size}rem">{title}</p>
<dl>
{rows}</dl>
{signature}<footer>
<p>Self-reported: taken unsupervised on the candidate's own computer.</p>
<p>Decks and exam: <code>{fingerprint}</code></p>
</footer>
</main>
"""

_PICTURES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".svg": "svg+xml", ".gif": "gif", ".webp": "webp"}
_LARGEST = 1 << 20  # bytes
NOTHING_MORE = Certificate()
_LONG = 60  # characters that need no smaller letters


def certificate_html(
    attempt: Attempt, result: Result, name: str, about: Certificate = NOTHING_MORE, logo: str = ""
) -> str:
    """The page for a passed attempt, with what its exam puts on it. Every text in it is cleaned and escaped."""
    policy, ended, items = attempt.policy, attempt.seen_at, len(result.items)
    until, fresh, expected = about.valid_until(ended.date()), fresh_items(attempt), attempt.expected
    mark = result.pass_mark.text.replace(" ", "")
    share = f"{percent_shown(result.score, items, result.pass_mark.value)}%, {mark} needed"
    asked = f"{fresh} of {items} questions were in words that no drill had shown" if fresh else ""
    weight = "somebody at the pass mark is expected to score"
    weight = f"{weight} {expected.score:g} of {items} on it, {expected.even:g} on the average form" if expected else ""
    rows = (
        ("Score", f"{points_shown(result.score)} of {items} ({share})"),
        ("Date", f"{_day(ended)}{f', valid until {_day(until)}' if until else ''}"),
        ("Result no.", f"{attempt.number}{f', with {policy.extra_time} more time' if policy.extra_time else ''}"),
        *(("New", asked), ("Form", weight)),
        *(("Note", sentence) for sentence in remarks(attempt)),
    )
    body = _BODY.format(
        logo=f'<img class="logo" alt="" src="{logo}">\n' if logo else "",
        organisation=f"<p>{line(about.organisation)}</p>\n" if about.organisation else "",
        name=line(name),
        name_size=_size(name, 2.4),
        title=line(policy.title),
        title_size=_size(policy.title, 1.4),
        rows="".join(f"<dt>{name}</dt><dd>{line(text)}</dd>\n" for name, text in rows if text),
        signature=f'<p class="signature">{line(about.signed_by)}</p>\n' if about.signed_by else "",
        fingerprint=line(policy.fingerprint),
    )
    return page(f"{line(policy.title)} - {line(name)}", _STYLE, body, "; img-src data:" if logo else "")


def logo_of(folder: Path, name: str) -> str:
    """The picture of that name in a folder, as a page can hold it; raises DataError where there is none."""
    path = folder / name
    if path.name != name:
        raise DataError(f'the logo "{name}" of the exam is not in its folder; put it there and give its name alone')
    kind = _PICTURES.get(path.suffix.lower())
    if kind is None:
        raise DataError(f"the logo {path} is no picture for a page; give one that ends in {', '.join(_PICTURES)}")
    try:
        content = content_of(path, limit=_LARGEST)
    except OSError as error:
        raise DataError(f"the logo {path} cannot be read ({error.strerror}); correct its name in the exam") from error
    return f"data:image/{kind};base64,{b64encode(content).decode('ascii')}"


def _day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def _size(text: str, largest: float) -> float:
    """The size of a line in rem; smaller for a long one, so that the page stays one page."""
    return max(0.7, round(largest * min(1.0, sqrt(_LONG / max(1, len(text)))), 2))


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
