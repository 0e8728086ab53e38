"""`cxdrill plan --by` as a person and as a script meet it."""

from datetime import datetime, timedelta, timezone

import pytest

from command import events, on_decks, run
from cxdrill.app import clock
from deck_files import write_decks

QUESTIONS = "".join(
    f"  - {{id: q{number}, prompt: What about {number}?, type: true-false, answer: true}}\n" for number in range(20)
)
DECK = f"deck: calls\ntitle: Calls\ncards:\n{QUESTIONS}"
EXAM = "exam: check\ntitle: The check\nitems: 6\npass_mark: 50%\nblueprint: {calls: 6}\n"
HOME = (DECK, EXAM)
plan = on_decks("plan")


def in_days(days: int) -> str:
    """A date; nobody runs tests in the minute in which the study day ends."""
    return ((datetime.now() - timedelta(hours=4)).date() + timedelta(days=days)).isoformat()


def test_a_beginner_gets_a_daily_load(home):
    outcome = plan(home, "--by", in_days(12))

    assert outcome.code == 0
    assert "in 12 days" in outcome.out
    assert "nothing new comes, so there is time to go over what you have met" in outcome.out
    assert "Today: " in outcome.out
    assert "Too early for a forecast" in outcome.out


def test_json_has_every_day_and_todays_cards(home):
    shown = plan(home, "--by", in_days(12), "--json").json

    assert len(shown["days"]) == 12
    assert shown["days"][-1]["day"] == in_days(11)
    assert shown["today"]["new"] == len(shown["today"]["cards"]) > 0
    assert sum(day["new"] for day in shown["days"]) == pytest.approx(20, abs=1)
    assert (shown["exam"], shown["by"], shown["enough"]) == ("check", in_days(12), True)
    assert shown["if_nothing"] is None


def test_the_day_is_remembered(home):
    first = plan(home, "--by", in_days(12), "--json").json
    again = plan(home, "--json").json

    assert again == first
    assert [event["by"] for event in events(home, "plan")] == [in_days(12)]


def test_too_few_minutes_say_what_to_leave_out(home):
    shown = plan(home, "--by", in_days(4), "--minutes", "1", "--json").json

    assert not shown["enough"]
    assert shown["drop"]["calls"] > 0
    assert shown["minutes_needed"] > 1


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (("--by", "2020-01-01"), "in the past"),
        (("--by", "soon"), "not a date"),
        (("--by", "2026-02-30"), "not a date"),
        ((), "cxdrill plan --by"),
    ],
)
def test_no_date_or_one_that_cannot_be_is_wrong_usage(home, day, words):
    outcome = plan(home, *day)

    assert outcome.code == 2
    assert words in outcome.err
    assert events(home) == []


def test_with_a_date_plain_study_asks_todays_share(home):
    today = plan(home, "--by", in_days(12), "--json").json["today"]
    outcome = run("study", "--decks", str(home / "decks"), home=home, stdin=":quit\n")

    assert f"[1/{len(today['cards'])}]" in outcome.out


def test_a_choice_of_cards_goes_before_the_plan(home):
    plan(home, "--by", in_days(12))

    for choice in (("calls",), ("--new", "20"), ("--in-order",)):
        outcome = run("study", *choice, "--decks", str(home / "decks"), home=home, stdin=":quit\n")
        assert "[1/20]" in outcome.out


def test_when_todays_share_is_done_study_says_so(home):
    today = plan(home, "--by", in_days(12), "--json").json["today"]
    right = "t\n\n" * 4 * len(today["cards"])
    run("study", "--decks", str(home / "decks"), home=home, stdin=right)
    outcome = run("study", "--decks", str(home / "decks"), home=home)

    assert "Today's share for the check is done." in outcome.out
    assert "Today's share is done" in plan(home).out


def test_on_the_day_itself_it_says_what_is_worth_most(home):
    outcome = plan(home, "--by", "today")
    shown = plan(home, "--json").json

    assert outcome.code == 0
    assert "The check: today" in outcome.out
    assert f"{len(shown['today']['cards'])} cards would raise your chance most" in outcome.out
    assert "[1/" in run("study", "--decks", str(home / "decks"), home=home, stdin=":quit\n").out


def test_the_last_day_is_the_learners_own_wherever_they_live(home, monkeypatch):
    evening = datetime(2026, 3, 4, 22, 0, tzinfo=timezone(timedelta(hours=-8)))  # in Greenwich it is the fifth
    monkeypatch.setattr(clock, "now", lambda: evening)

    shown = plan(home, "--by", "today", "--json").json

    assert (shown["by"], shown["days"]) == ("2026-03-04", [])
    assert "The check: today" in plan(home).out
    first = run("--decks", str(home / "decks"), "--json", home=home).json
    assert len(shown["today"]["cards"]) == first["new"] + first["due"]


@pytest.mark.parametrize(
    ("exams", "told"),
    [
        ((), "a plan needs an exam, and there is none"),
        (
            ("one", "two"),
            "a plan needs an exam, and which exam is meant is unclear (one, two); ask for one: cxdrill ready",
        ),
    ],
)
def test_a_session_by_plan_without_one_exam_that_is_meant_says_what_to_do(tmp_path, exams, told):
    write_decks(tmp_path / "decks", DECK, *(EXAM.replace("exam: check", f"exam: {name}") for name in exams))

    outcome = on_decks("study")(tmp_path, "--plan")

    assert outcome.code == 2
    assert told in outcome.err


def test_why_tells_of_each_planned_card_what_the_check_asks_of_its_topic(home):
    plan(home, "--by", in_days(5))

    listed = on_decks("cards")(home, "--why", "--json").json["cards"]

    assert listed[0]["why"].startswith("New: asked today, as number 1 of ")
    assert listed[0]["why"].endswith("; your check draws 6 of the 20 questions on Calls.")
    assert "New: it comes on a later day of the plan up to your check." in {each["why"] for each in listed}


def test_an_option_without_its_value_says_what_it_takes(home):
    outcome = run("plan", "--by", home=home)

    assert outcome.code == 2
    assert "--by needs a value. The day of the check: friday" in " ".join(outcome.err.split())
