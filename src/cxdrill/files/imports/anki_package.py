"""Anki's packages (.apkg, .colpkg), old and new, to notes: those that cxdrill wrote as we write them, others as shown.

The collection is read in memory and never unpacked.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.flashcard import REVERSE
from cxdrill.core.cards.sheet import Option
from cxdrill.core.plain import grouped
from cxdrill.errors import DataError
from cxdrill.files.exports.anki_package import FIELDS
from cxdrill.files.imports import anki_collection
from cxdrill.files.imports.anki_note import AnkiNote, cloze_text
from cxdrill.files.imports.html_text import Taken
from cxdrill.files.imports.note import Brought, LeftOut, Made, Note, Reader, Review, gathered, question
from cxdrill.files.imports.package import Package

_MOST_NOTES = 50_000
_MOST_SHOWN = 300_000_000  # characters of the templates of all notes
_MOST_REVIEWS = 2_000_000
_EARLIEST, _LATEST = 946_684_800, 4_102_444_800  # the years 2000 and 2100, in seconds
_SECONDS = 1_000_000_000  # a due number beyond it is an instant, below it a day since the collection began
_TRUTH = re.compile(r"<p>True(?: or false\?| &nbsp; False)</p>\s*$")
_LIST = re.compile(r'<(ol|ul)(?: class="(\w+)")?>(.*?)</\1>', re.DOTALL)
_KEY = re.compile(r'<span class="key">✓ (.*?)</span>', re.DOTALL)
_WHY = re.compile(r'<br><span class="(?:why|note)">(.*?)</span>', re.DOTALL)
_ALSO = re.compile(r"^Also right: (.*?)(?:<br>|$)")


class _Card(Struct, frozen=True):
    """A card of Anki's: the way a note is asked, and when again."""

    id: int
    order: int
    deck: int
    kind: int  # 0 new, 1 learning, 2 review, 3 learning again
    due: int
    suspended_at: int  # seconds; 0 where it is not


def brought(package: Package, own_ids: Mapping[str, str], *, has_reviews: bool = False) -> Brought:
    """The notes of the package, and its study history; raises DataError where it cannot be read.

    `own_ids` are the cards of ours by the ids that we gave their notes.
    """
    database = anki_collection.opened_collection(package)
    try:
        members = anki_collection.media_members(package)
        readers = _readers(database, own_ids, partial(_known, members))
        found = gathered("an Anki package", readers, read=partial(anki_collection.media_content, package, members))
        if not has_reviews:
            return found
        left_out = list(found.left_out)
        return replace(found, reviews=list(_reviews(database, found.notes, left_out)), left_out=left_out)
    except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise DataError(anki_collection.BROKEN) from error
    finally:
        database.close()


def _readers(
    database: sqlite3.Connection, own_ids: Mapping[str, str], key_of: Callable[[str], str]
) -> Iterator[Reader]:
    kinds, decks = anki_collection.note_types(database), anki_collection.deck_names(database)
    room = _MOST_SHOWN
    for mid, guid, tags, fields, cards in _rows(database):
        kind = kinds.get(mid)
        if kind is None or not cards:
            unknown = Reader(f'note "{fields[:40]}"')
            unknown.leave("of an unknown type or without a card")
            yield unknown
            continue
        room -= kind.size + len(fields)
        if room < 0:
            raise DataError("it is an Anki package with far longer templates than its notes need; export fewer notes")
        named = dict(zip(kind.fields, fields.split("\x1f"), strict=False))
        ids = {card.order: card.id for card in cards}
        deck, former = decks.get(cards[0].deck, ""), own_ids.get(guid, "")
        is_own = kind.name.startswith("cxdrill ") and tuple(kind.fields) == FIELDS
        reader = _OwnNote if is_own else AnkiNote
        yield reader(kind, named, ids, key_of, guid=guid, tags=tags.split(), deck=deck, former=former)


def _known(members: Mapping[str, str], source: str) -> str:
    """The name of a file in the package by what a note calls it; nothing where it is not there."""
    return next((name for name in (source, unquote(source)) if name in members), "")


def _reviews(database: sqlite3.Connection, notes: Sequence[Note], left_out: list[LeftOut]) -> Iterator[Review]:
    """Every rating, the oldest first; what Anki wrote there for other reasons is none."""
    cards = {card.id: card for *_, of_note in _rows(database) for card in of_note}
    faces = {id: (place, suffix, cards[id]) for place, note in enumerate(notes) for id, suffix in note.faces.items()}
    created = date.fromtimestamp(database.execute("select crt from col").fetchone()[0])
    rows = database.execute("select id, cid, ease, ivl, time, type, factor from revlog where ease > 0 order by id")
    found = []
    for row in rows.fetchmany(_MOST_REVIEWS):
        if row[1] not in faces:
            left_out.append(LeftOut(f"card {row[1]} in Anki", "review", "of a card that is left out or deleted"))
        elif _EARLIEST <= row[0] // 1000 < _LATEST:
            found.append(tuple(map(int, row)))
        else:
            left_out.append(LeftOut(f"card {row[1]} in Anki", "review", "of an impossible time"))
    last = {cid: id for id, cid, *_ in found}
    for id, cid, ease, interval, took, kind, factor in found:
        place, suffix, card = faces[cid]
        due: date | int | None = None
        if last[cid] == id and card.kind in (1, 2, 3):
            due = int(min(card.due, _LATEST)) if card.due > _SECONDS else created + timedelta(days=card.due)
        is_cram = kind == 3 and not factor
        yield Review(place, suffix, id, min(ease, 4), max(0, took), interval, is_cram, None if is_cram else due)
    for place, suffix, card in faces.values():
        if _EARLIEST <= card.suspended_at < _LATEST:
            yield Review(place, suffix, card.suspended_at * 1000, 0, 0, 0, False)


def _rows(database: sqlite3.Connection) -> Iterator[tuple[int, str, str, str, list[_Card]]]:
    """Of each note its type, its id, its tags and fields, and its cards."""
    rows = database.execute("select id, nid, ord, did, odid, type, due, odue, queue, mod from cards order by ord")
    cards = grouped(
        (nid, _Card(id, order, odid or did, kind, odue if odid else due, changed_at if queue == -1 else 0))
        for id, nid, order, did, odid, kind, due, odue, queue, changed_at in rows
    )
    rows = database.execute("select id, mid, guid, tags, flds from notes order by id")
    for number, (nid, mid, guid, tags, fields) in enumerate(rows):
        if number >= _MOST_NOTES:
            raise DataError(f"it is an Anki package with over {_MOST_NOTES:,} notes; export a deck at a time")
        yield mid, str(guid), str(tags), str(fields), cards.get(nid, [])


class _OwnNote(AnkiNote):
    """Reads the note of a card of ours; its first tags are its deck and topic."""

    def notes(self) -> Sequence[Note]:
        prompt, answer, explanation, source, scenario = (self.fields.get(each, "") for each in FIELDS)
        self.deck, topic, *tags = (*self.tags, "", "")[: max(2, len(self.tags))]
        name, faces = self.kind.name.removeprefix("cxdrill "), {0: "", 1: REVERSE}
        own: dict[str, Any]
        if name == "question":
            kind, own = self._question(prompt, answer)
        else:
            own = {"prompt": self.text(prompt, self.taken), "answer": self.text(answer)}
            kind = "flashcard" if name == "reverse" else name
        if kind == "cloze":
            own = {"prompt": cloze_text(own["prompt"])}
            faces = {int(number) - 1: f"~{number}" for number in re.findall(r"\{\{(\d+)::", own["prompt"])}
        elif kind == "typed" and (also := _ALSO.match(explanation)):
            own["accept"], explanation = tuple(self.text(also[1]).split("; ")), explanation[also.end() :]
        elif kind == "flashcard" and name != "question":
            own["has_reverse"] = name == "reverse"
        own |= {"explanation": self.text(explanation), "tags": tuple(tags)}
        own |= {"topic": topic} if topic != self.deck else {}
        named = {self.cards[order]: suffix for order, suffix in faces.items() if order in self.cards}
        about = {"scenario": self.text(scenario), "source": self.text(source), "former": self.former, "faces": named}
        return [self.note((kind, own), "", source_id=self.guid, is_opaque=True, **about)]

    def _question(self, prompt: str, answer: str) -> Made:
        truth, first = _TRUTH.search(prompt), _LIST.search(prompt)
        stem = self.text(prompt[: truth.start()] if truth else _LIST.sub("", prompt), self.taken)
        if truth:
            return "true-false", {"prompt": stem, "answer": self.text(answer) == "True"}
        answers = _LIST.search(answer)
        solved = re.findall(r"<li\b[^>]*>(.*?)</li>", answers[3], re.DOTALL) if answers else []
        if first is None:
            return "flashcard", {"prompt": stem, "answer": self.text(answer)}
        if first[1] == "ul":
            return "order", {"prompt": stem, "items": tuple(map(self.text, solved))}
        if first[2] is None:
            pairs = [self.text(item).partition(" – ") for item in solved]
            return "match", {"prompt": stem, "pairs": tuple((left, right) for left, _, right in pairs)}
        options = []
        for item in solved:
            key, why = _KEY.search(item), _WHY.search(item)
            taken = Taken(self.key_of)
            text = self.text(key[1] if key else _WHY.sub("", item), taken)
            options.append(Option(text, key is not None, self.text(why[1]) if why else "", False, **taken.fields))
        return question(stem, options)
