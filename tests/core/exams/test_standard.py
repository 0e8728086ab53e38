"""A standard setting, against a panel worked out by hand."""

from fractions import Fraction

import pytest
from msgspec.structs import replace

from builders import choice, exam, share
from cxdrill.core.exams.exam import Share
from cxdrill.core.exams.library import Standard
from cxdrill.core.exams.panel import group_cuts, panel

CARDS = [choice(f"q{n}", topic=topic) for n, topic in enumerate(("calls", "calls", "desk", "desk"))]
QUESTIONS = {card.key: card for card in CARDS}
CHECK = exam(items=4, blueprint={"calls": 3, "desk": 1}, pass_mark=share("50%"))


def ratings(**judges: tuple[int, ...]) -> dict[str, dict[str, Share]]:
    return {
        judge: {card.key: Share(Fraction(each, 100), str(each)) for card, each in zip(CARDS, row, strict=False)}
        for judge, row in judges.items()
    }


# By hand: calls (3 of 4) and desk (1 of 4).
#   ana  80 60 | 50 30   calls 70, desk 40   cut .75 x 70 + .25 x 40 = 62.5
#   ben  90 70 | 70 50   calls 80, desk 60   cut 75
#   cai  70 70 | 60 20   calls 70, desk 40   cut 62.5
# mean 66.667; deviations -4.167, 8.333, -4.167, squares 17.36 + 69.44 + 17.36 = 104.17, over 2 = 52.08, SD 7.217;
# standard error 7.217 / sqrt(3) = 4.167. Topics: calls 70, 80, 70 (mean 73.33, SD 5.774); desk 40, 60, 40 (46.67,
# 11.547).
# Spread of single questions: q0 80 90 70 SD 10; q1 60 70 70 SD 5.774; q2 50 70 60 SD 10; q3 30 50 20 SD 15.275.
PANEL = ratings(ana=(80, 60, 50, 30), ben=(90, 70, 70, 50), cai=(70, 70, 60, 20))


def test_the_panel_is_the_one_worked_out_by_hand():
    found = panel(CHECK, PANEL, QUESTIONS)
    assert found
    assert found.cut == pytest.approx(2 / 3)
    assert found.deviation == pytest.approx(0.0721688, abs=1e-6)
    assert found.error == pytest.approx(0.0416667, abs=1e-6)
    cuts = {judge: each.mean for judge, each in found.judges.items()}
    assert cuts == pytest.approx({"ana": 0.625, "ben": 0.75, "cai": 0.625})
    assert found.topics["calls"].mean == pytest.approx(0.733333, abs=1e-6)
    assert found.topics["desk"].deviation == pytest.approx(0.1154701, abs=1e-6)
    assert found.disputed[0] == ("calls/q3", (30, 50, 20))
    assert [key for key, _ in found.disputed] == ["calls/q3", "calls/q0", "calls/q2", "calls/q1"]
    assert found.needed(CHECK.items) == 3
    assert found.missing == ()


def test_one_judge_has_no_error_and_a_topic_that_nobody_rated_is_missing():
    found = panel(CHECK, ratings(ana=(80, 60)), QUESTIONS)
    assert found
    assert (found.cut, found.error, found.missing) == (pytest.approx(0.7), None, ("desk",))
    assert panel(CHECK, {}, QUESTIONS) is None
    assert panel(CHECK, {"ana": {"calls/gone": share("50%")}}, QUESTIONS) is None


def test_exactly_a_whole_number_of_points_is_not_rounded_up():
    found = panel(CHECK, ratings(ana=(75, 75, 75, 75)), QUESTIONS)
    assert found
    assert found.needed(4) == 3
    assert found.needed(40) == 30


def test_the_second_round_goes_before_the_first_and_reworded_questions_drop_out():
    standard = Standard(id=CHECK.id)
    for judge, cards in PANEL.items():
        for card in CARDS:
            standard = standard.rated(judge, card, cards[card.key])
    again = standard.rated("cai", CARDS[3], share("35%"), is_second=True)
    assert again.latest()["cai"]["calls/q3"] == share("35%")
    assert again.latest()["ana"] == PANEL["ana"]
    other = QUESTIONS | {"calls/q0": replace(CARDS[0], prompt="Another one?")}
    assert again.lost(other) == ("calls/q0",)
    assert "calls/q0" not in again.current(other).judges["ana"]
    assert again.lost(QUESTIONS) == ()


def test_groups_give_the_median_of_the_borderline_and_where_the_others_part():
    found = group_cuts({"borderline": [0.6, 0.7, 0.75], "qualified": [0.7, 0.8, 0.9], "unqualified": [0.4, 0.6, 0.75]})
    assert found.borderline == 0.7
    # One is on the wrong side of .65 (75 above) and of .775 (70 below): the middle of both.
    assert found.contrasting == pytest.approx((0.65 + 0.775) / 2)
    assert group_cuts({"borderline": []}).contrasting is None
