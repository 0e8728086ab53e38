"""What a trainer prints or hands out: forms of an exam with their keys, and the briefs of a role-play, a page a person.

Both come as HTML and as Markdown, briefs as plain text too.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from cxdrill.core.cards.roleplay import Page
from cxdrill.core.cards.sheet import HasMedia, with_told
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.form import Form
from cxdrill.core.exams.paper import Printed, instructions, printed
from cxdrill.core.text import clean, clean_line
from cxdrill.files.exports.deck_html import PAPER, line, page, paragraph, text
from cxdrill.files.exports.deck_markdown import entry, escaped

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
    return page(line(title), _BRIEF_STYLE, "".join(_section(title, each) for each in pages)).encode()


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


def _section(title: str, part: Page) -> str:
    lines = "".join(f"<p>{text(words).replace(chr(10), '<br>')}</p>\n" for words in part.paragraphs)
    rows = "".join(
        f"<tr><td>{line(box)}</td>{''.join(f'<td class=mark>{n}</td>' for n in range(3))}</tr>\n" for box in part.boxes
    )
    table = f'<table>\n{rows}</table>\n<p>Note</p>\n<div class="lines"></div>\n' if part.boxes else ""
    return f"<section>\n<h2>{line(title)}</h2>\n<h1>{line(part.title)}</h1>\n{lines}{table}</section>\n"
