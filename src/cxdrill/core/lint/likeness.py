"""Texts that have most of their words in common, found without comparing each with each."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

from cxdrill.core.lint.words import overlap


def near_pairs(bags: Sequence[frozenset[str]], least: float) -> Iterator[tuple[int, int, float]]:
    """The pairs of word sets whose overlap is at least `least`, earlier number first, with that overlap.

    Of equal sets the first stands for all: each other is paired with it alone. Prefix filtering (Chaudhuri, Ganti
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
        for other in sorted({other for word in prefix for other in holders[word]}):
            if min(len(bag), len(bags[other])) >= least * max(len(bag), len(bags[other])):
                shared = overlap(bag, bags[other])
                if shared >= least:
                    yield other, number, shared
        for word in prefix:
            holders[word].append(number)
