"""Numbers in options: read from digits and words, in order, and in ranges that do not overlap."""

import re
from collections.abc import Iterator

from msgspec import Struct

from cxdrill.core.cards.choice import Choice
from cxdrill.core.lint.rules import ERROR, NOTE, Finding, rule
from cxdrill.core.lint.words import quoted, word_set

_TO_TWELVE = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TENS = {"fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "hundred": 100.0}
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
CARDINALS = {word: float(value) for value, word in enumerate(_TO_TWELVE)} | _TENS
_VALUES = CARDINALS | {word: float(value) for value, word in enumerate(_ORDINALS, 1)}
_UNITS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0}
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[%€$£]|[-–—]")
_FILLERS = word_set("a an the about around in on at by for of from between within after every each it")
_DASHES = word_set("- – — to and or")
_OPEN_BELOW = word_set("under below less fewer up most before")
_OPEN_ABOVE = word_set("over above more least beyond")


class Quantity(Struct, frozen=True):
    """A number or a range as an option states it; `rest` is what else the option says."""

    low: float
    high: float
    rest: tuple[str, ...]


def quantity(text: str) -> Quantity | None:
    """The one number or range that a text states, or None."""
    tokens = [token.lower() for token in _TOKEN.findall(text)]
    values = {index: value for index in range(len(tokens)) if (value := _value(tokens, index)) is not None}
    if not 0 < len(values) < 3:
        return None
    (first, low), (last, high) = min(values.items()), max(values.items())
    if first < last and _DASHES.isdisjoint(tokens[first + 1 : last]):
        return None
    rest = [token for index, token in enumerate(tokens) if index not in values and token not in _FILLERS | _DASHES]
    unit = next((_UNITS[token.removesuffix("s")] for token in rest if token.removesuffix("s") in _UNITS), 1.0)
    limits = set(rest) & (_OPEN_BELOW | _OPEN_ABOVE)
    low, high = low * unit, high * unit
    if limits & _OPEN_BELOW:
        low = float("-inf")
    elif limits & _OPEN_ABOVE:
        high = float("inf")
    plain = (token.removesuffix("s") for token in rest if token not in limits | {"than"})
    return Quantity(low, high, tuple("time" if token in _UNITS else token for token in plain))


@rule("Q305", NOTE, "sort them; with fixed: true they also stay so", Choice)
def numbers_in_order(card: Choice) -> Iterator[Finding]:
    """Numbers stand in order."""
    stated = _quantities(card)
    lows = [each.low for each in stated]
    are_numbers = len(stated) > 2 and all(each.low == each.high for each in stated)
    if are_numbers and lows not in (sorted(lows), sorted(lows, reverse=True)):
        yield Finding("options[0]", "lists numbers in no order, so that they are hard to compare")


@rule("Q306", ERROR, "let one end before the next begins", Choice)
def overlapping_ranges(card: Choice) -> Iterator[Finding]:
    """Ranges do not overlap."""
    stated = _quantities(card)
    if all(each.low == each.high for each in stated):
        return
    pairs = ((before, number) for number in range(len(stated)) for before in range(number))
    for before, number in pairs:
        if _meet(stated[before], stated[number]):
            texts = f"{quoted(card.options[before].text)} and {quoted(card.options[number].text)}"
            yield Finding(f"options[{number}]", f"has ranges that overlap: {texts}")
            return


def _meet(one: Quantity, other: Quantity) -> bool:
    """Whether two ranges share a number; open ends touch without sharing it."""
    is_open = any(abs(end) == float("inf") for end in (one.low, one.high, other.low, other.high))
    low, high = max(one.low, other.low), min(one.high, other.high)
    return low < high if is_open else low <= high


def _quantities(card: Choice) -> list[Quantity]:
    """The quantity of each option, if all state a number of the same thing; else nothing."""
    stated = [each for option in card.options if (each := quantity(option.text))]
    is_comparable = len(stated) == len(card.options) and len({each.rest for each in stated}) == 1
    return stated if is_comparable else []


def _value(tokens: list[str], index: int) -> float | None:
    token = tokens[index]
    if token[0].isdigit():
        return float(token.replace(",", ".")) if re.fullmatch(r"\d+([.,]\d+)?", token) else None
    if token == "second" and index and tokens[index - 1] in ("one", "1"):
        return None  # the unit
    return _VALUES.get(token)
