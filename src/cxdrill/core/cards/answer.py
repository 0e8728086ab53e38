"""Answers in line mode: read leniently, kept in one canonical form, judged, and turned into points.

Words for the screen are left to the terminal; only the sentence for an answer that cannot be read is made here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from cxdrill.core.cards.deck import Choice, Match, Multiple, Order, TrueFalse, Typed
from cxdrill.core.cards.item import Item
from cxdrill.core.cards.typed_text import Mark, is_accepted, near_miss

if TYPE_CHECKING:
    from fractions import Fraction

    from cxdrill.core.exams.exam import Scoring

_TRUTH = {"t": "t", "true": "t", "f": "f", "false": "f"}


class UnreadableAnswer(ValueError):
    """The line is no answer to this question; the sentence says what can be typed."""


class Verdict(Struct, frozen=True):
    """What became of an answer. Positions are those of the deck, from 0."""

    is_right: bool
    chosen: tuple[int, ...] = ()  # options chosen
    wrong: tuple[int, ...] = ()  # options chosen that are not right
    missed: tuple[int, ...] = ()  # right options not chosen
    wrong_places: tuple[int, ...] = ()  # places of an order, or left sides of a match, that got something else
    near: tuple[Mark, ...] = ()  # a typed near miss beside the accepted answer nearest to it


def read_answer(item: Item, line: str) -> str:
    """The canonical line-mode form of what was typed: `b`, `a,c`, `t`, text, `3 1 2`, `1c 2a 3b`.

    Forgives case, spaces, commas, brackets and full stops. Raises UnreadableAnswer.
    """
    text = line.strip().casefold()
    match item.card:
        case Choice() | Multiple():
            return ",".join(_letters_typed(item, text))
        case TrueFalse():
            truth = _TRUTH.get(text.strip("().,"))
            if truth is None:
                raise UnreadableAnswer("type t for true or f for false")
            return truth
        case Order():
            return " ".join(map(str, _sequence_typed(item, text)))
        case Match():
            return " ".join(f"{left}{letter}" for left, letter in sorted(_pairs_typed(item, text).items()))
    # Bytes that were no text must not reach a file.
    typed = " ".join(line.encode("utf-8", "replace").decode().split())
    if not typed:
        raise UnreadableAnswer("type the answer in words")
    return typed


def judged(item: Item, response: str) -> Verdict:
    """The verdict on a response in line mode; raises UnreadableAnswer when it is none."""
    match item.card:
        case Choice(options=options) | Multiple(options=options):
            chosen = _positions_chosen(item, response)
            key = {position for position, option in enumerate(options) if option.is_key}
            wrong, missed = tuple(sorted(chosen - key)), tuple(sorted(key - chosen))
            return Verdict(not wrong and not missed, tuple(sorted(chosen)), wrong, missed)
        case TrueFalse(answer=answer):
            return Verdict(read_answer(item, response) == ("t" if answer else "f"))
        case Order() | Match():
            pairs = enumerate(_arranged(item, response))
            # Compared as texts, since two equal parts may stand in either place.
            wrong_places = tuple(place for place, (given, right) in pairs if given != right)
            return Verdict(not wrong_places, wrong_places=wrong_places)
        case Typed(answer=answer, accept=accept):
            accepted = (answer, *accept)
            if is_accepted(response, accepted):
                return Verdict(True)
            return Verdict(False, near=near_miss(response, accepted))
    raise TypeError(f"no rule judges {item.card!r}")


def key_response(item: Item) -> str:
    """The right answer in line mode."""
    match item.card:
        case Choice(options=options) | Multiple(options=options):
            return ",".join(letter(place) for place, position in enumerate(item.order) if options[position].is_key)
        case TrueFalse(answer=answer):
            return "t" if answer else "f"
        case Order():
            return " ".join(str(item.order.index(position) + 1) for position in range(len(item.order)))
        case Match():
            places = range(len(item.order))
            return " ".join(f"{place + 1}{letter(item.order.index(place))}" for place in places)
        case Typed(answer=answer):
            return answer
    raise TypeError(f"no rule judges {item.card!r}")


def points(item: Item, response: str | None, scoring: Scoring | None = None) -> Fraction:
    """What the response earns, from 0 to 1; an item left open earns nothing.

    Plus-minus gives a `multiple` item the share of the key that was chosen less the share of the distractors; without
    it an item is right or wrong.
    """
    from fractions import Fraction

    if response is None:
        return Fraction(0)
    verdict = judged(item, response)
    if scoring != "plus-minus" or not isinstance(item.card, Multiple):
        return Fraction(verdict.is_right)
    keys = sum(option.is_key for option in item.card.options)
    distractors = len(item.card.options) - keys
    gained = Fraction(keys - len(verdict.missed), keys)
    lost = Fraction(len(verdict.wrong), distractors) if distractors else Fraction(0)
    return max(Fraction(0), gained - lost)


def letter(place: int) -> str:
    """The letter of a place from 0: a to z, then aa, ab and so on."""
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def _letters_typed(item: Item, text: str) -> list[str]:
    known = {letter(place) for place in range(len(item.order))}
    last = letter(len(item.order) - 1)
    typed = set(re.sub(r"[\s,;.()]", "", text))
    if isinstance(item.card, Choice):
        if len(typed) != 1 or not typed <= known:
            raise UnreadableAnswer(f"type one letter from a to {last}")
    elif not typed or not typed <= known:
        raise UnreadableAnswer(f"type every letter that is right, from a to {last}, for example a,{last}")
    return sorted(typed)


def _positions_chosen(item: Item, response: str) -> set[int]:
    return {item.order[ord(chosen) - ord("a")] for chosen in read_answer(item, response).split(",")}


def _sequence_typed(item: Item, text: str) -> list[int]:
    size = len(item.order)
    numbers = re.findall(r"\d" if size < 10 and re.fullmatch(r"\d+", text) else r"\d{1,9}", text)
    typed = [int(number) for number in numbers]
    if sorted(typed) != list(range(1, size + 1)) or re.search(r"[^\d\s,;.>-]", text):
        example = " ".join(map(str, (size, *range(1, size))))
        raise UnreadableAnswer(f"type each number from 1 to {size} once, the first thing first, for example {example}")
    return typed


def _pairs_typed(item: Item, text: str) -> dict[int, str]:
    size = len(item.order)
    letters = {letter(place) for place in range(size)}
    found = re.findall(r"(\d{1,9})[\s.:)=-]*([a-z]+)", text)
    pairs = {int(left): right for left, right in found}
    rest = re.sub(r"\d{1,9}[\s.:)=-]*[a-z]+|[\s,;]", "", text)
    if rest or len(found) != size or sorted(pairs) != list(range(1, size + 1)) or set(pairs.values()) != letters:
        example = " ".join(f"{place + 1}{letter(place - 1 if place else size - 1)}" for place in range(size))
        raise UnreadableAnswer(f"type each number with its letter, each once, for example {example}")
    return pairs


def _arranged(item: Item, response: str) -> list[tuple[str, str]]:
    """The text given at each place of an order or each left side of a match, and the right one."""
    canonical = read_answer(item, response)
    if isinstance(item.card, Order):
        texts = item.card.items
        given = [texts[item.order[int(number) - 1]] for number in canonical.split()]
        return list(zip(given, texts, strict=True))
    assert isinstance(item.card, Match)
    rights = [right for _, right in item.card.pairs]
    places = {letter(place): position for place, position in enumerate(item.order)}
    given = [rights[places[pair.lstrip("0123456789")]] for pair in canonical.split()]
    return list(zip(given, rights, strict=True))
