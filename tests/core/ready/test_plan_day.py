"""Which days are understood after `--by`, and which are refused with a sentence."""

from datetime import date

import pytest

from cxdrill.core.ready.planned import plan_day
from cxdrill.errors import WrongUsage

TODAY = date(2026, 6, 15)  # a Monday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        (" 2026-06-16 ", date(2026, 6, 16)),
        ("tomorrow", date(2026, 6, 16)),
        ("in 10 days", date(2026, 6, 25)),
        ("Friday", date(2026, 6, 19)),
        ("monday", date(2026, 6, 22)),
    ],
)
def test_days_that_are_understood(text, day):
    assert plan_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-06-15", "is today"),
        ("2026-06-14", "in the past"),
        ("2026-02-30", "not a date"),
        ("24.12.", "not a date"),
        ("20261224", "not a date"),
        ("2031-01-01", "more than two years"),
        ("", "not a date"),
        ("in 0 days", "is today"),
    ],
)
def test_days_that_are_refused(text, words):
    with pytest.raises(WrongUsage, match=words):
        plan_day(text, TODAY)
