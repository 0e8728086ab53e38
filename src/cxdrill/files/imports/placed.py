"""Pictures and sounds of other programs to files beside a deck, under safe names that no other file has."""

from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import KINDS, Media
from cxdrill.errors import DataError
from cxdrill.files.decks import media
from cxdrill.files.imports.note import LeftOut

_OF_A_FAILURE = media.MOST_BYTES // 10


class Room:
    """How many bytes may still come in with one import."""

    def __init__(self) -> None:
        self.left = media.MOST_TOGETHER


class Placed:
    """The files that come into one deck; one that the deck has already keeps its path."""

    def __init__(self, deck: Deck, read: Callable[[str], bytes], left_out: list[LeftOut], room: Room) -> None:
        """`read` gives a file by the key that notes have for it."""
        self.deck, self.read, self.left_out, self.room = deck, read, left_out, room
        self.files: dict[str, bytes] = {}  # by their paths from the deck
        self._paths: dict[str, str] = {}

    def fields(self, fields: Mapping[str, Any], where: str) -> dict[str, Any]:
        """The fields of a card with the paths of files in the place of their keys; what cannot come is left out."""
        made = _told({**fields, **self._with_paths(fields, where)}, "prompt")
        if isinstance(options := made.get("options"), tuple):
            made["options"] = tuple(self._option(each, where) for each in options)
        return {name: value for name, value in made.items() if value or name not in ("image", "audio", "alt")}

    def _option(self, option: Media, where: str) -> Media:
        named = {name: getattr(option, name) for name in ("text", "image", "audio", "alt")}
        has_any = option.image or option.audio
        return replace(option, **_told({**named, **self._with_paths(named, where)}, "text")) if has_any else option

    def _with_paths(self, fields: Mapping[str, Any], where: str) -> dict[str, str]:
        paths = {}
        for name in ("image", "audio"):
            if key := fields.get(name):
                paths[name] = self._path(key)
                if not paths[name]:
                    kind = "picture" if name == "image" else "sound"
                    self.left_out.append(LeftOut(where, kind, f"{key}, which is missing, too big or something else"))
        return paths

    def _path(self, key: str) -> str:
        if key not in self._paths:
            self._paths[key] = self._placed(key) if self.room.left > 0 else ""
        return self._paths[key]

    def _placed(self, key: str) -> str:
        """The path of a file; nothing where it is of no use. Each takes of the room, for each takes time."""
        try:
            content = self.read(key)
        except DataError:
            self.room.left -= _OF_A_FAILURE
            return ""
        self.room.left -= len(content)
        if len(content) > media.MOST_BYTES or media.ending(key) not in KINDS or not media.is_of_kind(key, content):
            return ""
        if held := self._held.get(sha256(content).digest()):
            return held
        path = f"{self.deck.id}.media/{media.named(key, content)}"
        if self.room.left < 0:
            return ""
        self.files[path] = content
        return path

    @cached_property
    def _held(self) -> dict[bytes, str]:
        """The files that the deck has, by what they hold."""
        return {sha256(content).digest(): name for name, content in media.held(self.deck).items()}


def _told(fields: dict[str, Any], text: str) -> dict[str, Any]:
    """The fields with the words of a picture that could not come in brackets behind the text."""
    if fields.get("alt") and not (fields.get("image") or fields.get("audio")):
        return {**fields, text: f"{fields[text]} [{fields['alt']}]", "alt": ""}
    return fields
