"""A backup made later is there before anything is written, and its failure is told."""

import threading

from cxdrill.files.backups.backups import folder_of, listing
from cxdrill.files.backups.keeper import BackupKeeper
from cxdrill.files.log.log_file import LogFile
from histories import history, review, store


def test_the_first_save_waits_for_it(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    history(path, 3)
    opened, gate, at_save = store(path), threading.Event(), []
    real = BackupKeeper.back_up
    monkeypatch.setattr(BackupKeeper, "back_up", lambda self, *told: (gate.wait(5), real(self, *told)))
    monkeypatch.setattr(LogFile, "add", lambda self, *told: at_save.append(len(listing(path, folder_of(path)))))

    opened.begin(is_backed_up_later=True)
    assert listing(path, folder_of(path)) == ()
    threading.Timer(0.01, gate.set).start()
    opened.save(review())

    assert at_save == [1]
    assert opened.late_notices() == ()


def test_its_failure_is_told_at_the_end_and_costs_no_answer(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    history(path, 3)
    (tmp_path / "backups").write_text("in the way")
    opened = store(path)

    assert opened.begin(is_backed_up_later=True).notices == ()
    opened.save(review())

    assert len(opened.load().events) == 4
    (said,) = opened.late_notices()
    assert said.startswith(f"no backup could be made in {tmp_path / 'backups'}")
    assert opened.late_notices() == ()
