"""Zip archives and XML of other programs, read with bounds: nothing is unpacked to disk, no entity is resolved.

XML comes with every name bare of its namespace and in the spelling of QTI 2.
"""

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from cxdrill.errors import DataError

MAGIC = b"PK\x03\x04"
_END, _END_SIZE = b"PK\x05\x06", 22
_MOST_OF_DIRECTORY = 4_000_000  # bytes: some fifty thousand names
_BROKEN = "it is a damaged archive, perhaps cut short; fetch or save it anew"


class Package:
    """The members of an archive by their names."""

    def __init__(self, file: IO[bytes]) -> None:
        """Raises DataError for what is no sound archive, or has more members than anybody needs."""
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - (1 << 16) - _END_SIZE))
        end = file.read()
        place = end.rfind(_END)
        if place < 0 or len(end) - place < _END_SIZE:
            raise DataError(_BROKEN)
        entries, directory = struct.unpack("<HI", end[place + 10 : place + 16])
        if directory > _MOST_OF_DIRECTORY or entries == 0xFFFF:
            raise DataError("it is an archive with more files in it than can be read; take out what is not needed")
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
            raise DataError(_BROKEN) from error
        self._members = {info.filename: info for info in self._archive.infolist()}
        self.names = tuple(self._members)

    def read(self, name: str, most: int) -> bytes:
        """A member's bytes; raises DataError where there are more than `most`, whatever the archive says of it."""
        info = self._members.get(name)
        if info is None:
            raise DataError(f"it is an archive without {name}; save it anew")
        if info.flag_bits & 1:
            raise DataError("it is an archive with a password; save it without one")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DataError(_BROKEN)
        try:
            with self._archive.open(info) as member:
                content = member.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise DataError(_BROKEN) from error
        if len(content) > most or info.file_size > most:
            raise DataError(f"it is an archive whose {name[-40:]} has over {most // 1_000_000} MB; split it")
        return content


_MOST_TAGS = 800_000
_MOST_DEPTH = 150
_MOST_BYTES = 32_000_000
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9_.-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_EMBEDDED = re.compile(r"(<file\b[^<>]*>)([^<]*)(?=</file>)")


def looks_like(content: bytes) -> bool:
    """Whether bytes are XML with an element of its own at the top."""
    start = content[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"<?xml") or re.match(rb"<(?:!--|!DOCTYPE|[a-zA-Z])", start) is not None


def tree(content: bytes, kept: list[str] | None = None) -> Element:
    """The root, with every name bare of its namespace and in the spelling of QTI 2; raises DataError.

    What embedded files hold is put into `kept`, and their elements say at which place.
    """
    if len(content) > _MOST_BYTES:
        raise DataError(f"it has over {_MOST_BYTES // 1_000_000} MB; split it")
    without = r"\1" if kept is None else partial(_number, kept)
    text = _EMBEDDED.sub(without, _DECLARATION.sub("", _text(content)))
    if "<!ENTITY" in text:
        raise DataError("it is XML that defines entities, which no export of questions needs; take them out")
    if text.count("<") > _MOST_TAGS:
        raise DataError(f"it is XML with over {_MOST_TAGS:,} tags; split it")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        words = f"it is XML that cannot be read ({str(error).partition(':')[0]}); export it anew"
        raise DataError("line {}, column {}: {}".format(*error.position, words)) from None
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > _MOST_DEPTH:
            raise DataError(f"it is XML with over {_MOST_DEPTH} tags inside each other; export it anew")
        for element in level:
            element.tag = bare(str(element.tag))
            if any("-" in name or "}" in name for name in element.attrib):
                element.attrib = {bare(name): value for name, value in element.attrib.items()}
        level = [child for element in level for child in element]
    return root


def _number(kept: list[str], found: re.Match[str]) -> str:
    """The beginning of an embedded file with its place among those kept, instead of all that it holds."""
    kept.append(found[2])
    return f"{found[1]}{len(kept) - 1}"


def bare(name: str) -> str:
    """A name without its namespace; `qti-choice-interaction` of QTI 3 is `choiceInteraction` of QTI 2."""
    name = name.rpartition("}")[2]
    first, *others = name.removeprefix("qti-").split("-")
    return first + "".join(word.capitalize() for word in others)


def text_at(element: Element, path: str) -> str:
    """The text below an element, without blanks around it; empty where there is none."""
    return (element.findtext(path) or "").strip()


def number_of(text: str, otherwise: float = 0.0) -> float:
    """The number that a text says; `otherwise` where it says none."""
    try:
        return float(text)
    except ValueError:
        return otherwise


def markup(element: Element, instead: Callable[[Element], str | None] = lambda element: None) -> str:
    """What stands inside an element as HTML; `instead` may give something in the place of one."""
    return html.escape(element.text or "", quote=False) + "".join(_pieces(element, instead))


def _pieces(element: Element, instead: Callable[[Element], str | None]) -> Iterator[str]:
    for child in element:
        own = instead(child)
        if own is None and child.tag == "object":  # what stands in one is for whom it cannot be shown
            words = " ".join("".join(child.itertext()).split())
            own = f'<object data="{html.escape(child.get("data", ""))}" alt="{html.escape(words)}"/>'
        if own is None:
            attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in child.attrib.items())
            own = f"<{child.tag}{attributes}>{markup(child, instead)}</{child.tag}>"
        yield own + html.escape(child.tail or "", quote=False)


def _text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        found = _DECLARED.match(content.removeprefix(b"\xef\xbb\xbf")[:200])
        encoding = found[1].decode().casefold() if found else "utf-8"
    if encoding not in ("utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"):
        raise DataError(f"it is XML in the encoding {encoding}; export it in UTF-8")
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise DataError(f"it is XML that is not in {encoding} throughout, perhaps cut short; export it anew") from None
