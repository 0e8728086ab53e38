"""A deck's sheets as HTML, on a page that needs nothing from anywhere else, and as Markdown.

A deck's text shows as itself and never as markup.
"""

import re
from collections.abc import Callable, Iterable
from html import escape
from itertools import count, repeat
from string import ascii_lowercase

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
# Signs that mean something anywhere in a line, and those that do at its start only.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|$]")
_AT_START = re.compile(r"(#+|[-+=]+|[0-9]{1,9}[.)]|:)(?=\s|$|[-=])")
# What a reader could take for HTML: all but links in angle brackets. What opens an element ends at a blank.
_HTML = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?:|mailto:)[^\s<>]*>)")


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
        self.marks = {"boxes": "□ ", "gaps": "____ "} if is_paper else {}

    def heading(self, deck: Deck, *, has_answers: bool) -> str:
        parts = [f'<h1 dir="auto">{self.text(deck.title)}</h1>\n']
        parts += [paragraph("summary", self.text(deck.summary))] if deck.summary else []
        if not has_answers:
            parts.append(f'<p class="blanks">Name {"_" * 30} &nbsp; Date {"_" * 12} &nbsp; Score {"_" * 8}</p>\n')
        elif deck.notes:
            parts.append(f'<div class="notes" dir="auto">\n{_rendered(clean(deck.notes))}</div>\n')
        return "".join(parts)

    def sources(self, titles: Iterable[str]) -> str:
        return f"<h2>Sources</h2>\n{self.listing('dots', map(self.text, titles))}"

    def card(self, number: int, situation: str, prompt: str, parts: Iterable[str]) -> str:
        scenario = paragraph("scenario", self.text(situation)) if situation else ""
        asked = paragraph("prompt", f"{number}. {self.text(prompt)}")
        return f'<section class="card">\n{scenario}{asked}{"".join(parts)}</section>\n'

    def media(self, each: HasMedia) -> str:
        shown = self.shown(each)
        return f"<p>{shown}</p>\n" if shown else ""

    def listing(self, kind: str, texts: Iterable[str]) -> str:
        """A list of texts that are HTML already: with `letters`, `numbers`, `gaps` to fill in, `boxes`, or `dots`."""
        style, tag = ' class="letters"' * (kind == "letters"), "ul" if kind in ("boxes", "dots") else "ol"
        entries = "".join([f'<li dir="auto">{self.marks.get(kind, "")}{each}</li>' for each in texts])
        return f"<{tag}{style}>{entries}</{tag}>\n"

    def option(self, option: Option, *, has_answers: bool) -> str:
        text = self.text(option.text) + self.shown(option)
        if has_answers and option.is_key:
            text = f'<span class="key">✓ {text}</span>'
        return f'{text}<br><span class="why">{self.text(option.why)}</span>' if has_answers and option.why else text

    def truth(self) -> str:
        box = self.marks.get("boxes", "")
        return f"<p>{box}True &nbsp; {box}False</p>\n"

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
            return self.listing("numbers", map(self.text, sheet.items))
        if sheet.pairs:
            return self.listing("numbers", (f"{self.text(left)} – {self.text(right)}" for left, right in sheet.pairs))
        return " · ".join(map(self.text, sheet.answers))

    def explanation(self, text: str) -> str:
        return paragraph("why", self.text(text))


def _rendered(markdown: str) -> str:
    """Markdown as HTML; HTML in it shows as text, and no picture is fetched."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return str(reader.render(markdown))


def escaped(text: str) -> str:
    """Paragraphs of Markdown that show exactly this text, line by line."""
    paragraphs = re.split(r"\n\s*\n", clean(text).strip())
    return "\n\n".join(_broken(paragraph, "") for paragraph in paragraphs)


def entry(text: str) -> str:
    """The text as an entry of a list or within a line of ours: its lines indented, without empty ones."""
    return _broken("\n".join(line for line in clean(text).strip().split("\n") if line.strip()), "  ")


def _broken(paragraph: str, indent: str) -> str:
    return f"\\\n{indent}".join(_line(line) for line in paragraph.split("\n"))


def _line(line: str) -> str:
    shown = _ANYWHERE.sub(r"\\\g<0>", line.strip())
    start = _AT_START.match(shown)
    return f"{shown[: start.end() - 1]}\\{shown[start.end() - 1 :]}" if start else shown


class MarkdownPen:
    text = staticmethod(entry)

    def heading(self, deck: Deck, *, has_answers: bool) -> str:
        parts = [f"# {_line(' '.join(clean(deck.title).split()))}", escaped(deck.summary) if deck.summary else ""]
        if not has_answers:
            parts.append(f"Name: {'_' * 30} Date: {'_' * 12} Score: {'_' * 8}")
        elif deck.notes:
            parts.append(_HTML.sub("&lt;", clean(deck.notes).strip()))
        return "\n\n".join((*filter(None, parts), "## Cards"))

    def sources(self, titles: Iterable[str]) -> str:
        return f"## Sources\n\n{self.listing('dots', map(entry, titles))}"

    def card(self, number: int, situation: str, prompt: str, parts: Iterable[str]) -> str:
        scenario = "\n".join(f"> {line}" for line in escaped(situation).split("\n")) if situation else ""
        return "\n\n".join(filter(None, (f"### {number}", scenario, escaped(prompt), *parts)))

    def media(self, each: HasMedia) -> str:
        """A picture, and a link to a sound; their paths are those of the deck."""
        words, links = entry(" ".join(each.alt.split())), []
        if each.image:
            links.append(f"![{words}](<{each.image}>)")
        if each.audio:
            links.append(f"[sound: {'' if each.image else words}](<{each.audio}>)")
        return " ".join(links)

    def listing(self, kind: str, texts: Iterable[str]) -> str:
        """A list of texts that are Markdown already, with `letters`, a number in `gaps`, or neither."""
        marks = {"letters": (f"{letter}) " for letter in ascii_lowercase), "gaps": map("{}. ".format, count(1))}
        marked = zip(marks.get(kind, repeat("")), texts, strict=False)
        return "\n".join(f"- {mark}{text}" for mark, text in marked)

    def option(self, option: Option, *, has_answers: bool) -> str:
        return f"{entry(option.text)} {self.media(option)}".rstrip()

    def truth(self) -> str:
        return "True or false?"

    def room(self) -> str:
        return ""

    def answer(self, sheet: Sheet) -> str:
        lettered = zip(ascii_lowercase, sheet.options, strict=False)
        whys = [f"{letter}) {entry(option.why)}" for letter, option in lettered if option.why]
        return "\n\n".join(filter(None, (f"**Answer:** {self._key(sheet)}", self.listing("dots", whys))))

    def _key(self, sheet: Sheet) -> str:
        if sheet.truth is not None:
            return str(sheet.truth).lower()
        if sheet.items:
            return " → ".join(map(entry, sheet.items))
        if sheet.pairs:
            return " · ".join(f"{entry(left)} – {entry(right)}" for left, right in sheet.pairs)
        lettered = zip(ascii_lowercase, sheet.options, strict=False)
        keys = [f"{letter}) {entry(option.text)}" for letter, option in lettered if option.is_key]
        return " · ".join([*keys, *map(entry, sheet.answers)])

    def explanation(self, text: str) -> str:
        return escaped(text)
