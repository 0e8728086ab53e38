"""Files of strangers: whatever an event holds, every command ends in words, soon, and all else in the file counts."""

import json
import shutil

import pytest

from command import events, progress_file, run
from deck_files import CHECK, EVERY_EXAM, EVERY_TYPE, MORE_TYPES, QUESTIONS, write_decks
from strangers import strange
from unexpected import dice_of, ends_in_words, numbers, some_of

# Events that only other commands, times or people make.
OTHERS = [
    {"kind": "cram", "card": "every/greeting", "rating": 3},
    {"kind": "review", "card": "calls/q1", "rating": 3, "took_ms": 900, "day": "2026-03-01", "due": "2026-03-04"},
    {"kind": "undo", "voids": "aaaa-2"},
    {"kind": "suspend", "card": "calls/q2"},
    {"kind": "bury", "card": "calls/q3", "day": "2026-03-01"},
    {"kind": "flag", "card": "calls/q4", "note": "odd"},
    {"kind": "parameters", "values": [0.2] * 21},
    {"kind": "repaired", "lost": 1},
    {"kind": "forecast", "exam": "check", "probability": 0.5, "low": 0.4, "high": 0.6, "expected": 3.0, "items": 4},
    {"kind": "roleplay", "card": "every/talk", "ratings": {"greet": 0, "solve": 2}, "note": "n", "observer": "o"},
    {"kind": "exam-rescored", "attempt": "", "score": 1, "passed": False, "cards": ["calls/q1"], "reason": "key"},
    {"kind": "shared", "statements": 3, "through": "aaaa-1"},
]
TYPED = ":mark\nb\na\n\n3\n:submit\n:submit\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stranger")
    store = '[share]\nurl = "https://lrs.example.org"\nkey = "k"\nsecret_file = "s"\nactor = "1"\n'
    (folder / "config.toml").write_text(store, "utf-8")
    write_decks(folder / "decks", EVERY_TYPE + MORE_TYPES, QUESTIONS, CHECK, EVERY_EXAM)
    return folder


@pytest.fixture(scope="module")
def document(home):
    """A learner's file with every kind of event in it; without checksums, as other programs write it."""
    for arguments, typed in (
        (("quiz", "check"), "a\na\na\nb\n:submit\n"),
        (("quiz", "check"), "b\na\nb\nb\n:submit\n"),
        (("quiz", "all"), "a\nb\n1 2 3\n1a 2b 3c\na c\nt\ntext\na\na,b\n:mark\n" + ":submit\n" * 3),
        (("quiz", "check"), "b\n:mark\n"),
        (("study",), "\n3\n" * 6 + "b\na\n:hard\na\n:undo\n:flag bad\n:suspend\n:bury\n" + "\n3\n" * 5),
        (("study", "--cram"), "\n3\n" * 4),
        (("quiz", "calls", "--practice"), "a\nb\n"),
        (("plan", "all", "--by", "2027-06-01"), ""),
        (("ready", "all"), ""),
    ):
        assert cxdrill(home, *arguments, stdin=typed).code in (0, 1)
    made = json.loads(progress_file(home).read_bytes())
    made["events"] = [{name: each[name] for name in each if name != "crc"} for each in made["events"]]
    started = [event["id"] for event in made["events"] if event["kind"] == "exam-started"]
    for number, other in enumerate(OTHERS, 1):
        other = other | ({"attempt": started[0]} if "attempt" in other else {})
        made["events"].append({"id": f"aaaa-{number}", "at": "2026-03-01T09:00:00+00:00", **other})
    return made


def cxdrill(home, *arguments, stdin=""):
    return run(*arguments, home=home, stdin=stdin, env={"CXDRILL_DECKS": str(home / "decks")})


def commands(home):
    attempts = [str(number) for number in range(1, 5)]
    shelf = str(home / "class")
    return (
        *((), ("study",), ("study", "--plan"), ("study", "--missed"), ("quiz", "check"), ("quiz", "all")),
        *(("quiz", "check", "--abandon"), ("quiz", "check", "--rules"), ("quiz", "calls", "--practice")),
        *(("results",), *(("results", number) for number in attempts)),
        *(("results", number, "--json") for number in attempts),
        ("results", "1", "--certificate", str(home / "c.html"), "--name", "A", "--force"),
        *(("ready", "all"), ("plan", "all", "--by", "2027-06-01"), ("stats",), ("stats", "--json"), ("cards",)),
        *(("cards", "--hard"), ("cards", "--flagged"), ("decks", "--json"), ("notes", "every"), ("restore",)),
        *(("report", shelf, "--details"), ("report", shelf, "--all-attempts"), ("optimize",)),
        *(("merge", str(home / "friend.json"), "--adopt"), ("roleplay", "every/talk")),
        *(("share", "--dry-run"), ("stats", "--html", str(home / "s.html"), "--force")),
        ("report", shelf, "--people", "--html", str(home / "p.html"), "--long", str(home / "l.csv"), "--force"),
    )


def put(home, document, text):
    for each in home.glob("progress.json.*"):
        each.unlink()
    shutil.rmtree(home / "backups", ignore_errors=True)
    (home / "class").mkdir(exist_ok=True)
    friend = json.dumps({**document, "learner": "friend"})
    for path in (home / "friend.json", home / "class" / "friend.json"):
        path.write_text(friend)
    for path in (progress_file(home), home / "class" / "stranger.json"):
        path.write_text(text)


def last_attempt(document):
    """The events of the second attempt at the check, which are left as they are."""
    started = [event["id"] for event in document["events"] if event["kind"] == "exam-started"][1]
    return frozenset(e["id"] for e in document["events"] if started in (e["id"], e.get("attempt")))


@numbers(10)
def test_an_odd_value_ends_no_command_and_takes_nothing_else_away(home, document, numbers):
    for number in numbers:
        text, changes = strange(document, dice_of(number), last_attempt(document))
        for arguments in some_of(commands(home), number, 7):
            put(home, document, text)
            ends_in_words(home, number, arguments, TYPED, changes)
        put(home, document, text)
        listed, report = cxdrill(home, "results", "--json"), cxdrill(home, "report", str(home / "class"), "--json")
        scores = [each["score"] for each in listed.json["attempts"] if each["state"] == "finished"]
        assert 3 in scores, (number, changes, listed)
        assert report.code == 0, (number, changes, report)
        assert report.json["learners"] >= 1


def test_every_kind_of_event_is_tried(home, document):
    assert {event["kind"] for event in document["events"]} >= {
        *("exam-started", "exam-answered", "exam-marked", "exam-finished", "review", "undo", "suspend", "bury", "flag"),
        *("cram", "practice", "plan", "forecast", "parameters", "repaired", "roleplay"),
    }
    put(home, document, json.dumps(document))
    assert events(home)
