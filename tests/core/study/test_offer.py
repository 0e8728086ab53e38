"""What each rating would give: steps, fuzz ranges and load balance."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import fmean, pstdev

import pytest

from cxdrill.core.settings import Settings
from cxdrill.core.study.fsrs import DEFAULT_MODEL, Memory
from cxdrill.core.study.offer import Scheduler, due_text, fuzz_range, number_of
from cxdrill.core.study.review import Rating
from cxdrill.core.study.schedule import NEW, CardState, Phase
from learners import FIRST_DAY, Learner

NOON = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 21)
KNOWN = Memory(30.0, 5.0)


def state(phase: Phase, step: int = 0) -> CardState:
    due = (TODAY, None) if phase is Phase.REVIEW else (None, NOON)
    return CardState(phase, step, *due, 3, 0, TODAY - timedelta(40), TODAY - timedelta(30), NOON - timedelta(30))


def intervals(state: CardState, memory: Memory | None = None, **settings: object) -> list[timedelta]:
    offers = Scheduler(DEFAULT_MODEL, Settings(**settings)).offers("d/c", state, memory, NOON)  # type: ignore[arg-type]
    return [offers[rating].interval for rating in Rating]


def minutes(*lengths: float) -> list[timedelta]:
    return [timedelta(minutes=length) for length in lengths]


@pytest.mark.parametrize(
    ("phase", "step", "steps", "expected"),
    [
        (Phase.NEW, 0, (60, 600), (1, 5.5, 10)),
        (Phase.LEARNING, 1, (60, 600), (1, 10)),
        (Phase.LEARNING, 0, (60,), (1, 1.5)),
        (Phase.LEARNING, 1, (60, 600, 3600), (1, 10, 60)),
        (Phase.LEARNING, 5, (60, 600), (1,)),  # learned when there were more steps: every other rating graduates
        (Phase.NEW, 0, (), ()),
    ],
)
def test_learning_steps(phase: Phase, step: int, steps: tuple[int, ...], expected: tuple[float, ...]) -> None:
    memory = None if phase is Phase.NEW else Memory(1.0, 5.0)
    given = intervals(NEW if phase is Phase.NEW else state(phase, step), memory, learning_steps=steps)
    assert given[: len(expected)] == minutes(*expected)
    assert all(interval >= timedelta(days=1) for interval in given[len(expected) :])


def test_a_lapse_is_learned_again_in_ten_minutes_or_without_steps_comes_back_on_a_date() -> None:
    again, *others = intervals(state(Phase.REVIEW), KNOWN)
    assert again == timedelta(minutes=10)
    assert others == sorted(others)
    assert others[0] > timedelta(days=20)
    assert intervals(state(Phase.REVIEW), KNOWN, relearning_steps=())[0] >= timedelta(days=1)


def test_relearning_ends_with_good() -> None:
    again, hard, good, _ = intervals(state(Phase.RELEARNING), Memory(2.0, 7.0))
    assert (again, hard) == (timedelta(minutes=10), timedelta(minutes=15))
    assert good >= timedelta(days=1)


def test_the_ideal_interval_follows_the_desired_retention() -> None:
    longer, shorter = (intervals(state(Phase.REVIEW), KNOWN, desired_retention=each)[2] for each in (0.80, 0.97))
    assert shorter < longer / 4


def test_dues_are_stored_as_a_date_or_as_an_instant_in_utc() -> None:
    assert due_text(date(2026, 11, 25)) == "2026-11-25"
    offers = Scheduler(DEFAULT_MODEL, Settings()).offers("d/c", NEW, None, NOON)
    due = offers[Rating.AGAIN].due_from(NOON, NOON.date())
    assert due_text(due) == "2026-11-21T12:01:00.123+00:00"
    assert datetime.fromisoformat(due_text(due)) == due


@pytest.mark.parametrize(
    ("ideal", "expected"),
    [(0.2, (1, 1)), (1.4, (1, 1)), (2.4, (2, 2)), (2.5, (2, 4)), (7, (5, 9)), (20, (17, 23)), (100, (93, 107))],
)
def test_fuzz_ranges(ideal: float, expected: tuple[int, int]) -> None:
    assert fuzz_range(ideal, 36500) == expected


def test_no_interval_is_longer_than_the_maximum() -> None:
    assert fuzz_range(365.0, 365) == (345, 365)
    assert max(intervals(state(Phase.REVIEW), Memory(5000.0, 2.0), maximum_interval=90)) <= timedelta(days=90)


def test_the_lightest_day_of_the_range_is_taken() -> None:
    free = TODAY + timedelta(days=27)
    load = Counter({TODAY + timedelta(days=ahead): 5 for ahead in range(1, 60)}) - Counter({free: 5})
    model_interval = DEFAULT_MODEL.interval_days(KNOWN.stability, 0.9)
    assert round(model_interval) == 30
    scheduler = Scheduler(DEFAULT_MODEL, Settings(), load.__getitem__)
    low, high = fuzz_range(30, 36500)
    assert low <= 27 <= high
    assert scheduler._days(KNOWN.stability, 1, TODAY, seed=1) == 27


def test_a_slope_of_the_load_does_not_lengthen_intervals() -> None:
    load = {TODAY + timedelta(days=ahead): 100 - ahead for ahead in range(100)}
    scheduler = Scheduler(DEFAULT_MODEL, Settings(), load.__getitem__)
    drawn = [scheduler._days(KNOWN.stability, 1, TODAY, seed=number_of(str(number))) for number in range(300)]
    assert sum(drawn) / len(drawn) == pytest.approx(30, abs=0.5)
    assert set(drawn) == set(range(*fuzz_range(30, 36500))) | {fuzz_range(30, 36500)[1]}


def test_a_better_rating_never_gives_a_shorter_interval() -> None:
    random = Random(28)
    for number in range(4000):
        memory = Memory(10 ** random.uniform(-2, 3.5), random.uniform(1, 10))
        last_day = TODAY - timedelta(random.randrange(400))
        seen = CardState(Phase.REVIEW, 0, TODAY, None, random.randint(1, 30), 0, last_day, last_day, NOON)
        load = Counter({TODAY + timedelta(days): random.randrange(40) for days in range(60)})
        settings = Settings(
            desired_retention=random.uniform(0.75, 0.97), maximum_interval=random.choice((5, 365, 36500))
        )
        scheduler = Scheduler(DEFAULT_MODEL, settings, random.choice((Counter[date](), load)).__getitem__)
        offers = scheduler.offers(f"d/{number}", seen, memory, NOON)
        given = [offers[rating].interval for rating in Rating]
        assert given == sorted(given)
        assert given[-1] <= timedelta(settings.maximum_interval)


def test_seeds_are_the_same_on_every_machine() -> None:
    assert [number_of(text) for text in ("d/c 1 3", "d/c 2 3", "")] == [3421025406, 997878226, 0]


def year(is_balanced: bool) -> tuple[float, float]:
    """The standard deviation of reviews a day on days 60 to 365 of a year with one new card a day, and retention."""
    learner = Learner(DEFAULT_MODEL, DEFAULT_MODEL, Settings(), seed=1, is_balanced=is_balanced)
    days = [FIRST_DAY + timedelta(days=number) for number in range(365)]
    for day in days:
        learner.study(day, 1)
    late = [each.chance for each in learner.tries if each.day >= days[60]]
    return pstdev(learner.reviews_on[day] for day in days[60:]), fmean(late)


def test_balance_cuts_the_spread_of_reviews_a_day_and_leaves_retention_alone() -> None:
    """One learner; the benchmark has more of them and other ways to study."""
    (fuzz_spread, fuzz_retention), (spread, retention) = year(False), year(True)
    assert spread <= 0.7 * fuzz_spread
    assert retention == pytest.approx(fuzz_retention, abs=0.005)
