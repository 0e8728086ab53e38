from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import Journal, choice, exam, multiple, share, typed
from cxdrill.core.exams import score as scores
from cxdrill.core.exams.attempt import attempts
from cxdrill.core.exams.exam import Feedback, Scoring, policy_of
from cxdrill.core.exams.form import Form, FormItem, drawn_form, pools
from cxdrill.core.exams.score import last_finished, missed, needed, percent_shown, plain_number, result
from cxdrill.core.exams.sitting import Sitting
from sittings import DECKS, asked, sat

COUNTED = settings(derandomize=True, deadline=None, database=None, max_examples=300)


def form(*cards) -> Form:
    sizes = {"choice": 3, "multiple": 4}
    return Form("certification", tuple(FormItem(card.ordered(range(sizes.get(card.type, 0)))) for card in cards))


def ten(**fields) -> Form:
    return form(*(choice(f"q{number}", **fields) for number in range(10)))


def right(*numbers: int) -> dict[str, str]:
    return {f"calls/q{number}": "b" for number in numbers}


def policy(mark: str = "70%", **fields):
    return policy_of(exam(pass_mark=share(mark), **fields))


@pytest.mark.parametrize(
    ("known", "items", "mark", "passes"),
    [(7, 10, "70%", True), (6, 10, "70%", False), (2, 3, "67%", False), (2, 3, "66%", True)],
)
def test_a_mark_is_reached_by_no_less(known: int, items: int, mark: str, passes: bool) -> None:
    asked = form(*(choice(f"q{number}") for number in range(items)))
    assert result(asked, right(*range(known)), policy(mark)).is_passed is passes


def test_an_item_left_open_is_no_wrong_one_but_both_earn_nothing() -> None:
    scored = result(ten(), right(0) | {"calls/q1": "a"}, policy())
    assert scored.score == 1
    assert [item.is_open for item in scored.items] == [False, False] + [True] * 8
    assert [item.is_right for item in scored.items] == [True] + [False] * 9
    assert len(scored.missed) == 9


def test_one_critical_item_missed_fails_whatever_the_score() -> None:
    with_critical = form(*(choice(f"q{number}", is_critical=number == 3) for number in range(10)))
    scored = result(with_critical, right(0, 1, 2, 4, 5, 6, 7, 8, 9), policy())
    assert scored.is_mark_reached
    assert [item.form_item.card.id for item in scored.missed_critical] == ["q3"]
    assert not scored.is_passed
    assert result(with_critical, right(*range(7)), policy()).is_passed


def test_a_topic_below_its_minimum_fails_whatever_the_score() -> None:
    both = form(*(choice(f"q{number}", topic="mail" if number < 4 else "calls") for number in range(10)))
    asked = policy("50%", minimum={"mail": share("50%")})
    scored = result(both, right(0, 4, 5, 6, 7, 8, 9), asked)
    assert [(topic.topic, topic.score, topic.items) for topic in scored.topics] == [("calls", 6, 6), ("mail", 1, 4)]
    assert [topic.topic for topic in scored.topics_below] == ["mail"]
    assert not scored.is_passed
    assert result(both, right(0, 1, 4, 5, 6), asked).is_passed


def test_parts_of_points_are_exact() -> None:
    thirds = form(*(multiple(f"q{number}") for number in range(2)))
    given = {"calls/q0": "a,b,c", "calls/q1": "a"}
    scored = result(thirds, given, policy("50%", scoring=Scoring.PLUS_MINUS))
    assert (scored.score, scored.is_passed) == (Fraction(1), True)
    assert result(thirds, given, policy("50%")).score == 0


def test_a_response_that_no_longer_makes_sense_earns_nothing() -> None:
    scored = result(form(choice("q0"), typed("q1")), {"calls/q0": "z", "calls/q1": "empathy"}, policy())
    assert [(item.is_right, item.is_open) for item in scored.items] == [(False, False), (True, False)]


@pytest.mark.parametrize(
    ("score", "items", "mark", "shown"),
    [
        ("35", 40, "4/5", "87.5"),
        ("32", 40, "4/5", "80"),
        ("2", 3, "2/3", "66.7"),
        ("2", 3, "667/1000", "66.6"),  # 66.66 % is below a mark of 66.7 %
        ("1", 3, "3333/10000", "33.4"),  # 33.33333 % reaches a mark of 33.33 %
        ("7999", 10000, "4/5", "79.9"),  # not 80
        ("0", 40, "4/5", "0"),
        ("40", 40, "1", "100"),
        ("0", 0, "1", "0"),
    ],
)
def test_a_percentage_has_one_decimal(score: str, items: int, mark: str, shown: str) -> None:
    assert percent_shown(Fraction(score), items, Fraction(mark)) == shown


@given(st.integers(1, 400), st.data())
@COUNTED
def test_a_percentage_shown_stands_on_the_same_side_of_the_mark_as_the_score(items: int, data: st.DataObject) -> None:
    score = Fraction(data.draw(st.integers(0, 6 * items)), 6)
    mark = Fraction(data.draw(st.integers(1, 1000)), data.draw(st.sampled_from([1000, 1300, 999])))
    shown = Fraction(percent_shown(score, items, mark)) / 100
    assert (shown >= mark) == (score / items >= mark)
    assert abs(shown - score / items) < Fraction(1, 1000)


@given(st.integers(1, 200), st.fractions(0, 1, max_denominator=1000))
@COUNTED
def test_the_score_needed_is_the_smallest_that_reaches_the_mark(items: int, mark: Fraction) -> None:
    enough = needed(items, mark)
    assert Fraction(enough, items) >= mark
    assert Fraction(enough - 1, items) < mark


@pytest.mark.parametrize("sixths", [(2, 2, 2, 25), (1, 1, 1), (5, 5, 6, 1), (12, 0)])
def test_the_parts_of_a_score_add_up_as_shown(sixths: tuple[int, ...]) -> None:
    parts = [Fraction(each, 6) for each in sixths]
    assert sum(map(Fraction, scores.points_shown_of(parts))) == Fraction(scores.points_shown(sum(parts)))


def test_whole_numbers_are_whole_in_json() -> None:
    assert repr(plain_number(Fraction(14, 2))) == "7"
    assert repr(plain_number(Fraction(15, 2))) == "7.5"


def test_wrong_and_open_questions_are_missed_in_the_form_s_order_and_an_attempt_left_open_changes_nothing() -> None:
    finished, left_open = sat(asked()), sat(asked(), is_done=False)
    assert finished.form is not None
    assert last_finished([finished, left_open], finished.exam) is finished
    assert (
        missed([finished, left_open]) == missed([finished]) == dict.fromkeys(finished.form.keys[3:], finished.seen_at)
    )


def test_an_attempt_that_was_left_open_and_handed_in_after_a_later_one_is_the_last() -> None:
    then, journal = drawn_form(pools(asked(), DECKS), 1), Journal()
    begun = journal.begin(then, asked())
    journal.wait(60)
    journal.begin(then, asked())
    journal.hand_in(10)
    journal.wait(60)
    journal.save(Sitting(begun, 70, 0.0).handing_in(0.0))
    first, second = attempts(journal.events)
    assert second.seen_at < first.seen_at
    assert last_finished([first, second], first.exam) == first


def test_without_a_finished_attempt_or_where_the_exam_tells_nothing_there_is_nothing() -> None:
    for made in ([], [sat(asked(), is_done=False)], [sat(asked(feedback=Feedback.NONE))]):
        assert missed(made) == {}
