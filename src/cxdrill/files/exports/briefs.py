"""The briefs of a role-play to print or hand out: HTML, Markdown or plain text, a page for each person."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cxdrill.core.cards.roleplay import Page
from cxdrill.core.text import clean, clean_line
from cxdrill.files.exports.deck_html import page
from cxdrill.files.exports.deck_markdown import entry, escaped

_STYLE = """
body { font: 13pt/1.5 Georgia, serif; max-width: 40em; margin: 2em auto; padding: 0 1em; color: #111; }
section { break-after: page; min-height: 40vh; overflow-wrap: anywhere; }
h2 { font-size: 1rem; font-weight: normal; color: #555; margin: 0; } h1 { margin: .2em 0 1em; }
table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid #999; padding: .4em; text-align: left; }
td.mark, th.mark { width: 3em; text-align: center; } .lines { border-bottom: 1px solid #999; height: 2em; }
"""


def briefs_html(title: str, pages: Sequence[Page]) -> bytes:
    """One self-contained page that prints as one sheet a person. Every text is cleaned and escaped."""
    return page(_line(title), _STYLE, "".join(_section(title, each) for each in pages)).encode()


def briefs_markdown(title: str, pages: Sequence[Page]) -> bytes:
    """The same as Markdown."""
    parts = []
    for each in pages:
        parts += [f"# {entry(each.title)}", f"*{entry(title)}*", *map(escaped, each.paragraphs)]
        parts += ["\n".join(f"- [ ] 0  [ ] 1  [ ] 2   {entry(box)}" for box in each.boxes)] if each.boxes else []
    return ("\n\n".join(parts) + "\n").encode()


def briefs_text(title: str, pages: Sequence[Page]) -> bytes:
    """The same as plain text."""
    parts = []
    for each in pages:
        boxes = tuple(f"  0 [ ]  1 [ ]  2 [ ]  {clean_line(box)}" for box in each.boxes)
        parts.append("\n".join((f"{each.title} · {clean_line(title)}", "", *map(clean, each.paragraphs), *boxes)))
    return ("\n\n\n".join(parts) + "\n").encode()


def _section(title: str, part: Page) -> str:
    lines = "".join(f"<p>{escape(clean(text)).replace(chr(10), '<br>')}</p>\n" for text in part.paragraphs)
    rows = "".join(
        f"<tr><td>{_line(box)}</td>{''.join(f'<td class=mark>{n}</td>' for n in range(3))}</tr>\n" for box in part.boxes
    )
    table = f'<table>\n{rows}</table>\n<p>Note</p>\n<div class="lines"></div>\n' if part.boxes else ""
    return f"<section>\n<h2>{_line(title)}</h2>\n<h1>{_line(part.title)}</h1>\n{lines}{table}</section>\n"


def _line(text: str) -> str:
    return escape(clean_line(text))
