"""A file that is no YAML, part by part: every field and card that has an error of its own is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from yaml import YAMLError
from yaml.events import StreamEndEvent
from yaml.reader import ReaderError

from cxdrill.files.decks.deck_bytes import tell_bytes
from cxdrill.files.decks.problem_list import ProblemList
from cxdrill.files.decks.yaml_events import events
from cxdrill.files.decks.yaml_faults import tell

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
                tell(fault, last_here, part, problems, first)
        if problems.is_full:
            return
    if not told:
        tell(error, last, raw, problems)


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
