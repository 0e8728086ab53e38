"""`cxdrill cards`: cards with their state, and waking those set aside."""

import re
from datetime import UTC, datetime

import pytest

from command import events, on_decks, progress_file, run
from cxdrill.app import clock
from cxdrill.core.day import study_day
from cxdrill.core.event import Draft
from deck_files import CHECK, EVERY_TYPE, FLASHCARDS, QUESTIONS, write_decks
from histories import review, store

HOME = (EVERY_TYPE, FLASHCARDS)
cards = on_decks("cards")


def keys(outcome):
    return [row["card"] for row in outcome.json["cards"]]


def saved(home, *drafts):
    store(progress_file(home)).save_all(drafts)


def test_every_card_is_listed_without_words(home):
    assert len(keys(cards(home, "--json"))) == 8 + 3
    assert cards(home).out.endswith("\n11 cards\n")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("second", ["cards/two"]),
        ("CALLER waiting", []),
        ("promise call", ["every/hold"]),
        ("guidance", ["every/pairs"]),
        ("every/rings", ["every/rings~1"]),
        ("zebra", []),
    ],
)
def test_words_are_looked_for_in_every_field_of_a_card_and_no_match_says_how_to_see_all(home, words, found):
    assert keys(cards(home, words, "--json")) == keys(cards(home, *words.split(), "--json")) == found
    none = f"No card matches.\n→ cxdrill cards --decks {home}/decks   lists them all\n"
    assert (cards(home, words).out == none) is not bool(found)


def test_suspended_and_flagged_cards_are_found(home):
    flag = Draft("flag", {"card": "cards/one", "note": "is it \x1b[31m[b]so?"})
    saved(home, Draft("suspend", {"card": "cards/two"}), flag)

    assert keys(cards(home, "--suspended", "--json")) == ["cards/two"]
    assert keys(cards(home, "--flagged", "--json")) == ["cards/one"]
    assert "Second?\n  cards/two  set aside\n" in cards(home, "--suspended").out
    assert "First?\n  cards/one  new\n  * flagged: is it ␛[31m[b]so?\n1 card\n" in cards(home, "--flagged").out


def test_hard_cards_are_those_that_keep_slipping_away(home):
    (home / "config.toml").write_text("leech_threshold = 2\n", "utf-8")
    days = [(3, "01"), (1, "08"), (3, "09"), (1, "16"), (3, "17"), (1, "24")]
    saved(home, *(review("cards/one", rating, day=f"2026-02-{day}", due=f"2026-02-{day}") for rating, day in days))
    saved(home, review("cards/two"))

    assert keys(cards(home, "--hard", "--json")) == ["cards/one"]


def test_a_state_has_the_keys_of_stats(home):
    saved(home, review("cards/one"))

    row = cards(home, "first?", "--json").json["cards"][0]

    told = [row[name] for name in ("card", "due", "reviews", "lapses", "suspended")]
    assert told == ["cards/one", "2026-03-04", 1, 0, False]
    assert row["prompt"] == "First?"
    assert row["stability"] > 0 < row["difficulty"]


def test_waking_brings_a_card_back_once(home):
    saved(home, Draft("suspend", {"card": "cards/two"}))

    woken, again = cards(home, "--wake", "cards/two"), cards(home, "--wake", "cards/two")

    assert (woken.code, again.code) == (0, 2)
    assert "cards/two is back" in woken.err
    assert "not set aside" in again.err
    assert [event["card"] for event in events(home, "wake")] == ["cards/two"]
    assert keys(cards(home, "--suspended", "--json")) == []


def test_what_a_clock_that_ran_ahead_put_in_the_future_holds_no_card_and_no_day(home, monkeypatch):
    write_decks(home / "decks", QUESTIONS, CHECK)
    plan = on_decks("plan")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 12, tzinfo=UTC))
    store(progress_file(home), clock=clock.now).save(Draft("suspend", {"card": "cards/two"}))
    assert plan(home, "--by", "25 March").code == 0
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 9, tzinfo=UTC))

    assert cards(home, "--wake", "cards/two").code == plan(home, "--by", "27 March").code == 0

    assert keys(cards(home, "--suspended", "--json")) == []
    assert on_decks()(home).out.startswith("Check on Friday 27 March")


def test_waking_a_card_wakes_every_way_it_is_asked(home):
    saved(home, Draft("suspend", {"card": "every/rings~1"}), Draft("suspend", {"card": "cards/one~reverse"}))

    assert cards(home, "--wake", "every/rings").code == 0
    assert [event["card"] for event in events(home, "wake")] == ["every/rings~1"]


def test_why_begins_with_what_is_asked_today_in_its_order(home):
    saved(home, review("cards/two", due="2020-01-01"), review("every/hold", due="2020-01-02"))

    listed = cards(home, "--why", "--json").json["cards"]

    order = [each["why"].rpartition(" ")[0].rpartition("number ")[2] for each in listed if "as number" in each["why"]]
    assert [int(each.split()[0]) for each in order] == list(range(1, len(order) + 1))
    assert keys(cards(home, "--why", "--json"))[:2] == ["cards/two", "every/hold"]


def test_why_gives_a_reason_for_the_place_of_a_new_card_and_parts_the_cards_of_today_from_the_others(home):
    saved(home, review("cards/two", due="2999-01-01"))

    listed = cards(home, "--why").out
    today, _, others = listed.partition("\nNot asked today:\n")

    assert today.startswith(f"Asked today: {today.count('as number ')} cards\n")
    assert "; new cards come from each deck in turn." in today
    assert "cards/two" in others
    assert "asked today" not in others


def test_why_puts_the_others_under_what_keeps_them_and_counts_them(home):
    day = study_day(clock.now())
    saved(
        home,
        Draft("suspend", {"card": "every/pairs"}),
        Draft("bury", {"card": "every/hold", "day": day.isoformat()}),
        review("cards/one", due="2999-01-02"),
        review("cards/two", due="2999-01-01"),
    )

    others = cards(home, "--why").out.partition("\nNot asked today:\n")[2]

    assert others.startswith("1 set aside · 1 put off to tomorrow · 2 due on another day\n\n")
    found = re.findall("^([A-Z].*: [0-9]+ card)|^  ([a-z]+/[^ ]+)  ", others, re.MULTILINE)
    assert ["".join(each) for each in found][:5] == [
        *("Set aside: 1 card", "every/pairs", "Put off to tomorrow: 1 card", "every/hold"),
        "Due on another day: 2 card",
    ]
    assert others.index("cards/two") < others.index("cards/one")
    assert others.rstrip().endswith("finds one by a word or its id")


def test_a_card_is_listed_with_its_other_wordings(home):
    card = "{id: a, type: typed, prompt: How long?, answer: nine, wordings: [{prompt: For what time?}]}"
    write_decks(home / "more", f"deck: worded\ntitle: Worded\ncards:\n  - {card}\n")

    listed = run("cards", "--decks", str(home / "more"), home=home).out
    among_others = run("cards", "o", "--decks", str(home / "more"), "--decks", str(home / "decks"), home=home).out

    assert "How long?\n  also in other words: For what time?\n" in listed
    assert "in other words" not in among_others  # where they would tell what a check draws
