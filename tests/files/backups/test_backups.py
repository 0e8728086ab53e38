"""Backups: the last five good states and one a day for 14 days; none makes way for one with less history."""

from datetime import date, timedelta

import pytest

from cxdrill.errors import ProgressError
from cxdrill.files.backups.backups import Backups
from histories import START, history, ids, review, store, ticking


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def sessions(path, days):
    """One session a day, each with one answer."""
    for day in range(days):
        begin_and_answer(path, day)


def begin_and_answer(path, day, hour=0):
    start = START + timedelta(days=day, hours=hour)
    keeper = store(path, clock=ticking(start))
    keeper.begin(start.date())
    keeper.save(review())


def test_a_backup_is_an_exact_copy_taken_when_a_session_begins_with_anything_new(path, folder):
    history(path, 3)
    before = path.read_bytes()
    for _ in range(3):
        keeper = store(path)
        keeper.begin()
    keeper.save(review())

    (backup,) = Backups(path).listing()
    assert backup.path.read_bytes() == before
    assert backup.reviews == 3


def test_five_newest_states_and_one_a_day_for_14_days_stay(path, folder):
    sessions(path, 30)
    for hour in range(1, 9):
        begin_and_answer(path, 29, hour)

    days = [backup.path.name.split(".")[1] for backup in Backups(path).listing()]
    last = (START + timedelta(days=29)).date()
    assert set(days) == {(last - timedelta(days=back)).isoformat() for back in range(14)}
    assert days.count(last.isoformat()) == 5
    assert [days.count(day) for day in sorted(set(days))[:-1]] == [1] * 13
    assert [backup.reviews for backup in Backups(path).listing()][:5] == [37, 36, 35, 34, 33]


def test_no_backup_makes_way_for_one_with_less_history(path, folder):
    history(path, 50)
    store(path).begin()
    history(path.with_name("small.json"), 1)
    path.with_name("small.json").replace(path)
    for day in range(1, 40):
        begin_and_answer(path, day)

    assert max(backup.reviews for backup in Backups(path).listing()) == 50


def test_a_file_with_less_history_than_a_backup_is_remarked_until_that_is_settled(path, folder):
    events = history(path, 5)
    store(path).begin()
    (full,) = folder.iterdir()
    history(path.with_name("small.json"), 2)
    path.with_name("small.json").replace(path)

    for _ in range(3):
        assert "2 events, fewer than the 5 of a backup" in store(path).load().notices[0]
        assert f"cxdrill merge {full}" in store(path).begin().notices[0]

    store(path).merge([full], adopt=True)
    assert {event.id for event in events} < set(ids(path))
    assert store(path).load().notices == ()


def test_who_goes_back_to_less_on_purpose_is_not_told_again(path, folder):
    sessions(path, 4)
    oldest = Backups(path).listing()[-1]

    store(path, clock=ticking(START + timedelta(days=4))).restore(oldest.path)

    assert len(ids(path)) < 3
    assert store(path).load().notices == ()


def test_a_clock_set_back_makes_no_newer_state_the_first_to_go(path, folder):
    sessions(path, 3)
    for hour in range(8):
        begin_and_answer(path, -400, hour)
    assert Backups(path).listing()[0].reviews == 10


def test_a_damaged_file_is_never_kept_as_a_good_state(path, folder):
    history(path, 3)
    path.write_bytes(path.read_bytes()[:-40])
    store(path).begin()
    assert Backups(path).listing() == ()


def test_restoring_brings_every_review_back_and_keeps_the_present_file_if_there_is_one(path, folder):
    events = history(path, 5)
    store(path).begin()
    path.write_bytes(b"<html>")
    keeper = store(path)

    kept = keeper.restore(Backups(path).listing()[0].path)

    assert ids(path) == [event.id for event in events]
    assert kept.read_bytes() == b"<html>"
    keeper.save(review())
    assert len(ids(path)) == 6
    path.unlink()
    assert store(path).restore(Backups(path).listing()[0].path) is None, "nothing was there to keep"
    assert len(ids(path)) == 5


def test_what_is_no_progress_file_is_not_restored(path, tmp_path):
    history(path, 2)
    content = path.read_bytes()
    (tmp_path / "empty.json").write_bytes(b"")
    for name in ("empty.json", "absent.json", "."):
        with pytest.raises(ProgressError, match="cannot be restored"):
            store(path).restore(tmp_path / name)
    assert path.read_bytes() == content


def test_backups_of_another_file_in_the_same_folder_do_not_count(path, tmp_path, folder):
    history(tmp_path / "other.json", 2)
    store(tmp_path / "other.json").begin()
    (folder / "notes.txt").write_text("mine")
    assert Backups(path).listing() == ()
    assert store(path).load().events == ()


def test_the_day_of_a_backup_is_the_study_day_it_is_told(path, folder):
    history(path, 1)
    store(path).begin(date(2026, 2, 28))
    assert ".2026-02-28." in Backups(path).listing()[0].path.name


@pytest.mark.parametrize("other", ["progress.ben", "progress", "progress.ana.json"])
def test_two_files_that_differ_in_the_suffix_only_share_no_backup(tmp_path, other):
    for name in ("progress.ana", "progress.json"):
        history(tmp_path / name, 2)
        store(tmp_path / name).begin()

    assert store(tmp_path / other).load().events == ()
    assert not Backups(tmp_path / other).listing()
    assert len(Backups(tmp_path / "progress.ana").listing()) == 1
