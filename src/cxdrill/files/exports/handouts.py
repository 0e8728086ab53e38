"""What is printed or handed out: an exam's forms and keys, a role-play's briefs, the certificate of a passed check.

Forms and briefs come as HTML and as Markdown, briefs as plain text too. No page needs anything from outside.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from math import sqrt
from pathlib import Path

from cxdrill.core.cards.roleplay import Page
from cxdrill.core.cards.sheet import HasMedia, with_told
from cxdrill.core.exams.attempt import Attempt
from cxdrill.core.exams.exam import Certificate, Exam
from cxdrill.core.exams.form import Form
from cxdrill.core.exams.paper import Printed, instructions, printed
from cxdrill.core.exams.remarks import fresh_items, remarks
from cxdrill.core.exams.score import Result, percent_shown, points_shown
from cxdrill.core.text import clean, clean_line
from cxdrill.errors import DataError
from cxdrill.files.exports.pens import PAPER, entry, escaped, line, page, paragraph, text
from cxdrill.files.whole_file import content_of

_FORM_STYLE = f"""{PAPER}
p {{ white-space: pre-wrap; overflow-wrap: anywhere; margin: .25em 0; }} .answer {{ margin-top: .8em; }}
.row {{ padding-left: 1.4em; text-indent: -1.4em; margin-left: 1em; }} img {{ max-height: 16em; }}
"""
_BRIEF_STYLE = """
body { font: 13pt/1.5 Georgia, serif; max-width: 40em; margin: 2em auto; padding: 0 1em; color: #111; }
section { break-after: page; min-height: 40vh; overflow-wrap: anywhere; }
h2 { font-size: 1rem; font-weight: normal; color: #555; margin: 0; } h1 { margin: .2em 0 1em; }
table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid #999; padding: .4em; text-align: left; }
td.mark, th.mark { width: 3em; text-align: center; } .lines { border-bottom: 1px solid #999; height: 2em; }
"""
_CERTIFICATE_STYLE = """
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
_CERTIFICATE = """<main>
{logo}<h1>Certificate</h1>
{organisation}<p class="name" style="font-size: {name_size}rem">{name}</p>
<p>passed</p>
<p class="exam" style="font-size: {title_size}rem">{title}</p>
<dl>
{rows}</dl>
{signature}<footer>
<p>Self-reported: taken unsupervised on the candidate's own computer.</p>
<p>Fingerprint of its questions and rules: <code>{fingerprint}</code></p>
<p>To check this result, ask for its record (<code>cxdrill results {number} --json &gt; record.json</code>) and run
<code>cxdrill verify record.json</code>: it scores the answers again and compares the fingerprint with your decks.</p>
</footer>
</main>
"""
_PICTURES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".svg": "svg+xml", ".gif": "gif", ".webp": "webp"}
_LARGEST = 1 << 20  # bytes
NOTHING_MORE = Certificate()
_LONG = 60  # characters that need no smaller letters
Forms = Sequence[tuple[str, Form]]
"""Forms by their codes."""


def forms_html(exam: Exam, forms: Forms, shown: Callable[[str, HasMedia], str], *, is_key: bool) -> str:
    """The forms one after the other as one page, or their keys; `shown` is a picture of a deck as HTML."""
    parts = []
    for code, form in forms:
        about = (paragraph(kind, text(words)) for kind, words in _head(exam, code, is_key=is_key))
        head = f"<h1>{text(exam.title)}</h1>", *about
        cards = (_html(each, partial(shown, each.card.deck), is_key=is_key) for each in printed(form))
        parts.append("\n".join(["<article>", *head, *cards, "</article>\n"]))
    title = text(f"{exam.title}{', key' if is_key else ''}")
    return page(title, _FORM_STYLE, "".join(parts), "; img-src data:; media-src data:")


def forms_markdown(exam: Exam, forms: Forms, *, is_key: bool) -> str:
    """The forms one after the other as Markdown, or their keys."""
    parts = []
    for code, form in forms:
        parts += [f"# {entry(exam.title)}", *(words for _, words in _head(exam, code, is_key=is_key))]
        parts += [part for each in printed(form) for part in _markdown(each, is_key=is_key)]
    return "\n\n".join(parts) + "\n"


def _head(exam: Exam, code: str, *, is_key: bool) -> Iterable[tuple[str, str]]:
    """What stands under the title: which form it is, and who fills it in how."""
    yield "form", f"Form {code}{', key' if is_key else ''}"
    if not is_key:
        yield "blanks", f"Name {'_' * 30} Date {'_' * 12} Points {'_' * 6} of {exam.items}"
        yield from (("how", each) for each in instructions(exam))


def _html(each: Printed, shown: Callable[[HasMedia], str], *, is_key: bool) -> str:
    lines = [paragraph("scenario", text(each.situation))] if each.situation else []
    lines.append(paragraph("prompt", text(f"{each.number}. {each.card.prompt}") + shown(each.card)))
    if is_key:
        answer = each.card.typed_key()
        lines += [paragraph("answer", text(f"Answer: {answer}"))] if answer else []
        lines += [paragraph("row", text(reason)) for reason in each.reasons]
    else:
        for heading, rows in each.card.on_paper():
            lines += [paragraph("turn", text(heading))] if heading else []
            lines += [paragraph("row", text(f"{row.name}) {row.text}") + shown(row)) for row in rows]
        lines.append(paragraph("answer", text(f"Answer {'_' * 24} ({each.how_to_answer})")))
    return f'<section class="card">\n{"".join(lines)}</section>'


def _markdown(each: Printed, *, is_key: bool) -> Iterable[str]:
    yield f"### {each.number}"
    if each.situation:
        yield "\n".join(f"> {line}" for line in escaped(each.situation).split("\n"))
    yield escaped(with_told(each.card.prompt, each.card))
    if is_key:
        answer = each.card.typed_key()
        yield from (f"Answer: {entry(answer)}",) if answer else ()
        yield "\n".join(f"- {entry(reason)}" for reason in each.reasons)
        return
    for heading, rows in each.card.on_paper():
        yield from (escaped(heading),) if heading else ()
        yield from ("\n".join(f"- {row.name}) {entry(with_told(row.text, row))}" for row in rows),) if rows else ()
    yield f"Answer {'_' * 24} ({entry(each.how_to_answer)})"


def briefs_html(title: str, pages: Sequence[Page]) -> bytes:
    """One self-contained page that prints as one sheet a person. Every text is cleaned and escaped."""
    parts = []
    for each in pages:
        lines = "".join(f"<p>{text(words).replace(chr(10), '<br>')}</p>\n" for words in each.paragraphs)
        marks = "".join(f"<td class=mark>{n}</td>" for n in range(3))
        rows = "".join(f"<tr><td>{line(box)}</td>{marks}</tr>\n" for box in each.boxes)
        table = f'<table>\n{rows}</table>\n<p>Note</p>\n<div class="lines"></div>\n' if rows else ""
        parts.append(f"<section>\n<h2>{line(title)}</h2>\n<h1>{line(each.title)}</h1>\n{lines}{table}</section>\n")
    return page(line(title), _BRIEF_STYLE, "".join(parts)).encode()


def briefs_markdown(title: str, pages: Sequence[Page]) -> bytes:
    parts = []
    for each in pages:
        parts += [f"# {entry(each.title)}", f"*{entry(title)}*", *map(escaped, each.paragraphs)]
        parts += ["\n".join(f"- [ ] 0  [ ] 1  [ ] 2   {entry(box)}" for box in each.boxes)] if each.boxes else []
    return ("\n\n".join(parts) + "\n").encode()


def briefs_text(title: str, pages: Sequence[Page]) -> bytes:
    parts = []
    for each in pages:
        boxes = tuple(f"  0 [ ]  1 [ ]  2 [ ]  {clean_line(box)}" for box in each.boxes)
        parts.append("\n".join((f"{each.title} · {clean_line(title)}", "", *map(clean, each.paragraphs), *boxes)))
    return ("\n\n\n".join(parts) + "\n").encode()


def certificate_html(
    attempt: Attempt, result: Result, name: str, about: Certificate = NOTHING_MORE, logo: str = ""
) -> str:
    """The page for a passed attempt, with what its exam puts on it. Every text in it is cleaned and escaped."""
    policy, ended, items = attempt.policy, attempt.seen_at, len(result.items)
    until, fresh, expected = about.valid_until(ended.date()), fresh_items(attempt), attempt.expected
    mark = result.pass_mark.text.replace(" ", "")
    share = f"{percent_shown(result.score, items, result.pass_mark.value)}%, {mark} needed"
    asked = f"{fresh} of {items} questions were in words that no drill had shown" if fresh else ""
    weight = ""
    if expected:
        told = f"{expected.score:g} of {items} on it, {expected.even:g} on the average form"
        weight = f"somebody at the pass mark is expected to score {told}"
    rows = (
        ("Score", f"{points_shown(result.score)} of {items} ({share})"),
        ("Date", f"{_day(ended)}{f', valid until {_day(until)}' if until else ''}"),
        ("Result no.", f"{attempt.number}{f', with {policy.extra_time} more time' if policy.extra_time else ''}"),
        *(("New", asked), ("Form", weight)),
        *(("Note", sentence) for sentence in remarks(attempt)),
    )
    body = _CERTIFICATE.format(
        logo=f'<img class="logo" alt="" src="{logo}">\n' if logo else "",
        organisation=f"<p>{line(about.organisation)}</p>\n" if about.organisation else "",
        name=line(name),
        name_size=_size(name, 2.4),
        title=line(policy.title),
        title_size=_size(policy.title, 1.4),
        rows="".join(f"<dt>{name}</dt><dd>{line(text)}</dd>\n" for name, text in rows if text),
        signature=f'<p class="signature">{line(about.signed_by)}</p>\n' if about.signed_by else "",
        fingerprint=line(policy.fingerprint),
        number=attempt.number,
    )
    return page(f"{line(policy.title)} - {line(name)}", _CERTIFICATE_STYLE, body, "; img-src data:" if logo else "")


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
