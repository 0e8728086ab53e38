"""`report --lrs`: what `share` had sent is read back page by page, to the figures of the files it was sent from."""

import copy
import json
from datetime import UTC, datetime
from random import Random

import pytest

from builders import Journal
from command import run
from cxdrill.core.records.read_back import ReadBack
from cxdrill.core.records.statements import actor, statements
from cxdrill.files import record_store as store
from exam_class import ALL, certification_home, sit, write_progress, writer_of
from long_class import differences
from record_store import Kept, record_store, settings

TODAY = datetime(2027, 5, 1, tzinfo=UTC).date()


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(store, "PAGE", 7)
    certification_home(tmp_path, 6)
    (tmp_path / "secret").write_text("s3cret\n", "utf-8")
    (tmp_path / "secret").chmod(0o600)
    return tmp_path


@pytest.fixture
def kept(home):
    """A store with what 14 people sent, whose files are beside it; every fifth sat twice, one left an attempt open."""
    rng, found = Random(7), Kept()
    for number in range(14):
        journal = Journal(writer_of(number + 1), datetime(2026, 3, number + 1, 9, tzinfo=UTC))
        for turn in range(1 + (number % 5 == 0)):
            sit(journal, [name for name in ALL if rng.random() < 0.3 + number / 25 + turn / 10])
        if number == 3:
            sit(journal, ALL, is_done=False)
        write_progress(home / "class" / f"{number}.json", f"learner-{number}", journal.events)
        sent = statements(
            f"learner-{number}", journal.events, actor("https://lrs.example.org", f"47{number}"), TODAY, {}
        )
        found.take([each.content for each in sent])
    found.twice = list(found.statements.values())[10:40]
    return found


def read(kept, home, *more, fault=lambda number: None):
    with record_store(kept, fault=fault) as url:
        settings(home, url)
        return run("report", "--lrs", url, "--decks", "decks", *more, home=home)


def figures(found):
    """What a report says of an exam, without times, which are in no statement, and attempts that were left open."""
    assert found.code == 0, found
    told = {name: value for name, value in found.json.items() if name not in ("learners", "left_out")}
    told["exam"].pop("unfinished")
    for item in told["items"]:
        item.pop("seconds")
    return told


@pytest.mark.parametrize("more", [(), ("--all-attempts",)])
def test_figures_are_those_of_the_files(home, kept, more):
    told = run("report", "class", "--json", *more, home=home)
    found = read(kept, home, "--json", *more)

    assert list(differences(figures(found), figures(told))) == []
    assert (found.json["learners"], found.json["attempts"]) == (14, 17 if more else 14)
    assert len(kept.requests) == -(-(len(kept.statements) + 30) // 7)
    assert kept.requests[0]["x-experience-api-version"] == "1.0.3"
    assert {each["authorization"] for each in kept.requests} == {"Basic b3VyczpzM2NyZXQ="}


def test_people_are_accounts_which_a_roster_names(home, kept):
    (home / "people.csv").write_text("name,id\nAna,470\nBo,471\nCy,999\n", "utf-8")
    found = read(kept, home, "--roster", "people.csv", "--json").json["people"]
    by_name = {each["name"]: each for each in found}

    assert (by_name["Ana"]["attempts"], by_name["Bo"]["attempts"]) == (2, 1)
    assert by_name["Cy"]["verdict"] == "sent nothing"
    assert len(found) == 15


def test_without_the_decks_answers_are_right_or_wrong(home, kept):
    with record_store(kept) as url:
        settings(home, url)
        (home / "empty").mkdir()
        found = run("report", "--lrs", url, "--decks", "empty", "--json", home=home)
    told = run("report", "class", "--json", home=home).json

    assert [each["facility"] for each in found.json["items"]] == [each["facility"] for each in told["items"]]
    assert found.json["items"][0]["options"] == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (401, "refuses the key or the secret"),
        (302, "gives no statements (HTTP 302)"),
        (503, "gives no statements (HTTP 503)"),
        (b"<html>", "does not answer like a learning record store"),
        (b'{"statements": 7}', "does not answer like a learning record store"),
        (b"[" * 100_000, "does not answer like a learning record store"),
        ({"more": "https://elsewhere.example.org/xapi/statements?limit=7"}, "leads from page to page"),
        ({"more": "/xapi/statements?limit=7"}, "leads from page to page"),
    ],
)
def test_a_store_that_cannot_be_read_to_its_end_gives_no_report(home, kept, fault, words):
    found = read(kept, home, fault=lambda number: fault if number == 3 else None)

    assert (found.code, found.out) == (3, "")
    assert words in found.err
    assert "s3cret" not in found.err


def test_an_answer_without_end_is_not_read(home, kept, monkeypatch):
    monkeypatch.setattr(store, "MOST_BYTES", 2000)
    found = read(kept, home)

    assert (found.code, found.out) == (3, "")
    assert "at a time" in found.err


def test_a_store_that_is_not_there_is_a_sentence(home, kept):
    with record_store(kept) as url:
        settings(home, url)
    found = run("report", "--lrs", url, home=home)

    assert (found.code, found.out) == (3, "")
    assert "cannot be reached now" in found.err


def test_the_secret_goes_to_no_other_place(home, kept):
    with record_store(kept) as url, record_store(Kept()) as other:
        without = run("report", "--lrs", url, home=home)
        settings(home, other)
        wrong = run("report", "--lrs", url, home=home)

    assert (without.code, wrong.code) == (2, 2)
    assert "no store is set" in without.err
    assert f"the secret is that of {other}" in wrong.err
    assert kept.requests == []


ODD = (None, 7, [], {}, "x", {"id": 7}, {"account": []}, {"extensions": 3}, [[]], True, 10**400, "\ud800")


def test_statements_of_any_shape_are_left_out_and_raise_nothing(kept):
    rng, sound = Random(3), [json.loads(json.dumps(each)) for each in kept.statements.values()]
    for _ in range(3000):
        found = ReadBack()
        for statement in rng.sample(sound, 8):
            spoilt = value = copy.deepcopy(statement)
            for _ in range(rng.randint(0, 3)):
                inner = [name for name, each in value.items() if isinstance(each, dict)]
                value = value[rng.choice(inner)] if inner else value
            value[rng.choice(list(value) or ["id"])] = rng.choice(ODD)
            found.add(spoilt)
        found.add(rng.choice(ODD))
        assert all(isinstance(each["responses"], list) for each in found.records())
