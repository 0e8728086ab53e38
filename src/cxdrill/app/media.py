"""The pictures and sounds of cards for a session: drawn where the terminal can, else opened by the system's program."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from cxdrill.core.cards.card import Card
from cxdrill.errors import DataError
from cxdrill.files.decks import media
from cxdrill.terminal.paint import Picture
from cxdrill.terminal.pictures import picture, way_of
from cxdrill.terminal.wording import shortened


class DeckFiles:
    """The files beside decks, by the decks' ids and paths."""

    def __init__(self, decks: Mapping[str, str], way: str) -> None:
        self._decks = decks
        self._way = way_of(os.environ, way)
        self._drawn: dict[tuple[str, str, int], Picture | None] = {}
        self._opened, self._turn = "", 0  # the card whose files were opened last, and which of them

    def picture(self, card: Card, width: int) -> Picture | None:
        """The card's picture for this terminal; None where it cannot be shown, or is no longer there."""
        name = card.deck, card.image, width
        if self._way and card.image and name not in self._drawn:
            try:
                content = media.content(self._decks.get(card.deck, ""), card.image)
                self._drawn[name] = picture(content, self._way, width)
            except DataError:
                self._drawn[name] = None
        return self._drawn.get(name)

    def open(self, card: Card) -> str:
        """Hands one of the card's files to the system's program, the next one at each turn, and says so or why not."""
        found = [(each, field, name) for _, each in card.media() for field, name in media.files_of(each)]
        self._turn = self._turn + 1 if card.key == self._opened else 0
        self._opened = card.key
        turn = self._turn % len(found)
        each, field, name = found[turn]
        what = "the picture" if field == "image" else "the sound"
        if each is not card:
            what += f' of "{shortened(getattr(each, "text", ""), 30)}"'
        path = self._decks.get(card.deck, "")
        try:
            if not path:
                raise DataError(f'the deck "{card.deck}" is not here')
            media.content(path, name)
            _hand_over((Path(path).parent / name).resolve())
        except (DataError, OSError) as error:
            return f"{what} cannot be opened: {error}"
        return f"opened {what}{f', {turn + 1} of {len(found)}' if len(found) > 1 else ''}"


def _hand_over(path: Path) -> None:
    """Has the system's program for such files open it; the path is an argument of its own, and no shell sees it."""
    if sys.platform == "win32":
        os.startfile(path)
        return
    name = "open" if sys.platform == "darwin" else "xdg-open"
    program = shutil.which(name)
    if program is None:
        raise DataError(f"there is no {name} here; the file is {path}")
    # Waited for by nobody, silent, and out of reach of what a key like Ctrl-C ends.
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    os.posix_spawn(program, [program, str(path)], os.environ, file_actions=silent, setpgroup=0)
