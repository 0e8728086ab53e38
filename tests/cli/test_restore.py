"""`cxdrill restore`: the list of backups, and the way back to one."""

from datetime import UTC, date, datetime
from pathlib import Path

from command import events, on_decks, progress_file, run
from cxdrill.files.backups.backups import Backup, Backups
from deck_files import FLASHCARDS

HOME = (FLASHCARDS,)


def study(home):
    on_decks("study", "cards")(home, lines="\n4\n")


def restore(home, *arguments):
    return run("restore", *arguments, home=home)


def kept(home):
    return [path for path in home.iterdir() if "before-restore" in path.name]


def test_without_backups_it_says_so(home):
    outcome = restore(home)

    assert outcome.code == 0
    assert outcome.out.startswith(f"There are no backups of {progress_file(home)} yet")
    assert restore(home, "--json").json == {"backups": []}
    assert restore(home, "1").code == 2


def test_backups_are_listed_newest_first_with_date_and_reviews(home):
    study(home), study(home), study(home)

    rows = restore(home, "--json").json["backups"]

    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["reviews"] for row in rows] == sorted((row["reviews"] for row in rows), reverse=True)
    assert rows[0]["at"] > rows[-1]["at"]
    lines = restore(home).out.splitlines()
    assert lines[0].endswith(f"{rows[0]['reviews']} reviews, {rows[0]['events']} events in all")
    assert lines[-1].startswith("→ cxdrill restore 1")


def test_restoring_keeps_the_present_file_beside_it(home):
    study(home), study(home), study(home)
    present, oldest = progress_file(home).read_bytes(), restore(home, "--json").json["backups"][-1]

    outcome = restore(home, str(oldest["number"]))

    assert outcome.code == 0
    assert len(events(home, "review")) == oldest["reviews"] < 3
    assert [path.read_bytes() for path in kept(home)] == [present]
    assert str(kept(home)[0]) in outcome.err


def test_a_backup_that_is_not_there_is_wrong_usage(home):
    study(home), study(home)
    before = progress_file(home).read_bytes()

    assert [restore(home, number).code for number in ("99", "0", "x")] == [2, 2, 2]
    assert progress_file(home).read_bytes() == before


def test_finished_checks_are_told_beside_the_reviews(home, monkeypatch):
    backup = Backup(datetime(2026, 11, 1, tzinfo=UTC), 70, date(2026, 11, 1), Path("b.json"), reviews=60, checks=2)
    monkeypatch.setattr(Backups, "listing", lambda *_: (backup,))

    assert restore(home).out.splitlines()[0].endswith("60 reviews, 2 checks, 70 events in all")
    assert restore(home, "--json").json["backups"][0]["checks"] == 2


def test_an_old_state_that_was_put_in_place_is_not_the_one_to_go_back_to(home):
    for _ in range(3):
        study(home)
    lines = progress_file(home).read_bytes().split(b"\n")
    progress_file(home).write_bytes(b"\n".join(lines[:2]) + b"\n]}\n")
    study(home)

    rows = restore(home, "--json").json["backups"]
    most = max(rows, key=lambda row: row["events"])["number"]

    assert most > 1
    assert restore(home).out.splitlines()[-1].startswith(f"→ cxdrill restore {most} ")


def test_a_backup_of_another_learner_replaces_nobodys_file(home):
    study(home), study(home)
    progress_file(home).rename(home / "mine.json")
    stranger = home / "stranger.json"
    run("study", "cards", "--decks", str(home / "decks"), "--progress", str(stranger), home=home, stdin="\n4\n")
    stranger.rename(progress_file(home))
    before = progress_file(home).read_bytes()

    outcome = restore(home, "1")

    assert outcome.code == 3
    assert "belongs to another learner than that backup; move the file away first" in outcome.err
    assert progress_file(home).read_bytes() == before
