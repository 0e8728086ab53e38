"""Words and numbers of a text as the rules compare them: content words, light stems, texts alike in them. English."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from math import ceil

from msgspec import Struct

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)|‘[^’]*’(?!\w)")
_SENTENCE_END = re.compile(r"(?<=[.?!:])[\"”’')]*\s+")
_VOWELS = "aeiouy"
ALIKE = 0.85  # share of words in common, from which two texts are told of
MOST_PARTNERS = 50  # of one set that are told: many texts from one mould would be a table of all with all
LONGEST_PROMPT = 5_000  # characters that are looked at for quotation marks, so that no text can take for ever


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = word_set(
    """a about after again against an and another any are as at away back be because been before being between both but
    by can could did do does done down during each either else for from get gets give given gives go goes had has have
    having he her here him his how i if in into is it its itself just like made make makes may might more most much my
    no nor not now of off on once one ones or other others our out over own per put rather same say says she should so
    some such than that the their them then there these they this those through to too under until up upon us very was
    way we well were what when where whether which while who whom whose why will with within without would yet you your
    yours yourself following"""
)


# Every rule asks for the words of the same few texts.
@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, in order; a hyphen parts words, an apostrophe does not."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The words alone: two texts that differ in case, blanks and punctuation only are equal so."""
    plain = " ".join(words(text))
    return plain or " ".join(text.split()).casefold()


@lru_cache(maxsize=20_000)
def content_words(text: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, in order."""
    return tuple([stem(word) for word in words(text) if word not in STOP_WORDS])


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without the commonest English endings, so that `asks`, `asked` and `asking` are one."""
    word = word.removesuffix("'s")
    for ending, rest in (("ies", "y"), ("ied", "y"), ("ing", ""), ("edly", ""), ("ed", ""), ("ly", ""), ("es", "")):
        stump = word.removesuffix(ending)
        if stump != word and len(stump) >= (4 if ending == "ly" else 3) and any(letter in _VOWELS for letter in stump):
            return _undoubled(stump + rest)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    return _undoubled(word.removesuffix("e") if len(word) > 4 else word)


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """The share of two sets' words that both have (Jaccard), 0 where both are empty."""
    union = len(left | right)
    return len(left & right) / union if union else 0.0


def near_pairs(bags: Sequence[frozenset[str]], least: float = ALIKE) -> Iterator[tuple[int, int, float]]:
    """The pairs of word sets whose overlap is at least `least`, earlier number first, with that overlap.

    Of equal sets the first stands for all: each other is paired with it alone; and of partners each set has at most
    MOST_PARTNERS. Prefix filtering (Chaudhuri, Ganti and Kaushik 2006): with words in the order of their rarity, two
    sets that overlap so much share one of their first few, so only those are looked up.
    """
    frequency = Counter(word for bag in bags for word in bag)
    holders: dict[str, list[int]] = defaultdict(list)
    first: dict[frozenset[str], int] = {}
    for number, bag in enumerate(bags):
        if first.setdefault(bag, number) != number:
            if bag:
                yield first[bag], number, 1.0
            continue
        rare = sorted(bag, key=lambda word: (frequency[word], word))
        prefix = rare[: len(bag) - ceil(least * len(bag)) + 1]
        others = sorted({other for word in prefix for other in holders[word]})
        near = ((other, number, shared) for other in others if (shared := overlap(bag, bags[other])) >= least)
        yield from islice(near, MOST_PARTNERS)
        for word in prefix:
            holders[word].append(number)


def without_quotes(text: str) -> str:
    """The text without what stands in quotation marks: somebody else's words are not the author's."""
    return _QUOTED.sub("…", text[:LONGEST_PROMPT])


def sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(text.strip()) if sentence]


def quoted(text: str) -> str:
    """A short text in quotation marks for a message."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= 40 else line[:39] + "…"}"'


def _undoubled(word: str) -> str:
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" + _VOWELS:
        return word[:-1]
    return word


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

    def meets(self, other: Quantity) -> bool:
        """Whether two ranges share a number; open ends touch without sharing it."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        is_open = any(abs(end) == float("inf") for end in (self.low, self.high, other.low, other.high))
        return low < high if is_open else low <= high


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


def _value(tokens: list[str], index: int) -> float | None:
    token = tokens[index]
    if token[0].isdigit():
        return float(token.replace(",", ".")) if re.fullmatch(r"\d+([.,]\d+)?", token) else None
    if token == "second" and index and tokens[index - 1] in ("one", "1"):
        return None  # the unit
    return _VALUES.get(token)
