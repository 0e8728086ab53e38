"""Line mode, where nobody can be asked: an answer that cannot be saved goes into a new file with all before it."""

import json
import os
import sys

import pytest

from command import events, on_decks, progress_file, run
from cxdrill.app.output import offering_another_file
from cxdrill.errors import ProgressError
from cxdrill.terminal.lines import Lines
from deck_files import CHECK, FLASHCARDS, QUESTIONS
from histories import store
from taken import RIGHT

HOME = (QUESTIONS, CHECK, FLASHCARDS)
cxdrill = on_decks()


def stranger(home):
    """A progress file of somebody else."""
    path = home / "stranger.json"
    run("study", "cards", "--decks", str(home / "decks"), "--progress", str(path), home=home, stdin="\n3\n")
    return path.read_bytes()


def typed(home, content, *lines):
    """Lines of which the last is typed after the progress file was replaced."""
    yield from lines[:-1]
    progress_file(home).write_bytes(content)
    yield lines[-1]


def kinds(path):
    return [event["kind"] for event in json.loads(path.read_text("utf-8"))["events"]]


@pytest.mark.parametrize("runs_before", [0, 1, 2])
@pytest.mark.parametrize("put", ["another learner", "newer"])
def test_a_progress_file_replaced_in_mid_session_costs_no_answer(home, runs_before, put):
    for _ in range(runs_before):
        cxdrill(home, "study", "cards", stdin="\n3\n")
    content = stranger(home) if put == "another learner" else b'{"format": 2, "learner": "x", "events": []}'

    outcome = cxdrill(home, "study", "cards", stdin=typed(home, content, "", "3", "", "4"))

    (saved,) = home.glob("progress.saved-*.json")
    assert outcome.code == 3, outcome
    assert f"everything, the last answer too, is in {saved}: go on with --progress {saved}" in outcome.err
    assert progress_file(home).read_bytes() == content
    assert kinds(saved).count("review") == runs_before + 2


def test_a_check_goes_on_from_the_new_file(home):
    outcome = cxdrill(home, "quiz", "check", stdin=typed(home, stranger(home), RIGHT, RIGHT))

    (saved,) = home.glob("progress.saved-*.json")
    assert outcome.code == 3, outcome
    lines = f"{RIGHT}\n{RIGHT}\n:submit\n"
    again = cxdrill(home, "quiz", "check", "--progress", str(saved), stdin=lines)
    assert again.code == 0, again


def test_where_no_file_can_be_made_the_failure_alone_is_told(home, monkeypatch):
    monkeypatch.setattr("cxdrill.files.log.store.Store.save_elsewhere", refused)
    outcome = cxdrill(home, "study", "cards", stdin=typed(home, stranger(home), "", "3", "", "4"))

    assert outcome.code == 3
    assert "was replaced by another learner's file" in outcome.err
    assert len(events(home)) == 1


def refused(self, path):
    raise ProgressError(f"{path} could not be written")


def test_keys_typed_before_the_question_name_no_file(tmp_path, monkeypatch):
    """At a terminal the question comes in the middle of answering; the line of an answer must not become a file."""
    pty = pytest.importorskip("pty")
    far, near = pty.openpty()
    monkeypatch.chdir(tmp_path)
    keeper = store(tmp_path / "progress.json")
    with open(near, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(Lines, "say", lambda self, text: os.write(far, b"named.json\n"))
        os.write(far, b"3\n\n")
        with pytest.raises(ProgressError, match=r"is in named\.json: go on"), offering_another_file(keeper):
            raise ProgressError("the disk is full")
    os.close(far)

    assert (tmp_path / "named.json").exists()
    assert not (tmp_path / "3").exists()
