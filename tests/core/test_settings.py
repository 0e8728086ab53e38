"""Settings: what is allowed, what is refused, and in which words."""

from datetime import date, time

import pytest

from cxdrill.core.settings import NAMES, Settings, checked, duration_seconds
from cxdrill.errors import WrongUsage


def test_every_default_is_allowed() -> None:
    defaults = Settings()
    for name in NAMES:
        assert checked(name, getattr(defaults, name)) == getattr(defaults, name)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("day_start", 4, time(4)),
        ("day_start", "03:30", time(3, 30)),
        ("day_start", "4", time(4)),
        ("day_start", time(5, 15), time(5, 15)),
        ("learning_steps", ["1m", "10m"], (60, 600)),
        ("learning_steps", [90, "1h30m"], (90, 5400)),
        ("relearning_steps", [], ()),
        ("learn_ahead_seconds", "20m", 1200),
        ("desired_retention", 0.7, 0.7),
        ("desired_retention", 0.97, 0.97),
        ("reviews_per_day", None, None),
        ("name", " Ada ", "Ada"),
        ("two_buttons", True, True),
        ("pictures", "sixel", "sixel"),
        ("study_days", "mon-fri", frozenset(range(5))),
        ("study_days", "Sat-Mon", frozenset({5, 6, 0})),
        ("study_days", "mon, wed sat", frozenset({0, 2, 5})),
        (
            "holidays",
            ["2026-12-24", "2026-12-30 to 2027-01-02"],
            ((date(2026, 12, 24),) * 2, (date(2026, 12, 30), date(2027, 1, 2))),
        ),
    ],
)
def test_what_a_file_gives_becomes_a_value(name: str, value: object, kept: object) -> None:
    assert checked(name, value) == kept


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("desired_retention", (0.69, 0.98, float("nan"), "high"), "a number from 0.7 to 0.97"),
        ("new_per_day", (-1, 2.5, True), "whole number from 0 to 9999"),
        ("day_start", (24, "4:60", True), "04:30"),
        ("learning_steps", ("10m", ["0s"], ["soon"]), "a list of at most 20 lengths from 1 s to 1 d"),
        ("two_buttons", (1,), "true or false"),
        ("plain", ("yes",), "true or false"),
        ("pictures", ("vt340", ["sixel"]), "one of auto, kitty, iterm, sixel, none"),
        ("name", (3,), "text"),
        ("learn_ahead_seconds", ("soon",), "whole number"),
        ("study_days", ("workdays", ""), "weekdays like"),
        ("holidays", ("2026-12-24", ["24.12."], ["2026-12-30 to 2026-12-01"], 3), "a list of days"),
        ("new_per_dya", (3,), "new_per_day"),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_is(name: str, values: tuple[object, ...], words: str) -> None:
    for value in values:
        with pytest.raises(WrongUsage, match=words):
            checked(name, value)


def test_lengths_of_time_are_read() -> None:
    assert [duration_seconds(text) for text in ("90s", "10m", "1h30m", "2d", 45)] == [90, 600, 5400, 172800, 45]
    assert [duration_seconds(text) for text in ("", "m", "10", "-5m", "1.5h", True)] == [None] * 6
