"""What is believed of a learner's distance from the model, and how evidence moves it."""

import pytest

from cxdrill.core.ready.offset import GRID, TRANSFER_SD, Trial, posterior

TOPICS = ("calls", "mail")


def spread(belief) -> float:
    mean = sum(weight * GRID[place] for place, weight in belief.weights)
    return sum(weight * (GRID[place] - mean) ** 2 for place, weight in belief.weights) ** 0.5


def trials(topic: str, right: int, wrong: int, odds: float = 4.0, guess: float = 0.0) -> list[Trial]:
    return [Trial(topic, odds, number < right, guess) for number in range(right + wrong)]


def test_before_any_evidence_the_offset_is_half_a_logit_either_way():
    belief = posterior(TOPICS)

    assert spread(belief) == pytest.approx(0.5, abs=0.01)
    assert belief.mean("calls") == pytest.approx(0.0, abs=1e-9)


def test_results_as_foretold_leave_the_middle_and_narrow_the_doubt():
    belief = posterior(TOPICS, answers=[*trials("calls", 32, 8), *trials("mail", 32, 8)])

    assert belief.mean("calls") == pytest.approx(0.0, abs=0.1)
    assert spread(belief) < 0.4


def test_results_below_what_was_foretold_lower_the_offset():
    assert posterior(TOPICS, trials("calls", 60, 40)).mean("calls") < -0.4
    assert posterior(TOPICS, (), trials("calls", 20, 20)).mean("calls") < -0.4


def test_reviews_however_many_leave_the_doubt_about_exams():
    belief = posterior(TOPICS, [*trials("calls", 4000, 1000), *trials("mail", 4000, 1000)])

    assert spread(belief) > 0.9 * TRANSFER_SD


def test_a_topic_is_moved_most_by_its_own_evidence_and_a_little_by_others():
    belief = posterior(TOPICS, trials("calls", 60, 40))

    assert belief.mean("calls") < belief.mean("mail") < 0


def test_an_answer_that_guessing_explains_says_less():
    sure, guessed = trials("calls", 40, 0, odds=0.5), trials("calls", 40, 0, odds=0.5, guess=0.5)

    assert posterior(TOPICS, (), sure).mean("calls") > posterior(TOPICS, (), guessed).mean("calls") > 0


def test_old_evidence_counts_less():
    new = trials("calls", 60, 40)
    old = [trial._replace(weight=0.1) for trial in new]

    assert posterior(TOPICS, new).mean("calls") < posterior(TOPICS, old).mean("calls") < 0


@pytest.mark.parametrize("right", [0, 500])
def test_evidence_beyond_all_belief_is_borne(right):
    belief = posterior(TOPICS, (), trials("calls", right, 500 - right, odds=1.0))

    assert sum(weight for _, weight in belief.weights) == pytest.approx(1)
    assert all(sum(weight for _, weight in row) == pytest.approx(1) for row in belief.topics["calls"])


def test_questions_of_which_nothing_is_known_say_nothing():
    belief = posterior(TOPICS, (), [Trial("calls", 0.0, True, 0.25)] * 30)

    assert belief.mean("calls") == pytest.approx(0.0, abs=1e-9)
