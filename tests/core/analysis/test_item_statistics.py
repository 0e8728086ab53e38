"""Figures fit the number of people, a distractor is idle only where chance is ruled out, and a wrong key is found."""

from collections.abc import Sequence
from math import exp
from random import Random

import pytest
from msgspec.structs import replace

from cxdrill.core.analysis.analysis import analysis
from cxdrill.core.analysis.item_statistics import ItemStatistics
from cxdrill.core.analysis.plain import analysis_plain
from cxdrill.core.analysis.sheet import Asked, AskedOption, ExamSheets, Reply, Sheet

ITEMS = 40


def class_of(people: int, pulls: Sequence[float], seed: int = 1) -> ExamSheets:
    """People who are right nine times in ten, and else choose each distractor as its pull says."""
    random = Random(seed)
    options = (AskedOption("key", True), *(AskedOption(f"d{number}", False) for number in range(len(pulls))))
    asked = tuple(Asked(key=f"x/q{number}", options=options, type="choice") for number in range(ITEMS))

    def reply() -> Reply:
        if random.random() < 0.9:
            return Reply(1.0, (0,))
        return Reply(0.0, (1 + random.choices(range(len(pulls)), pulls)[0],))

    keys = tuple(each.key for each in asked)
    sheets = (Sheet(learner=f"p{n}", exam="e", keys=keys, replies=tuple(reply() for _ in keys)) for n in range(people))
    return ExamSheets(exam="e", sheets=tuple(sheets), asked=asked)


def idle(items: Sequence[ItemStatistics]) -> int:
    return sum("distractor-without-work" in item.warnings for item in items)


@pytest.mark.parametrize("people", [12, 60, 300, 2000])
def test_sound_distractors_are_hardly_ever_called_idle(people):
    assert sum(idle(analysis(class_of(people, (1, 1, 1), seed)).items) for seed in range(2)) <= 0.08 * 2 * ITEMS


def test_a_distractor_that_nobody_falls_for_is_found_where_the_class_is_large_enough():
    assert idle(analysis(class_of(300, (1, 1, 0))).items) >= 0.9 * ITEMS
    assert idle(analysis(class_of(12, (1, 1, 0))).items) == 0


def test_with_everybody_right_nothing_is_said_of_distractors():
    about = class_of(40, (1, 1, 1))
    right = tuple(replace(each, replies=(Reply(1.0, (0,)),) * ITEMS) for each in about.sheets)
    assert idle(analysis(replace(about, sheets=right)).items) == 0


def test_from_one_person_on_it_is_counted_how_many_were_right():
    for people in (1, 3, 9):
        about = class_of(people, (1, 1, 1))
        found = analysis_plain(analysis(about), people)
        for number, item in enumerate(found["items"]):
            right = sum(sheet.replies[number].points for sheet in about.sheets)
            assert (item["right"], item["n"], item["facility"]) == (right, people, None)


def test_numbers_end_where_they_are_known():
    found = str(analysis_plain(analysis(class_of(60, (1, 1, 1))), 60))
    assert "99999999999" not in found
    assert "00000000000" not in found


PEOPLE, OPTIONS = 60, 4


def class_with_key(rng: Random, wrong_key: int | None) -> ExamSheets:
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
        rounds.append((spoilt, analysis(class_with_key(rng, spoilt)).suspects))
    return rounds


def test_a_wrong_key_ranks_first_in_at_least_95_of_100_classes_and_the_real_one_is_named(found):
    named = [suspects[0] for spoilt, suspects in found if suspects and suspects[0].asked.key == f"calls/item-{spoilt}"]
    assert sum(item.suspicion.option.text == "a" for item in named) >= 95
    assert all(item.warnings[0] == "possible-wrong-key" for item in named)


def test_classes_without_a_wrong_key_hardly_raise_a_suspicion():
    suspected = sum(len(analysis(class_with_key(Random(seed), None)).suspects) for seed in range(20))
    assert suspected <= 20 * ITEMS * 0.02
