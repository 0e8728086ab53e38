"""Anki's collection out of a package, read in memory: its note types and decks as old and new versions keep them."""

import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from io import SEEK_CUR, BytesIO
from typing import Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from cxdrill.core.plain import grouped
from cxdrill.errors import DataError
from cxdrill.files.decks.media import MOST_BYTES
from cxdrill.files.imports.anki_note import NoteType, Template, note_type
from cxdrill.files.imports.package import Package

NAMES = ("collection.anki21b", "collection.anki21", "collection.anki2")  # the first that is there counts
BROKEN = "it is an Anki package whose collection is damaged; export it anew"
_MOST = 96_000_000  # bytes of a collection
_MOST_MEDIA = 8_000_000  # bytes of the list of pictures and sounds
_STEPS, _MOST_STEPS = 100_000, 20_000  # of SQLite's machine between two looks, and how many of these are too many
_NEEDED = {"notes", "cards", "col"}


def opened_collection(package: Package) -> sqlite3.Connection:
    """The collection as a database in memory; raises DataError where it is none."""
    name = next(name for name in NAMES if name in package.names)
    content = package.read(name, _MOST)
    if name.endswith("b"):
        content = _unpacked(content)
    if not content.startswith(b"SQLite format 3\0"):
        raise DataError(BROKEN)
    database = sqlite3.connect(":memory:")
    steps = iter(range(_MOST_STEPS))
    database.set_progress_handler(lambda: next(steps, None) is None, _STEPS)
    database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        # A collection with a log of its own beside it claims a file that memory has not: versions 2 become 1.
        database.deserialize(b"".join((content[:18], b"\1\1", content[20:])))
        if not _tables(database) >= _NEEDED:
            raise ValueError("it lacks tables")
    except (sqlite3.Error, ValueError, OverflowError, MemoryError) as error:
        database.close()
        raise DataError(BROKEN) from error
    return database


def _tables(database: sqlite3.Connection) -> set[str]:
    return {name for (name,) in database.execute("select name from sqlite_master where type = 'table'")}


def media_members(package: Package) -> dict[str, str]:
    """The pictures and sounds of the package, by the names that notes have for them: which member each is."""
    if "media" not in package.names:
        return {}
    raw = package.read("media", _MOST_MEDIA)
    if NAMES[0] not in package.names:  # an old package
        return {str(name): member for member, name in json.loads(raw).items()}
    entries = [value for number, value in _values(_unpacked(raw, _MOST_MEDIA)) if number == 1]
    names = [bytes(message(entry).get(1, b"")).decode("utf-8", "replace") for entry in entries if type(entry) is bytes]
    return {name: str(place) for place, name in enumerate(names)}


def media_content(package: Package, members: Mapping[str, str], name: str) -> bytes:
    """A picture or a sound of the package; raises DataError where it is missing or too big."""
    content = package.read(members.get(name, name), MOST_BYTES)
    return _unpacked(content, MOST_BYTES) if NAMES[0] in package.names else content


def _unpacked(content: bytes, most: int = _MOST) -> bytes:
    """What new packages pack with zstd."""
    reader = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 27})
    try:
        found = reader.decompress(content, max_length=most + 1)
    except (zstd.ZstdError, MemoryError, EOFError) as error:
        raise DataError(BROKEN) from error
    if len(found) > most:
        raise DataError(f"it is an Anki package with over {most // 1_000_000} MB in one; export a deck at a time")
    return found


def note_types(database: sqlite3.Connection) -> dict[int, NoteType]:
    """The note types: rows and little messages in new collections, one JSON text in old ones."""
    if "notetypes" not in _tables(database):
        models = json.loads(database.execute("select models from col").fetchone()[0])
        return {int(id): _old_kind(model) for id, model in models.items()}
    fields = grouped(database.execute("select ntid, name from fields order by ntid, ord"))
    templates: dict[int, dict[int, Template]] = {}
    for ntid, order, config in database.execute("select ntid, ord, config from templates order by ntid, ord"):
        sides = message(config)
        front, back = (bytes(sides.get(number, b"")).decode("utf-8", "replace") for number in (1, 2))
        templates.setdefault(ntid, {})[order] = Template(front, back)
    kinds = database.execute("select id, name, config from notetypes").fetchall()
    return {
        id: note_type(name, fields[id], templates[id], is_cloze=message(config).get(1) == 1)
        for id, name, config in kinds
        if id in fields and id in templates
    }


def _old_kind(model: Mapping[str, Any]) -> NoteType:
    fields = [each["name"] for each in sorted(model["flds"], key=lambda each: int(each["ord"]))]
    templates = {int(each["ord"]): Template(each["qfmt"], each["afmt"]) for each in model["tmpls"]}
    return note_type(model["name"], fields, templates, is_cloze=int(model["type"]) == 1)


def deck_names(database: sqlite3.Connection) -> dict[int, str]:
    """The names of the decks, with `::` between a deck and the one in it; the one that everybody has is none."""
    if "decks" in _tables(database):
        found = {id: name.replace("\x1f", "::") for id, name in database.execute("select id, name from decks")}
    else:
        decks = json.loads(database.execute("select decks from col").fetchone()[0])
        found = {int(id): str(deck["name"]) for id, deck in decks.items()}
    return {id: "" if id == 1 and name == "Default" else name for id, name in found.items()}


def message(raw: bytes) -> dict[int, int | bytes]:
    """The fields of a protobuf message by their numbers, of repeated ones the last; what breaks off is left out."""
    return dict(_values(raw))


def _values(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    stream = BytesIO(raw)
    while stream.tell() < len(raw):
        key = _varint(stream)
        match key & 7:
            case 0:
                yield key >> 3, _varint(stream)
            case 1 | 5:
                stream.seek(8 if key & 7 == 1 else 4, SEEK_CUR)
            case 2:
                yield key >> 3, stream.read(min(_varint(stream), len(raw)))
            case _:
                return


def _varint(stream: BytesIO) -> int:
    number = 0
    for shift in range(0, 70, 7):
        sign = stream.read(1)
        number |= (sign[0] & 127) << shift if sign else 0
        if sign < b"\x80":
            break
    return number
