"""The texts of events: kept byte for byte when a file is written anew, and united from several files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from operator import attrgetter

from cxdrill.core.merge import merged
from cxdrill.core.progress import Progress
from cxdrill.files.events.document import Document
from cxdrill.files.events.entries import as_utf8
from cxdrill.files.events.layout import CRC_BYTES, CRC_FIELD, TOP_LEVEL, body, header

_TOKEN = r'(?s:("(?:[^"\\]|\\.)*")|([,:])|\s+)'
_OWN_ROW = re.compile(rb'^,?(.*), "crc": "[0-9a-f]{8}"}$', re.MULTILINE)
_CRC_LAST = r', "crc": "[^"\\]*"}\Z'
_BLANKS = " \t\r\n"
_DECODER = json.JSONDecoder()
_ID = attrgetter("id")


def bodies_of(document: Document) -> tuple[bytes, ...]:
    """The text of each event, in the order of `document.events`, without `crc` and closing brace."""
    if document.bodies is not None:
        return document.bodies
    rows = _OWN_ROW.findall(document.text()) if document.is_ours else ()
    if len(rows) == len(document.events):
        return tuple(rows)
    texts = tuple(compacted(text) for text in _event_texts(as_utf8(document.text()).decode("utf-8", "surrogatepass")))
    if len(texts) == len(document.events):
        return texts
    return tuple(map(body, document.events))


def compacted(text: str) -> bytes:
    """The text of an event on one line, laid out as ours, without `crc` and closing brace; values stay as they are."""
    line = re.sub(_CRC_LAST, "}", re.sub(_TOKEN, _spaced, text))
    entry = json.loads(line)
    if "crc" in entry:
        del entry["crc"]
        line = json.dumps(entry)
    try:
        return line[:-1].encode()
    except UnicodeEncodeError:
        return json.dumps(entry)[:-1].encode()


def body_of_line(line: bytes) -> bytes:
    """The text of the event that a line of our layout holds, without `crc` and closing brace."""
    line = line.removeprefix(b",")
    if line[-CRC_BYTES:].startswith(CRC_FIELD):
        return line[:-CRC_BYTES]
    return compacted(line.decode("utf-8", "surrogatepass"))


def united(documents: Sequence[Document], *, adopt: bool) -> tuple[Progress, bytes, list[bytes]]:
    """The merged history, the first line of its file and the texts of its events. Raises ProgressError.

    Fields at the top that we do not know are kept; where files differ, the first that has one wins.
    """
    texts: dict[str, bytes] = {}
    for document in documents:
        own = dict(zip(map(_ID, document.events), bodies_of(document), strict=True))
        # Two texts may say the same; taking the smaller makes the order of the files irrelevant.
        own.update([(id, min(own[id], texts[id])) for id in own.keys() & texts.keys()])
        texts |= own
    progress = merged([Progress(each.learner, each.events, each.notices) for each in documents], adopt=adopt)
    other: dict[str, object] = {}
    for document in documents:
        top = json.loads(document.header + b"]}")
        other = {**{name: value for name, value in top.items() if name not in TOP_LEVEL}, **other}
    return progress, header(progress.learner, other), [texts[id] for id in map(_ID, progress.events)]


def _spaced(token: re.Match[str]) -> str:
    text, mark = token.groups()
    return text or (mark + " " if mark else "")


def _event_texts(text: str) -> Iterator[str]:
    """The text of each element of the top-level array `events` of a sound file."""
    at = _after_space(text, _after_space(text, 0) + 1)
    while text[at] != "}":
        name, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, _after_space(text, at) + 1)
        if name == "events":
            yield from _elements(text, at)
            return
        _, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, at)
        at = _after_space(text, at + 1) if text[at] == "," else at


def _elements(text: str, at: int) -> Iterator[str]:
    at = _after_space(text, at + 1)
    while text[at] != "]":
        _, end = _DECODER.raw_decode(text, at)
        yield text[at:end]
        at = _after_space(text, end)
        at = _after_space(text, at + 1) if text[at] == "," else at


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at
