"""The bytes of a deck file: never more than a deck may have, never from a device, a FIFO or a folder, and only text."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from cxdrill.core.problem import Location
from cxdrill.files.decks.problem_list import ProblemList
from cxdrill.files.whole_file import Unfit, content_of

MAX_BYTES = 16_000_000  # of one file
BOM = b"\xef\xbb\xbf"

_MAGIC = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a workbook, an office document or another zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old workbook or office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_WIDE = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# Line ends to YAML but not to editors, so lines and texts would silently differ; and a mark that shows nothing.
_ODD = ("\x85".encode(), "\u2028".encode(), "\u2029".encode(), BOM)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_MARKUP = re.compile(rb"<[!?/A-Za-z]")
_TAG_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?%TAG|[\r\n]%TAG")
# What looks like a blank, or like nothing, and is no blank to YAML.
ODD_BLANK = "[\u00a0\u00ad\u1680\u2000-\u200d\u202f\u205f\u2060\u3000]"
LINE_END = re.compile("\r\n|\n|\r")
_AS_UTF8 = 'save it as UTF-8 (in most editors under "Save as" or in the status line)'


def read(path: Path, problems: ProblemList) -> bytes | None:
    """The file's bytes; None, and a problem noted, where it is no file, cannot be read or is too big."""
    try:
        return content_of(path, limit=MAX_BYTES)
    except Unfit as error:
        if error.kind:
            problems.add("S101", (1, 1), f"this is {error.kind}, not a file", "name a deck file")
        else:
            _refuse_size(problems)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        problems.add("S101", (1, 1), f"the file cannot be read: {reason}", "check the name and who may read it")
    return None


def _refuse_size(problems: ProblemList) -> None:
    words = f"the file has over {MAX_BYTES // 1_000_000} MB"
    problems.add("S102", (1, 1), words, "split it into several decks")


class SourceLines:
    """Gives the line at a location, reading each file once; nothing where the file cannot be read."""

    def __init__(self) -> None:
        self._files: dict[str, list[str]] = {}

    def __call__(self, location: Location) -> str:
        """The line without its end; empty where there is none."""
        if location.path not in self._files:
            raw = read(Path(location.path), ProblemList(location.path)) or b""
            self._files[location.path] = LINE_END.split(raw.decode(errors="replace").removeprefix("\ufeff"))
        lines = self._files[location.path]
        return lines[location.line - 1] if location.line <= len(lines) else ""


def refuse_foreign(raw: bytes, problems: ProblemList) -> None:
    """Note why the bytes cannot be a deck, as far as quick signs tell; the parser finds the rest on its way."""
    start = (1, 1)
    if len(raw) > MAX_BYTES:
        _refuse_size(problems)
    elif not raw or raw.isspace() or raw == BOM:
        problems.add("S111", start, "the file is empty", 'write a deck into it; "cxdrill new" starts one')
    elif wide := _wide(raw):
        problems.add("S103", start, f"the file is saved as {wide}", _AS_UTF8)
    elif kind := foreign_kind(raw):
        problems.add("S103", start, f"the file is {kind}, not a deck", "give a YAML file")
    elif _MARKUP.match(raw.removeprefix(BOM)[:1000].lstrip()):
        problems.add("S103", start, "the file is HTML or XML, not a deck", "give a YAML file")
    elif b"%" in raw and b"%TAG" in raw and (found := _TAG_LINE.search(raw)):
        # Told before parsing, since the C parser takes hours for many of them.
        line, _ = _place(raw[: found.end()].decode(errors="replace"), found.end())
        problems.add("S108", (line, 1), "a %TAG line is not allowed: a deck is plain text", "delete it", 4)
    elif b"\0" in raw or any(sign[-1:] in raw and raw.find(sign, 1) > 0 for sign in _ODD):
        tell_bytes(raw, problems)


def foreign_kind(raw: bytes) -> str:
    """The kind of file that begins like that, where it is none of text; else nothing."""
    return next((kind for magic, kind in _MAGIC if raw.startswith(magic)), "")


def _wide(raw: bytes) -> str:
    """UTF-16 or UTF-32, if the file begins like that, with or without its mark."""
    for mark, name in _WIDE:
        if raw.startswith(mark):
            return name
    head = raw[:64]
    if len(head) >= 8 and (head[:4].count(0) == 3 or head[4:8].count(0) == 3):
        return "UTF-32"
    if len(head) >= 4 and (not any(head[::2]) or not any(head[1::2])):
        return "UTF-16"
    return ""


def tell_bytes(raw: bytes, problems: ProblemList) -> bool:
    """Note the first byte that is not UTF-8 or the first forbidden character; False where there is neither."""
    try:
        text = raw.decode()
        bad = None
    except UnicodeDecodeError as error:
        text, bad = raw[: error.start].decode(), raw[error.start]
    found = _FORBIDDEN.search(text, 1 if raw.startswith(BOM) else 0)
    if found:
        code = ord(found.group())
        usual = "a control character", f'delete it, or write it in double quotes as "\\x{code:02x}"'
        kind, remedy = _SIGNS.get(code, usual)
        problems.add("S104", _place(text, found.start()), f"{kind} (U+{code:04X}) stands in the text", remedy, 1)
    elif bad is not None:
        words = f"the byte {bad:02X} is not UTF-8; the file is probably saved as Windows-1252 or Latin-1"
        problems.add("S103", _place(text, len(text)), words, _AS_UTF8, 1)
    return bad is not None or found is not None


_SIGNS = {
    0x00: ("a control character", "delete it; the file may be damaged"),
    0x85: ("an unusual line end", "put an ordinary line end there"),
    0x2028: ("an unusual line end", "put an ordinary line end or a blank there"),
    0x2029: ("an unusual line end", "put an ordinary line end or a blank there"),
    0xFEFF: ("a byte order mark", "delete it; it shows nothing and often comes from files glued together"),
}


def blank_name(sign: str) -> str:
    """A character that shows nothing, in words."""
    return f"{unicodedata.name(sign).lower()} (U+{ord(sign):04X})"


def _place(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `index`."""
    before = LINE_END.split(text[:index].removeprefix("\ufeff"))
    return len(before), len(before[-1]) + 1
