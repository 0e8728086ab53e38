from fractions import Fraction

import pytest

from builders import choice, deck, exam, library, share
from cxdrill.core.exams.odds import chance, exam_odds, within

KNOWS_70 = Fraction(7, 10)


@pytest.mark.parametrize(
    ("items", "enough", "once", "in_three", "fails_at_90"),
    [(10, 8, "38.3", "76.5", "7.0"), (20, 16, "23.8", "55.7", "4.3"), (40, 32, "11.1", "29.7", "1.5")],
)
def test_the_odds_agree_with_numbers_worked_out_elsewhere(
    items: int, enough: int, once: str, in_three: str, fails_at_90: str
) -> None:
    assert f"{float(chance(items, enough, KNOWS_70)) * 100:.1f}" == once
    assert f"{float(within(chance(items, enough, KNOWS_70), 3)) * 100:.1f}" == in_three
    assert f"{float(1 - chance(items, enough, Fraction(9, 10))) * 100:.1f}" == fails_at_90


def test_blind_guessing_among_four_options_hardly_ever_passes() -> None:
    assert float(chance(20, 16, Fraction(1, 4))) == pytest.approx(3.9e-7, rel=0.02)
    assert float(chance(40, 32, Fraction(1, 4))) == pytest.approx(4.5e-13, rel=0.02)


def test_the_odds_of_all_outcomes_sum_to_one() -> None:
    assert chance(40, 0, KNOWS_70) == 1
    assert chance(40, 41, KNOWS_70) == 0
    assert chance(2, 1, Fraction(1, 2)) == Fraction(3, 4)


def pool(size: int):
    return library(deck("calls", *(choice(f"q{number}") for number in range(size))))


def test_an_exam_has_four_rows_its_tries_and_its_pools() -> None:
    odds = exam_odds(exam(items=40, pass_mark=share("80%"), attempts=2), pool(60))
    assert (odds.items, odds.needed, odds.tries) == (40, 32, 2)
    assert [row.known for row in odds.rows] == [Fraction(number, 10) for number in (6, 7, 8, 9)]
    assert all(row.within == 1 - (1 - row.once) ** 2 for row in odds.rows)
    assert [(draw.topic, draw.drawn, draw.pool) for draw in odds.topics] == [("calls", 40, 60)]


def test_three_tries_are_taken_where_the_exam_sets_no_limit() -> None:
    assert exam_odds(exam(items=40, pass_mark=share("80%")), pool(60)).tries == 3


def test_an_exam_that_someone_with_seventy_per_cent_passes_too_often_is_too_easy() -> None:
    assert not exam_odds(exam(items=40, pass_mark=share("80%"), attempts=3), pool(60)).is_too_easy  # 29.7 %
    assert exam_odds(exam(items=40, pass_mark=share("80%"), attempts=4), pool(60)).is_too_easy
    assert exam_odds(exam(items=20, pass_mark=share("80%"), attempts=3), pool(60)).is_too_easy
    assert not exam_odds(exam(items=20, pass_mark=share("80%"), attempts=1), pool(60)).is_too_easy
