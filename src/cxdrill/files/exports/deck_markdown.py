"""A deck's sheets as Markdown. A deck's text shows as itself and never as markup."""

import re
from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import HasMedia, Option, Sheet
from cxdrill.core.text import clean

# Signs that mean something anywhere in a line, and those that do at its start only.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|$]")
_AT_START = re.compile(r"(#+|[-+=]+|[0-9]{1,9}[.)]|:)(?=\s|$|[-=])")
# What a reader could take for HTML: all but links in angle brackets. What opens an element ends at a blank.
_HTML = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?:|mailto:)[^\s<>]*>)")


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


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


class MarkdownPen:
    """Writes a sheet as Markdown."""

    text = staticmethod(entry)

    def heading(self, deck: Deck, *, has_answers: bool) -> str:
        parts = [f"# {_line(' '.join(clean(deck.title).split()))}", escaped(deck.summary) if deck.summary else ""]
        if not has_answers:
            parts.append(f"Name: {'_' * 30} Date: {'_' * 12} Score: {'_' * 8}")
        elif deck.notes:
            parts.append(_HTML.sub("&lt;", clean(deck.notes).strip()))
        return "\n\n".join((*filter(None, parts), "## Cards"))

    def sources(self, titles: Iterable[str]) -> str:
        return f"## Sources\n\n{_list(map(entry, titles))}"

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

    def options(self, options: Sequence[tuple[str, Option]], *, has_answers: bool) -> str:
        return _list(f"{letter}) {entry(option.text)} {self.media(option)}".rstrip() for letter, option in options)

    def truth(self) -> str:
        return "True or false?"

    def items(self, items: Sequence[str]) -> str:
        return _list(map(entry, items))

    def pairs(self, lefts: Sequence[str], rights: Sequence[str]) -> str:
        numbered = _list(f"{place}. {entry(left)}" for place, left in enumerate(lefts, 1))
        lettered = _list(f"{letter}) {entry(right)}" for letter, right in zip(ascii_lowercase, rights, strict=False))
        return f"{numbered}\n\n{lettered}"

    def room(self) -> str:
        return ""

    def answer(self, sheet: Sheet) -> str:
        whys = (f"{letter}) {entry(option.why)}" for letter, option in _lettered(sheet) if option.why)
        return "\n\n".join(filter(None, (f"**Answer:** {self._key(sheet)}", _list(whys))))

    def _key(self, sheet: Sheet) -> str:
        if sheet.truth is not None:
            return str(sheet.truth).lower()
        if sheet.items:
            return " → ".join(map(entry, sheet.items))
        if sheet.pairs:
            return " · ".join(f"{entry(left)} – {entry(right)}" for left, right in sheet.pairs)
        keys = [f"{letter}) {entry(option.text)}" for letter, option in _lettered(sheet) if option.is_key]
        return " · ".join([*keys, *map(entry, sheet.answers)])

    def remarks(self, texts: Sequence[str]) -> str:
        return _list(map(entry, texts))

    def explanation(self, text: str) -> str:
        return escaped(text)


def _lettered(sheet: Sheet) -> Iterable[tuple[str, Option]]:
    return zip(ascii_lowercase, sheet.options, strict=False)
