"""`cxdrill share`: every statement arrives once under any fault, is the same whenever it is made, and names nobody."""

import ast
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from builders import Journal
from command import run
from cxdrill.app import share as work
from cxdrill.core.event import Event
from cxdrill.core.records.statements import actor, statements
from cxdrill.core.settings import StoreAccount
from cxdrill.errors import DataError
from cxdrill.files.record_store import RecordStore, confirmed_path
from exam_class import ALL, learner, write_progress, writer_of
from record_store import Kept, a_year, record_store, review, settings

TODAY = datetime(2027, 5, 1, tzinfo=UTC).date()
ACTOR = actor("https://lrs.example.org", "4711")


@pytest.fixture
def home(tmp_path):
    events = [
        *learner(1, ALL[:4]),
        Event(f"{writer_of(2)}-1", datetime(2026, 3, 3, 9, tzinfo=UTC), "roleplay",
              {"card": "talks/x", "ratings": {"greet": 2, "close": 0}, "note": "Bo was rude", "observer": "Ana"}),
    ]  # fmt: skip
    write_progress(tmp_path / "progress.json", "learner-1", events)
    (tmp_path / "secret").write_text("s3cret\n", "utf-8")
    (tmp_path / "secret").chmod(0o600)
    return tmp_path


def waiting(home: Path) -> list[dict]:
    settings_there = (home / "config.toml").exists()
    if not settings_there:
        settings(home, "https://lrs.example.org/xapi")
    found = run("share", "--dry-run", home=home)
    assert found.code == 0, found
    return [json.loads(line) for line in found.out.splitlines()]


def test_an_attempt_its_answers_a_day_and_a_role_play_are_told(home):
    found = waiting(home)
    verbs = [each["verb"]["id"].rpartition("/")[2] for each in found]
    passed = next(each for each in found if each["verb"]["id"].endswith("passed"))
    answered = [each for each in found if each["verb"]["id"].endswith("answered")]

    assert sorted(verbs) == sorted(["initialized", *["answered"] * 6, "passed", "completed", "experienced"])
    assert passed["result"]["score"] == {"scaled": 0.666667, "raw": 4, "min": 0, "max": 6}
    assert passed["result"]["success"] is True
    assert passed["context"]["extensions"]["urn:x-cxdrill:pass-mark"] == "50%"
    assert len(passed["context"]["extensions"]["urn:x-cxdrill:form"]) == 64
    assert sum(each["result"]["success"] for each in answered) == 4
    assert len({each["context"]["registration"] for each in (passed, *answered)}) == 1
    assert all(UUID(each["id"]).version == 5 and each["version"] == "1.0.3" for each in found)


def test_nobody_is_named_but_by_the_account(home):
    text = json.dumps(waiting(home))

    assert all(
        each["actor"]["account"] == {"homePage": "https://lrs.example.org", "name": "4711"} for each in json.loads(text)
    )
    assert not any(word in text for word in ("Ana", "rude", "learner-1", "mailto"))


def test_statements_are_a_function_of_their_events_alone():
    events = a_year()[:2000]
    first = statements("me", events, ACTOR, TODAY, {})
    again = statements("me", events[::-1], ACTOR, TODAY + timedelta(days=400), {})
    later = statements("me", [*events, Event(f"{writer_of(900)}-1", datetime(2026, 3, 2, 11, tzinfo=UTC), "review",
                              dict(review(datetime(2026, 3, 2), "q0").fields))], ACTOR, TODAY, {})  # fmt: skip

    assert [each.content for each in first] == [each.content for each in again]
    assert {each.id: each.content for each in first}.items() <= {each.id: each.content for each in later}.items()
    assert len(later) == len(first) + 1


def test_a_day_that_goes_on_has_no_summary_yet():
    journal = Journal(writer_of(1), datetime(2026, 3, 2, 9, tzinfo=UTC))
    journal.save(review(journal.at, "q0"))

    assert statements("me", journal.events, ACTOR, journal.at.date(), {}) == []
    assert len(statements("me", journal.events, ACTOR, journal.at.date() + timedelta(days=1), {})) == 1


def test_what_was_sent_is_not_sent_again_and_a_lost_file_costs_a_resend_only(home):
    kept = Kept()
    with record_store(kept) as url:
        settings(home, url)
        codes = [run("share", home=home).code for _ in range(2)]
        sent = len(kept.requests)
        confirmed_path(home / "progress.json").unlink()
        codes.append(run("share", home=home).code)

    assert codes == [0, 0, 0]
    assert (sent, len(kept.requests), len(kept.statements)) == (1, 2, 10)
    assert kept.requests[0]["path"] == "/xapi/statements"
    assert kept.requests[0]["x-experience-api-version"] == "1.0.3"
    assert not kept.changed


def test_a_years_log_arrives_once_through_a_store_that_fails_and_is_killed_twice(tmp_path):
    events, kept, lanes, runs = a_year(), Kept(), {}, 0
    (tmp_path / "secret").write_text("x", "utf-8")
    (tmp_path / "secret").chmod(0o600)
    expected = {each.id: each.content for each in statements("me", events, ACTOR, TODAY, {})}
    port, left = 0, 3

    def fault(number: int) -> object:
        return 500 if number % 5 == 0 else ("before" if number % 2 else "after") if number % 3 == 0 else None

    while left:
        with record_store(kept, port, fault) as url:
            port = int(url.split(":")[2].split("/")[0])
            store = RecordStore(StoreAccount(url, "k", str(tmp_path / "secret"), "4711"))
            until = 14 if left > 1 else 10_000  # requests after which the store is killed
            while (found := statements("me", events, ACTOR, TODAY, lanes)) and len(kept.requests) < until * (4 - left):
                runs += 1
                try:
                    work._send(found, store, lanes, lambda: None)
                except DataError as error:
                    assert "wait for the next run" in str(error)
        left -= 1
        with pytest.raises(DataError, match="wait for the next run"):  # nobody is there now
            work._send(found or [*statements("me", events, ACTOR, TODAY, {})][:1], store, dict(lanes), lambda: None)

    assert kept.statements == expected
    assert len(expected) == 250 + 40 * 8
    assert not kept.changed
    assert 1 < max(kept.batches) <= 50
    assert runs > 3


def test_a_run_that_is_killed_is_made_good_by_the_next(home, monkeypatch):
    kept = Kept()
    monkeypatch.setattr(work, "BATCH", 3)
    sends = []

    def killed(self, contents, real=RecordStore.send):
        found = real(self, contents)
        sends.append(1)
        if len(sends) == 2:
            raise KeyboardInterrupt
        return found

    with record_store(kept) as url:
        settings(home, url)
        monkeypatch.setattr(RecordStore, "send", killed)
        codes = [run("share", home=home).code for _ in range(2)]

    assert codes == [130, 0]
    assert len(kept.statements) == 10
    assert not kept.changed


@pytest.mark.parametrize(("code", "stored"), [(400, 9), (409, 10)])
def test_a_poisoned_or_contradicted_statement_is_named_and_stops_no_other(home, code, stored):
    kept = Kept()
    bad = waiting(home)[4]["id"]
    kept.poisoned |= {bad} if code == 400 else set()
    kept.statements |= {bad: {"other": 1}} if code == 409 else {}
    with record_store(kept) as url:
        settings(home, url)
        found, after = run("share", home=home), run("share", home=home)

    assert (found.code, len(kept.statements)) == (3, stored)
    assert f"{bad} (HTTP {code})" in found.err
    assert after.code == 0


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (401, "refuses the key or the secret"),
        (302, "takes no statements (HTTP 302)"),
        (404, "takes no statements (HTTP 404)"),
        (b"<html>", "does not answer like a learning record store"),
        (503, "10 statements wait for the next run (HTTP 503)"),
        (429, "wait for the next run"),
        ("before", "wait for the next run"),
    ],
)
def test_what_cannot_be_sent_is_told_and_waits(home, fault, words):
    kept = Kept()
    with record_store(kept, fault=lambda number: fault if number == 1 else None) as url:
        settings(home, url)
        first, second = run("share", home=home), run("share", home=home)

    assert first.code == 3
    assert words in first.err
    assert second.code == 0
    assert len(kept.statements) == 10
    assert "s3cret" not in first.err


def test_a_courier_takes_them_in_a_file_and_nothing_counts_as_sent(home):
    before = waiting(home)
    found = run("share", "--to", str(home / "out.jsonl"), home=home)

    assert found.code == 0, found
    assert [json.loads(line) for line in (home / "out.jsonl").read_text("utf-8").splitlines()] == before
    assert waiting(home) == before
    assert "10 statements to send" in run("where", home=home).out
    assert run("share", "--to", str(home / "out.jsonl"), home=home).code == 3
    assert "give one of them" in run("share", "--to", "x.jsonl", "--dry-run", home=home).err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no store is set"),
        ('[share]\nurl = "https://x"\n', "a table [share] with url, key, secret_file and actor"),
        ('[share]\nurl="http://x.org"\nkey="k"\nsecret_file="s"\nactor="a"\n', "begins with https://"),
        ('[share]\nurl="https://x.org"\nkey="k"\nsecret_file="s"\nactor="a@b.org"\n', "never an e-mail address"),
    ],
)
def test_settings_that_cannot_be_right_are_refused(home, text, words):
    (home / "config.toml").write_text(text, "utf-8")
    found = run("share", home=home)

    assert found.code == 2
    assert words in found.err


def test_a_store_with_a_foreign_certificate_gets_nothing(home):
    kept = Kept()
    with record_store(kept, certificate=Path(__file__).parent.parent / "data" / "foreign_store.pem") as url:
        settings(home, url)
        found = run("share", home=home)

    assert found.code == 3
    assert "is not to be trusted; nothing was sent" in found.err
    assert not kept.requests


@pytest.mark.parametrize(("mode", "words"), [(0o644, "others may read the secret"), (None, "cannot be read")])
def test_a_secret_that_others_read_or_nobody_is_refused(home, mode, words):
    if mode is None:
        (home / "secret").unlink()
    else:
        (home / "secret").chmod(mode)
    settings(home, "https://lrs.example.org/xapi")
    found = run("share", home=home)

    assert found.code == 3
    assert words in found.err


def test_no_other_module_can_send_anything():
    source = Path(work.__file__).parent.parent
    network = {"socket", "ssl", "http.client", "urllib.request", "requests", "smtplib", "ftplib"}
    using = set()
    for path in source.rglob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if any(name in text for name in network) else ():
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if network & set(names):
                using.add(path.relative_to(source).as_posix())

    assert using == {"files/record_store.py"}


@pytest.mark.parametrize(
    "odd", [{"form": [float("nan")]}, {"form": "\ud800"}, {"policy": {"pass_mark": {"text": []}}}, {"exam": "\ud800 ö"}]
)
def test_odd_values_of_other_programs_make_statements_all_the_same(odd):
    begun = Event(f"{writer_of(1)}-1", datetime(2026, 3, 2, 9, tzinfo=UTC), "exam-started", {"exam": "check", **odd})
    ended = Event(
        f"{writer_of(1)}-2", begun.at, "exam-finished", {"attempt": begun.id, "score": 10**400, "passed": True}
    )
    found = statements("me", [begun, ended], ACTOR, TODAY, {})

    assert [each.content["verb"]["display"]["en"] for each in found] == ["initialized", "passed"]
    assert "score" not in found[1].content["result"]
    assert json.dumps(found[0].content).isascii()
