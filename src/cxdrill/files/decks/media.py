"""Pictures and sounds beside a deck: read with bounds, from its folder alone, and on their way into another file."""

from __future__ import annotations

import re
import stat
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from html import escape
from pathlib import Path, PurePosixPath

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import KINDS, HasMedia
from cxdrill.core.ids import slug
from cxdrill.core.lint.rules import location_of
from cxdrill.core.problem import Problem, Severity
from cxdrill.core.text import clean_line
from cxdrill.errors import DataError

MOST_BYTES = 10_000_000  # of one picture or sound
MOST_TOGETHER = 100_000_000  # of all that goes into one file, or comes out of one
MOST_INSIDE = 20_000_000  # of all that stands in one text, a page or an XML file
_DIGITS, _LONGEST_STEM = 8, 40
_HEAD = 16  # bytes that tell what a file is
_BEGINS = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".gif": re.compile(rb"GIF8[79]a"),
    ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    ".mp3": re.compile(rb"ID3|\xff[\xe0-\xff]"),
    ".ogg": re.compile(rb"OggS"),
    ".wav": re.compile(rb"RIFF.{4}WAVE", re.DOTALL),
    ".m4a": re.compile(rb".{4}ftyp", re.DOTALL),
}


def ending(name: str) -> str:
    """The end of a file's name that says what it is, in lower case."""
    return PurePosixPath(name).suffix.lower()


def is_of_kind(name: str, content: bytes) -> bool:
    """Whether a file begins like what the end of its name says."""
    begins = _BEGINS.get(ending(name))
    return begins is not None and begins.match(content) is not None


def named(name: str, content: bytes) -> str:
    """A name that is safe on every system and that no other content has: `desk-3fa2b1c9.png`."""
    stem, digest = PurePosixPath(name.replace("\\", "/")).stem, sha256(content).hexdigest()[:_DIGITS]
    plain = slug(stem, _LONGEST_STEM).removesuffix(digest).rstrip("-") or "file"
    return f"{plain}-{digest}{ending(name)}"


def content(deck: str, name: str, first: int = MOST_BYTES) -> bytes:
    """The file of that name beside the deck's own, or its `first` bytes; raises DataError with the reason."""
    folder = Path(deck).parent
    path, said = folder / name, f'"{clean_line(name)}"'
    try:
        status = path.stat()
        if not path.resolve().is_relative_to(folder.resolve()):
            raise DataError(f"{said} is behind a link that leads out of the deck's folder; put the file itself there")
        if not stat.S_ISREG(status.st_mode):
            raise DataError(f"{said} is a folder or a device, not a file; name a file")
        if status.st_size > MOST_BYTES:
            raise DataError(f"{said} has over {MOST_BYTES // 1_000_000} MB; make it smaller")
        with path.open("rb") as file:
            found = file.read(first)
    except (OSError, ValueError) as error:
        why = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
        raise DataError(f"{said} {why}; put the file there, or correct its name") from error
    if not is_of_kind(name, found):
        raise DataError(f"{said} holds something else than its name says; save it anew as what it is")
    return found


def files_of(each: HasMedia) -> Iterator[tuple[str, str]]:
    """The files of a card or an option by the fields that name them."""
    yield from ((field, name) for field, name in (("image", each.image), ("audio", each.audio)) if name)


def names_of(deck: Deck) -> Iterable[str]:
    """The files that the cards of a deck name, each once."""
    return dict.fromkeys(name for card in deck.cards for _, each in card.media() for _, name in files_of(each))


def held(deck: Deck, path: str = "") -> dict[str, bytes]:
    """The files that the cards name, as far as they stand beside the deck or a file at `path`; `check` tells others."""
    found = {}
    for name in names_of(deck):
        with suppress(DataError):
            found[name] = content(path or deck.path, name)
    return found


def problems(deck: Deck) -> Iterator[Problem]:
    """The mistakes in the pictures and sounds that the cards name, each at the place that names it."""
    for card in deck.cards:
        for before, each in card.media():
            for field, name in files_of(each):
                try:
                    content(deck.path, name, _HEAD)
                except DataError as error:
                    said, _, remedy = str(error).partition("; ")
                    where, words = location_of(card, f"{before}{field}"), f'card "{card.id}": {said}'
                    yield Problem(where, "S315", Severity.ERROR, words, remedy, len(name))


class Carried:
    """The files of some decks that go along; those that cannot be read are told and left out."""

    def __init__(self, decks: Iterable[Deck], folder: str = "", most: int = MOST_TOGETHER) -> None:
        """`folder` stands before the names of files where a text points to them; `most` is how many bytes fit."""
        self.folder, self.most = folder, most
        self.files: dict[str, bytes] = {}  # by names that no two of them share
        self._paths = {deck.id: deck.path for deck in decks}
        self._names: dict[tuple[str, str], str] = {}
        self.notices: tuple[str, ...] = ()  # what could not be read, in sentences

    def name(self, deck: str, file: str) -> str:
        """The name that a file of a deck has here; none for no file, or one that cannot be read."""
        key = self._paths[deck], file
        if file and key not in self._names:
            self._names[key] = self._taken(deck, file)
        return self._names[key] if file else ""

    def html(self, deck: str, each: HasMedia) -> str:
        """The picture and the sound of a card or an option as HTML, which is XML too; mostly nothing."""
        image, audio = self.name(deck, each.image), self.name(deck, each.audio)
        words = escape(clean_line(each.alt))
        shown = f'<img src="{self.source(image)}" alt="{words}"/>' if image else ""
        return shown + (self.sound(audio, words) if audio else "")

    def source(self, name: str) -> str:
        return f"{self.folder}{name}"

    def sound(self, name: str, words: str) -> str:
        return f'<audio controls="controls" src="{self.source(name)}" aria-label="{words}"></audio>'

    def _taken(self, deck: str, file: str) -> str:
        try:
            found = content(self._paths[deck], file)
        except DataError as error:
            self.notices += (f"{deck}: {str(error).partition(';')[0]}; left out here, see cxdrill check",)
            return ""
        name = named(file, found)
        self.files[name] = found
        if sum(map(len, self.files.values())) > self.most:
            words = f"the pictures and sounds have over {self.most // 1_000_000} MB together"
            raise DataError(f"{words}, more than such a file takes; export fewer decks at a time")
        return name


class Embedded(Carried):
    """Files that stand in the page itself."""

    def __init__(self, decks: Iterable[Deck]) -> None:
        super().__init__(decks, most=MOST_INSIDE)

    def source(self, name: str) -> str:
        return f"data:{KINDS[ending(name)]};base64,{b64encode(self.files[name]).decode()}"


def beside(decks: Iterable[Deck]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files that go beside a table or a text of decks, by the paths that it has for them, and what is missing.

    Raises DataError where two decks have different files of one name.
    """
    files: dict[str, bytes] = {}
    decks = list(decks)
    carried = Carried(decks)
    for deck in decks:
        for name in names_of(deck):
            found = carried.files.get(carried.name(deck.id, name))
            if found is not None and files.setdefault(name, found) != found:
                raise DataError(f'two decks have different files "{name}"; export them into a folder each')
    return files, carried.notices
