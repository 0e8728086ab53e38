"""What a file is, told by its content alone, and the reader for it."""

import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.deck import Deck
from cxdrill.core.ids import LONGEST, slug
from cxdrill.errors import DataError
from cxdrill.files.csv.csv_file import MAX_BYTES, Rows, below_separator, csv_text, records
from cxdrill.files.csv.csv_import import imported
from cxdrill.files.decks import media
from cxdrill.files.decks.text_values import DOWN
from cxdrill.files.exports.anki_package import guid
from cxdrill.files.imports import anki_package, gift, markdown_cards, moodle_xml, qti
from cxdrill.files.imports.anki_collection import NAMES
from cxdrill.files.imports.anki_note import anki_list, looks_like_anki
from cxdrill.files.imports.cards import Found, made
from cxdrill.files.imports.note import Brought, LeftOut, gathered
from cxdrill.files.imports.package import MAGIC, Package, looks_like, tree
from cxdrill.files.imports.table import Sheet, readers, table_rows
from cxdrill.files.imports.workbook import OLE, Workbook, opened, opened_old
from cxdrill.files.whole_file import content_of

_OWN = ({"deck", "id"}, {"deck", "prompt"}, {"deck", "type"}, {"type", "id", "prompt"}, {"option_1", "correct_1"})
_MOST_TEXT, _MOST_LINES, _LONGEST = 10_000_000, 100_000, 400_000
_DECK = re.compile(r"(?:#[^\n]*\n|[ \t\r]*\n)*(?:deck|exam):\s")
_QTI = ("questestinterop", "assessmentItem", "assessmentTest")
_MANIFEST = "imsmanifest.xml"
_WORKBOOKS = (("xl/workbook.xml", "an Excel workbook"), ("content.xml", "an OpenDocument spreadsheet"))
_WHY_NOT = (
    ("word/document.xml", "it is a Word document; save the questions as plain text, or as a table in a workbook"),
    ("ppt/presentation.xml", "it is a presentation; bring the questions as a table"),
)


class Wanted(Struct, frozen=True):
    """What to make of a file: the deck that takes it all, the sheets, the decks that exist, cells as they are."""

    deck_id: str = ""
    sheet: str = ""
    known: Mapping[str, Deck] = {}
    is_raw: bool = False
    has_reviews: bool = False


def found(file: Path, wanted: Wanted) -> Found:
    """Everything that the file holds; raises OSError, and DataError with what it is where it is of no use."""
    if not stat.S_ISREG(file.stat().st_mode):
        content_of(file, limit=MAX_BYTES)  # says what it is
    with file.open("rb") as stream:
        start = stream.read(8)
        stream.seek(0)
        try:
            if start.startswith(MAGIC):
                brought = _of_package(file, Package(stream), wanted)
            else:
                content = content_of(file, limit=MAX_BYTES)
                if start == OLE:
                    brought = _of_sheets(file, "an old Excel workbook", opened_old(content), wanted)
                elif wanted.sheet:
                    raise DataError("it is no workbook, so it has no sheets; leave --sheet out")
                else:
                    brought = (_of_xml if looks_like(content) else _of_text)(file, content, wanted)
            if isinstance(brought, Found):
                return brought
            read = brought.read or partial(media.content, str(file))
            return made(brought, read, wanted.known, deck_id=wanted.deck_id, default=_default(file))
        except DataError as error:
            raise DataError(str(error) if str(error).startswith(str(file)) else f"{file}: {error}") from None


def _of_package(file: Path, package: Package, wanted: Wanted) -> Brought | Found:
    names = set(package.names)
    if names & set(NAMES):
        own_ids = {guid(card): card.key for deck in wanted.known.values() for card in deck.cards}
        return anki_package.brought(package, own_ids, has_reviews=wanted.has_reviews)
    for name, form in _WORKBOOKS:
        if name in names:
            return _of_sheets(file, form, opened(package), wanted)
    for name, words in _WHY_NOT:
        if name in names:
            raise DataError(words)
    return qti.brought(_items(package), package)


def _items(package: Package) -> dict[str, Element]:
    """The files of questions in a package of QTI."""
    roots, room = {}, MAX_BYTES
    for name in package.names:
        if name.endswith(".xml") and not name.endswith(_MANIFEST):
            content = package.read(name, room)
            room -= len(content)
            root = tree(content)
            if root.tag in _QTI:
                roots[name] = root
    if not roots:
        raise DataError("it is an archive with no questions in it")
    return roots


def _of_xml(file: Path, content: bytes, wanted: Wanted) -> Brought | Found:
    kept: list[str] = []
    root = tree(content, kept)
    if root.tag == "quiz":
        return moodle_xml.brought(root, kept)
    if root.tag in _QTI:
        return qti.brought({file.name: root})
    words = f"it is XML whose first tag is {root.tag[:40]}, neither Moodle's nor QTI's"
    raise DataError(f"{words}; export it as one of them")


def _of_text(file: Path, content: bytes, wanted: Wanted) -> Brought | Found:
    text = csv_text(content, str(file))
    named, below = below_separator(text)
    sign = named or max(",;\t|", key=below.partition("\n")[0].count)  # of which the first line has most
    if not looks_like_anki(text) and _is_own(records(below[:100_000], sign, 0, [], is_strict=False)):
        return _of_own(file, [content], wanted)
    if len(text) > _MOST_TEXT or text.count("\n") > _MOST_LINES:
        raise DataError(f"it has over {_MOST_TEXT // 1_000_000} MB or {_MOST_LINES:,} lines of text; split it")
    if any(len(line) > _LONGEST for line in text.split("\n")):
        raise DataError(f"it has a line of over {_LONGEST:,} characters, which no question has; give a text with lines")
    if _DECK.match(text):
        raise DataError("it is a deck of cxdrill's already; put it into a folder of decks, which --decks can name")
    if looks_like_anki(text):
        return anki_list(text)
    if markdown_cards.looks_like(text):
        return markdown_cards.brought(text, partial(_beside, file))
    for is_such, brought in ((gift.looks_like, gift.brought), (gift.looks_lettered, gift.lettered)):
        if is_such(text):
            return brought(text)
    return gathered("a table of questions", readers(Sheet(table_rows(text), partial(_beside, file))))


def _beside(file: Path, source: str) -> str:
    """The path of a file that a text points to; nothing where it is not in the text's folder or below it."""
    path = unquote(source).replace("\\", "/").removeprefix("./")
    return path if re.fullmatch(DOWN, path) and (file.parent / path).is_file() else ""


def _of_sheets(file: Path, form: str, book: Workbook, wanted: Wanted) -> Brought | Found:
    """The sheets of a workbook: those that cxdrill wrote, or else tables of questions; what lies beside is left out.

    A hidden one, which holds what menus in cells choose from, comes in where it is named or there is no other.
    """
    losses, found = book.losses, book.visible()
    if wanted.sheet:
        found = {name: rows for name, rows in book.sheets.items() if name.casefold() == wanted.sheet.casefold()}
        if not found:
            raise DataError(f'it has no sheet "{wanted.sheet}" with anything in it; it has: {", ".join(book.sheets)}')
    else:
        losses = [*losses, *(("hidden sheet", name) for name in book.sheets if name not in found)]
    if not found:
        raise DataError("it is a workbook with nothing in it")
    lost = [LeftOut("the workbook", *each) for each in losses]
    if all(map(_is_own, found.values())):
        return replace(_of_own(file, list(found.values()), wanted, form), left_out=lost)
    is_one, key_of = len(found) == 1, partial(_beside, file)  # several sheets are a deck each
    tables = [
        Sheet(rows, key_of) if is_one else Sheet(rows, key_of, name, f"sheet {name}, ") for name, rows in found.items()
    ]
    brought = gathered(form, chain.from_iterable(map(readers, tables)))
    return replace(brought, left_out=[*brought.left_out, *lost])


def _is_own(rows: Iterable[tuple[int, Sequence[str]]]) -> bool:
    """Whether the first row that is filled is a header of ours."""
    first = next((cells for _, cells in rows if any(cells)), ())
    names = {cell.strip("\ufeff' ").casefold() for cell in first}
    return any(own <= names for own in _OWN)


def _of_own(file: Path, contents: Sequence[bytes | Rows], wanted: Wanted, form: str = "a table of cxdrill's") -> Found:
    is_raw = wanted.is_raw or form != "a table of cxdrill's"
    deck_id = wanted.deck_id or _default(file)
    read = [imported(each, str(file), deck_id=deck_id, known=wanted.known, is_raw=is_raw) for each in contents]
    decks = tuple(deck for each in read for deck in each.decks)
    problems = [str(problem) for each in read for problem in each.problems]
    files = {deck.id: held for deck in decks if (held := media.held(deck, str(file)))}
    return Found(form, decks, problems, [notice for each in read for notice in each.notices], media=files)


def _default(file: Path) -> str:
    """The deck of a file that names none: by the file's own name."""
    return slug(file.stem, LONGEST) or "imported"
