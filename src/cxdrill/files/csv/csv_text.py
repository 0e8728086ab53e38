"""The bytes of a CSV file to text: UTF-8 with or without its mark, UTF-16, or Windows-1252, told by the bytes alone."""

from __future__ import annotations

import re

from cxdrill.errors import DataError

MAX_BYTES = 32_000_000  # far over any deck; a spreadsheet of that size is no list of cards

_MAGIC = (
    (b"PK\x03\x04", "a workbook or another zip archive; save it as CSV (UTF-8) and import that"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save it as CSV (UTF-8) and import that"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def csv_text(content: bytes, path: str) -> str:
    """The text of the file; raises DataError where it is too large or no text."""
    if len(content) > MAX_BYTES:
        raise DataError(
            f"{path} has {len(content) // 1_000_000} MB, more than the {MAX_BYTES // 1_000_000} MB that are read; "
            "split it into several files"
        )
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            raise DataError(f"{path} is {kind}" if ";" in kind else f"{path} is {kind}, not CSV; give a CSV file")
    try:
        return content.decode(_encoding(content)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return _windows_text(content, path)


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:200]
    # Latin text in UTF-16 has a zero byte beside nearly every letter.
    if head[1::2].count(0) * 3 > len(head):
        return "utf-16-le"
    if head[::2].count(0) * 3 > len(head):
        return "utf-16-be"
    return "utf-8"


def _windows_text(content: bytes, path: str) -> str:
    """The text as Windows-1252, which is what spreadsheets save where nobody asks for UTF-8."""
    remedy = 'save it as "CSV UTF-8" and import that'
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        words = f"{path} is no text that can be read: line {line} has a byte of no known encoding; {remedy}"
        raise DataError(words) from None
    if found := _CONTROL.search(text.rstrip("\x1a")):
        line = text.count("\n", 0, found.start()) + 1
        raise DataError(f"{path} is no text: line {line} has control characters; {remedy}")
    return text
