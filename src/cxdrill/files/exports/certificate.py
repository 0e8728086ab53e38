"""A certificate of a passed check as one printable HTML page that needs nothing from outside."""

from __future__ import annotations

from html import escape
from math import sqrt

from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.score import Result, percent_shown, points_shown, remarks
from cxdrill.core.text import clean_line
from cxdrill.files.exports.deck_html import page

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
footer { font-size: .8rem; color: #666 }
"""
_BODY = """<main>
<h1>Certificate</h1>
<p class="name" style="font-size: {name_size}rem">{name}</p>
<p>passed</p>
<p class="exam" style="font-size: {title_size}rem">{title}</p>
<dl>
<dt>Score</dt><dd>{score} of {items} ({percent}%, {mark} needed)</dd>
<dt>Date</dt><dd>{date}</dd>
<dt>Attempt</dt><dd>{number}{extra}</dd>
{remarks}</dl>
<footer>
<p>Self-reported: taken on the candidate's own machine, which proves neither who answered nor with what at hand.</p>
<p>Decks and exam: <code>{fingerprint}</code></p>
</footer>
</main>
"""

_LONG = 60  # characters that need no smaller letters


def certificate_html(attempt: Attempt, result: Result, name: str) -> str:
    """The page for a passed attempt. Every text in it is cleaned and escaped."""
    policy, ended = attempt.policy, attempt.seen_at
    body = _BODY.format(
        name=_safe(name),
        name_size=_size(name, 2.4),
        title=_safe(policy.title),
        title_size=_size(policy.title, 1.4),
        score=points_shown(result.score),
        items=len(result.items),
        percent=percent_shown(result.score, len(result.items), result.pass_mark.value),
        mark=_safe(result.pass_mark.text),
        date=f"{ended.day} {ended:%B %Y}",
        number=attempt.number,
        extra=f", with {_safe(policy.extra_time)} more time" if policy.extra_time else "",
        remarks="".join(f"<dt>Note</dt><dd>{_safe(sentence)}</dd>\n" for sentence in remarks(attempt)),
        fingerprint=_safe(policy.fingerprint),
    )
    return page(f"{_safe(policy.title)} - {_safe(name)}", _STYLE, body)


def _size(text: str, largest: float) -> float:
    """The size of a line in rem; smaller for a long one, so that the page stays one page."""
    return max(0.7, round(largest * min(1.0, sqrt(_LONG / max(1, len(text)))), 2))


def _safe(text: str) -> str:
    return escape(clean_line(text))
