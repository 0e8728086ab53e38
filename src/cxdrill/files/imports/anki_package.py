"""Anki's packages (.apkg, .colpkg), old and new, to notes. The collection is read in memory and never unpacked."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from cxdrill.errors import DataError
from cxdrill.files.imports.anki_note import NoteType, Template, note_type, notes_of
from cxdrill.files.imports.anki_own import is_own, own_note
from cxdrill.files.imports.note import Brought, LeftOut, Note, Review
from cxdrill.files.imports.package import Package

FORM = "an Anki package"
NAMES = ("collection.anki21b", "collection.anki21", "collection.anki2")  # the first that is there counts
_MOST = 96_000_000  # bytes of a collection
_MOST_NOTES = 50_000
_MOST_SHOWN = 300_000_000  # characters of the templates of all notes
_MOST_REVIEWS = 2_000_000
_SECONDS = 1_000_000_000  # a due number beyond it is an instant, below it a day since the collection began
_STEPS, _MOST_STEPS = 100_000, 20_000  # of SQLite's machine between two looks, and how many of these are too many
_NEEDED = {"notes", "cards", "col"}
_BROKEN = "it is an Anki package whose collection is damaged; export it anew"


class _Card(Struct, frozen=True):
    """A card of Anki's: the way a note is asked, and when again."""

    id: int
    order: int
    deck: int
    kind: int  # 0 new, 1 learning, 2 review, 3 learning again
    due: int


def brought(package: Package, own_ids: Mapping[str, str], *, has_reviews: bool = False) -> Brought:
    """The notes of the package, and its study history; raises DataError where it cannot be read.

    `own_ids` are the cards of ours by the ids that we gave their notes.
    """
    database = _database(package)
    try:
        kinds, decks = _kinds(database), _decks(database)
        notes: list[Note] = []
        left_out: list[LeftOut] = []
        faces: dict[int, tuple[int, str, _Card]] = {}
        room = _MOST_SHOWN
        for mid, guid, tags, fields, cards in _rows(database):
            kind = kinds.get(mid)
            if kind is None or not cards:
                left_out.append(LeftOut(f'note "{fields[:40]}"', "question", "of an unknown type or without a card"))
                continue
            room -= kind.size + len(fields)
            if room < 0:
                raise DataError(
                    "it is an Anki package with far longer templates than its notes need; export fewer notes"
                )
            named = dict(zip(kind.fields, fields.split("\x1f"), strict=False))
            if is_own(kind):
                made = [own_note(kind, named, guid=guid, former=own_ids.get(guid, ""), tags=tags.split())]
            else:
                orders, deck = [card.order for card in cards], decks.get(cards[0].deck, "")
                made, missing = notes_of(kind, named, orders, guid=guid, deck=deck, tags=tags.split())
                left_out += missing
            for place, note in enumerate(made, len(notes)):
                faces |= {card.id: (place, note.faces[card.order], card) for card in cards if card.order in note.faces}
            notes += made
        reviews = list(_reviews(database, faces, left_out)) if has_reviews else ()
        return Brought(FORM, notes, left_out, reviews=reviews)
    except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise DataError(_BROKEN) from error
    finally:
        database.close()


def _reviews(
    database: sqlite3.Connection, faces: Mapping[int, tuple[int, str, _Card]], left_out: list[LeftOut]
) -> Iterator[Review]:
    """Every rating, the oldest first; what Anki wrote there for other reasons is none."""
    created = date.fromtimestamp(database.execute("select crt from col").fetchone()[0])
    rows = database.execute("select id, cid, ease, ivl, time, type, factor from revlog where ease > 0 order by id")
    found = []
    for row in rows.fetchmany(_MOST_REVIEWS):
        if row[1] in faces:
            found.append(row)
        else:
            left_out.append(LeftOut(f"card {row[1]} in Anki", "review", "of a card that is left out or deleted"))
    last = {cid: id for id, cid, *_ in found}
    for id, cid, ease, interval, took, kind, factor in found:
        place, suffix, card = faces[cid]
        due: date | int | None = None
        if last[cid] == id and card.kind in (1, 2, 3):
            due = card.due if card.due > _SECONDS else created + timedelta(days=card.due)
        is_cram = kind == 3 and not factor
        yield Review(place, suffix, id, min(ease, 4), max(0, took), interval, is_cram, None if is_cram else due)


def _database(package: Package) -> sqlite3.Connection:
    name = next(name for name in NAMES if name in package.names)
    content = package.read(name, _MOST)
    if name.endswith("b"):
        content = _unpacked(content)
    if not content.startswith(b"SQLite format 3\0"):
        raise DataError(_BROKEN)
    database = sqlite3.connect(":memory:")
    steps = iter(range(_MOST_STEPS))
    database.set_progress_handler(lambda: next(steps, None) is None, _STEPS)
    database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        # A collection with a log of its own beside it claims a file that memory has not: versions 2 become 1.
        database.deserialize(b"".join((content[:18], b"\1\1", content[20:])))
        tables = {name for (name,) in database.execute("select name from sqlite_master where type = 'table'")}
    except (sqlite3.Error, ValueError, OverflowError, MemoryError) as error:
        raise DataError(_BROKEN) from error
    if not tables >= _NEEDED:
        raise DataError(_BROKEN)
    return database


def _unpacked(content: bytes) -> bytes:
    """A new collection, which is packed with zstd."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    reader = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 27})
    try:
        found = reader.decompress(content, max_length=_MOST + 1)
    except (zstd.ZstdError, MemoryError, EOFError) as error:
        raise DataError(_BROKEN) from error
    if len(found) > _MOST:
        raise DataError(f"it is an Anki package with over {_MOST // 1_000_000} MB of notes; export a deck at a time")
    return found


def _rows(database: sqlite3.Connection) -> Iterator[tuple[int, str, str, str, list[_Card]]]:
    """Of each note its type, its id, its tags and fields, and its cards."""
    cards: dict[int, list[_Card]] = {}
    rows = database.execute("select id, nid, ord, did, odid, type, due, odue from cards order by ord")
    for id, nid, order, did, odid, kind, due, odue in rows:
        cards.setdefault(nid, []).append(_Card(id, order, odid or did, kind, odue if odid else due))
    rows = database.execute("select id, mid, guid, tags, flds from notes order by id")
    for number, (nid, mid, guid, tags, fields) in enumerate(rows):
        if number >= _MOST_NOTES:
            raise DataError(f"it is an Anki package with over {_MOST_NOTES:,} notes; export a deck at a time")
        yield mid, str(guid), str(tags), str(fields), cards.get(nid, [])


def _kinds(database: sqlite3.Connection) -> dict[int, NoteType]:
    """The note types: rows and little messages in new collections, one JSON text in old ones."""
    if not _has(database, "notetypes"):
        models = json.loads(database.execute("select models from col").fetchone()[0])
        return {int(id): _old_kind(model) for id, model in models.items()}
    fields: dict[int, list[str]] = {}
    templates: dict[int, dict[int, Template]] = {}
    for ntid, name in database.execute("select ntid, name from fields order by ntid, ord"):
        fields.setdefault(ntid, []).append(name)
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


def _decks(database: sqlite3.Connection) -> dict[int, str]:
    """The names of the decks, with `::` between a deck and the one in it; the one that everybody has is none."""
    if _has(database, "decks"):
        found = {id: name.replace("\x1f", "::") for id, name in database.execute("select id, name from decks")}
    else:
        decks = json.loads(database.execute("select decks from col").fetchone()[0])
        found = {int(id): str(deck["name"]) for id, deck in decks.items()}
    return {id: "" if id == 1 and name == "Default" else name for id, name in found.items()}


def _has(database: sqlite3.Connection, table: str) -> bool:
    found = database.execute("select 1 from sqlite_master where type = 'table' and name = ?", (table,))
    return found.fetchone() is not None


def message(raw: bytes) -> dict[int, int | bytes]:
    """The fields of a protobuf message by their numbers, of repeated ones the last; what breaks off is left out."""
    found: dict[int, int | bytes] = {}
    place = 0
    while place < len(raw):
        key, place = _varint(raw, place)
        match key & 7:
            case 0:
                found[key >> 3], place = _varint(raw, place)
            case 1 | 5:
                place += 8 if key & 7 == 1 else 4
            case 2:
                length, place = _varint(raw, place)
                found[key >> 3], place = raw[place : place + length], place + length
            case _:
                break
    return found


def _varint(raw: Sequence[int], place: int) -> tuple[int, int]:
    number = shift = 0
    while place < len(raw):
        number |= (raw[place] & 127) << shift
        shift += 7
        place += 1
        if raw[place - 1] < 128 or shift > 63:
            break
    return number, place
