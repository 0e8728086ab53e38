"""The chance to reach the pass mark, against sums that can be done by hand."""

from itertools import product
from math import comb
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdrill.core.ready.offset import Posterior, posterior
from cxdrill.core.ready.pass_chance import QuestionEstimate, Section, chance

CERTAIN = Posterior(((12, 1.0),), dict.fromkeys(("calls", "mail"), (((12, 1.0),),)))  # no doubt, no offset


def pool(*known: float, guess: float = 0.0, critical: int = 0) -> tuple[QuestionEstimate, ...]:
    """Grasps with these chances, the first `critical` of them critical."""
    odds = [share / (1 - share) for share in known]
    return tuple(QuestionEstimate(f"q{number}", each, guess, number < critical) for number, each in enumerate(odds))


def test_one_topic_is_the_binomial_of_its_mean():
    section = Section("calls", 10, 0, pool(0.5, 0.7, 0.9))

    assert chance([section], CERTAIN, 7).probability == pytest.approx(
        sum(comb(10, right) * 0.7**right * 0.3 ** (10 - right) for right in range(7, 11))
    )
    assert chance([section], CERTAIN, 7).expected == pytest.approx(7)


def test_guessing_helps_with_what_is_not_known():
    section = Section("calls", 10, 0, pool(0.6, 0.6, guess=0.25))

    assert chance([section], CERTAIN, 7).expected == pytest.approx(10 * (0.6 + 0.4 * 0.25))


def test_a_question_never_seen_is_worth_a_guess():
    section = Section("calls", 8, 0, (QuestionEstimate("q", 0.0, 0.25, is_seen=False),))

    assert chance([section], posterior(("calls",)), 4).expected == pytest.approx(2)


def test_topics_are_drawn_as_the_blueprint_says():
    """Every outcome of two topics with two and one questions, written out."""
    first, second, whole = 0.8, 0.3, 0.0
    for a, b, c in product((0, 1), repeat=3):
        mass = (first if a else 1 - first) * (first if b else 1 - first) * (second if c else 1 - second)
        whole += mass * (a + b + c >= 2)

    sections = [Section("calls", 2, 0, pool(first)), Section("mail", 1, 0, pool(second))]
    assert chance(sections, CERTAIN, 2).probability == pytest.approx(whole)


def test_a_topics_minimum_must_be_reached_as_well():
    """Two of two in the first topic, and the mark of two in all."""
    sections = [Section("calls", 2, 2, pool(0.8)), Section("mail", 1, 0, pool(0.3))]

    assert chance(sections, CERTAIN, 2).probability == pytest.approx(0.64)


def test_a_critical_question_that_is_wrong_fails():
    """One of two questions drawn, either may be; the critical one must be right even where no point is needed."""
    section = Section("calls", 1, 0, pool(0.6, 0.5, critical=1))

    assert chance([section], CERTAIN, 0).probability == pytest.approx(1 - 0.5 * 0.4)


def test_a_random_draw_spreads_more_than_the_same_cards_all_asked():
    """Half the cards sure, half hopeless: a form of fixed cards would be certain to score half."""
    section = Section("calls", 10, 0, pool(0.999, 0.001))

    assert chance([section], CERTAIN, 6).probability > 0.3


def test_doubt_about_the_learner_makes_the_range():
    section = Section("calls", 40, 0, pool(*[0.8] * 10))
    found = chance([section], posterior(("calls",)), 30)

    assert found.low < found.probability < found.high
    assert chance([section], CERTAIN, 30).low == chance([section], CERTAIN, 30).high


@pytest.mark.parametrize(("share", "said"), [(0.9999, 0.99), (0.0001, 0.01)])
def test_nobody_is_told_that_nothing_can_go_wrong_or_right(share, said):
    found = chance([Section("calls", 20, 0, pool(share))], CERTAIN, 10)

    assert (found.low, found.probability, found.high) == (said, said, said)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.floats(0.02, 0.98), min_size=2, max_size=8),
    st.integers(0, 1),
    st.floats(0.0, 0.5),
    st.integers(0, 2**16),
)
def test_knowing_a_question_better_never_lowers_the_chance(shares, critical, guess, seed):
    place = Random(seed).randrange(len(shares))
    better = [min(0.99, share + 0.2) if number == place else share for number, share in enumerate(shares)]
    belief = posterior(("calls",))
    before, after = (
        chance([Section("calls", 6, 2, pool(*each, guess=guess, critical=critical))], belief, 4)
        for each in (shares, better)
    )

    assert after.probability >= before.probability - 1e-12
    assert after.expected > before.expected
