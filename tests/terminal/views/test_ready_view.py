"""Readiness in words."""

from datetime import timedelta

from msgspec.structs import replace

from cxdrill.core.ready.forecast import Evidence, Readiness, TopicOutlook
from cxdrill.core.ready.gain import StudyPlan
from cxdrill.core.ready.pass_chance import Chance
from cxdrill.core.ready.track_record import Forecast, Scored, TrackRecord
from cxdrill.terminal.views.ready_view import ReadyReport, readiness_words, ready_lines
from ready_cases import NOW

CHANCE = Chance(0.781, 0.61, 0.894, 33.8)
TOPICS = (TopicOutlook("telephone-practices", 20, 15.2, 6, 60), TopicOutlook("listening", 20, 18.6, 0, 60))
SAID = Readiness("certification", 40, 32, Evidence(400, 114, 120, 1), CHANCE, TOPICS)
PLAN = StudyPlan(tuple(f"q{number}" for number in range(22)), 14.2, Chance(0.902, 0.8, 0.95, 35.5))
NO_RECORD = TrackRecord((), ())


def forecast(days_ago: float, probability: float, set_back_days: float = 0) -> Forecast:
    at = NOW - timedelta(days=days_ago)
    return Forecast(str(days_ago), "certification", at, at + timedelta(days=set_back_days), probability, 0, 1, None)


def text(said=SAID, plan=PLAN, record=NO_RECORD, days=(), width=72) -> str:
    return "\n".join(line.plain for line in ready_lines(ReadyReport("The check", said, plan, record, days), width))


def test_what_stands_what_is_weak_and_what_to_do_is_said():
    shown = text()

    assert "Chance of passing today: about 78 % (61 to 89)." in shown
    assert "Expected 34 of 40, you need 32." in shown
    assert "Weakest: telephone practices." in shown
    assert "Never seen: 6 of 120 questions." in shown
    assert "14 minutes on 22 cards lift it to about 90 %: cxdrill study --plan" in shown
    assert shown.endswith("→ cxdrill study --plan")


def test_where_study_adds_little_the_check_comes_next():
    shown = text(plan=replace(PLAN, chance=CHANCE))

    assert "lift it" not in shown
    assert shown.endswith("→ cxdrill quiz")


def test_nobody_is_told_that_it_is_sure():
    assert "above 98 %." in text(replace(SAID, chance=Chance(0.99, 0.99, 0.99, 40)))
    assert "below 2 % (1 to 5)." in text(replace(SAID, chance=Chance(0.01, 0.01, 0.05, 4)))


def test_without_a_number_it_says_what_is_missing():
    shown = text(replace(SAID, chance=None, evidence=Evidence(66, 60, 120, 0)), plan=None).replace("\n", " ")

    assert "34 more reviews and 12 more questions seen are missing, or one finished check" in shown
    assert "So far 66 reviews, and 60 of 120 questions seen" in shown
    assert "Chance of" not in shown


def test_past_forecasts_are_plotted_and_scored():
    scored = (Scored(forecast(3, 0.8), 1, True), Scored(forecast(2, 0.6), 2, False))
    days = tuple((NOW.date() - timedelta(days=ago), forecast(ago, p)) for ago, p in ((9, 0.2), (3, 0.5), (0, 1.0)))
    shown = text(record=TrackRecord((), scored), days=days).replace("\n", " ")

    assert "Chance so far: ▂▄█  20% on 2026-06-06, now 100%" in shown or "Chance so far: ▂▅█" in shown
    assert "They said 70% on average, 1 of 2 attempts passed; Brier score 0.20" in shown


def test_a_clock_set_back_is_told():
    record = TrackRecord((forecast(3, 0.5), forecast(9, 0.6, set_back_days=6)), ())

    assert "The clock was set back: 1 forecast" in text(record=record)


def test_narrow_windows_hold_every_line():
    record = TrackRecord((), (Scored(forecast(3, 0.8), 1, True),))

    assert all(len(line) <= 30 for line in text(record=record, width=30).split("\n"))


def test_the_line_of_the_first_screen_is_one_sentence_or_two():
    assert readiness_words(SAID) == ("Chance of passing today: about 78 % (61 to 89). Weakest: telephone practices.",)
    assert readiness_words(replace(SAID, chance=None, evidence=Evidence(0, 0, 120, 0))) == ()
    assert "34 more reviews" in readiness_words(replace(SAID, chance=None, evidence=Evidence(66, 120, 120, 0)))[0]
