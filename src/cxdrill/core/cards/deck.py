"""What an author writes: decks of flashcards and questions, one class for each card type.

Values only. How a file becomes a deck is `files/decks/deck_yaml.py`'s concern, whether it is a good deck `core/lint`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from cxdrill.core.problem import Location


class CardType(StrEnum):
    """The eight card types, by the name that decks give them."""

    FLASHCARD = "flashcard"
    CLOZE = "cloze"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"
    TYPED = "typed"
    ORDER = "order"
    MATCH = "match"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. The options that are right are the key, the others the distractors."""

    text: str
    is_key: bool = False
    why: str = ""  # why a person picks it, and why it is wrong
    is_fixed: bool = False  # keeps its place when options are shuffled


@dataclass(frozen=True, slots=True)
class Waiver:
    """The lint rules that a card or a deck sets aside, and the author's reason."""

    rules: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation that several questions share; shown above each of them."""

    id: str
    text: str


Places = Mapping[str, "Location"]
"""Where a field stands in its file: `prompt`, `options`, `options[2]`, `options[2].why`, `items[0]`, `pairs[1]`,
`tags[0]`; the empty string is the whole card, deck or exam."""

NO_WAIVER = Waiver()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What every card has. Progress hangs on `key`, so an edited text keeps its history."""

    type: ClassVar[CardType]

    deck: str  # the id of its deck
    id: str  # unique in its deck
    prompt: str  # a cloze card has its text here, marks included
    topic: str  # the exam's content area; the deck's id where the author left it out
    tags: tuple[str, ...] = ()
    source: str = ""  # a key of the deck's `sources`
    explanation: str = ""
    scenario: str = ""  # the id of one of the deck's scenarios
    is_critical: bool = False  # must be right to pass an exam
    was: str = ""  # the id this card had before, whose history it takes over
    waiver: Waiver = NO_WAIVER
    places: Places = field(default_factory=dict, compare=False, repr=False)

    @property
    def key(self) -> str:
        """`deck-id/card-id`, the name that events use."""
        return f"{self.deck}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flashcard(Card):
    """A prompt and its answer, revealed and rated; with `has_reverse` also asked the other way round."""

    type = CardType.FLASHCARD
    answer: str
    has_reverse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze(Card):
    """A text with `{{hidden}}` parts (see `core/cards/cloze.py`), each asked on its own."""

    type = CardType.CLOZE


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Card):
    """A card that can be judged right or wrong. Only questions are drawn into an exam."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Question):
    """Two to eight options, exactly one of them right."""

    type = CardType.CHOICE
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Question):
    """Two to eight options, one or more of them right."""

    type = CardType.MULTIPLE
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Question):
    """A statement that is true or false."""

    type = CardType.TRUE_FALSE
    answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed(Question):
    """A short answer typed in; `accept` holds the other right answers."""

    type = CardType.TYPED
    answer: str
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Question):
    """Items to put in order; kept here in the right one."""

    type = CardType.ORDER
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Question):
    """Pairs to find: the left sides are shown in the deck's order, the right sides shuffled."""

    type = CardType.MATCH
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """One deck as its author wrote it."""

    id: str
    title: str
    summary: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)  # key of a source: its title
    notes: str = ""  # study notes, Markdown
    scenarios: tuple[Scenario, ...] = ()
    cards: Sequence[Card]  # a tuple, or cards built when looked at (`core/cards/card_index.py`)
    waiver: Waiver = NO_WAIVER
    path: str = field(default="", compare=False)
    places: Places = field(default_factory=dict, compare=False, repr=False)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The cards that can be judged, in the deck's order."""
        return tuple(card for card in self.cards if isinstance(card, Question))

    def scenario_text(self, card: Card) -> str:
        """The situation that `card` belongs to, or nothing."""
        return next((scenario.text for scenario in self.scenarios if scenario.id == card.scenario), "")
