"""The events of a YAML file, from PyYAML's C parser or its pure one; of a file that is none, the error of every part.

A text that a comment cuts short is told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from yaml import SafeLoader, YAMLError
from yaml.events import ScalarEvent, StreamEndEvent
from yaml.reader import ReaderError
from yaml.scanner import ScannerError

from cxdrill.files.decks.deck_bytes import LINE_END, MAX_BYTES, tell_bytes
from cxdrill.files.decks.problem_list import ProblemList, quoted
from cxdrill.files.decks.yaml_faults import Fault

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
except ImportError:
    CParser = None  # type: ignore[assignment,misc]
MAX_BYTES_SLOW = 1_500_000  # of a file, where PyYAML has no C parser: the pure one takes seconds for that much
_COMMENT = re.compile(rb"[^\s#][ \t]#")  # one blank only: with more before it, a comment is meant


def parser() -> tuple[Any, int]:
    """The C parser, or the pure one, and the bytes it may be given. Both raise YAMLError."""
    return (CParser, MAX_BYTES) if CParser is not None else (SlowParser, MAX_BYTES_SLOW)


def events(parser: Any, raw: bytes, problems: ProblemList, first: int = 0) -> Iterator[Any]:
    """The events of a parser, without end; texts cut short by a comment are told. `raw` begins at line `first`."""
    found = iter(parser.get_event, None)
    # The search alone would take a tenth of the time, one for a single sign next to nothing.
    may_cut = b"#" in raw and (b" #" in raw or b"\t#" in raw) and _COMMENT.search(raw)
    return _watched(found, raw, problems, first) if may_cut else found


def _watched(found: Iterator[Any], raw: bytes, problems: ProblemList, first: int) -> Iterator[Any]:
    lines = LINE_END.split(raw.decode(errors="replace").removeprefix("\ufeff"))
    for event in found:
        if type(event) is ScalarEvent and not event.style and event.value and not problems.is_full:
            end: Any = event.end_mark
            place = end.line + first + 1, end.column + 2
            if lines[end.line][end.column : end.column + 2] in (" #", "\t#") and not problems.is_told(place):
                words = f"everything after # is a comment, so the text ends with {quoted(event.value[-20:])}"
                remedy = "put the whole text in double quotes, or two blanks before # if a comment is meant"
                problems.add("S113", place, words, remedy, 1)
        yield event


class SlowParser(SafeLoader):
    """PyYAML's pure parser, where PyYAML was built without the C one: the same events, far more slowly."""

    def get_event(self) -> Any:
        """The next event. Halves of characters, which the C parser refuses, are refused here too."""
        try:
            event: Any = super().get_event()  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError) as error:  # escapes of impossible characters
            raise YAMLError(str(error)) from error
        if isinstance(event, ScalarEvent) and any("\ud800" <= sign <= "\udfff" for sign in event.value):
            raise ScannerError(None, None, "found an escape of half a character", event.start_mark)  # type: ignore[arg-type]
        return event


_MERGED = re.compile(rb"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)


def tell_all(error: Exception, last: Any, raw: bytes, problems: ProblemList, parser_class: Any) -> None:
    """Note the error that ended the parse; `last` is the last event before it.

    Where the deck's parts, its fields and cards, have errors each for itself, these are told instead.
    """
    if isinstance(error, ReaderError) and tell_bytes(raw, problems):
        return
    if found := _MERGED.search(raw):
        words = "two versions of the file were merged and both are left here"
        place = raw.count(b"\n", 0, found.start()) + 1, 1
        problems.add("S105", place, words, "keep one, and delete the lines with <, = and >", 7)
        return
    told = False
    for first, part in _parts(raw):
        last_here = None
        try:
            for event in events(parser_class(part), part, problems, first):
                last_here = event
                if isinstance(event, StreamEndEvent):
                    break
        except YAMLError as fault:
            told = True
            # A comment that cut a text, or a star that began one, is told; then the rest cannot fit.
            lines = range(first + 1, first + 2 + part.count(b"\n"))
            if not problems.has("S113", lines) and not problems.has("S107", lines):
                Fault(fault, last_here, part, first).tell(problems)
        if problems.is_full:
            return
    if not told:
        Fault(error, last, raw).tell(problems)


def _parts(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields at the top and the entries of lists of cards and scenarios, each with the number of its first line."""
    lines = raw.decode(errors="replace").removeprefix("\ufeff").splitlines(keepends=True)
    starts, dash = [0], ""
    for number, line in enumerate(lines):
        if re.match(r"[\w-]+:", line):
            starts.append(number)
            dash = "?" if re.match(r"(cards|scenarios):\s*$", line) else ""
        elif dash and (found := re.match(r" *- ", line)) and dash in ("?", found[0]):
            starts.append(number)
            dash = found[0]
    for first, end in pairwise((*starts, len(lines))):
        if text := "".join(lines[first:end]).encode():
            yield first, text
