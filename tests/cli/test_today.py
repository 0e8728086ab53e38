"""`cxdrill` alone: what is due, where the learner stands, what to type next."""

from datetime import UTC, datetime, timedelta

import pytest

from command import events, on_decks, progress_file, run
from cxdrill.app import clock
from cxdrill.core.event import Draft
from deck_files import CHECK, FLASHCARDS, QUESTIONS, write_decks
from histories import review, store
from taken import RIGHT, check_at, failed, take

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path, monkeypatch):
    write_decks(tmp_path / "decks", FLASHCARDS)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return tmp_path


today = on_decks()


def test_a_first_run_shows_new_cards_and_writes_nothing(home):
    outcome = today(home)

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == (
        "cxdrill  Wednesday 4 March\n\nToday   3 cards     3 new, about 2 minutes\n\n"
        f"Cards: new\n\n→ cxdrill study --decks {home}/decks\n"
        f"  cxdrill cards --why --decks {home}/decks   what is asked today, and why\n"
    )
    assert not progress_file(home).exists()


def test_due_cards_a_streak_and_time_come_from_the_history(home):
    store(progress_file(home)).save_all([review("cards/one", took_ms=9000), review("cards/two", due="2026-03-09")])

    shown = today(home, "--json").json

    assert (shown["date"], shown["due"], shown["new"], shown["new_left"]) == ("2026-03-04", 1, 1, 1)
    assert shown["seconds"] == 42  # 11 an answer: three for the new card, one and what it is forgotten for the other
    assert [(deck["title"], deck["due"]) for deck in shown["decks"]] == [("Cards", 1)]
    days, stability, decay = 3 + 1 / 24, 2.3065, 0.1542  # since the reviews; after a first Good; of FSRS-6
    recall = (1 + (0.9 ** (-1 / decay) - 1) * days / stability) ** -decay
    assert shown["decks"][0]["known"] == pytest.approx(2 * recall / 3, abs=2e-4)
    assert "Today   2 cards     1 review, 1 new, about 42 seconds" in today(home).out


def test_a_check_left_open_comes_first(home):
    check_at(home)
    take(home, "b", ending=())

    assert today(home, "--json").json["open_exam"] == "check"
    assert f"→ cxdrill quiz check --decks {home}/decks   goes on with it" in today(home).out
    assert len(events(home, "exam-started")) == 1
    studied = run("study", "--decks", str(home / "decks"), "--limit", "1", home=home, stdin="a\n")
    assert f"cxdrill quiz check --decks {home}/decks goes on with it." in studied.out


@pytest.mark.parametrize(("answers", "words"), [((), ""), (("b",), "your answers are handed in when you go back")])
def test_a_check_that_ran_out_is_left_open_only_where_it_has_an_answer(home, monkeypatch, answers, words):
    write_decks(home / "decks", QUESTIONS, f"{CHECK}time_limit: 10m\n")
    take(home, *answers, ending=())
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=11))

    shown = today(home).out

    assert ("cxdrill quiz check" in shown) is bool(words)
    assert words in shown


def test_a_card_still_in_its_learning_steps_is_not_known_yet(home):
    soon = (NOW + timedelta(minutes=1)).isoformat(timespec="milliseconds")
    store(progress_file(home)).save_all([review("cards/one", 1, day="2026-03-04", due=soon)])

    assert today(home, "--json").json["decks"][0]["known"] == 0
    assert "Cards: in training, 1 due" in today(home).out


@pytest.mark.parametrize(("feedback", "score"), [("topics", ", 1 of 4"), ("none", "")])
def test_a_check_that_was_not_passed_is_told_with_the_next_try(home, feedback, score):
    exam = check_at(home) / "check.yaml"
    more = f"attempts: 3\ncooldown: 24h\nfeedback: {feedback}\n"
    exam.write_text(exam.read_text("utf-8").replace("feedback: full\n", more), "utf-8")
    failed(home)

    told = " ".join(today(home).out.split())

    assert f"✗ Not passed on Wednesday 4 March{score}. 1 of 3 attempts used; the next one opens on Thursday 5" in told
    assert ("3 questions you missed in the check were added and come first." in told) is bool(score)


@pytest.mark.parametrize(
    ("days", "heading", "command"),
    [
        (2, "Check on Friday 6 March, in 2 days", ""),
        (0, "Check today", "cxdrill quiz --decks {decks}   takes the check"),
        (-2, "Check was on Monday 2 March, 2 days ago", "cxdrill plan --by friday --decks {decks}   sets another day"),
    ],
)
def test_home_knows_the_day_of_the_check_before_on_and_after_it(home, days, heading, command):
    decks = check_at(home)
    store(progress_file(home)).save(
        Draft("plan", {"exam": "check", "by": (NOW + timedelta(days=days)).date().isoformat()})
    )

    shown = today(home).out

    assert shown.startswith(heading)
    assert command.format(decks=decks) in shown
    assert ("takes the check" in shown, "another day" in shown) == (days == 0, days < 0)


def test_a_check_that_is_shut_on_its_day_is_nowhere_offered_and_a_plan_for_that_day_says_so(home, monkeypatch):
    decks = write_decks(home / "decks", QUESTIONS, f"{CHECK}attempts: 2\ncooldown: 5d\n")
    failed(home)
    planned = run("plan", "--by", "tomorrow", "--decks", str(decks), home=home)
    assert planned.err == 'cxdrill: the next try at "check" opens on Monday 9 March 2026 at 09:00\n'
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))

    shown = today(home).out

    assert shown.startswith("Check today")
    assert "takes the check" not in shown
    assert run("plan", "--by", "9 March", "--decks", str(decks), home=home).err == ""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=5))
    take(home, RIGHT, ending=())
    assert "attempts used" not in today(home).out
    failed(home)
    assert "You have used 2 of 2 attempts." in run("quiz", "--rules", "--decks", str(decks), home=home).out
    again = run("plan", "--by", "friday", "--decks", str(decks), home=home)
    assert again.err == 'cxdrill: you have used both attempts at "check"; ask your instructor for another\n'


def test_after_midnight_home_says_until_when_its_day_lasts(home, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 5, 3, 59, tzinfo=UTC))
    assert today(home).out.startswith("cxdrill  Wednesday 4 March, until 04:00\n")


def test_a_pass_of_another_exam_hides_nothing_of_the_one_that_is_planned(home, monkeypatch):
    small = "exam: small\ntitle: A small one\nitems: 2\npass_mark: 50%\nblueprint: {calls: 2}\n"
    decks = write_decks(home / "decks", QUESTIONS, f"{CHECK}attempts: 3\ncooldown: 24h\n", small)
    on_decks = ("--decks", str(decks))
    assert run("plan", "check", "--by", "friday", *on_decks, home=home).code == 0
    failed(home)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=9))
    passed = run("quiz", "small", *on_decks, home=home, stdin="b\nb\n:submit\n:submit\n")

    shown = today(home).out

    assert passed.code == 0
    assert shown.startswith("Check on Friday 6 March, in 2 days")
    assert "✗ Calls check: not passed on Wednesday 4 March, 1 of 4." in shown
    assert run("study", "--missed", *on_decks, home=home).out.startswith("[1/3] ")
    assert "1 of 3 attempts used; the next one opens" in " ".join(run("results", "1", *on_decks, home=home).out.split())
    assert run("plan", *on_decks, home=home).out.startswith("Calls check: Friday 6 March")
    assert run("ready", *on_decks, home=home).out.startswith("Calls check\n")


def test_a_clock_that_was_set_back_is_told_where_one_looks_and_not_only_where_one_answers(home, monkeypatch):
    store(progress_file(home)).save(review("cards/one"))
    monkeypatch.setattr(clock, "now", lambda: datetime(2020, 1, 1, 9, 0, tzinfo=UTC))

    shown = today(home)

    assert "this computer's clock says 2020-01-01 09:00; if that is wrong, set the clock" in shown.err
    assert shown.code == 0
