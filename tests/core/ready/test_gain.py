"""Which cards are worth studying first."""

import pytest

from builders import choice, deck, exam, library
from cxdrill.core.event import Draft
from cxdrill.core.ready.gain import Candidate, best_first, candidates, study_plan
from cxdrill.core.ready.offset import posterior
from cxdrill.core.ready.pass_chance import QuestionEstimate, Section, chance, influences
from ready_cases import NOW, history, outlook, questions, review, reviewed, shelf

TOPICS = ("calls", "mail")


def section(topic: str, drawn: int, minimum: int, *known: float, critical: int = 0) -> Section:
    pool = (QuestionEstimate(f"{topic}{n}", k / (1 - k), 0.25, n < critical) for n, k in enumerate(known))
    return Section(topic, drawn, minimum, tuple(pool))


def candidate(topic: str, number: int, seconds: float = 10.0, recall: float = 0.95) -> Candidate:
    return Candidate(f"{topic}{number}", topic, recall, seconds)


@pytest.mark.parametrize(("minimum", "critical"), [(0, 0), (4, 0), (4, 1)])
def test_the_slope_is_what_a_little_more_knowledge_brings(minimum, critical):
    """Against the difference quotient, one question of a pool of four made a little better known."""
    belief = posterior(TOPICS)
    known = [0.5, 0.6, 0.7, 0.8]
    other = section("mail", 5, 0, 0.7, 0.8)

    def passing(first: float) -> float:
        sections = [section("calls", 6, minimum, first, *known[1:], critical=critical), other]
        return chance(sections, belief, 8).probability

    right, wrong = influences([section("calls", 6, minimum, *known, critical=critical), other], belief, 8)["calls"]
    step = 0.01
    # The chance to be right moves by three quarters of what is known, a quarter being guessed right anyway.
    moved = 0.75 * step / 4
    found = (passing(0.5 + step) - passing(0.5 - step)) / 2
    assert found == pytest.approx(moved * (right if critical else right - wrong), rel=0.15)


def test_what_is_known_least_comes_first_and_what_is_quick_before_what_is_slow():
    sections = [section("calls", 5, 0, 0.9, 0.2, 0.5), section("mail", 5, 0, 0.5, 0.5, 0.5)]
    open_ = [candidate("calls", 0), candidate("calls", 1), candidate("mail", 0), candidate("mail", 1, seconds=30)]
    chosen = best_first(sections, posterior(TOPICS), 7, open_, 1000)

    assert [each.key for each in chosen] == ["calls1", "mail0", "mail1", "calls0"]


def test_a_critical_question_counts_for_more():
    """Nothing harmless is lost by getting it right; so it comes before an equal one of an earlier name."""
    equals = (QuestionEstimate(f"calls{number}", 1.0, 0.25, is_critical=number == 1) for number in range(3))
    sections = [Section("calls", 5, 0, tuple(equals))]
    chosen = best_first(sections, posterior(("calls",)), 2, [candidate("calls", number) for number in range(3)], 30)

    assert [each.key for each in chosen] == ["calls1", "calls0", "calls2"]


def test_a_topic_drawn_more_often_from_a_smaller_pool_counts_for_more():
    sections = [section("calls", 9, 0, *[0.5] * 10), section("mail", 1, 0, *[0.5] * 10)]
    open_ = [candidate(topic, number) for number in range(10) for topic in ("mail", "calls")]

    assert {each.topic for each in best_first(sections, posterior(TOPICS), 7, open_, 100)} == {"calls"}


def test_no_more_than_the_time_is_filled():
    sections = [section("calls", 5, 0, *[0.5] * 20)]
    chosen = best_first(sections, posterior(("calls",)), 4, [candidate("calls", n) for n in range(20)], 75)

    assert len(chosen) == 7


def test_what_cannot_gain_is_not_suggested():
    sections = [section("calls", 5, 0, 0.9, 0.9)]

    assert best_first(sections, posterior(("calls",)), 4, [candidate("calls", 0, recall=0.5)], 100) == ()


def test_questions_set_aside_or_reviewed_today_are_left_alone():
    found = shelf()
    keys = questions(found)
    rows = [*reviewed(keys, 20, 17), (0.1, review(keys[0], 0.1)), (1, Draft("suspend", {"card": keys[1]}))]
    rows.append((0.1, Draft("bury", {"card": keys[2], "day": NOW.date().isoformat()})))
    open_ = {each.key for each in candidates(outlook(found, history(rows)), NOW)}

    assert open_ == set(keys[3:])


def test_a_plan_lifts_the_chance_and_says_what_it_takes():
    found = shelf()
    state = outlook(found, history(reviewed(questions(found), 40, 39)))
    plan = study_plan(state, 3)

    assert plan.chance.probability > state.chance(NOW).probability
    assert 0 < plan.minutes <= 3
    assert plan.keys == study_plan(state, 3).keys


def test_no_more_is_suggested_than_is_enough():
    found = shelf()
    state = outlook(found, history(reviewed(questions(found), 25, 20, 12)))
    plan, all_of_it = study_plan(state), study_plan(state, 20)

    assert len(plan.keys) < len(all_of_it.keys)
    assert plan.chance.probability >= 0.95


def test_no_more_than_a_days_dose_is_suggested():
    found = shelf(topics=10, questions=60)

    assert study_plan(outlook(found, history([])), 600).minutes <= 60


def test_own_answer_times_are_what_a_card_costs():
    found = library(deck("calls", choice("a"), choice("b")), exams=(exam(),))
    rows = [(ago, review("calls/a", ago, took_ms=60_000)) for ago in (9, 8, 7, 6)]
    rows += [(ago, review("calls/b", ago, took_ms=4_000)) for ago in (9, 8, 7, 6)]
    seconds = {each.key: each.seconds for each in candidates(outlook(found, history(rows)), NOW)}

    assert seconds["calls/a"] > 4 * seconds["calls/b"]
