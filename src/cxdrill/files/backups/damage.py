"""The events of a progress file that is not sound. Nothing is written here: the store keeps a copy and repairs.

Rows are believed when their running checksum follows from the row before, so that damage to one event costs that
one, or one more where the next row's value can prove neither.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from cxdrill.core.event import Event
from cxdrill.files.collector import collector_paused
from cxdrill.files.events import layout
from cxdrill.files.events.document import NOTHING, Document
from cxdrill.files.events.entries import Unsound, as_utf8, compacted, events_in, loaded

_DIGITS = re.compile(rb"[0-9a-f]{8}")
_LOOKS_LIKE_ROW = re.compile(rb'^,?\{"id": ', re.MULTILINE)
_LEARNER = re.compile(rb'"learner"\s*:\s*"([^"\\\x00-\x1f]{1,200})"')
_NAMED = 3  # losses spelled out in a message
_WINDOW = 64  # rows before and behind a row out of its place that may be the one it followed
_FALSE_STARTS = 1_000
_MOST_LINES = 2_000_000  # the largest file that can be read has fewer
_BROKEN_ROWS = 20_000  # parsed in vain, in all; after that many only checksums count


class _Line(Struct):
    number: int
    text: bytes
    crc: int | None  # as recorded

    @property
    def body(self) -> bytes:
        """Its text without the checksum, which has always the same length."""
        return self.text[: -layout.CRC_BYTES]


class _Kept(Struct):
    """The good events found so far, and what was lost."""

    events: dict[str, Event] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)  # the first of them
    lost: int = 0

    def add(self, text: bytes, place: str, body: bytes | None = None) -> None:
        """Keep an event, or note why not; `body` is its text without `crc` where that is known already."""
        if body is None and self.lost > _BROKEN_ROWS:
            self.lose(place, "there are too many broken ones")
            return
        try:
            (event,) = events_in([loaded(text, is_strict=body is None)])
        except Unsound as error:
            self.lose(place, _shown(error))
            return
        known = self.events.setdefault(event.id, event)
        if known is not event:
            self.lose(place, "it stands there twice" if known == event else "it has the id of another")
            return
        self.bodies.append(compacted(text) if body is None else body)

    def lose(self, place: str, why: str) -> None:
        self.lost += 1
        if self.lost <= _NAMED:
            self.losses.append(f"{place}: {why}")


@collector_paused()
def rescued(content: bytes, why: Unsound) -> Document | None:
    """The good events of a damaged file, with a notice of what was left out; None where there is nothing to go by.

    `learner` is empty where it cannot be told. Raises ProgressError for a newer format.
    """
    layout.refuse_newer(layout.format_of(content))
    try:
        text = as_utf8(content.rstrip(b"\0") if content.endswith(NOTHING) else content)
    except Unsound:
        text = content
    if text.count(b"\n") > _MOST_LINES:
        return None
    if text.count(b"\r\n") * 2 > text.count(b"\n"):
        text = text.replace(b"\r\n", b"\n")
    top = _top_of(text)
    named = _LEARNER.search(text[: 1 << 16])
    learner = named[1].decode("utf-8", "replace") if named else ""
    kept = _Kept()
    if _LOOKS_LIKE_ROW.search(text):
        _keep_rows(text, learner, kept)
    if kept.lost >= len(kept.events):
        scanned = _from_scan(text)
        kept = scanned if len(scanned.events) > len(kept.events) else kept
    if not kept.events and top is None:
        return None
    first = layout.header(learner, layout.others(top or {}))
    events, bodies, notices = tuple(kept.events.values()), tuple(kept.bodies), (_notice(kept, why),)
    return Document(learner, events, first, bodies, content, is_damaged=True, lost=kept.lost, notices=notices)


def _notice(kept: _Kept, why: Unsound) -> str:
    if not kept.lost:
        return f"the file is damaged ({_shown(why)}), all {len(kept.events)} events in it could be read"
    named = "; ".join(kept.losses) + ("; ..." if kept.lost > _NAMED else "")
    lost = "1 entry was" if kept.lost == 1 else f"{kept.lost} entries were"
    return f"the file is damaged: {lost} left out ({named}), {len(kept.events)} are good"


def _shown(error: Exception) -> str:
    text = str(error)
    return "".join(sign if sign.isprintable() else "?" for sign in text[:100])


def _top_of(text: bytes) -> Mapping[str, Any] | None:
    try:
        top = loaded(text[: text.find(b"\n")] + b"]}", is_strict=True)
    except Unsound:
        return None
    return top if isinstance(top, dict) and top.get("events") == [] and top.get("format") == layout.FORMAT else None


def _keep_rows(text: bytes, learner: str, kept: _Kept) -> None:
    lines = [_line(number, line) for number, line in enumerate(text.split(b"\n"), 1)]
    start = lines[0].text if _is_header(lines[0].text) else layout.header(learner)
    good = _good_rows(lines, zlib.crc32(start + b"\n"))
    with_crc = [line for line in lines if line.crc is not None]
    # Where not one checksum holds the text was re-encoded as a whole, and they say nothing about single rows.
    is_worthless = len(with_crc) > 2 and not any(line.number in good for line in with_crc)
    for line in lines:
        place = f"line {line.number}"
        row = line.text.removeprefix(b",")
        if line.number in good:
            body = line.body.removeprefix(b",")
            kept.add(body + b"}", place, body)
        elif line.crc is None or is_worthless:
            if line.text.strip() in (b"", b"]}") or _is_header(line.text):
                continue
            kept.add(row, place)
        else:
            kept.lose(place + (", part of a check" if b'"kind": "exam-' in row else ""), "its checksum differs")


def _line(number: int, text: bytes) -> _Line:
    digits = _DIGITS.fullmatch(text[-10:-2]) if layout.has_crc_field(text) else None
    return _Line(number, text, int(digits[0], 16) if digits else None)


def _is_header(text: bytes) -> bool:
    return text.startswith(b'{"format": ') and text.endswith(b'"events": [')


def _after(crc: int) -> int:
    """The running CRC at the end of the row that records `crc`."""
    return zlib.crc32(b'%b%08x"}\n' % (layout.CRC_FIELD, crc), crc)


def _good_rows(lines: list[_Line], start: int) -> set[int]:
    """The numbers of the lines that the checksums prove."""
    good: set[int] = set()
    recorded = [_after(line.crc) for line in lines if line.crc is not None]
    running: int | None = start
    doubtful: tuple[_Line, int] | None = None  # a row with a known start but a wrong crc, and where it would end
    for line in lines:
        if line.crc is None:
            if _is_header(line.text) and line.number > 1:  # glued on: a file of its own
                running = zlib.crc32(line.text + b"\n")
            elif len(line.text) > layout.CRC_BYTES and running is not None and _LOOKS_LIKE_ROW.match(line.text):
                doubtful = line, _after(zlib.crc32(line.body, running))
                running = zlib.crc32(line.text + b"\n", running)
            continue
        body, at = line.body, len(good)
        if running is not None and zlib.crc32(body, running) == line.crc:
            good.add(line.number)
        elif doubtful and zlib.crc32(body, doubtful[1]) == line.crc:
            good |= {line.number, doubtful[0].number}
        elif any(zlib.crc32(body, each) == line.crc for each in recorded[max(at - _WINDOW, 0) : at + _WINDOW]):
            good.add(line.number)
        is_good = line.number in good
        doubtful = (line, _after(zlib.crc32(body, running))) if not is_good and running is not None else None
        running = _after(line.crc)
    return good


def _from_scan(text: bytes) -> _Kept:
    kept = _Kept()
    readable = text.decode("utf-8", "replace")
    decoder = json.JSONDecoder()
    at, failures = max(readable.find('"events"'), 0), 0
    while (at := readable.find("{", at)) >= 0 and failures < _FALSE_STARTS:
        try:
            entry, end = decoder.raw_decode(readable, at)
        except (ValueError, RecursionError):
            entry, end = None, at + 1
        if isinstance(entry, dict) and {"id", "at", "kind"} <= entry.keys():
            kept.add(readable[at:end].encode("utf-8", "surrogatepass"), f"character {at}")
        elif entry is None:
            failures += 1
            if failures == 1:
                kept.lose(f"character {at}", "it is broken")
        at = end
    return kept
