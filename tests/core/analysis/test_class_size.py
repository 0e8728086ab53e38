"""Reports fit the number of people: counts for a few, idle distractors only where chance is ruled out."""

from collections.abc import Sequence
from random import Random

import pytest

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
    right = tuple(
        Sheet(learner=each.learner, exam="e", keys=each.keys, replies=(Reply(1.0, (0,)),) * ITEMS)
        for each in about.sheets
    )
    assert idle(analysis(ExamSheets(exam="e", sheets=right, asked=about.asked)).items) == 0


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
