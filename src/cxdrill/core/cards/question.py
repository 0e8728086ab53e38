"""A card that can be judged right or wrong: how every type is asked, read, judged and scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import ClassVar, Self

from msgspec import Struct
from msgspec.structs import asdict, replace

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.sheet import Media, Note

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


class UnreadableAnswer(ValueError):
    """The line is no answer to this question; the sentence says what can be typed."""


class Row(Media, frozen=True):
    """One thing to choose or to arrange, with the name it is answered by."""

    name: str  # `a` or `1`
    text: str


class Step(Struct, frozen=True):
    """A question in sight once a response was given as far as it goes."""

    said: tuple[tuple[str, str], ...] = ()  # who said what
    rows: tuple[Row, ...] = ()  # what can be chosen now
    is_over: bool = False  # whether the response is whole
    mood: str = ""

    def without_hints(self) -> Self:
        """The step as a check shows it: the customer's mood would tell how good the last reply was."""
        return replace(self, mood="") if len(self.said) > 1 else self


class Input(StrEnum):
    """How an answer is given with keys."""

    LETTER = "letter"  # one of the rows' names, at once
    LETTERS = "letters"  # several of them, then Enter
    TRUTH = "truth"  # t or f, at once
    SEQUENCE = "sequence"  # every number once, in an order
    PAIRS = "pairs"  # a letter for each number in turn
    TURNS = "turns"  # the letter of a reply, turn by turn
    BEST_WORST = "best and worst"  # the letter of the best, then that of the worst
    TEXT = "text"  # a typed line


class Wording(Struct, frozen=True, omit_defaults=True):
    """The same question in other words; what is empty stays as the card has it."""

    prompt: str


class Question(Card, frozen=True, kw_only=True, eq=False):
    """A card that can be judged. Only questions are drawn into an exam."""

    input: ClassVar[Input] = Input.TEXT
    wordings: tuple[Wording, ...] = ()
    is_final: ClassVar[bool] = False  # whether an answer given in an exam can no longer be changed
    order: tuple[int, ...] = ()  # the deck's positions of its parts as shown; no part of the deck nor of plain data

    def worded(self, number: int) -> Self:
        """The question in its wording of that number, 0 for the card's own; it stands alone, without the others."""
        if not self.wordings or not 0 <= number <= len(self.wordings):
            return self
        other = asdict(self.wordings[number - 1]) if number else {}
        return replace(self, wordings=(), **{name: value for name, value in other.items() if value})

    def other_texts(self) -> Iterator[tuple[str, str]]:
        own = set(self.own_texts())
        for number in range(1, len(self.wordings) + 1):
            worded = self.worded(number)
            changed = (each for each in worded.own_texts() if each not in own)
            yield from ((f"wordings[{number - 1}].{field}", text) for field, text in changed)
            yield f"wordings[{number - 1}].prompt", worded.prompt

    def parts(self) -> tuple[str, ...]:
        """The texts that are shown in a drawn order, in the deck's order."""
        return ()

    def drawn(self, rng: Random) -> tuple[int, ...]:
        """An order of the parts drawn from `rng.random()` alone."""
        return drawn_order(len(self.parts()), rng)

    def shuffled(self, rng: Random) -> Self:
        return self.ordered(self.drawn(rng))

    def ordered(self, order: Iterable[int]) -> Self:
        return replace(self, order=tuple(order))

    def is_order(self, order: Sequence[int]) -> bool:
        """Whether `order` names each part once."""
        return sorted(order) == list(range(len(self.parts())))

    def read(self, line: str) -> str:
        """The canonical line-mode form of what was typed; forgives what says nothing. Raises UnreadableAnswer."""
        raise NotImplementedError

    def going_on(self, response: str, line: str) -> str:
        """The response once one more line was typed; most types take one line in all. Raises UnreadableAnswer."""
        return self.read(line)

    def step(self, response: str | None) -> Step:
        """The question in sight after a response as far as it was given."""
        return Step(rows=self.rows(), is_over=bool(response))

    def shown(self, response: str) -> str:
        """A response in short, for the answer sheet."""
        return response

    def points(self, response: str, scoring: str = "") -> Fraction:
        """The points that a response earns, from 0 to 1; raises UnreadableAnswer where it is none."""
        raise NotImplementedError

    def earned(self, response: str | None, scoring: str = "") -> Fraction:
        """The points of a recorded response; one left open, or that cannot be read, earns nothing."""
        try:
            return Fraction(0) if response is None else self.points(response, scoring)
        except UnreadableAnswer:
            return Fraction(0)

    def key_response(self) -> str:
        """The right answer in line mode."""
        raise NotImplementedError

    def points_by_guessing(self, scoring: str = "") -> Mapping[Fraction, Fraction]:
        """The points that a blind answer may earn, each with its chance; nothing where it cannot be told."""
        return {}

    def chance_by_guessing(self) -> Fraction | None:
        """The points that a blind answer earns on average; None where it cannot be told."""
        shares = self.points_by_guessing()
        return sum((points * share for points, share in shares.items()), Fraction(0)) if shares else None

    def rows(self) -> tuple[Row, ...]:
        """The rows under the prompt: options, items to order, or left sides and then right sides."""
        return ()

    def on_paper(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """The parts of a printed form under the prompt: a heading and rows; a talk has one for each turn."""
        return (("", self.rows()),)

    def typed_key(self) -> str:
        """The right answer as somebody types it; a talk takes a letter a turn."""
        return self.key_response()

    def how_to_answer(self) -> str:
        """The ways to answer, in a few words."""
        return "type your answer"

    def feedback(self, response: str) -> tuple[Note, ...]:
        """Notes on what was right and wrong, with the author's reason for each wrong option chosen."""
        raise NotImplementedError

    def key_notes(self) -> tuple[Note, ...]:
        """The right answer alone, for a question that was left open."""
        return self.feedback(self.key_response())

    def options_met(self) -> tuple[tuple[str, bool], ...]:
        """The choices of a class, for option analysis: each text, and whether it is right."""
        return ()

    def rivals(self) -> tuple[tuple[str, bool], ...]:
        """The options of which just one is best, and which that is; nothing where there is no such choice."""
        met = self.options_met()
        return met if len(met) > 2 and sum(is_key for _, is_key in met) == 1 else ()

    def answers(self) -> tuple[str, ...]:
        return tuple(text for text, is_key in self.rivals() or self.options_met() if is_key)

    def options_chosen(self, response: str) -> tuple[tuple[str, bool], ...]:
        """Which of them a response amounts to; a text that nobody foresaw is one of its own."""
        return ()


def drawn_order(size: int, rng: Random) -> tuple[int, ...]:
    """The numbers below `size`, shuffled by `rng.random()` alone, as no Python promises another's `shuffle`."""
    keys = [rng.random() for _ in range(size)]
    return tuple(sorted(range(size), key=keys.__getitem__))


def letter(place: int) -> str:
    """The letter of a place from 0: a to z, then aa, ab and so on."""
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `13th`."""
    return f"{number}{'th' if number % 100 in (11, 12, 13) else _ENDINGS.get(number % 10, 'th')}"
