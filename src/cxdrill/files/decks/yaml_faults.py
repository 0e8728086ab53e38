"""The parser's errors as sentences that a deck author can act on, at the line where the author's mistake is.

The parser often notices a line too late: a quotation mark left open, for one, shows only where the next one stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent

from cxdrill.files.decks.deck_bytes import ODD_BLANK, blank_name
from cxdrill.files.decks.problem_list import ProblemList

_NAME_ONLY = re.compile(r"\s*(?:- +)?[\w-]+\s*")
_ODD_START = re.compile(rf"[ \t]*(?:-[ \t]*)?(?:[\w-]*:)?({ODD_BLANK})")
_GLUED_DASH = re.compile(r"\s*-[\w-]+:\s")
_GLUED = re.compile(r"\s*(?:- +)?[a-z_]+:\S")

Told = tuple[Any, str, str]
"""The mark where a mistake is, what it is, and the remedy."""


class Fault:
    """One error of the parser, C or pure, with the text around it."""

    def __init__(self, error: Exception, last: Any, raw: bytes, first: int = 0) -> None:
        """`last` is the last event before the error, `first` the line that `raw` begins at."""
        self.first = first
        context_mark: Any = getattr(error, "context_mark", None)
        self.mark: Any = getattr(error, "problem_mark", None) or context_mark or getattr(last, "end_mark", None)
        self.problem = getattr(error, "problem", None) or "escape"  # the pure parser fails on odd escapes by itself
        self.opening: Any = context_mark or self.mark
        self.last = last
        self.start: Any = getattr(last, "start_mark", None)
        self.end: Any = getattr(last, "end_mark", None)
        self.text = raw.decode(errors="replace").removeprefix("\ufeff")

    def tell(self, problems: ProblemList) -> None:
        mark, message, remedy = self._told()
        place = (mark.line + self.first + 1, mark.column + 1) if mark else (self.first + 1, 1)
        problems.add("S105", place, message, remedy, 1)

    def _told(self) -> Told:
        for mark in filter(None, (self.mark, self.opening, self.start)):
            if odd := _ODD_START.match(self.line(mark)):
                at = SimpleNamespace(line=mark.line, column=odd.start(1))
                return at, f"a {blank_name(odd[1])} stands where only blanks may", "put ordinary blanks there"
        for words, teller in _TELLERS:
            if any(each in self.problem for each in words):
                return teller(self) if callable(teller) else (self.mark, *teller)
        remedy = "look for a missing quotation mark, colon or indentation there or in the line above"
        return self.mark, "this is not readable as YAML", remedy

    def sign(self, mark: Any) -> str:
        """The character at a mark, or nothing at the end of the file."""
        return self.text[mark.index : mark.index + 1] if mark else ""

    def line(self, mark: Any) -> str:
        start = max(self.text.rfind(end, 0, mark.index) for end in "\n\r") + 1
        return re.split("[\r\n]", self.text[start : start + 10_000], maxsplit=1)[0]

    def token(self) -> Told:
        return (self.mark, *_TAB) if self.sign(self.mark) == "\t" else self.beginning(self.mark)

    def beginning(self, mark: Any) -> Told:
        sign = self.sign(mark)
        if not sign and self.sign(self.start) in ("[", "{"):
            return self.unclosed_bracket(self.start)
        return mark, f'text that begins with "{sign or "this"}" must stand in quotation marks', _QUOTE_IT

    def unclosed_bracket(self, mark: Any) -> Told:
        return mark, f'"{self.sign(mark)}" is opened here but not closed', "close it at the end of its list or option"

    def colon(self) -> Told:
        if not isinstance(self.last, ScalarEvent) or self.start.line >= self.mark.line:
            return self.mark, *_COLON
        if _GLUED_DASH.match(self.line(self.start)):
            at = SimpleNamespace(line=self.start.line, column=self.line(self.start).index("-"))
            return at, "a blank is missing after the dash", "put a blank between the dash and the field"
        words = f"this line is indented as if it went on with the text of line {self.start.line + self.first + 1}"
        return self.mark, words, "indent it exactly like the other fields, or quote that text if it goes on here"

    def no_colon(self) -> Told:
        is_glued = _GLUED.match(self.line(self.opening))
        return self.opening, *(_NO_BLANK if is_glued else _NO_COLON)

    def block(self) -> Told:
        words = f'after "{self.sign(self.opening)}" the text begins on the next line'
        return self.opening, words, "begin a new line, indented, or put the whole text in double quotes"

    def flow(self) -> Told:
        here, opening, sign = self.mark, self.opening, self.sign(self.mark)
        before = self.line(here)[: here.column]
        if isinstance(self.last, ScalarEvent) and not self.last.style and self.start.line < self.end.line:
            sign = ""  # a text has swallowed what follows
        if here.line > opening.line and (not sign or sign == "-" or (sign == ":" and _NAME_ONLY.fullmatch(before))):
            return self.unclosed_bracket(opening)
        if sign == ":":
            return here, *_COLON
        if isinstance(self.last, ScalarEvent) and self.last.style in ('"', "'"):
            return self.after_quote()
        return here, "this does not fit between the brackets or braces", f"{_QUOTE_IT}, or add the missing comma"

    def after_quote(self) -> Told:
        if self.start.line < self.end.line:
            words = f"a quotation mark opens a text here that ends only in line {self.end.line + self.first + 1}"
            return self.start, words, _CLOSE_IT
        remedy = (
            "put the whole text in quotation marks, and write \\\" for \" inside double or '' for ' inside single ones"
        )
        return self.mark, "text goes on after its closing quotation mark", remedy

    def key(self) -> Told:
        """The most common and least clear one: the parser wanted the next field."""
        last, here = self.last, self.mark
        if isinstance(last, ScalarEvent) and last.style in ('"', "'") and here.line == self.end.line:
            return self.after_quote()
        closing = self.text[self.end.index - 1 : self.end.index] if self.end else ""
        if (
            isinstance(last, MappingEndEvent | SequenceEndEvent)
            and here.line == self.end.line
            and closing in ("}", "]")
        ):
            words = f'text goes on after a closing "{closing}"'
            return here, words, f"{_QUOTE_IT} if the signs are meant as text, else delete what is too much"
        return here, *(_ODD_ENTRY if self.sign(here) == "-" else _ODD_FIELD)


_QUOTE_IT = "put the whole text in double quotes"
_CLOSE_IT = "close it, or put the whole text in the other kind of quotation marks"
_TAB = "a tab stands where only blanks may indent", "replace it with blanks"
_COLON = "a colon and a blank stand inside a text without quotation marks", _QUOTE_IT
_NO_BLANK = "a blank is missing after the colon", "put a blank between the colon and the text"
_NO_COLON = (
    "this line is neither a field with its colon nor part of the text above",
    "put a colon and a blank after the field's name, or indent the line deeper than its field",
)
_ODD_ENTRY = "the indentation of this list entry does not fit the entries above", "indent all entries of a list alike"
_ODD_FIELD = (
    "the indentation of this line fits no field above it",
    "indent it exactly like the other fields of the same card",
)
_ESCAPE = (
    "a backslash in double quotes begins an escape that stands for no character",
    "write two backslashes, or use single quotation marks",
)
_DASH = (
    'a value cannot begin with "- " on the line of its field',
    "put the text in double quotes, or begin the list on the next line",
)
_ENTRY = (
    'this line stands among the entries of a list but does not begin with "- "',
    'begin it with "- ", or indent it like the fields of the entry above',
)
_UNCLOSED = "a quotation mark opens a text that is never closed", _CLOSE_IT
_DOCUMENT = "something follows after the end of the deck", "delete it, or the line that ends the deck"
_TELLERS: tuple[tuple[tuple[str, ...], Callable[[Fault], Told] | tuple[str, str]], ...] = (
    (("tab character",), _TAB),
    (("cannot start any token",), Fault.token),
    (("mapping values are not allowed",), Fault.colon),
    (("escape", "hexdecimal", "hexadecimal"), _ESCAPE),
    (("unexpected end of stream", "unexpected document"), lambda fault: (fault.opening, *_UNCLOSED)),
    (("could not find expected ':'",), Fault.no_colon),
    (("sequence entries are not allowed",), _DASH),
    (("line break", "indentation indicator", "chomping"), Fault.block),
    (("',' or",), Fault.flow),
    (("expected alphabetic", "tag handle", "directive"), lambda fault: fault.beginning(fault.opening)),
    (("'-' indicator",), _ENTRY),
    (("document start",), _DOCUMENT),
    (("node content",), lambda fault: fault.beginning(fault.mark)),
    (("expected key", "<block end>"), Fault.key),
)
"""Words of the parsers (the C one, the pure one, or both), and ours with a remedy or the function that finds them."""
