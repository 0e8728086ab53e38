"""Parts of an HTML report: charts, tables that sort, filters.

The page loads nothing and reads as well without its script. Every text is escaped here: names and notes stay text.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from operator import attrgetter
from typing import Any

from cxdrill.files.exports.pens import line, page

STYLE = """
:root { color-scheme: light dark; --ink: #16202b; --paper: #fff; --faint: #5b6875; --line: #d4dae0; --bar: #2f6db5;
  --mark: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e9ee; --paper: #14191f; --faint: #9aa7b4; --line: #35404b; --bar: #6aa6e8; --mark: #ff8a80; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 66em; margin: 0 auto; padding: 1em; color: var(--ink);
  background: var(--paper); }
h1 { line-height: 1.2; margin-bottom: .3em; } h2 { margin-top: 2em; border-bottom: 1px solid var(--line); }
h1, h2, h3, p, li, figcaption { overflow-wrap: anywhere; } td { overflow-wrap: break-word; }
.lead { font-size: 1.15em; } .faint, figcaption, caption { color: var(--faint); font-size: .9em; text-align: left; }
.charts { display: flex; flex-wrap: wrap; gap: 1.5em; } figure { margin: 1em 0; flex: 1 1 20em; max-width: 34em;
  min-width: 0; }
svg { width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
.bar { fill: var(--bar); } .mark { stroke: var(--mark); stroke-width: 2; stroke-dasharray: 5 3; }
  svg .told { fill: var(--mark); } svg .small { font-size: 9.5px; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: .5em 0; }
th, td { text-align: left; vertical-align: top; padding: .25em .6em .25em 0; border-bottom: 1px solid var(--line); }
td { min-width: 3em; } .number { text-align: right; font-variant-numeric: tabular-nums; }
.key { font-weight: 700; } .day { white-space: nowrap; }
th button { font: inherit; font-weight: 700; color: inherit; background: none; border: 0; padding: 0;
  cursor: pointer; text-align: inherit; }
th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
input { font: inherit; color: inherit; background: none; border: 1px solid var(--faint); padding: .2em .5em;
  max-width: 100%; }
@media screen and (max-width: 40em) {
  table[id] thead { display: none; } table[id] td { display: block; border: 0; padding: 0; text-align: left; }
  table[id] tr { display: block; padding: .4em 0; border-bottom: 1px solid var(--line); }
  table[id] td::before { color: var(--faint); }
  table[id] tr[hidden] { display: none; } }
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --faint: #444; --line: #bbb; --bar: #555; --mark: #000; }
  body { max-width: none; padding: 0; font-size: 9pt; } .wide { overflow: visible; } label { display: none; }
  section { break-inside: auto; } tr, thead, figure, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; }
  th button { display: contents; } }
"""
_SCRIPT = """
for (const table of document.querySelectorAll("table.sorts")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.onclick = () => {
      const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach(each => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      const key = row => row.cells[at].textContent;
      const order = (a, b) => parseFloat(a) - parseFloat(b) || a.localeCompare(b);
      const body = table.tBodies[0];
      body.append(...[...body.rows].sort((a, b) => way * order(key(a), key(b))));
    };
  });
}
for (const field of document.querySelectorAll("input")) {
  const rows = [...document.getElementById(field.name).tBodies[0].rows];
  field.parentElement.hidden = false;
  field.oninput = () => {
    const words = field.value.toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(words);
  };
}
"""
_WIDTH = 360  # of charts, in their own units
_ROW = 22


def counted(number: int, singular: str, plural: str = "") -> str:
    """`1 person`, `2,000 people`."""
    return f"{number:,} {singular if number == 1 else plural or f'{singular}s'}"


def report_page(title: str, parts: Iterable[str]) -> bytes:
    body = f'<main>\n<h1 dir="auto">{line(title)}</h1>\n{"".join(parts)}</main>\n<script>{_SCRIPT}</script>\n'
    allowed = f"; script-src 'sha256-{b64encode(sha256(_SCRIPT.encode()).digest()).decode()}'"
    return page(line(title), STYLE, body, allowed).encode("utf-8", "replace")


def section(heading: str, *parts: str) -> str:
    """Parts under a heading; nothing where there are none."""
    inside = "".join(parts)
    return f"<section>\n<h2>{line(heading)}</h2>\n{inside}</section>\n" if inside else ""


def paragraph(words: str, kind: str = "") -> str:
    """A sentence or several; nothing for none."""
    kind = f' class="{kind}"' if kind else ""
    return f'<p{kind} dir="auto">{line(words)}</p>\n' if words else ""


def table(
    name: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, filter_by: str = "", keys: Iterable[int] = ()
) -> str:
    """A table that sorts; columns of numbers stand right. `filter_by` says what its filter takes, `keys` are rows to
    stress. One with a filter shows a row as a list where there is no room."""
    whole, stressed = list(rows), set(keys)
    if not whole:
        return ""
    kinds = [_kind(column) for column in zip(*whole, strict=True)]
    heads = "".join(f"<th{_class(kind)} scope=col>{line(each)}</th>" for each, kind in zip(head, kinds, strict=True))
    body = "".join(_row(row, kinds, number in stressed) for number, row in enumerate(whole))
    field = known = ""
    if filter_by:
        known = f' id="{name}"'
        labels = (f'#{name} td:nth-child({place}):before{{content:"{each} "}}' for place, each in enumerate(head, 1))
        field = (
            f"<style>@media screen and (max-width:40em){{{''.join(labels)}}}</style>\n"
            f'<label hidden>{line(filter_by)}: <input type="search" name="{name}"></label>\n'
        )
    where = f'<div class="wide" role="region" tabindex="0" aria-label="{line(name)}">'
    made = f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    return f'{field}{where}\n<table class="sorts"{known}>\n{made}'


def listed(name: str, columns: str, values: Iterable[object], *, filter_by: str = "", keys: Iterable[int] = ()) -> str:
    """A table of values: `people seen_by=seen.by share:%` are three columns, a name, a field, and how it is written."""
    parts = [each.partition(":") for each in columns.split()]
    named = [(*words.partition("="), how) for words, _, how in parts]
    rows = [[_written(attrgetter(path or head)(each), how) for head, _, path, how in named] for each in values]
    return table(name, [head.replace("_", " ") for head, *_ in named], rows, filter_by=filter_by, keys=keys)


def _written(value: Any, how: str) -> object:
    """A share in percent, or a number with so many places."""
    if value is None or not how:
        return value
    return f"{value:.0%}" if how == "%" else round(value, int(how) or None)


def _row(row: Sequence[object], kinds: Sequence[str], is_stressed: bool) -> str:
    cells = "".join(f"<td{_class(kind)}>{_cell(each)}</td>" for each, kind in zip(row, kinds, strict=True))
    cells = cells.replace(">", ">✓ ", 1) if is_stressed else cells
    return f"<tr{_class('key' * is_stressed)}>{cells}</tr>\n"


def _cell(value: object) -> str:
    """A value as HTML: a dash for what is not known, two places at most, shares behind their names, the least first."""
    if isinstance(value, Mapping):
        value = tuple(f"{name} {share:.0%}" for name, share in sorted(value.items(), key=lambda pair: pair[1]))
    if isinstance(value, tuple):
        value = ", ".join(value)
    return "–" if value is None else line(round(value, 2) if isinstance(value, float) else value)


def _class(kind: str) -> str:
    return f" class={kind}" if kind else ""


def _kind(column: Sequence[object]) -> str:
    if any(isinstance(each, date) for each in column):
        return "day"
    is_number = any(isinstance(each, int | float) or re.fullmatch(r"\d+%", str(each)) for each in column)
    return "number" if is_number else ""


def bars(title: str, rows: Sequence[tuple[str, float, str]]) -> str:
    """Horizontal bars: a name, a share from 0 to 1, and the words beside it."""
    if not rows:
        return ""
    drawn = []
    for number, (name, share, words) in enumerate(rows):
        top = number * 2 * _ROW
        drawn.append(f'<text x="0" y="{top + 14}">{line(name)[:200]} · {line(words)}</text>')
        width = max(1.0, min(1.0, share) * _WIDTH)
        drawn.append(f'<rect class="bar" x="0" y="{top + 19}" width="{width:.1f}" height="14"/>')
    told = "; ".join(f"{name}: {words}" for name, _, words in rows)
    return _figure(title, told, len(rows) * 2 * _ROW, "".join(drawn))


def histogram(title: str, bins: Sequence[tuple[str, int]], mark: float | None = None, mark_words: str = "") -> str:
    """Upright bars: a name and a count. `mark` is where a line stands, in bins from the left."""
    if not bins:
        return ""
    high, most, step = 150, max(1, *(count for _, count in bins)), _WIDTH / len(bins)
    drawn = []
    for number, (name, count) in enumerate(bins):
        left, height = number * step, count / most * (high - 20)
        place = f'x="{left + step / 2:.1f}" text-anchor="middle"'
        size = f'width="{step * 0.86:.1f}" height="{height:.1f}"'
        drawn.append(f'<rect class="bar" x="{left + step * 0.07:.1f}" y="{high - height:.1f}" {size}/>')
        drawn.append(f'<text {place} y="{high - height - 4:.1f}">{count}</text>' if count else "")
        drawn.append(f'<text{_class("small" * (len(bins) > 7))} {place} y="{high + 16}">{line(name)}</text>')
    if mark is not None:
        at, side = mark * step, "end" if mark > len(bins) / 2 else "start"
        drawn.append(f'<line class="mark" x1="{at:.1f}" x2="{at:.1f}" y1="0" y2="{high}"/>')
        drawn.append(f'<text class="told" x="{at:.1f}" y="{high + 34}" text-anchor="{side}">{line(mark_words)}</text>')
    told = "; ".join(f"{count} at {name}" for name, count in bins if count)
    return _figure(title, f"{told}; {mark_words}" if mark_words else told, high + 40, "".join(drawn))


def _figure(title: str, told: str, height: int, drawn: str) -> str:
    return (
        f'<figure>\n<h3>{line(title)}</h3>\n<svg viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{line(title)}. {line(told)}">{drawn}</svg>\n'
        f'<figcaption dir="auto">{line(told)}</figcaption>\n</figure>\n'
    )
