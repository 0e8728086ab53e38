"""A wrong key is found in simulated classes, and a right one is left alone."""

from math import exp
from random import Random

import pytest

from cxdrill.core.analysis.analysis import analysis
from cxdrill.core.analysis.sheet import Asked, AskedOption, ExamSheets, Reply, Sheet

PEOPLE, ITEMS, OPTIONS = 60, 40, 4


def class_of(rng: Random, wrong_key: int | None) -> ExamSheets:
    """60 people on one form; the real key of every item is its option 0, the recorded one of `wrong_key` option 1."""
    hardness = [rng.gauss(0, 1) for _ in range(ITEMS)]
    keys = [1 if place == wrong_key else 0 for place in range(ITEMS)]
    names = tuple(f"calls/item-{place}" for place in range(ITEMS))
    sheets = []
    for person in range(PEOPLE):
        ability, replies = rng.gauss(1, 1), []
        for hard, key in zip(hardness, keys, strict=True):
            knows = rng.random() < 1 / (1 + exp(hard - ability))
            option = 0 if knows else rng.randrange(1, OPTIONS)
            replies.append(Reply(float(option == key), (option,)))
        sheets.append(Sheet(learner=str(person), exam="check", keys=names, replies=tuple(replies)))
    asked = tuple(
        Asked(key=name, type="choice", options=tuple(AskedOption("abcd"[at], at == key) for at in range(OPTIONS)))
        for name, key in zip(names, keys, strict=True)
    )
    return ExamSheets(exam="check", sheets=tuple(sheets), asked=asked)


@pytest.fixture(scope="module")
def found():
    """For a hundred classes the item that was spoilt, and what the analysis suspects."""
    rounds = []
    for seed in range(100):
        rng = Random(seed)
        spoilt = rng.randrange(ITEMS)
        rounds.append((spoilt, analysis(class_of(rng, spoilt)).suspects))
    return rounds


def test_a_wrong_key_ranks_first_in_at_least_95_of_100_classes(found):
    first = sum(bool(suspects) and suspects[0].asked.key == f"calls/item-{spoilt}" for spoilt, suspects in found)

    assert first >= 95


def test_the_real_key_is_the_option_that_is_named(found):
    named = [suspects[0] for spoilt, suspects in found if suspects and suspects[0].asked.key == f"calls/item-{spoilt}"]

    assert sum(item.options[item.suspicion.option].text == "a" for item in named) >= 95
    assert all(item.warnings[0] == "possible-wrong-key" for item in named)


def test_classes_without_a_wrong_key_hardly_raise_a_suspicion():
    suspected = sum(len(analysis(class_of(Random(seed), None)).suspects) for seed in range(20))

    assert suspected <= 20 * ITEMS * 0.02
