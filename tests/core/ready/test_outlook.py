"""What a check that was taken says of questions that were studied before it."""

import pytest
from msgspec.structs import replace

from builders import choice, deck, exam, judgement, library, share
from cxdrill.core.cards.question import letter
from cxdrill.core.exams.library import Facilities
from ready_cases import NOW, attempt, history, outlook, questions, reviewed, shelf


def test_a_question_missed_in_a_check_counts_as_unknown_until_it_is_studied_again() -> None:
    found = shelf()
    keys = questions(found)
    past, made = reviewed(keys, 90, 60, 30, 10, interval=100), (attempt(found, right=5),)
    missed = [key for key, given in made[0].responses.items() if key in keys][5:]
    before, after = (outlook(found, history(past), each).sections(NOW) for each in ((), made))
    odds = {each.key: each.odds for section in after for each in section.pool}
    assert all(odds[key] == 0 for key in missed)
    assert sum(each.odds > 0 for section in before for each in section.pool) == len(keys)
    again = [*past, *reviewed(missed, 0.5)]
    studied = outlook(found, history(again), made).sections(NOW)
    assert all(each.odds > 0 for section in studied for each in section.pool)


def test_what_a_class_knew_less_of_in_fresh_words_lowers_the_chance() -> None:
    figures = Facilities(id="certification", drilled=share("90%"), fresh=share("70%"))
    plain, asking = shelf(), shelf(fresh=share("60%"))
    known = replace(asking, facilities=(figures,))
    past = history(reviewed(questions(plain), 90, 60, 30, 10, interval=100))
    chances = [outlook(each, past).chance(NOW) for each in (plain, asking, known)]
    assert chances[0] == chances[1]
    assert chances[2].probability < chances[0].probability
    # Guessing gives a third: of what was known 60 % counts (70 - 33) / (90 - 33).
    kept = 1 - 0.6 * (1 - (0.7 - 1 / 3) / (0.9 - 1 / 3))
    assert chances[2].expected - 10 / 3 == pytest.approx(kept * (chances[0].expected - 10 / 3))


def test_questions_kept_for_a_check_of_fresh_items_are_known_as_well_as_what_is_drilled_of_their_topic() -> None:
    drilled = [choice(f"q{number}", deck="t0") for number in range(10)]
    kept = [choice(f"k{number}", deck="t0", exam="only") for number in range(5)]
    check = exam(items=5, blueprint={"t0": 5}, pass_mark=share("60%"))
    alone, both = library(deck("t0", *drilled), exams=(check,)), library(deck("t0", *drilled, *kept), exams=(check,))
    asking = replace(both, exams=(replace(check, fresh=share("60%")),))
    past = history(reviewed([card.key for card in drilled], 90, 60, 30, 10, interval=100))
    chances = [outlook(each, past).chance(NOW).expected for each in (alone, both, asking)]
    assert chances[2] == chances[0] > chances[1]


def test_what_was_wrong_in_another_exam_says_nothing_of_questions_that_were_right_in_this_one() -> None:
    rules = exam(items=5, blueprint={"small": 5}, pass_mark=share("80%"))
    small = library(deck("small", *(choice(f"q{number}", deck="small") for number in range(5))), exams=(rules,))
    passed, failed = attempt(small, right=5), attempt(shelf(), right=0, days_ago=2, number=2)
    alone, beside = (outlook(small, history([]), made).chance(NOW) for made in ((passed,), (failed, passed)))
    assert beside.expected == alone.expected > 4


@pytest.mark.parametrize(("places", "earned"), [((0, 2), 1), ((1, 2), 2 / 3), ((0, 1), 1 / 3)])
def test_after_a_check_as_many_points_are_expected_as_it_gave_and_parts_of_points_count(places, earned) -> None:
    """Of 10 questions, in a pool of 200 that were never studied."""
    rules = exam(items=10, blueprint={"small": 10}, pass_mark=share("80%"))
    small = library(deck("small", *(judgement(f"q{each}", deck="small") for each in range(200))), exams=(rules,))
    made = attempt(small, right=10)
    cards = (item.card for item in made.form.items)
    given = {card.key: " ".join(letter(card.order.index(place)) for place in places) for card in cards}
    after = outlook(small, history([]), (replace(made, responses=given),)).chance(NOW)
    assert after.expected == pytest.approx(10 * earned, abs=1.5)
