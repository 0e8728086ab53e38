"""The model of memory against the two published packages, and the shape of its curve."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from cxdrill.core.study.fsrs import DEFAULT_MODEL, DEFAULT_PARAMETERS, Memory, Model
from learners import other_parameters

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def random_histories(count: int, seed: int = 2000, longest: int = 12) -> list[list[tuple[int, int]]]:
    """Histories of (rating, whole study days since the review before)."""
    random = Random(seed)
    gaps = (0, 0, 1, 2, 3, 7, 15, 40, 120, 400)
    return [
        [
            (random.choices((1, 2, 3, 4), (2, 2, 5, 1))[0], random.choice(gaps) if place else 0)
            for place in range(length)
        ]
        for length in (random.randint(1, longest) for _ in range(count))
    ]


def replayed(history: list[tuple[int, int]], model: Model = DEFAULT_MODEL) -> Memory:
    memory = None
    for rating, gap in history:
        memory = model.after(memory, rating, gap)
    assert memory is not None
    return memory


def assert_as_the_package(histories: list[list[tuple[int, int]]], parameters: tuple[float, ...]) -> None:
    from fsrs import Card, Rating, Scheduler

    scheduler = Scheduler(parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    model, ratings = Model(parameters), {int(rating): rating for rating in Rating}
    for history in histories:
        card, at = Card(card_id=7, due=EPOCH), EPOCH
        for rating, gap in history:
            at += timedelta(days=gap)
            card, _ = scheduler.review_card(card, ratings[rating], at)
        ours = replayed(history, model)
        assert abs(ours.stability - card.stability) <= 1e-9 * card.stability, history
        assert abs(ours.difficulty - card.difficulty) <= 1e-9 * card.difficulty, history


def test_20000_random_histories_give_the_memories_of_the_fsrs_package() -> None:
    assert_as_the_package(random_histories(19_000, longest=6), DEFAULT_PARAMETERS)
    for seed in range(20):
        assert_as_the_package(random_histories(50, seed=seed), other_parameters(Random(seed)))


@pytest.mark.soak
def test_a_million_random_histories_give_the_memories_of_the_fsrs_package() -> None:
    for seed in range(500):
        parameters = other_parameters(Random(seed)) if seed % 2 else DEFAULT_PARAMETERS
        assert_as_the_package(random_histories(2_000, seed=seed), parameters)


def test_2000_random_histories_give_the_states_of_the_compiled_package() -> None:
    package = pytest.importorskip("fsrs_rs_python")
    model = package.FSRS(list(DEFAULT_PARAMETERS))
    histories = random_histories(2000)
    items = [package.FSRSItem([package.FSRSReview(*review) for review in history]) for history in histories]
    for history, theirs in zip(histories, model.memory_state_batch(items), strict=True):
        ours = replayed(history)
        assert ours.stability == pytest.approx(theirs.stability, rel=1e-5)
        assert ours.difficulty == pytest.approx(theirs.difficulty, rel=1e-5)


def test_the_default_parameters_are_those_of_the_package() -> None:
    from fsrs.scheduler import DEFAULT_PARAMETERS as theirs

    assert tuple(theirs) == DEFAULT_PARAMETERS


def test_the_curve_falls_strictly_and_is_below_one_an_hour_after_a_failure() -> None:
    failed = DEFAULT_MODEL.after(None, 1, 0)
    chances = [DEFAULT_MODEL.retrievability(failed.stability, minutes / 1440) for minutes in range(0, 3000, 10)]
    assert chances == sorted(set(chances), reverse=True)
    assert f"{DEFAULT_MODEL.retrievability(failed.stability, 1 / 24):.3f}" < "0.990"


def test_stability_is_the_time_to_ninety_percent_and_the_interval_inverts_the_curve() -> None:
    assert DEFAULT_MODEL.retrievability(12.0, 12.0) == pytest.approx(0.9)
    for retention in (0.70, 0.85, 0.97):
        days = DEFAULT_MODEL.interval_days(33.0, retention)
        assert DEFAULT_MODEL.retrievability(33.0, days) == pytest.approx(retention)


def test_a_time_before_the_review_counts_as_none() -> None:
    assert DEFAULT_MODEL.retrievability(3.0, -5.0) == 1.0
    assert DEFAULT_MODEL.after(Memory(3.0, 5.0), 3, -5) == DEFAULT_MODEL.after(Memory(3.0, 5.0), 3, 0)


def test_centuries_between_reviews_are_no_error() -> None:
    assert DEFAULT_MODEL.after(Memory(3.0, 5.0), 3, 3_000_000).stability > 3.0


def test_parameters_out_of_the_models_bounds_are_moved_into_them() -> None:
    slightly_over = (*DEFAULT_PARAMETERS[:20], 0.800000011920929)
    assert Model(slightly_over).after(None, 3, 0).stability == pytest.approx(DEFAULT_PARAMETERS[2])


@pytest.mark.parametrize("parameters", [(), (1.0,) * 20, (float("nan"),) * 21])
def test_what_are_no_parameters_is_refused(parameters: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="21"):
        Model(parameters)


def test_what_is_learnt_anew_is_as_a_card_just_met_and_repeated() -> None:
    assert DEFAULT_MODEL.relearnt == pytest.approx(DEFAULT_MODEL.after(DEFAULT_MODEL.after(None, 1, 0), 3, 0).stability)
