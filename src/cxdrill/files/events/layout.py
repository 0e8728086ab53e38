"""The text of the progress file, as it is written.

    {"format": 1, "learner": "0f..", "events": [
    {"id": "9c..-1", "at": "2026-03-01T09:00:00.000+01:00", "kind": "review", ..., "crc": "5d31c8a0"}
    ,{"id": "9c..-2", ..., "crc": "77f0e9b2"}
    ]}

Every line, the last too, ends with one newline. The last three bytes are the closing (`]}` and a newline). An event
is added by one write that begins where the closing begins, with the comma, and ends with a new closing: no byte of
an earlier event is ever touched, so no torn write can harm one.

`crc` is the last field of an event: eight hexadecimal digits of the CRC-32 (zlib's) of every byte of the file from
its first up to, not including, the text `, "crc"` of that event. The value of the last event thus checks the whole
file; and since each goes on from the bytes before it, rows that are lost, doubled or swapped show as well.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cxdrill.core.event import Event
from cxdrill.errors import ProgressError

FORMAT = 1
SIZE_LIMIT = 256 << 20  # bytes; over a million events
CLOSING = b"]}\n"
CRC_FIELD = b', "crc": "'
_BETWEEN = CRC_FIELD + b'%08x"}\n,'
CRC_BYTES = len(CRC_FIELD) + 8 + len(b'"}')
TOP_LEVEL = ("format", "learner", "events")
CRC_END = re.compile(rb'([0-9a-f]{8})"}\n')
_BETWEEN_BODIES = re.compile(rb', "crc": "[0-9a-f]{8}"}\n,?')
HEADER_LIMIT = 1 << 16
_FORMAT = rb'"format"\s*:\s*"?([0-9]{1,9})'
_SPOILT_AT_MOST = 3  # of the twelve signs round a checksum


def header(learner: str, other: dict[str, Any] | None = None) -> bytes:
    """The first line of a file, without its newline."""
    top = {"format": FORMAT, "learner": learner, **(other or {})}
    return (text_of(top)[:-1] + ', "events": [').encode()


def others(top: Mapping[str, Any]) -> dict[str, Any]:
    """The fields at the top that we do not know."""
    return {name: value for name, value in top.items() if name not in TOP_LEVEL}


def body(event: Event) -> bytes:
    """An event as it stands in the file, without `crc` and the closing brace."""
    entry = {"id": event.id, "at": event.at.isoformat(timespec="milliseconds"), "kind": event.kind, **event.fields}
    return text_of(entry)[:-1].encode()


def with_rows(start: bytes, bodies: Iterable[bytes], crc: int = 0) -> tuple[bytes, int]:
    """The `start` of a file, or of what is added to one, then lines for `bodies` and the closing; the CRC before that.

    `crc` is the running CRC before the start.
    """
    rows, between = bytearray(), start
    for text in bodies:
        row = between + text
        crc = zlib.crc32(row, crc)
        rows += row
        between = _BETWEEN % crc
    last = between.removesuffix(b",")
    rows += last + CLOSING
    return bytes(rows), zlib.crc32(last, crc)


def whole(first_line: bytes, bodies: Sequence[bytes]) -> tuple[bytes, int]:
    """A complete file, and its running CRC before the closing."""
    return with_rows(first_line + b"\n", bodies)


def bodies_in(rows: bytes | memoryview) -> list[bytes]:
    """The text of each event in rows of this layout up to the closing, without `crc` and closing brace."""
    *bodies, closing = _BETWEEN_BODIES.split(rows)
    return bodies if closing == CLOSING else []


def checksum_matches(content: bytes, crc: int = 0) -> bool | None:
    """Whether the last `crc` matches all bytes before it, going on from `crc`; None where there is no such field."""
    at = content.rfind(CRC_FIELD)
    if at < 0:
        return None
    found = CRC_END.match(content, at + len(CRC_FIELD))
    return found is not None and int(found[1], 16) == zlib.crc32(memoryview(content)[:at], crc)


def has_crc_field(row: bytes) -> bool:
    """Whether a line ends in a checksum, be it damaged in a few places: one flipped bit must not hide it."""
    end = row[-CRC_BYTES:]
    if len(end) < CRC_BYTES or (end.startswith(CRC_FIELD) and end.endswith(b'"}')):
        return len(end) == CRC_BYTES
    pairs = zip(CRC_FIELD + b'"}', end[: len(CRC_FIELD)] + end[-2:], strict=False)
    return sum(one != other for one, other in pairs) <= _SPOILT_AT_MOST


def text_of(value: Any) -> str:
    """A value as JSON that has an encoding."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    # Half a surrogate pair has no UTF-8; as an escape it survives.
    return text if has_encoding(text) else json.dumps(value, allow_nan=False)


def has_encoding(text: str) -> bool:
    """Whether a text can be written; half of a surrogate pair cannot."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def format_of(content: bytes) -> int | None:
    """The format that the beginning of a file claims, however damaged the rest is."""
    found = re.search(_FORMAT, content[:HEADER_LIMIT].replace(b"\0", b""))
    return int(found[1]) if found else None


def refuse_newer(number: Any) -> None:
    """Raises ProgressError for a format that only a later version knows."""
    if type(number) is int and number > FORMAT:
        raise ProgressError(
            f"the progress file has format {number}, this version of cxdrill knows {FORMAT}: "
            "nothing was changed; install a newer cxdrill"
        )
