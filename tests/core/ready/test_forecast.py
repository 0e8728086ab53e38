"""Readiness from a history: what counts, and what is said without enough of it."""

from datetime import timedelta

import pytest

from builders import choice, deck, exam, library, share
from cxdrill.core.ready.forecast import Evidence, readiness
from cxdrill.core.ready.learner import level
from cxdrill.errors import DataError, WrongUsage
from ready_cases import NOW, attempt, history, outlook, questions, review, reviewed, shelf

FOUND = shelf()


def studied(*days_ago: float, keys=None):
    return history(reviewed(keys or questions(FOUND), *(days_ago or (20, 17, 9, 2))))


def said(past, made=(), found=FOUND):
    return readiness(outlook(found, past, made))


def test_without_enough_evidence_there_is_no_number():
    found = said(history(reviewed(questions(FOUND)[1:], 3)))

    assert found.chance is None
    assert (found.evidence.reviews, found.evidence.seen, found.evidence.pool) == (39, 39, 40)
    assert found.weakest == ()
    assert (found.items, found.needed) == (10, 7)


def test_who_knows_all_is_told_so_and_who_forgot_all_as_well():
    fresh, stale = said(studied()), said(studied(200, 199, 198))

    assert fresh.chance.probability > 0.9
    assert stale.chance.probability < fresh.chance.probability - 0.2
    assert stale.chance.expected < 7.5 < 9 < fresh.chance.expected


def test_the_chance_falls_with_every_day_without_study():
    state = outlook(FOUND, studied())
    chances = [state.chance(NOW + timedelta(days=days)).expected for days in (0, 0.5, 5, 50)]

    assert chances == sorted(chances, reverse=True)


def test_what_was_never_seen_is_worth_a_guess():
    """Half of the questions seen and fresh, of three options each; none was known before it was taught.

    How much is known of the others lies between nothing and the doubt about that, both as likely.
    """
    half = [key for number, key in enumerate(questions(FOUND)) if number % 2]
    state = outlook(FOUND, history([*reviewed(half, 8, rating=1), *reviewed(half, 6, 4, 2, 1)]))
    share, doubt = level(dict.fromkeys(half, (1 / 3, False)))

    assert share == 0
    unseen = 1 / 3 + 2 / 3 * doubt / 2
    assert state.chance(NOW).expected == pytest.approx(10 * (0.5 * 0.98 + 0.5 * unseen), abs=0.4)


def test_what_was_known_before_it_was_taught_tells_of_what_was_never_seen():
    half = [key for number, key in enumerate(questions(FOUND)) if number % 2]
    knowing, learning = (
        said(history([*reviewed(half, 8, rating=first), *reviewed(half, 6, 4, 2, 1)])) for first in (3, 1)
    )

    assert knowing.chance.expected > learning.chance.expected + 2


def test_the_less_was_seen_the_wider_the_range():
    few, many = (
        said(history([*reviewed(keys, 8, rating=1), *reviewed(keys, 6, 4, 2, 1)])).chance
        for keys in (questions(FOUND)[:28], questions(FOUND)[:38])
    )

    assert few.high - few.low > many.high - many.low


def test_flashcards_of_a_topic_tell_of_its_questions():
    """Nothing but the first tries of one topic's flashcards differs."""
    keys = questions(FOUND)
    base = reviewed(keys, 20, 17, 9)
    drill = [f"t0/f{number}" for number in range(5)]
    good = outlook(FOUND, history([*base, *reviewed(drill, 30, 20, 10, 5)]))
    bad = outlook(FOUND, history([*base, *reviewed(drill, 30), *reviewed(drill, 20, 10, 5, rating=1)]))

    shares = [dict(state.chance(NOW).by_topic) for state in (good, bad)]
    assert shares[0]["t0"] > shares[1]["t0"]
    assert shares[0]["t0"] - shares[1]["t0"] > shares[0]["t1"] - shares[1]["t1"] > 0


def test_attempts_move_the_forecast():
    past = studied(300, 299)
    chances = [said(past, [attempt(FOUND, right)]).chance.probability for right in (2, 7, 10)]

    assert chances == sorted(chances)
    assert chances[2] > chances[0] + 0.15


def test_who_passes_well_without_study_is_not_told_to_fail():
    assert said(history([]), [attempt(FOUND, 10)]).chance.expected > 7
    assert said(history([]), [attempt(FOUND, 3)]).chance.expected < 5


def test_a_question_met_again_in_a_second_attempt_counts_once():
    made = [attempt(FOUND, 10), attempt(FOUND, 10, days_ago=0.5, number=2)]

    assert len(outlook(FOUND, history([]), made).learner.answers) == 10


def test_the_weakest_topic_comes_first():
    past = history([*reviewed(questions(FOUND, "t0"), 20, 17, 9, 2), *reviewed(questions(FOUND, "t1"), 90, 89)])
    found = said(past)

    assert [topic.topic for topic in found.topics] == ["t1", "t0"]
    assert found.weakest[0].topic == "t1"


def test_a_minimum_of_a_topic_lowers_the_chance():
    strict = shelf(minimum={"t1": share("100%")})
    past = studied(60, 57, 50)

    assert said(past, found=strict).chance.probability < said(past).chance.probability


def test_a_card_reviewed_under_a_clock_that_ran_ahead_is_taken_as_just_seen():
    past = history([*reviewed(questions(FOUND), 20, 17, 9), (-30, review("t0/q1", -30))])

    assert 0.01 <= said(past).chance.probability <= 0.99


@pytest.mark.parametrize(
    ("rules", "error", "words"),
    [
        (exam(blueprint={}), WrongUsage, "has no blueprint"),
        (exam(), DataError, 'draws 2 questions of the topic "calls"'),
    ],
)
def test_an_exam_without_a_blueprint_or_with_too_few_questions_is_told_in_a_sentence(rules, error, words):
    with pytest.raises(error, match=words):
        said(history([]), found=library(deck("calls", choice("only")), exams=(rules,)))


@pytest.mark.parametrize(("reviews", "attempts", "is_enough"), [(40, 0, True), (39, 0, False), (0, 1, True)])
def test_forty_answers_or_a_finished_attempt_are_enough_and_what_is_missing_is_counted(reviews, attempts, is_enough):
    evidence = Evidence(reviews, 10, 100, attempts)
    assert (evidence.is_enough, evidence.missing_reviews) == (is_enough, 40 - reviews)
