"""A deck's sheets as HTML, on a page that needs nothing from anywhere else."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import HasMedia, Option, Sheet
from cxdrill.core.text import clean, clean_line

PAPER = """
body { font: 11pt/1.45 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #111; }
h1 { margin-bottom: .2em; } .summary { color: #444; margin-top: 0; } .blanks { margin: 1.4em 0; }
.card { border-top: 1px solid #bbb; padding: .6em 0; break-inside: avoid; }
.prompt, .scenario, .answer, .card li { white-space: pre-wrap; overflow-wrap: anywhere; }
.prompt { font-weight: 600; margin: .2em 0; }
.scenario { border-left: 3px solid #888; padding-left: .8em; }
.notes { background: #f4f4f4; padding: .1em .8em; overflow-wrap: anywhere; }
.notes table { border-collapse: collapse; } .notes td, .notes th { border: 1px solid #999; padding: .2em .5em; }
.notes td { overflow-wrap: break-word; }
.lines { border-bottom: 1px solid #999; height: 2em; }
.key { font-weight: 700; } .why { color: #444; font-size: 90%; }
ol.letters { list-style: lower-alpha; } li::marker { font-weight: 400; }
img { max-width: 100%; max-height: 24em; display: block; }
@media print { body { margin: 0; max-width: none; } article + article { break-before: page; } }
"""


def page(title: str, style: str, body: str, more: str = "") -> str:
    """A page that loads nothing and runs nothing but what `more` allows; all of it is HTML already."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'"
        f'{more}">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def text(words: str) -> str:
    """A deck's text as HTML."""
    return escape(clean(words).strip())


def line(value: object) -> str:
    """A text as HTML on one line."""
    return escape(clean_line(str(value)))


def paragraph(kind: str, inside: str) -> str:
    return f'<p class="{kind}" dir="auto">{inside}</p>\n'


class HtmlPen:
    """Writes a sheet as HTML. `text` makes a deck's text safe there; on paper there is room to write and to tick."""

    def __init__(
        self, text: Callable[[str], str], shown: Callable[[HasMedia], str] = lambda each: "", *, is_paper: bool = True
    ) -> None:
        self.text, self.shown = text, shown
        self.box, self.gap = ("□ ", "____ ") if is_paper else ("", "")

    def heading(self, deck: Deck, *, has_answers: bool) -> str:
        parts = [f'<h1 dir="auto">{self.text(deck.title)}</h1>\n']
        parts += [paragraph("summary", self.text(deck.summary))] if deck.summary else []
        if not has_answers:
            parts.append(f'<p class="blanks">Name {"_" * 30} &nbsp; Date {"_" * 12} &nbsp; Score {"_" * 8}</p>\n')
        elif deck.notes:
            parts.append(f'<div class="notes" dir="auto">\n{_rendered(clean(deck.notes))}</div>\n')
        return "".join(parts)

    def sources(self, titles: Iterable[str]) -> str:
        return f"<h2>Sources</h2>\n{listing(map(self.text, titles), tag='ul')}"

    def card(self, number: int, situation: str, prompt: str, parts: Iterable[str]) -> str:
        scenario = paragraph("scenario", self.text(situation)) if situation else ""
        asked = paragraph("prompt", f"{number}. {self.text(prompt)}")
        return f'<section class="card">\n{scenario}{asked}{"".join(parts)}</section>\n'

    def media(self, each: HasMedia) -> str:
        shown = self.shown(each)
        return f"<p>{shown}</p>\n" if shown else ""

    def options(self, options: Sequence[tuple[str, Option]], *, has_answers: bool) -> str:
        return listing((self._option(option, has_answers) for _, option in options), "letters")

    def truth(self) -> str:
        return f"<p>{self.box}True &nbsp; {self.box}False</p>\n"

    def items(self, items: Sequence[str]) -> str:
        return listing((f"{self.box}{self.text(item)}" for item in items), tag="ul")

    def pairs(self, lefts: Sequence[str], rights: Sequence[str]) -> str:
        return listing(f"{self.gap}{self.text(left)}" for left in lefts) + listing(map(self.text, rights), "letters")

    def room(self) -> str:
        return '<div class="lines"></div>\n'

    def answer(self, sheet: Sheet) -> str:
        """The answer, where it is not marked among the options."""
        answer = self.key(sheet)
        return f'<div class="answer" dir="auto"><b>Answer:</b> {answer}</div>\n' if answer else ""

    def key(self, sheet: Sheet) -> str:
        """The right answer alone."""
        if sheet.truth is not None:
            return str(sheet.truth)
        if sheet.items:
            return listing(map(self.text, sheet.items))
        if sheet.pairs:
            return listing(f"{self.text(left)} – {self.text(right)}" for left, right in sheet.pairs)
        return " · ".join(map(self.text, sheet.answers))

    def remarks(self, texts: Sequence[str]) -> str:
        return listing(map(self.text, texts), tag="ul")

    def explanation(self, text: str) -> str:
        return paragraph("why", self.text(text))

    def _option(self, option: Option, has_answers: bool) -> str:
        text = self.text(option.text) + self.shown(option)
        if has_answers and option.is_key:
            text = f'<span class="key">✓ {text}</span>'
        return f'{text}<br><span class="why">{self.text(option.why)}</span>' if has_answers and option.why else text


def listing(items: Iterable[str], style: str = "", tag: str = "ol") -> str:
    """A list of texts that are HTML already."""
    kind = f' class="{style}"' if style else ""
    entries = "".join([f'<li dir="auto">{item}</li>' for item in items])
    return f"<{tag}{kind}>{entries}</{tag}>\n"


def _rendered(markdown: str) -> str:
    """Markdown as HTML; HTML in it shows as text, and no picture is fetched."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return str(reader.render(markdown))
