"""Pictures and sounds of decks on their way into another file: each read once, and shown in that format's way."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import KINDS, HasMedia
from cxdrill.core.text import clean_line
from cxdrill.errors import DataError
from cxdrill.files.decks import media


class Carried:
    """The files of some decks that go along; those that cannot be read are told and left out."""

    def __init__(self, decks: Iterable[Deck], folder: str = "", most: int = media.MOST_TOGETHER) -> None:
        """`folder` stands before the names of files where a text points to them; `most` is how many bytes fit."""
        self.folder, self.most = folder, most
        self.files: dict[str, bytes] = {}  # by names that no two of them share
        self._paths = {deck.id: deck.path for deck in decks}
        self._names: dict[tuple[str, str], str] = {}
        self._notices: dict[str, None] = {}

    @property
    def notices(self) -> tuple[str, ...]:
        """What could not be read, in sentences."""
        return tuple(self._notices)

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
        """What points to a file."""
        return f"{self.folder}{name}"

    def sound(self, name: str, words: str) -> str:
        """A sound to be played."""
        return f'<audio controls="controls" src="{self.source(name)}" aria-label="{words}"></audio>'

    def _taken(self, deck: str, file: str) -> str:
        try:
            content = media.content(self._paths[deck], file)
        except DataError as error:
            self._notices[f"{deck}: {str(error).partition(';')[0]}; left out here, see cxdrill check"] = None
            return ""
        name = media.named(file, content)
        self.files[name] = content
        if sum(map(len, self.files.values())) > self.most:
            words = f"the pictures and sounds have over {self.most // 1_000_000} MB together"
            raise DataError(f"{words}, more than such a file takes; export fewer decks at a time")
        return name


class Embedded(Carried):
    """Files that stand in the page itself."""

    def __init__(self, decks: Iterable[Deck]) -> None:
        super().__init__(decks, most=media.MOST_INSIDE)

    def source(self, name: str) -> str:
        return f"data:{KINDS[media.ending(name)]};base64,{b64encode(self.files[name]).decode()}"


def beside(decks: Iterable[Deck]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files that go beside a table or a text of decks, by the paths that it has for them, and what is missing.

    Raises DataError where two decks have different files of one name.
    """
    files: dict[str, bytes] = {}
    decks = list(decks)
    carried = Carried(decks)
    for deck in decks:
        for name in media.names_of(deck):
            content = carried.files.get(carried.name(deck.id, name))
            if content is not None and files.setdefault(name, content) != content:
                raise DataError(f'two decks have different files "{name}"; export them into a folder each')
    return files, carried.notices
