"""The odds of an exam, against numbers worked out elsewhere and against simulated people who sit drawn forms."""

from fractions import Fraction
from random import Random
from time import process_time

import pytest

from bots import blind
from builders import (
    choice,
    deck,
    dialogue,
    exam,
    judgement,
    library,
    matching,
    multiple,
    ordering,
    share,
    true_false,
    typed,
)
from cxdrill.core.exams.exam import Exam, Scoring, policy_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.odds import exam_odds, within
from cxdrill.core.exams.score import result

KNOWS_70 = Fraction(7, 10)


def pool(size: int, make=typed):
    return library(deck("calls", *(make(f"q{number}") for number in range(size))))


def once(made: Exam, shelf, known: Fraction) -> float:
    return exam_odds(made, shelf, (known,)).row(known).once


@pytest.mark.parametrize(
    ("items", "chance", "in_three", "fails_at_90"),
    [(10, "38.3", "76.5", "7.0"), (20, "23.8", "55.7", "4.3"), (40, "11.1", "29.7", "1.5")],
)
def test_what_nobody_can_guess_agrees_with_numbers_worked_out_elsewhere(items, chance, in_three, fails_at_90):
    check = exam(items=items, pass_mark=share("80%"))
    row = exam_odds(check, pool(60)).row(KNOWS_70)
    assert f"{row.once * 100:.1f}" == chance
    assert f"{row.within * 100:.1f}" == in_three
    assert f"{100 - once(check, pool(60), Fraction(9, 10)) * 100:.1f}" == fails_at_90


def test_blind_guessing_among_four_options_hardly_ever_passes():
    options = (*choice().options, choice().options[0])
    four = library(deck("calls", *(choice(f"q{n}", options=options) for n in range(40))))
    assert once(exam(items=20, pass_mark=share("80%")), four, Fraction(0)) == pytest.approx(3.9e-7, rel=0.02)
    assert once(exam(items=40, pass_mark=share("80%")), four, Fraction(0)) == pytest.approx(4.5e-13, rel=0.02)


def test_an_exam_has_a_row_for_each_tenth_its_tries_and_its_pools():
    odds = exam_odds(exam(items=40, pass_mark=share("80%"), attempts=2), pool(60))
    assert (odds.items, odds.needed, odds.tries) == (40, 32, 2)
    assert [row.known for row in odds.rows] == [Fraction(number, 10) for number in range(11)]
    assert all(row.within == within(row.once, 2) for row in odds.rows)
    assert (odds.rows[0].once, odds.rows[-1].once) == (0, 1)
    assert [(draw.topic, draw.drawn, draw.pool) for draw in odds.topics] == [("calls", 40, 60)]
    assert exam_odds(exam(items=40, pass_mark=share("80%")), pool(60)).tries == 3  # where the exam sets no limit


def test_an_exam_that_someone_with_seventy_per_cent_passes_too_often_is_too_easy():
    def is_too_easy(items, attempts, make=typed):
        return exam_odds(exam(items=items, pass_mark=share("80%"), attempts=attempts), pool(60, make)).is_too_easy

    assert [is_too_easy(*each) for each in ((40, 3), (40, 4), (20, 3), (20, 1))] == [False, True, True, False]
    assert is_too_easy(40, 1, choice)  # guessing among three options makes 80 % of 70 %


def test_the_draw_is_without_replacement():
    halves = library(deck("calls", true_false("one"), typed("two")))
    assert once(exam(items=2, pass_mark=share("100%")), halves, Fraction(0)) == 0
    assert once(exam(items=2, pass_mark=share("50%")), halves, Fraction(0)) == 0.5
    assert once(exam(items=1, pass_mark=share("100%")), halves, Fraction(0)) == 0.25


def test_questions_of_one_fact_count_once_and_a_pool_too_small_is_drawn_again():
    facts = library(deck("calls", true_false("one", fact="ring"), typed("two", fact="ring"), typed("three")))
    assert once(exam(items=2, pass_mark=share("50%")), facts, Fraction(0)) == 0.25
    assert once(exam(items=4, pass_mark=share("25%")), pool(1, true_false), Fraction(0)) == 1 - 0.5**4
    assert once(exam(items=2, pass_mark=share("50%"), blueprint={"none": 2}), pool(1), KNOWS_70) == pytest.approx(0.91)


def mixed(size: int, prefix: str = "", **fields):
    makers = (choice, true_false, multiple, typed, ordering, matching, judgement, dialogue)
    named = ((make, f"{prefix}{make.__name__}-{number}") for make in makers for number in range(size))
    return [make(id.replace("_", "-"), **fields) for make, id in named]


TALKS = [dialogue(f"talk-{number}") for number in range(6)]
CASES = {  # exam, cards, known
    "mixed types": (exam(items=20, pass_mark=share("70%")), mixed(4), 0.6),
    "plus-minus": (
        exam(items=12, pass_mark=share("60%"), scoring=Scoring.PLUS_MINUS),
        mixed(1) + [multiple(f"m{n}") for n in range(9)],
        0.4,
    ),
    "contacts": (exam(items=8, pass_mark=share("75%")), TALKS + [judgement(f"j{n}") for n in range(6)], 0.5),
    "critical and minimums": (
        exam(items=16, pass_mark=share("60%"), blueprint={"calls": 8, "desk": 8}, minimum={"desk": share("70%")}),
        [
            *mixed(2),
            *mixed(2, "desk-", topic="desk")[:-1],
            choice("must", topic="desk", is_critical=True),
            judgement("best", is_critical=True),
        ],
        0.7,
    ),
    "facts": (
        exam(items=10, pass_mark=share("65%")),
        [*mixed(2), *(make(f"f{n}", fact=f"fact-{n % 3}") for n, make in enumerate((choice, typed, true_false) * 3))],
        0.5,
    ),
}


def passed(name: str, forms: int, takers: int) -> tuple[float, float]:
    """The share of takers who pass, so many to each drawn form, and the odds."""
    made, cards, known = CASES[name]
    shelf, random, policy = library(deck("calls", *cards)), Random(name), policy_of(made)
    source, passes = pools(made, shelf), 0
    for seed in range(forms):
        form = drawn_form(source, seed)
        keys = {each.card.key: each.card.key_response() for each in form.items}
        for _ in range(takers):
            cards = [each.card for each in form.items]
            given = {card.key: keys[card.key] if random.random() < known else blind(card, random) for card in cards}
            passes += result(form, given, policy).is_passed
    return passes / (forms * takers), once(made, shelf, Fraction(str(known)))


@pytest.mark.parametrize("name", CASES)
def test_the_odds_are_those_of_simulated_takers(name):
    share_passed, odds = passed(name, forms=500, takers=2)
    assert 0.05 < odds < 0.95
    assert share_passed == pytest.approx(odds, abs=0.055)  # 3.5 standard errors


@pytest.mark.soak
@pytest.mark.parametrize("name", CASES)
def test_the_odds_are_those_of_a_hundred_thousand_takers(name):
    share_passed, odds = passed(name, forms=20_000, takers=5)
    assert share_passed == pytest.approx(odds, abs=0.005)


def test_a_topic_of_many_questions_is_worked_out_at_once_and_hardly_differs(monkeypatch):
    shelf = library(deck("calls", *five_kinds(150)))
    check = exam(items=70, pass_mark=share("80%"), scoring=Scoring.PLUS_MINUS)
    known = tuple(Fraction(tenths, 10) for tenths in (6, 7, 8))  # the others pass never, or always
    quick = [row.once for row in exam_odds(check, shelf, known).rows]
    monkeypatch.setattr("cxdrill.core.exams.odds._MOST_EXACT", 70)
    assert quick == pytest.approx([row.once for row in exam_odds(check, shelf, known).rows], abs=0.005)


def test_the_largest_exam_takes_no_minutes():
    check = exam(items=1000, pass_mark=share("80%"), scoring=Scoring.PLUS_MINUS)
    start = process_time()
    assert once(check, library(deck("calls", *five_kinds(90))), KNOWS_70) < 0.5
    assert process_time() - start < 3


def five_kinds(size: int):
    kinds = (choice, multiple, judgement, true_false, typed)
    return [kinds[number % 5](f"q{number}") for number in range(size)]
