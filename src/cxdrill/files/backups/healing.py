"""Brings back from the backups what a damaged progress file has lost: events never change, so their union is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from cxdrill.core.event import Event
from cxdrill.errors import DataError
from cxdrill.files.backups.backups import candidates
from cxdrill.files.disk import Disk
from cxdrill.files.events.document import Document, parsed
from cxdrill.files.events.entries import Unsound
from cxdrill.files.events.layout import CRC_BYTES, SIZE_LIMIT, has_crc_field
from cxdrill.files.events.rows import bodies_of
from cxdrill.files.whole_file import content_of

_ID = re.compile(rb'"id"\s*:\s*"([^"]+)"')


def healed(document: Document, progress: Path, folder: Path, disk: Disk) -> Document:
    """The damaged document with every event of its sound backups, and a notice that says what came back.

    A backup counts where it holds an event of the document; the learner's id is taken from there too.
    """
    traces = _traces(document.content)
    for backup in _sound_backups(progress, folder, disk):
        own = {event.id: event for event in document.events}
        if not any(own.get(event.id) == event for event in backup.events):
            continue
        pairs = zip(backup.events, bodies_of(backup), strict=True)
        missing = [(event, text) for event, text in pairs if event.id not in own]
        events = (*document.events, *(event for event, _ in missing))
        document = replace(
            document,
            learner=backup.learner,
            header=backup.header,
            events=events,
            bodies=(*bodies_of(document), *(text for _, text in missing)),
            lost=max(0, document.lost - sum(not traces.isdisjoint(_trace(text)) for _, text in missing)),
            notices=(*document.notices, *_brought_back(missing)),
        )
    if document.lost:
        return replace(document, notices=(*document.notices, f"{_entries(document.lost)} could not be brought back"))
    return document


def _traces(content: bytes) -> set[bytes]:
    """The id in every line, and what follows it: one of both tells of a damaged entry, none of one that is gone."""
    lines = content.split(b"\n")
    bodies = (line[:-CRC_BYTES] if has_crc_field(line) else line for line in lines)
    return {trace for text in bodies for trace in _trace(text)}


def _trace(text: bytes) -> tuple[bytes, ...]:
    found = _ID.search(text)
    return tuple(filter(None, (found[1] if found else b"", text.partition(b', "at": ')[2])))


def _sound_backups(progress: Path, folder: Path, disk: Disk) -> Iterator[Document]:
    for path in candidates(progress, folder, disk):
        try:
            yield parsed(content_of(path, limit=SIZE_LIMIT, disk=disk))
        except (OSError, DataError, Unsound):
            continue


def _brought_back(missing: list[tuple[Event, bytes]]) -> tuple[str, ...]:
    if not missing:
        return ()
    of_checks = sum(event.kind.startswith("exam-") for event, _ in missing)
    what = f", {of_checks} of them of a check" if of_checks else ""
    return (f"{_entries(len(missing))} came back from the backups{what}",)


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"
