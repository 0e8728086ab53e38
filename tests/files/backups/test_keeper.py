"""A backup made later is there before anything is written; what a damaged file has lost comes back from backups."""

import threading

import pytest

from cxdrill.core.event import Draft
from cxdrill.files.backups.backups import Backups
from cxdrill.files.backups.keeper import BackupKeeper
from cxdrill.files.log.log_file import LogFile
from histories import history, ids, review, store


def test_the_first_save_waits_for_it(path, monkeypatch):
    history(path, 3)
    opened, gate, at_save = store(path), threading.Event(), []
    real = BackupKeeper.back_up
    monkeypatch.setattr(BackupKeeper, "back_up", lambda self, *told: (gate.wait(5), real(self, *told)))
    monkeypatch.setattr(LogFile, "add", lambda self, *told: at_save.append(len(Backups(path).listing())))

    opened.begin(is_backed_up_later=True)
    assert Backups(path).listing() == ()
    threading.Timer(0.01, gate.set).start()
    opened.save(review())

    assert at_save == [1]
    assert opened.late_notices() == ()


def test_its_failure_is_told_at_the_end_and_costs_no_answer(path):
    history(path, 3)
    (path.parent / "backups").write_text("in the way")
    opened = store(path)

    assert opened.begin(is_backed_up_later=True).notices == ()
    opened.save(review())

    assert len(opened.load().events) == 4
    (said,) = opened.late_notices()
    assert said.startswith(f"no backup could be made in {path.parent / 'backups'}")
    assert opened.late_notices() == ()


def backed_up(path, reviews=5):
    """A file with a check in it, of which there is a backup, and one review that came later."""
    history(path, reviews)
    store(path).save(Draft("exam-started", {"exam": "desk", "seed": 7, "form": []}))
    store(path).begin()
    store(path).save(review("calls/late"))
    return ids(path)


def spoil(path, text):
    content = path.read_bytes()
    at = content.index(text)
    path.write_bytes(content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :])


def test_an_entry_of_a_check_that_is_damaged_comes_back_from_the_backup(path):
    before = backed_up(path)
    spoil(path, b'"desk"')

    progress = store(path).load()

    assert sorted(event.id for event in progress.events) == sorted(before)
    assert "1 entry was left out (line 7, part of a check: its checksum differs)" in progress.notices[0]
    assert "1 entry came back from the backups, 1 of them of a check" in progress.notices[0]
    store(path).save(review())
    assert set(before) < set(ids(path))
    assert not store(path).load().notices, "it is repaired"
    assert "repaired" not in [event.kind for event in store(path).load().events], "nothing was lost for good"


def test_a_learners_id_that_is_damaged_comes_back_too(path):
    before = backed_up(path)
    learner = store(path).load().learner
    path.write_bytes(path.read_bytes().replace(learner.encode(), learner[::-1].encode(), 1))

    progress = store(path).load()

    assert progress.learner == learner
    assert sorted(event.id for event in progress.events) == sorted(before)


def test_backups_of_somebody_else_heal_nothing(path):
    backed_up(path)
    backup = next((path.parent / "backups").iterdir())
    stranger = path.with_name("stranger.json")
    history(stranger, 4)
    backup.write_bytes(stranger.read_bytes())
    spoil(path, b'"desk"')

    assert len(store(path).load().events) == 6


def test_a_backup_that_is_damaged_itself_is_passed_over(path):
    before = backed_up(path)
    backup = next((path.parent / "backups").iterdir())
    spoil(backup, b"calls/card-2")
    spoil(path, b'"desk"')

    assert [event.id for event in store(path).load().events] == [each for each in before if each != before[5]]


@pytest.mark.parametrize("cut", [b"nothing", b"calls/card-1", b'"desk"'])  # an entry, or one of a check
def test_what_no_backup_holds_is_said_and_kept_on_record_whatever_else_comes_back(path, cut):
    before = backed_up(path)
    spoil(path, b"calls/late")
    path.write_bytes(b"\n".join(line for line in path.read_bytes().split(b"\n") if cut not in line))

    progress = store(path).load()

    found = [event.id for event in progress.events]
    assert found == before[:-1] or (cut != b"nothing" and sorted(found) == sorted(before[:-1]))
    assert "1 entry could not be brought back" in progress.notices[0]
    store(path).save(review())
    assert [event.fields for event in store(path).load().events if event.kind == "repaired"] == [{"lost": 1}]


@pytest.mark.parametrize("spot", ["id", "rest"])
def test_a_damaged_entry_that_came_back_is_not_lost_wherever_it_was_hit(path, spot):
    before = backed_up(path)
    spoil(path, before[3].encode() if spot == "id" else b"calls/card-3")
    spoil(path, b"calls/card-4")

    progress = store(path).load()

    assert sorted(event.id for event in progress.events) == sorted(before)
    assert "could not" not in progress.notices[0]
