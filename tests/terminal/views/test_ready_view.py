"""Readiness in words."""

import re
from datetime import timedelta

from msgspec.structs import replace

from cxdrill.core.ready.forecast import Evidence, Forecast, Readiness, Scored, TopicOutlook, TrackRecord
from cxdrill.core.ready.gain import StudyPlan
from cxdrill.core.ready.pass_chance import Chance
from cxdrill.terminal import paint
from cxdrill.terminal.views.ready_view import ReadyReport, outcome_words, readiness_words, ready_lines
from ready_cases import NOW, attempt, shelf

CHANCE = Chance(0.781, 0.61, 0.894, 33.8)
TOPICS = (TopicOutlook("telephone-practices", 20, 15.2, 6, 60), TopicOutlook("listening", 20, 18.6, 0, 60))
SAID = Readiness("certification", 40, 32, Evidence(400, 114, 120, 1), CHANCE, TOPICS)
PLAN = StudyPlan(tuple(f"q{number}" for number in range(22)), 14.2, Chance(0.902, 0.8, 0.95, 35.5))
NO_RECORD = TrackRecord((), ())


def forecast(days_ago: float, probability: float, set_back_days: float = 0) -> Forecast:
    at = NOW - timedelta(days=days_ago)
    return Forecast(str(days_ago), "certification", at, at + timedelta(days=set_back_days), probability, 0, 1, None)


TITLES = {"telephone-practices": "On the telephone"}


def text(said=SAID, plan=PLAN, record=NO_RECORD, days=(), width=72, passed=(), has_details=False) -> str:
    report = ReadyReport("The check", TITLES, passed, said, plan, record, days)
    return "\n".join(line.plain for line in ready_lines(report, width, has_details=has_details))


def test_what_stands_what_is_weak_and_what_to_do_is_said():
    shown = text(width=100)

    assert "Chance of passing today: about 78% (61 to 89)." in shown
    assert "Expected 34 of 40 points, you need 32." in shown
    assert "Weakest in this forecast: On the telephone." in shown
    assert "6 of 120 training questions are still new to you." in shown
    assert "14 minutes on 22 cards would raise it to about 90%." in shown
    assert shown.endswith("→ cxdrill study --plan")


def test_where_study_adds_little_the_check_comes_next():
    shown = text(plan=replace(PLAN, chance=CHANCE))

    assert "would raise it" not in shown
    assert shown.endswith("→ cxdrill quiz")


def test_nobody_is_told_that_it_is_sure():
    assert "above 98%." in text(replace(SAID, chance=Chance(0.99, 0.99, 0.99, 40)))
    assert "about 1% (1 to 5)." in text(replace(SAID, chance=Chance(0.01, 0.01, 0.05, 4)))
    assert "below 2%." in text(replace(SAID, chance=Chance(0.01, 0.01, 0.02, 4)))


def test_without_a_number_it_says_what_is_missing():
    shown = text(replace(SAID, chance=None, evidence=Evidence(26, 20, 120, 0)), plan=None).replace("\n", " ")

    assert (
        "Too early to say whether you would pass. It takes 40 answers on the topics of the check (26 so far)" in shown
    )
    assert "Chance of" not in shown


def test_past_forecasts_are_plotted_and_scored():
    scored = (Scored(forecast(3, 0.8), 1, True), Scored(forecast(2, 0.6), 2, False))
    days = tuple((NOW.date() - timedelta(days=ago), forecast(ago, p)) for ago, p in ((9, 0.2), (3, 0.5), (0, 1.0)))
    shown = text(record=TrackRecord((), scored), days=days).replace("\n", " ")
    details = text(record=TrackRecord((), scored), days=days, has_details=True).replace("\n", " ")

    assert "Before your last check this said 60%; you did not pass." in shown
    assert "Brier" not in shown
    assert "Chance so far: about 20% on" in text(days=days, width=paint.UNWRAPPED)
    assert re.search("Chance so far: ▂[▄▅]█  about 20% on Saturday 6 June, now above 98%", shown)
    assert "They said 70% on average, 1 of 2 attempts passed; Brier score 0.20" in details


def test_a_clock_set_back_is_told():
    record = TrackRecord((forecast(3, 0.5), forecast(9, 0.6, set_back_days=6)), ())

    assert "The clock was set back: 1 forecast" in text(record=record, has_details=True)
    record = replace(record, scored=(Scored(forecast(3, 0.8), 1, True),))
    assert all(len(line) <= 30 for line in text(record=record, width=30).split("\n"))


def test_the_line_of_the_first_screen_tells_chance_points_and_what_is_weak():
    chance = "Chance of passing today: about 78% (61 to 89). Expected 34 of 40 points, you need 32."
    assert readiness_words(SAID, TITLES) == (f"{chance} Weakest in this forecast: On the telephone.",)
    assert readiness_words(replace(SAID, chance=None, evidence=Evidence(0, 0, 120, 0)), {}) == ()
    assert "(26 so far)" in readiness_words(replace(SAID, chance=None, evidence=Evidence(26, 120, 120, 0)), {})[0]


def test_a_check_that_was_passed_is_said_first():
    made = attempt(shelf(), 9, days_ago=3)

    assert outcome_words([made], "certification", is_passed=True) == ("✓ Passed on Friday 12 June, 9 of 10.",)
    failed = attempt(shelf(), 2)
    assert outcome_words([failed], "certification", is_passed=True) == ()
    assert (
        outcome_words([made], "other", is_passed=True) == outcome_words([made], "certification", is_passed=False) == ()
    )
    assert outcome_words([failed], "certification", is_passed=False)[0].startswith("✗ Not passed on ")
    assert text(passed=("✓ Passed on Friday 12 June, 9 of 10.",)).split("\n")[2].startswith("✓ Passed")
