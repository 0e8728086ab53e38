"""Pictures and sounds of other programs to files beside a deck, under safe names that no other file has."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import KINDS, Media
from cxdrill.errors import DataError
from cxdrill.files.decks import media
from cxdrill.files.imports.note import LeftOut


class Placed:
    """The files that come in with one import; one that a deck has already keeps its path."""

    def __init__(self, read: Callable[[str], bytes], left_out: list[LeftOut]) -> None:
        """`read` gives a file by the key that notes have for it."""
        self.read, self.left_out = read, left_out
        self.files: dict[str, dict[str, bytes]] = {}  # by their decks, and their paths from them
        self._room = media.MOST_TOGETHER  # bytes that may still come
        self._paths: dict[tuple[str, str], str] = {}
        self._held: dict[str, dict[bytes, str]] = {}  # what the decks have, by what it holds

    def fields(self, deck: Deck, fields: Mapping[str, Any], where: str) -> dict[str, Any]:
        """The fields of a card with the paths of files in the place of their keys; what cannot come is left out."""
        made = self._with_paths(deck, fields, where, "prompt")
        if isinstance(options := made.get("options"), tuple):
            made["options"] = tuple(self._option(deck, each, where) for each in options)
        return {name: value for name, value in made.items() if value or name not in ("image", "audio", "alt")}

    def _option(self, deck: Deck, option: Media, where: str) -> Media:
        if not (option.image or option.audio):
            return option
        named = {name: getattr(option, name) for name in ("text", "image", "audio", "alt")}
        return replace(option, **self._with_paths(deck, named, where, "text"))

    def _with_paths(self, deck: Deck, fields: Mapping[str, Any], where: str, text: str) -> dict[str, Any]:
        """The words of a picture that cannot come stand in brackets behind the text."""
        made = dict(fields)
        for name, kind in (("image", "picture"), ("audio", "sound")):
            if key := fields.get(name):
                if (deck.id, key) not in self._paths:
                    self._paths[deck.id, key] = self._placed(deck, key) if self._room > 0 else ""
                made[name] = self._paths[deck.id, key]
                if not made[name]:
                    self.left_out.append(LeftOut(where, kind, f"{key}, which is missing, too big or something else"))
        if made.get("alt") and not (made.get("image") or made.get("audio")):
            made |= {text: f"{made[text]} [{made['alt']}]", "alt": ""}
        return made

    def _placed(self, deck: Deck, key: str) -> str:
        """The path of a file; nothing where it is of no use. Each takes of the room, for each takes time."""
        try:
            content = self.read(key)
        except DataError:
            self._room -= media.MOST_BYTES // 10
            return ""
        self._room -= len(content)
        if len(content) > media.MOST_BYTES or media.ending(key) not in KINDS or not media.is_of_kind(key, content):
            return ""
        if deck.id not in self._held:
            self._held[deck.id] = {sha256(each).digest(): name for name, each in media.held(deck).items()}
        if held := self._held[deck.id].get(sha256(content).digest()):
            return held
        path = f"{deck.id}.media/{media.named(key, content)}"
        if self._room < 0:
            return ""
        self.files.setdefault(deck.id, {})[path] = content
        return path
