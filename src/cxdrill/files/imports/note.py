"""Notes: questions and flashcards as other programs have them, the one value that every reader gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any

from msgspec import Struct

from cxdrill.core.cards.sheet import Option
from cxdrill.errors import DataError

Made = tuple[str, dict[str, Any]]
"""The type of a card and its fields, by attribute."""

BLANK = "_____"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class LeftOut(Struct, frozen=True):
    """Something of the file that no card has now: where it stood, what kind of thing it is, and which one."""

    where: str
    kind: str  # in the singular: "picture", "question"
    detail: str = ""


class Note(Struct, frozen=True):
    """One question or flashcard. `fields` are those of the card type `kind`, by attribute; empty ones say nothing."""

    kind: str
    fields: Mapping[str, Any]
    where: str  # what a person looks for in the file: "row 3"
    source_id: str = ""  # by which the source knows it again
    is_opaque: bool = False  # whether that id says nothing to a reader
    deck: str = ""  # the deck, category or sheet that it stands in, in the source's words
    scenario: str = ""  # the text of a situation that several may share
    source: str = ""  # the title of what it rests on
    former: str = ""  # the id it would have if it came out of cxdrill: `deck/card`
    faces: Mapping[int, str] = {}  # the source's cards of it, by their ids: the way ours is asked


class Review(Struct, frozen=True):
    """One review in the source's history: the face by its note's place, when, how it was rated, and what was promised.

    A rating of 0 says that the card was suspended. `due` is what the source holds today, of a face's last review: a
    study day, or an instant in seconds.
    """

    note: int
    suffix: str
    at_ms: int
    rating: int
    took_ms: int
    interval: int  # days, or less than 0: seconds
    is_cram: bool  # rated outside the schedule
    due: date | int | None = None


def no_file(key: str) -> bytes:
    """The files of a source that has none."""
    raise DataError(f"{key} is not there")


class Brought(Struct, frozen=True):
    """What a reader found. `form` says what the file was taken for; `problems` are sentences that stop the import."""

    form: str
    notes: Sequence[Note] = ()
    left_out: Sequence[LeftOut] = ()
    problems: Sequence[str] = ()
    notices: Sequence[str] = ()
    title: str = ""
    reviews: Sequence[Review] = ()
    read: Callable[[str], bytes] = no_file  # a picture or a sound that notes name; raises DataError


def cleaned(text: str) -> str:
    """A text of a foreign file as a card can have it: no control characters, no blanks around it."""
    if text.isprintable():  # mostly so, and told at once
        return text.strip()
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")).strip()


def cloze(text: str, holes: re.Pattern[str], hidden: Callable[[re.Match[str]], str]) -> str:
    """A text with our marks round what is hidden in its holes; braces that are text stay text."""
    pieces, place = [], 0
    for number, found in enumerate(holes.finditer(text), 1):
        pieces += [text[place : found.start()].replace("{{", "\\{{"), f"{{{{{number}::{hidden(found)}}}}}"]
        place = found.end()
    return "".join((*pieces, text[place:].replace("{{", "\\{{")))


def category_name(path: str) -> str:
    """A category of Moodle's without what stands above those that teachers make."""
    parts = [part.strip() for part in path.replace("//", "\0").split("/")]
    named = [part.replace("\0", "/") for part in parts if part and not re.fullmatch(r"\$\w+\$|top", part)]
    return "::".join(name.removeprefix("Default for ") for name in named)


def question(
    prompt: str,
    options: Iterable[tuple[str, bool, str]],
    media: Iterable[Mapping[str, str]] = repeat({}),
    *,
    is_fixed: bool = False,
    takes_several: bool = False,
) -> Made:
    """The type and the fields of a question out of its options: text, whether it is right, why it is wrong.

    `media` are the pictures and sounds of each, as fields.
    Two options that say true and false make a true-false question, several right ones a multiple.
    """
    made = tuple(
        Option(text, is_key, why, is_fixed, **dict(files))
        for (text, is_key, why), files in zip(options, media, strict=False)
    )
    keys = [option for option in made if option.is_key]
    words = {truth(option.text) for option in made}
    if (
        len(made) == 2
        and len(keys) == 1
        and words == {True, False}
        and not any(each.image or each.audio for each in made)
    ):
        whys = "\n".join(option.why for option in made if option.why)
        return "true-false", {"prompt": prompt, "answer": truth(keys[0].text), "explanation": whys}
    return "multiple" if takes_several or len(keys) > 1 else "choice", {"prompt": prompt, "options": made}


def paragraphs(*texts: str) -> str:
    """The texts that say something, one below the other."""
    return "\n\n".join(filter(None, texts))


_TRUE = frozenset(("true", "t", "wahr", "richtig", "verdadero", "cierto", "vrai", "verdadeiro", "v", "vero", "waar"))
_FALSE = frozenset(("false", "f", "falsch", "falso", "faux", "onwaar"))


def truth(word: str) -> bool | None:
    """Whether a word says true or false, in the languages that teachers write; None where it says neither."""
    plain = word.strip(" .\n").casefold()
    return True if plain in _TRUE else False if plain in _FALSE else None
