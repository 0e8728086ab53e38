"""How a question and what became of its answer are put into words, the same on the screen and in line mode.

Notes carry a tone; the screen shows it as a colour beside the sign, line mode leaves the sign.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from cxdrill.core.cards.answer import Verdict, judged, key_response, letter, read_answer
from cxdrill.core.cards.deck import Choice, Match, Multiple, Order, TrueFalse, Typed
from cxdrill.core.cards.item import Item
from cxdrill.core.cards.typed_text import Difference, Mark


class Tone(StrEnum):
    """What a note says about the answer."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    AS_IS = "as is"


SIGNS = {Tone.RIGHT: "✓", Tone.WRONG: "✗", Tone.MISSED: "→", Tone.AS_IS: " "}


class Note(Struct, frozen=True):
    """One line of feedback."""

    tone: Tone
    text: str

    def __str__(self) -> str:
        return f"{SIGNS[self.tone]} {self.text}"


class Row(Struct, frozen=True):
    """One thing to choose or to arrange, with the name it is answered by."""

    name: str  # `a` or `1`
    text: str


def rows(item: Item) -> tuple[Row, ...]:
    """What stands under the prompt: options, items to order, or left sides and then right sides."""
    match item.card:
        case Choice(options=options) | Multiple(options=options):
            return tuple(Row(letter(place), options[position].text) for place, position in enumerate(item.order))
        case Order(items=items):
            return tuple(Row(str(place + 1), items[position]) for place, position in enumerate(item.order))
        case Match(pairs=pairs):
            lefts = tuple(Row(str(place + 1), left) for place, (left, _) in enumerate(pairs))
            rights = tuple(Row(letter(place), pairs[position][1]) for place, position in enumerate(item.order))
            return lefts + rights
    return ()


def how_to_answer(item: Item) -> str:
    """What can be typed, in a few words."""
    size = len(item.order)
    last = letter(size - 1) if size else ""
    match item.card:
        case Choice():
            return f"one letter, a to {last}"
        case Multiple():
            return f"every letter that is right, like a,{last}"
        case TrueFalse():
            return "t for true, f for false"
        case Order():
            return "the numbers in the right order, like " + " ".join(str(n) for n in (size, *range(1, size)))
        case Match():
            return "each number with its letter, like " + " ".join(
                f"{n + 1}{letter(n - 1 if n else size - 1)}" for n in range(size)
            )
    return "the answer in words"


def feedback(item: Item, response: str) -> tuple[Note, ...]:
    """What was right and what was wrong, with the author's reason for each wrong option chosen."""
    verdict = judged(item, response)
    match item.card:
        case Choice() | Multiple():
            return _options_feedback(item, verdict)
        case TrueFalse(answer=answer):
            said = "true" if read_answer(item, response) == "t" else "false"
            if verdict.is_right:
                return (Note(Tone.RIGHT, f"It is {said}."),)
            return (Note(Tone.WRONG, f"You said {said}; it is {'true' if answer else 'false'}."),)
        case Order(items=items):
            return tuple(
                Note(Tone.WRONG if place in verdict.wrong_places else Tone.RIGHT, f"{place + 1}. {text}")
                for place, text in enumerate(items)
            )
        case Match(pairs=pairs):
            return tuple(
                Note(Tone.WRONG if place in verdict.wrong_places else Tone.RIGHT, f"{left} - {right}")
                for place, (left, right) in enumerate(pairs)
            )
        case Typed(answer=answer):
            return _typed_feedback(response, answer, verdict)
    return ()


def key_notes(item: Item) -> tuple[Note, ...]:
    """The right answer alone, for a question that was left open."""
    return tuple(
        Note(Tone.MISSED, note.text) if note.tone is Tone.RIGHT else note for note in feedback(item, key_response(item))
    )


def difference(marks: tuple[Mark, ...]) -> str:
    """A near miss beside what was accepted: missing letters in square brackets, superfluous ones in round ones."""
    return "".join(mark.right if mark.difference is Difference.SAME else _change(mark) for mark in marks)


def _change(mark: Mark) -> str:
    superfluous = f"({mark.typed})" if mark.typed else ""
    return superfluous + (f"[{mark.right}]" if mark.right else "")


def _options_feedback(item: Item, verdict: Verdict) -> tuple[Note, ...]:
    assert isinstance(item.card, Choice | Multiple)
    notes = []
    for place, position in enumerate(item.order):
        option = item.card.options[position]
        named = f"{letter(place)}  {option.text}"
        if position in verdict.wrong:
            notes.append(Note(Tone.WRONG, f"{named}\n{option.why}" if option.why else named))
        elif position in verdict.missed:
            # A single key is simply the right one; of several, those not chosen get a sign of their own.
            notes.append(Note(Tone.RIGHT if isinstance(item.card, Choice) else Tone.MISSED, named))
        elif position in verdict.chosen:
            notes.append(Note(Tone.RIGHT, named))
    return tuple(notes)


def _typed_feedback(response: str, answer: str, verdict: Verdict) -> tuple[Note, ...]:
    if verdict.is_right:
        return (Note(Tone.RIGHT, answer),)
    wrong = Note(Tone.WRONG, response)
    if verdict.near:
        return (wrong, Note(Tone.AS_IS, difference(verdict.near)), Note(Tone.MISSED, answer))
    return (wrong, Note(Tone.MISSED, answer))
