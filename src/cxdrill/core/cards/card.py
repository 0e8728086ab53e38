"""The base of all cards. Each card type is a module of its own beside this one; `registry` lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from msgspec import Struct

from cxdrill.core.cards.fields import ACCENTS_FIELD, Fault, Field, Kind, shape, texts_in
from cxdrill.core.cards.languages import Manner
from cxdrill.core.cards.sheet import MEDIA_FIELDS, HasMedia, Note, Option, Sheet

Places = Mapping[str, Any]
"""Where each field stands in its file, as a `core.problem.Location`: `prompt`, `options`, `options[2]`,
`options[2].why`, `items[0]`, `pairs[1]`, `tags[0]`; the empty string is the whole card, deck or exam."""

NOWHERE: Places = {}
_OF_THE_FILE = ("path", "places")


class Written(Struct, frozen=True, kw_only=True, eq=False):
    """A text of an author. Two are equal when they say the same, whatever file and line they stand in."""

    places: Places = NOWHERE

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            getattr(self, name) == getattr(other, name) for name in said_by(type(self))
        )

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(getattr(self, "id", ""))


def said_by(kind: type[Struct]) -> tuple[str, ...]:
    """The attributes in which an author says something: all but where it stands in which file."""
    return tuple(name for name in kind.__struct_fields__ if name not in _OF_THE_FILE)


class Waiver(Struct, frozen=True, omit_defaults=True):
    """The lint rules that a card or a deck sets aside, and the author's reason."""

    rules: tuple[str, ...] = ()
    why: str = ""


NO_WAIVER = Waiver()
_LINT = shape(
    "lint",
    Field("ignore", Kind.NAMES, "Rules set aside, such as Q209", required=True, least=1, attribute="rules"),
    Field("why", Kind.TEXT, "The reason", required=True),
    becomes=Waiver,
)
LINT_FIELD = Field("lint", Kind.ENTRY, "Rules of item writing set aside here, and why", attribute="waiver", entry=_LINT)
OF_EVERY_CARD = (
    Field("topic", Kind.NAME, "Exam topic; the deck's id where left out"),
    Field("tags", Kind.NAMES, "Words to find cards by"),
    Field("source", Kind.NAME, "A key of the deck's `sources`"),
    Field("scenario", Kind.ID, "Id of one of the deck's scenarios"),
    Field("critical", Kind.FLAG, "true: must be right to pass an exam", attribute="is_critical"),
    Field("fact", Kind.NAME, "What the card is about; two cards of one fact never meet in a form"),
    Field("exam", Kind.WORD, "only: kept for the check, never drilled, shown or exported", words=("only",)),
    ACCENTS_FIELD,
    Field("was", Kind.FORMER, "The id the card had before, or old-deck/old-id; it takes over that history"),
    *MEDIA_FIELDS,
    Field("explanation", Kind.TEXT, "Why the answer is right, in a sentence or two"),
    LINT_FIELD,
)
ANY_ACCENTS = "any"


class Card(Written, frozen=True, kw_only=True, eq=False, omit_defaults=True):
    """The fields and abilities of every card. Progress hangs on `key`, so an edited text keeps its history."""

    type: ClassVar[str] = ""  # by the name that decks give it
    own_fields: ClassVar[tuple[Field, ...]] = ()  # what this type has beside what every card has
    implied_by: ClassVar[str] = ""  # the field by which a card without `type` is taken for this one
    likely_by: ClassVar[str] = ""  # the field by which an author who left `type` out seems to mean this one
    schema: ClassVar[Mapping[str, Mapping[str, Any]]] = {}  # field: what JSON Schema can say of it beyond its kind
    takes_text: ClassVar[bool] = False  # whether a text may be typed in place of revealing it
    partly: ClassVar[str] = ""  # what a rule calls it where an answer may earn a part of the point
    is_open: ClassVar[bool] = False  # whether every other answer would be wrong, without being named

    deck: str  # the id of its deck
    id: str  # unique in its deck
    prompt: str  # a cloze card has its text here, marks included
    topic: str  # the exam's content area; the deck's id where the author left it out
    tags: tuple[str, ...] = ()
    source: str = ""  # a key of the deck's `sources`
    image: str = ""  # a file, by its path from the deck's own
    audio: str = ""
    alt: str = ""  # what they show and say
    explanation: str = ""
    scenario: str = ""  # the id of one of the deck's scenarios
    is_critical: bool = False  # must be right to pass an exam
    fact: str = ""  # what it is about: cards of one fact are enemies, of which a form holds one at most
    exam: str = ""  # `only`: kept for the check
    was: str = ""  # the id this card had before, with a deck where it stood in another: whose history it takes over
    accents: str = ""  # `any` or `strict`, where the author says so; the deck's where left out
    language: str = ""  # of its deck, as BCP 47 writes it
    waiver: Waiver = NO_WAIVER

    @property
    def manner(self) -> Manner:
        return Manner(self.language, self.accents == ANY_ACCENTS)

    @property
    def key(self) -> str:
        """`deck-id/card-id`, the name that events use."""
        return f"{self.deck}/{self.id}"

    @property
    def is_reserved(self) -> bool:
        """Whether only a check may ask it: it is never drilled, shown or exported."""
        return self.exam == "only"

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[Fault]:
        """The mistakes between the fields as they were read, by attribute; those in error are missing."""
        yield from ()

    def suffixes(self) -> tuple[str, ...]:
        """The ways the card is asked, by what their keys have after the card's own; the plain way has nothing."""
        return ("",)

    def asked(self, suffix: str) -> str:
        """The text shown first when the card is asked that way."""
        return self.prompt

    def revealed(self, suffix: str) -> str:
        """The text shown next; nothing where an answer is judged instead."""
        return ""

    def filled_in(self, suffix: str, text: str) -> tuple[bool, tuple[Note, ...]]:
        """Whether a text typed in place of revealing the card is right, and what to say of it."""
        raise NotImplementedError

    def points_to_tick(self) -> tuple[str, ...]:
        """The points by which learners rate an answer of their own; mostly none."""
        return ()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text of the card by its field, for search and for rules about texts."""
        own = (("prompt", self.prompt), ("alt", self.alt), *self.own_texts(), *self.other_texts())
        yield from ((field, text) for field, text in (*own, ("explanation", self.explanation)) if text)

    def own_texts(self) -> Iterator[tuple[str, str]]:
        for each in self.own_fields:
            if each.target != "prompt" and each.name != "wordings":
                yield from texts_in(each, getattr(self, each.target))

    def other_texts(self) -> Iterator[tuple[str, str]]:
        yield from ()

    def options_by_field(self) -> Iterator[tuple[str, Option]]:
        """The options by their fields; none where the type has none."""
        yield from ()

    def media(self) -> Iterator[tuple[str, HasMedia]]:
        """Those with a picture or a sound, the card itself or its options, by what their fields begin with."""
        if self.image or self.audio:
            yield "", self

    def shows_media(self, suffix: str) -> bool:
        """Whether its picture and its sound belong to what is asked that way, and not to what is revealed."""
        return True

    def answers(self) -> tuple[str, ...]:
        """The right answer as texts: the key, the parts, what is revealed or typed."""
        return ()

    def sheet(self) -> Sheet:
        """The card for paper and for other programs."""
        raise NotImplementedError
