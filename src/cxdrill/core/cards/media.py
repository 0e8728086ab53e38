"""Pictures and sounds beside a text: the fields that name their files, and what is said where none can be shown."""

from __future__ import annotations

from typing import Any, Protocol

from msgspec import Struct

from cxdrill.core.cards.fields import Field, Kind

PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
SOUNDS = {".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".wav": "audio/wav", ".m4a": "audio/mp4"}
KINDS = PICTURES | SOUNDS
"""The media type of a file by the end of its name. SVG is none: it can hold programs, and no terminal shows it."""
MEDIA_FIELDS = (
    Field("image", Kind.FILE, "A picture beside the deck, such as pictures/desk.png", words=tuple(PICTURES)),
    Field("audio", Kind.FILE, "A sound beside the deck, such as calls/busy.mp3", words=tuple(SOUNDS)),
    Field("alt", Kind.TEXT, "What the picture shows or the sound says, for whom it cannot be shown or played"),
)


class Media(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is shown and heard beside a text; files by their paths from the deck's own."""

    image: str = ""
    audio: str = ""
    alt: str = ""


class HasMedia(Protocol):
    """A card, an option or a row."""

    @property
    def image(self) -> str: ...
    @property
    def audio(self) -> str: ...
    @property
    def alt(self) -> str: ...


def media_of(each: HasMedia) -> dict[str, Any]:
    """The fields of its media, to make another value with."""
    return {"image": each.image, "audio": each.audio, "alt": each.alt}


def told(each: HasMedia) -> str:
    """What stands for a picture and a sound where they are not shown; nothing where there is none."""
    kind = " and ".join(name for name, file in (("picture", each.image), ("sound", each.audio)) if file)
    return f"[{kind}{': ' if each.alt else ''}{' '.join(each.alt.split())}]" if kind else ""


def with_told(text: str, each: HasMedia) -> str:
    """A text with what stands for its picture and its sound behind it."""
    return f"{text} {told(each)}".rstrip() if each.image or each.audio else text
