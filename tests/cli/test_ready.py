"""`cxdrill ready` as a person and as a script meet it."""

from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from command import events, on_decks, progress_file, run
from cxdrill.app import clock
from deck_files import write_decks
from histories import review, store

QUESTION = """\
  - id: {id}
    prompt: What about {id}?
    options: [{{text: One}}, {{text: Two, correct: true}}, {{text: Three}}]
"""
EXAM = """\
exam: {id}
title: The check
items: 6
pass_mark: 50%
blueprint: {{calls: 6}}
"""
SHAPE = {"probability", "low", "high", "expected", "needed", "items", "weakest", "evidence"}


def deck(questions: int, name: str = "calls") -> str:
    cards = "".join(QUESTION.format(id=f"q{number}") for number in range(questions))
    return f"deck: {name}\ntitle: Calls\ncards:\n" + (cards or "  - {id: f, prompt: What?, answer: That}\n")


HOME = (deck(30), EXAM.format(id="check"))
ready = on_decks("ready")


def study(home, cards: int = 30, days_ago=(20, 17, 9, 2)) -> None:
    """Reviews of so many cards on each of these days before today."""
    now = datetime.now(UTC)
    for ago in days_ago:
        at = now - timedelta(days=ago)
        drafts = []
        for number in range(cards):
            due = (at + timedelta(days=5)).date().isoformat()
            drafts.append(review(f"calls/q{number}", day=at.date().isoformat(), due=due))
        store(progress_file(home), clock=lambda at=at: at).save_all(drafts)


def test_a_beginner_is_told_what_is_missing_and_nothing_is_written(home):
    outcome = ready(home)

    assert outcome.code == 0
    assert "Too early to say whether you would pass" in outcome.out
    assert "It takes 40 answers on the topics of the check (0 so far), or one check." in outcome.out
    assert not progress_file(home).exists()


def test_the_shape_is_the_same_with_and_without_a_number(home):
    before = ready(home, "--json").json
    study(home)
    after = ready(home, "--json").json

    assert before.keys() >= SHAPE
    assert [before[name] for name in ("probability", "low", "high", "expected")] == [None] * 4
    assert (before["needed"], before["items"], before["weakest"]) == (3, 6, [])
    assert after.keys() == before.keys()
    assert 0.01 <= after["low"] <= after["probability"] <= after["high"] <= 0.99
    assert after["weakest"] == ["calls"]


def test_a_number_is_recorded_once_a_day(home):
    study(home)
    shown = ready(home)
    again = ready(home, "--json")

    assert "Chance of passing today: " in shown.out
    [forecast] = events(home, "forecast")
    assert (forecast["exam"], forecast["probability"]) == ("check", again.json["probability"])
    assert again.json["track_record"] == {"forecasts": 1, "scored": [], "brier": None, "set_back": 0}


def test_a_forecast_is_put_to_the_test_by_an_attempt(home):
    study(home)
    said = ready(home, "--json").json["probability"]
    lines = "b\n" * 6 + ":submit\n"
    sat = run("quiz", "--decks", str(home / "decks"), "--json", home=home, stdin=lines)
    record = ready(home, "--json").json["track_record"]

    assert record["scored"] == [{"attempt": 1, "probability": said, "passed": sat.json["passed"]}]
    assert record["brier"] == pytest.approx((said - sat.json["passed"]) ** 2)
    assert "Brier score" in ready(home, "--details").out
    assert "Brier" not in ready(home).out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [(("ready",), 0, "Chance of passing today"), (("plan", "--by", "in 9 days"), 3, "Chance on that day")],
)
def test_what_cannot_be_recorded_is_still_shown_and_a_day_that_is_not_kept_fails(
    home, monkeypatch, arguments, code, words
):
    from cxdrill.errors import ProgressError
    from cxdrill.files.log.store import Store

    def full(self, draft):
        raise ProgressError("the disk is full")

    study(home)
    monkeypatch.setattr(Store, "save", full)
    outcome = on_decks(arguments[0])(home, *arguments[1:])

    assert outcome.code == code
    assert words in outcome.out
    assert "not recorded: the disk is full" in outcome.err


def test_an_option_that_a_probe_would_pass_over_is_refused(home):
    outcome = ready(home, "--probe", "--details")

    assert (outcome.code, outcome.out) == (2, "")
    assert "--details does nothing with --probe; leave one of them out" in outcome.err
    assert events(home) == []


@pytest.mark.parametrize(
    ("shelf", "named", "words"),
    [
        (HOME, ("chek",), "did you mean check?"),
        (HOME, ("calls",), '"calls" is a deck and has no pass mark; name an exam: check'),
        ((deck(0, "drill"),), ("drill",), "deck without questions"),
        ((deck(5),), (), "there is no exam"),
        ((*HOME, EXAM.format(id="other")), (), "name one: cxdrill ready check|other"),
    ],
)
def test_where_no_exam_is_meant_the_words_say_which_could_be(tmp_path, shelf, named, words):
    write_decks(tmp_path / "decks", *shelf)

    outcome = ready(tmp_path, *named)

    assert outcome.code == 2
    assert words in outcome.err


def test_one_of_several_exams_is_named_by_its_id_or_its_file(home):
    (home / "decks" / "other.yaml").write_text(EXAM.format(id="other"), "utf-8")

    for name in ("other", str(home / "decks" / "other.yaml")):
        assert ready(home, name, "--json").json["exam"] == "other"


def test_a_probe_ends_with_a_sentence_and_is_no_attempt_and_no_review(home):
    cards = "".join(f"  - {{id: q{n}, type: typed, prompt: What of {n}?, answer: right}}\n" for n in range(30))
    write_decks(home / "decks", f"deck: calls\ntitle: Calls\ncards:\n{cards}")

    def probe(line: str, *arguments: str):
        return run("ready", "--probe", *arguments, "--decks", str(home / "decks"), home=home, stdin=f"{line}\n" * 60)

    failed = probe("left")
    kept = events(home)
    assert failed.code == 0
    assert "0 of 8 right: you would not pass the check today." in failed.out
    assert "→ cxdrill ready" in failed.out
    assert {event["kind"] for event in kept} == {"probe", "forecast"}
    assert [event["right"] for event in kept if event["kind"] == "probe"] == [False] * 8
    assert "Chance of passing today" in ready(home).out
    assert ready(home, "--json").json["evidence"]["probed"] == 8

    passed = probe("right", "--json").json
    assert passed["would_pass"] is True
    assert passed["score"] == passed["items"]
    assert run("stats", "--json", "--decks", str(home / "decks"), home=home).json["cards"]["seen"] == 0


def test_a_probe_that_is_left_says_that_it_cannot_tell(home):
    outcome = run("ready", "--probe", "--decks", str(home / "decks"), home=home, stdin="b\n:quit\n")

    assert "of 1 right: that cannot tell yet whether you would pass." in outcome.out
    assert outcome.out.endswith("   goes on asking\n")


def test_while_the_next_try_is_closed_nobody_is_sent_to_it(home):
    exam = EXAM.format(id="check").replace("pass_mark: 50%", "pass_mark: 100%\ncooldown: 24h")
    write_decks(home / "decks", exam)
    assert ready(home).out.endswith("a few questions tell\n")
    lines = "".join(f":goto {number}\na\n" for number in range(1, 7)) + ":sheet\n:submit\n:submit\n"
    run("quiz", "--decks", str(home / "decks"), home=home, stdin=lines)
    study(home)

    shown = ready(home).out

    assert "Chance of passing today" in shown
    assert f"→ cxdrill quiz --decks {home}/decks\n" not in shown
    assert "→ cxdrill study" in shown


def test_a_forecast_is_of_the_learners_day_wherever_they_live(home, monkeypatch):
    study(home)
    day = datetime.now(UTC).date() + timedelta(days=2)
    evening = datetime.combine(day, time(22), tzinfo=timezone(timedelta(hours=-8)))  # in Greenwich it is the next day
    monkeypatch.setattr(clock, "now", lambda: evening)

    assert [row["day"] for row in ready(home, "--json").json["days"]] == [day.isoformat()]
