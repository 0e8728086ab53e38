"""The texts of events: kept value by value when a file is written anew, and united from several files."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Raw

from cxdrill.core.event import Progress, merged
from cxdrill.files.events.document import Document
from cxdrill.files.events.entries import as_utf8
from cxdrill.files.events.layout import TOP_LEVEL, header, text_of

OWN_ROW = re.compile(rb'^,?(.*), "crc": "[0-9a-f]{8}"}$', re.MULTILINE)
_LINE_END = rb"\s*[\r\n]\s*"  # between values: inside a text JSON has none


class _File(msgspec.Struct):
    events: list[Raw]


def bodies_of(document: Document) -> tuple[bytes, ...]:
    """The text of each event, in the order of `document.events`, without `crc` and closing brace."""
    if document.bodies is not None:
        return document.bodies
    rows = OWN_ROW.findall(document.text()) if document.is_ours else ()
    if len(rows) == len(document.events):
        return tuple(rows)
    text = as_utf8(document.text())
    try:
        return tuple(map(compacted, msgspec.json.decode(text, type=_File).events))
    except ValueError:  # half of a surrogate pair in one of them
        return tuple(compacted(text_of(entry).encode()) for entry in json.loads(text)["events"])


def compacted(text: bytes | Raw) -> bytes:
    """The text of an event on one line, laid out as ours, without `crc` and closing brace; values stay as they are."""
    try:
        fields: dict[str, Any] = msgspec.json.decode(text, type=dict[str, Raw])
    except ValueError:
        fields = {name: text_of(value).encode() for name, value in json.loads(bytes(text)).items()}
    fields.pop("crc", None)
    parts = (b"%b: %b" % (text_of(name).encode(), re.sub(_LINE_END, b" ", value)) for name, value in fields.items())
    return b"{" + b", ".join(parts)


def united(documents: Sequence[Document], *, adopt: bool) -> tuple[Progress, bytes]:
    """The merged history with the texts of its events, and the first line of its file. Raises ProgressError.

    Fields at the top that we do not know are kept; where files differ, the first that has one wins.
    """
    histories = [Progress(each.learner, each.events, each.notices, bodies_of(each)) for each in documents]
    progress = merged(histories, adopt=adopt)
    other: dict[str, object] = {}
    for document in documents:
        top = json.loads(document.header + b"]}")
        other = {**{name: value for name, value in top.items() if name not in TOP_LEVEL}, **other}
    return progress, header(progress.learner, other)
