"""Forms of an exam on paper, and their keys, as HTML or Markdown to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import escape

from cxdrill.core.cards.sheet import HasMedia, with_told
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.form import Form
from cxdrill.core.exams.paper import Printed, instructions, printed
from cxdrill.core.text import clean
from cxdrill.files.exports.deck_html import page
from cxdrill.files.exports.deck_markdown import entry, escaped

_STYLE = """
body { font: 11pt/1.45 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #111; }
h1 { margin-bottom: .2em; } .blanks { margin: 1.4em 0; } .card { border-top: 1px solid #bbb; padding: .6em 0; }
.card { break-inside: avoid; } p { white-space: pre-wrap; overflow-wrap: anywhere; margin: .25em 0; }
.prompt { font-weight: 600; } .scenario { border-left: 3px solid #888; padding-left: .8em; }
.row { padding-left: 1.4em; text-indent: -1.4em; margin-left: 1em; } .answer { margin-top: .8em; }
img { max-width: 100%; max-height: 16em; display: block; }
@media print { body { margin: 0; max-width: none; } article + article { break-before: page; } }
"""
Forms = Sequence[tuple[str, Form]]
"""Forms by their codes."""


def forms_html(exam: Exam, forms: Forms, shown: Callable[[str, HasMedia], str], *, is_key: bool) -> str:
    """The forms one after the other as one page, or their keys; `shown` is a picture of a deck as HTML."""
    parts = []
    for code, form in forms:
        head = [f"<h1>{_text(exam.title)}</h1>", _paragraph("form", f"Form {code}{', key' if is_key else ''}")]
        if not is_key:
            blanks = f"Name {'_' * 30} Date {'_' * 12} Points {'_' * 6} of {exam.items}"
            head += [_paragraph("blanks", blanks), *(_paragraph("how", each) for each in instructions(exam))]
        cards = (_html(each, partial(shown, each.card.deck), is_key=is_key) for each in printed(form))
        parts.append("\n".join(["<article>", *head, *cards, "</article>\n"]))
    title = _text(f"{exam.title}{', key' if is_key else ''}")
    return page(title, _STYLE, "".join(parts), "; img-src data:; media-src data:")


def forms_markdown(exam: Exam, forms: Forms, *, is_key: bool) -> str:
    """The forms one after the other as Markdown, or their keys."""
    parts = []
    for code, form in forms:
        parts += [f"# {entry(exam.title)}", f"Form {code}{', key' if is_key else ''}"]
        if not is_key:
            parts += [f"Name {'_' * 30} Date {'_' * 12} Points {'_' * 6} of {exam.items}", *instructions(exam)]
        parts += [part for each in printed(form) for part in _markdown(each, is_key=is_key)]
    return "\n\n".join(parts) + "\n"


def _html(each: Printed, shown: Callable[[HasMedia], str], *, is_key: bool) -> str:
    lines = [_paragraph("scenario", each.situation)] if each.situation else []
    lines.append(_paragraph("prompt", f"{each.number}. {each.prompt}", shown(each.card)))
    if is_key:
        lines += [_paragraph("answer", f"Answer: {each.answer}")] if each.answer else []
        lines += [_paragraph("row", reason) for reason in each.reasons]
    else:
        for heading, rows in each.parts:
            lines += [_paragraph("turn", heading)] if heading else []
            lines += [_paragraph("row", f"{row.name}) {row.text}", shown(row)) for row in rows]
        lines.append(_paragraph("answer", f"Answer {'_' * 24} ({each.how_to_answer})"))
    return f'<section class="card">\n{"".join(lines)}</section>'


def _markdown(each: Printed, *, is_key: bool) -> Iterable[str]:
    yield f"### {each.number}"
    if each.situation:
        yield "\n".join(f"> {line}" for line in escaped(each.situation).split("\n"))
    yield escaped(with_told(each.prompt, each.card))
    if is_key:
        yield from (f"Answer: {entry(each.answer)}",) if each.answer else ()
        yield "\n".join(f"- {entry(reason)}" for reason in each.reasons)
        return
    for heading, rows in each.parts:
        yield from (escaped(heading),) if heading else ()
        yield from ("\n".join(f"- {row.name}) {entry(with_told(row.text, row))}" for row in rows),) if rows else ()
    yield f"Answer {'_' * 24} ({entry(each.how_to_answer)})"


def _paragraph(kind: str, text: str, shown: str = "") -> str:
    return f'<p class="{kind}" dir="auto">{_text(text)}{shown}</p>\n'


def _text(text: str) -> str:
    return escape(clean(text).strip())
