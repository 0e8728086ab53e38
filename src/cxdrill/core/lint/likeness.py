"""Texts that have most of their words in common, found without comparing each with each."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

from cxdrill.core.lint.words import overlap


def near_pairs(bags: Sequence[frozenset[str]], least: float) -> Iterator[tuple[int, int, float]]:
    """The pairs of word sets whose overlap is at least `least`, earlier number first, with that overlap.

    Prefix filtering (Chaudhuri, Ganti and Kaushik 2006): with words in the order of their rarity, two sets that
    overlap so much share one of their first few, so only those are looked up.
    """
    frequency = Counter(word for bag in bags for word in bag)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        rare = sorted(bag, key=lambda word: (frequency[word], word))
        prefix = rare[: len(bag) - ceil(least * len(bag)) + 1]
        candidates = {other for word in prefix for other in holders[word]}
        for other in sorted(candidates):
            if min(len(bag), len(bags[other])) >= least * max(len(bag), len(bags[other])):
                shared = overlap(bag, bags[other])
                if shared >= least:
                    yield other, number, shared
        for word in prefix:
            holders[word].append(number)
