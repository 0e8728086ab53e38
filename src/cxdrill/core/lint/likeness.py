"""Texts that have most of their words in common, found without comparing each with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

MOST_PARTNERS = 50  # of one set that are told: many texts from one mould would be a table of all with all


def near_pairs(bags: Sequence[frozenset[str]], least: float) -> Iterator[tuple[int, int, float]]:
    """The pairs of word sets whose overlap is at least `least`, earlier number first, with that overlap.

    Of equal sets the first stands for all: each other is paired with it alone; and of partners each set has at most
    MOST_PARTNERS. Prefix filtering (Chaudhuri, Ganti
    and Kaushik 2006): with words in the order of their rarity, two sets that overlap so much share one of their
    first few, so only those are looked up.
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
        partners = 0
        for other in sorted({other for word in prefix for other in holders[word]}):
            common = len(bag & bags[other])
            shared = common / (len(bag) + len(bags[other]) - common)
            if shared >= least:
                yield other, number, shared
                partners += 1
                if partners == MOST_PARTNERS:
                    break
        for word in prefix:
            holders[word].append(number)
