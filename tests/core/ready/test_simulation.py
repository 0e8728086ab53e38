"""The benchmark's claims on fewer simulated people, so that a change for the worse is seen at once."""

from random import Random
from statistics import fmean

from exam_takers import forecast, oracle, passes, quality, taker
from plan_takers import compared, is_borderline, person, plans


def test_forecasts_after_one_attempt_are_honest():
    random = Random(1)
    said, error = [], []
    for _ in range(150):
        somebody = taker(random)
        probability = forecast(somebody, random, attempts=1).probability
        error.append((probability - oracle(somebody)) ** 2)
        said.append((probability, passes(somebody, random)))
    found = quality(said)

    assert fmean(error) <= 0.016  # 0.012 and what so few people leave to chance
    assert found.calibration <= 0.09  # with so few, what an oracle reaches as well
    assert found.bold > 0.25
    assert found.bold_wrong <= 0.04


def test_the_best_cards_lift_the_chance_more_than_what_is_due_or_random():
    random = Random(1)
    found: list[dict[str, float]] = []
    while len(found) < 15:
        somebody = person(random)
        if is_borderline(somebody):
            found.append(plans(somebody, random))
    means = {way: fmean(each[way] for each in found) for way in found[0]}

    assert means["gain per second"] >= means["random"] + 0.045
    assert means["gain per second"] >= means["due, most forgotten first"] + 0.045


def test_following_a_date_plan_leaves_nothing_unseen_no_pile_and_more_known():
    for seed in range(6):
        plan, plain = compared(seed, days=24, count=80, lucks=2)

        for diary in plan:
            assert (diary.unseen, diary.seen_once) == (0, 0)
            assert fmean(diary.seconds[-7:]) <= 1.3 * fmean(diary.seconds[-21:-7])
        assert fmean(each.score for each in plan) >= fmean(each.score for each in plain)
