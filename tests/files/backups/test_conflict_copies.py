"""The names that synchronising tools give to the losing copy are known; other files are not taken for one."""

import pytest

from cxdrill.files.places import conflict_copies


@pytest.mark.parametrize(
    "name",
    [
        "progress (Ann's conflicted copy 2026-03-01).json",
        "progress (conflicted copy 2026-03-01 101530).json",
        "progress.sync-conflict-20260301-101530-ABCDEFG.json",
        "progress_conflict-20260301-101530.json",
        "progress-DESKTOP-7QK.json",
        "progress 2.json",
        "progress (1).json",
        "progress_LOCAL_4711.json",
        "progress.json.orig",
    ],
)
def test_the_copies_of_the_usual_tools_are_found(tmp_path, name):
    (tmp_path / name).touch()
    assert conflict_copies(tmp_path / "progress.json") == (tmp_path / name,)


@pytest.mark.parametrize(
    "name",
    [
        "progress.json",
        "progress.json.lock",
        "progress.json.check.lock",
        "progress.json.damaged-20260301T101530",
        "progress.json.before-restore-20260301T101530",
        "progress-old.json",
        "my progress 2.json",
        "progress2.json",
        "progress.csv",
        ".progress.json.0123456789ab.tmp",
    ],
)
def test_other_files_are_left_alone(tmp_path, name):
    (tmp_path / name).touch()
    assert conflict_copies(tmp_path / "progress.json") == ()


def test_a_folder_that_is_not_there_has_none(tmp_path):
    assert conflict_copies(tmp_path / "absent" / "progress.json") == ()
