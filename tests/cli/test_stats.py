"""`cxdrill stats`: every number of a history made by hand, counted again here, on the screen and in JSON."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from command import on_decks, progress_file
from cxdrill.app import clock
from cxdrill.core.event import Draft
from deck_files import EVERY_TYPE, FLASHCARDS, write_decks
from histories import review, store

TODAY = date(2026, 3, 20)  # a Friday
NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
# card, days ago, rating, days from then until due, seconds
ROWS = [
    ("cards/one", 30, 3, 3, 4), ("cards/one", 27, 1, 1, 20), ("cards/one", 26, 3, 4, 6), ("cards/one", 22, 4, 40, 5),
    ("cards/two", 27, 2, 1, 9), ("cards/two", 26, 3, 26, 3),
    ("every/hold", 2, 3, 2, 8), ("every/smile", 1, 4, 9, 2), ("every/word", 0, 1, 1, 30),
]  # fmt: skip


@pytest.fixture
def home(tmp_path, monkeypatch):
    write_decks(tmp_path / "decks", EVERY_TYPE, FLASHCARDS)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for card, ago, rating, until, seconds in sorted(ROWS, key=lambda row: -row[1]):
        day = TODAY - timedelta(days=ago)
        at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
        due = (day + timedelta(days=until)).isoformat()
        draft = review(card, rating, day=day.isoformat(), due=due, took_ms=seconds * 1000)
        store(progress_file(tmp_path), clock=lambda at=at: at).save(draft)
    store(progress_file(tmp_path), clock=lambda: NOW).save(Draft("suspend", {"card": "every/smile"}))
    return tmp_path


stats = on_decks("stats")


def test_counts_are_those_of_the_history(home):
    shape = stats(home, "--json").json

    assert shape["reviews"] == len(ROWS)
    assert shape["cards"] == {"seen": 5, "due": 2, "new": 6, "suspended": 1, "all": 11}
    assert list(shape["ratings"].values()) == [sum(row[2] == rating for row in ROWS) for rating in (1, 2, 3, 4)]
    assert shape["seconds"] == sum(row[4] for row in ROWS)
    days = Counter((TODAY - timedelta(days=row[1])).isoformat() for row in ROWS)
    assert shape["days"] == dict(sorted(days.items()))
    assert (shape["streak"], shape["longest_streak"]) == (3, 3)


def test_forecast_retention_and_states_are_those_of_the_history(home):
    shape = stats(home, "--json").json
    last = {row[0]: row[3] - row[1] for row in ROWS if row[0] != "every/smile"}  # which is set aside
    expected = Counter(max(0, ahead) for ahead in last.values())
    tries = [1, 3, 4, 3]  # first ones on later days: of one on three, of two on one

    assert shape["forecast"] == [expected[day] for day in range(30)]
    assert shape["retention"]["tries"] == len(tries)
    assert shape["retention"]["achieved"] == sum(rating > 1 for rating in tries) / len(tries)
    assert 0.5 < shape["retention"]["predicted"] < 1
    assert shape["young"]["tries"] + shape["mature"]["tries"] == len(tries)
    assert sum(each["tries"] for each in shape["deciles"]) == len(tries)
    assert sorted(each["card"] for each in shape["states"]) == sorted({row[0] for row in ROWS})
    assert sum(shape["stabilities"]) == sum(shape["difficulties"]) == sum(shape["retrievabilities"]) == 5
    assert shape["hardest"][0] == "cards/one"


def test_one_deck_is_a_part_of_all(home):
    whole, part = stats(home, "--json").json, stats(home, "cards", "--json").json

    assert list(part["decks"]) == ["cards"]
    assert part["decks"]["cards"] == whole["decks"]["cards"]
    assert part["reviews"] == 6
    assert sum(deck["reviews"] for deck in whole["decks"].values()) == whole["reviews"]


def test_the_screen_shows_the_numbers_of_the_json(home):
    shape, out = stats(home, "--json").json, stats(home).out

    assert out.startswith("All decks\n5 of 11 cards seen · 2 due · 6 new · 1 set aside\n9 reviews in 87 seconds")
    assert "week of 16 March: Mo 0, Tu 0, We 1, Th 1, Fr 1\n" in out
    assert f"day by day: {' '.join(map(str, shape['forecast']))}\n" in out
    achieved, predicted = (round(100 * shape["retention"][name]) for name in ("achieved", "predicted"))
    assert f"all: remembered {achieved}%, expected {predicted}% (4 tries)\n" in out
    for name, number in shape["ratings"].items():
        assert f"\n{name}: {number}\n" in out
    assert "First?  forgotten 1 time · 22 days ago" in out


def test_without_a_review_it_says_what_makes_one(tmp_path):
    write_decks(tmp_path / "decks", FLASHCARDS)

    outcome = stats(tmp_path)

    assert outcome.code == 0
    assert outcome.out == (
        f"All decks\n0 of 3 cards seen · 0 due · 3 new\nNo review yet.\n→ cxdrill study --decks {tmp_path}/decks\n"
    )
    assert stats(tmp_path, "--json").json["retention"] == {"predicted": None, "achieved": None, "tries": 0}


def test_a_history_of_cards_that_are_gone_is_told_and_in_no_number(home):
    (home / "decks" / "every.yaml").unlink()

    outcome, part = stats(home), stats(home, "cards")

    for each in (outcome, part):
        assert "left out, with their history kept: 3 cards you studied that no deck here holds" in each.err
    assert "6 reviews" in outcome.out
    assert stats(home, "--json").err == ""
