"""A certificate of a passed check as one printable HTML page that needs nothing from outside."""

from html import escape

from cxdrill.core.attempt import Attempt
from cxdrill.core.score import Result, percent_shown, plain_number
from cxdrill.core.text import clean_line

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} - {name}</title>
<style>
@page {{ size: A4 landscape; margin: 18mm }}
body {{ font: 16px/1.5 Georgia, serif; color: #222; margin: 0; display: grid; place-items: center; min-height: 94vh }}
main {{ width: 46rem; max-width: 94vw; padding: 3rem; border: 2px solid #2a6f5e; text-align: center }}
h1 {{ font-size: 1.1rem; letter-spacing: .18em; text-transform: uppercase; color: #2a6f5e; margin: 0 }}
.name {{ font-size: 2.4rem; margin: 1.2rem 0 .2rem }}
.exam {{ font-size: 1.4rem; margin: .2rem 0 }}
dl {{ display: grid; grid-template-columns: auto auto; gap: .2rem 1.2rem; width: max-content; margin: 1.6rem auto;
  text-align: left }}
dt {{ color: #666 }}
dd {{ margin: 0 }}
footer {{ font-size: .8rem; color: #666 }}
code {{ overflow-wrap: anywhere }}
</style>
</head>
<body>
<main>
<h1>Certificate</h1>
<p class="name">{name}</p>
<p>passed</p>
<p class="exam">{title}</p>
<dl>
<dt>Score</dt><dd>{score} of {items} ({percent} %, {mark} needed)</dd>
<dt>Date</dt><dd>{date}</dd>
<dt>Attempt</dt><dd>{number}{extra}</dd>
</dl>
<footer>
<p>Self-reported: taken on the candidate's own machine, which proves neither who answered nor with what at hand.</p>
<p>Decks and exam: <code>{fingerprint}</code></p>
</footer>
</main>
</body>
</html>
"""


def certificate_html(attempt: Attempt, result: Result, name: str) -> str:
    """The page for a passed attempt. Every text in it is cleaned and escaped."""
    policy = attempt.policy
    ended = attempt.seen_at.astimezone(attempt.seen_at.tzinfo)
    return _PAGE.format(
        name=_safe(name),
        title=_safe(policy.title),
        score=f"{plain_number(result.score):g}",
        items=len(result.items),
        percent=percent_shown(result.score, len(result.items), result.pass_mark.value),
        mark=_safe(result.pass_mark.text),
        date=f"{ended.day} {ended:%B %Y}",
        number=attempt.number,
        extra=f", with {_safe(policy.extra_time)} more time" if policy.extra_time else "",
        fingerprint=_safe(policy.fingerprint),
    )


def _safe(text: str) -> str:
    return escape(clean_line(text))
