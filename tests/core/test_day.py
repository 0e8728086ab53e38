"""Study days against an independent oracle, over clock changes and moves between zones."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import pytest

from cxdrill.core.day import gap_days, study_day

ZONES = (
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"),
    "Pacific/Apia",
)
QUARTER = timedelta(minutes=15)


@cache
def first_instant(zone: str, day: date, start: time) -> datetime:
    """The first quarter of an hour of `day` at which the wall clock reads `start` or later, found by walking."""
    at = datetime.combine(day, start, UTC) - timedelta(hours=17)
    while (wall := at.astimezone(ZoneInfo(zone))).date() < day or (wall.date() == day and wall.time() < start):
        at += QUARTER
    return at


def oracle(zone: str, at: datetime, start: time) -> date:
    """The last day that has begun by `at`."""
    day = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while first_instant(zone, day, start) > at:
        day -= timedelta(days=1)
    return day


def test_10000_random_instants_over_six_zones_equal_the_oracle() -> None:
    random = Random(4)
    wrong = 0
    for number in range(10_000):
        zone, start = ZONES[number % 6], (time(4), time(4), time(0), time(2, 30))[number % 4]
        at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(2 * 365 * 86400))
        wrong += study_day(at.astimezone(ZoneInfo(zone)), start) != oracle(zone, at, start)
    assert wrong == 0


@pytest.mark.parametrize("zone", ZONES)
def test_days_never_go_back_while_the_clocks_change(zone: str) -> None:
    for start in (time(4), time(1, 30), time(2, 30)):
        for month, day in ((3, 7), (3, 28), (10, 3), (10, 24), (11, 1)):
            first = datetime(2026, month, day, tzinfo=UTC)
            instants = [first + number * QUARTER for number in range(200)]
            days = [study_day(at.astimezone(ZoneInfo(zone)), start) for at in instants]
            assert days == sorted(days)
            assert days == [oracle(zone, at, start) for at in instants]


def test_evening_and_next_morning_are_one_day_apart_and_a_clock_set_back_makes_no_negative_gap() -> None:
    zone = ZoneInfo("Europe/Berlin")
    evening, morning = datetime(2026, 3, 28, 21, tzinfo=zone), datetime(2026, 3, 29, 7, tzinfo=zone)
    assert gap_days(study_day(evening), study_day(morning)) == 1
    assert gap_days(date(2030, 1, 1), date(2026, 1, 1)) == 0


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        study_day(datetime(2026, 11, 21, 3, 59))
