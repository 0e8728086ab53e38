"""Files of many learners: which are found, what is read of them, and what is left out."""

import json
import re

import pytest

from cxdrill.core.analysis.gathering import READ_KINDS
from cxdrill.core.exams.attempt import attempts
from cxdrill.core.exams.record import record, record_text
from cxdrill.errors import WrongUsage
from cxdrill.files.log.learner_files import Damaged, LearnerFile, file_paths, learner_files
from exam_class import learner, write_progress


def read(*paths):
    return list(learner_files(file_paths(paths), READ_KINDS))


def wanted(events):
    return tuple(event for event in events if event.kind in READ_KINDS)


def test_folders_are_searched_for_json_and_backups_and_hidden_files_are_passed_over(tmp_path):
    names = ("b.json", "a/c.json", "a/.hidden.json", "progress.json.backups/x.json", ".git/y.json", "note.txt")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")

    assert [str(path.relative_to(tmp_path)) for path in file_paths([tmp_path])] == ["b.json", "a/c.json"]


def test_a_file_named_twice_is_read_once(tmp_path):
    path = write_progress(tmp_path / "a.json", "one", learner(1))

    assert len(read(tmp_path, path, path)) == 1


def test_a_path_that_does_not_exist_is_wrong_usage(tmp_path):
    with pytest.raises(WrongUsage, match="does not exist"):
        file_paths([tmp_path / "none"])


def test_exams_and_flags_are_read_and_reviews_passed_over(tmp_path):
    events = learner(1, q2="odd")
    (found,) = read(write_progress(tmp_path / "a.json", "one", events))

    assert found.events == wanted(events)
    assert {event.kind for event in found.events} == {"exam-started", "exam-answered", "exam-finished", "flag"}


@pytest.mark.parametrize("indent", [None, 2])
def test_a_file_of_another_program_without_checksums_gives_the_same(tmp_path, indent):
    events = learner(1)
    entries = [{"id": each.id, "at": each.at.isoformat(), "kind": each.kind, **each.fields} for each in events]
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"format": 1, "learner": "one", "events": entries}, indent=indent))
    (found,) = read(path)

    assert (found.learner, found.events) == ("one", wanted(events))


def test_halves_of_surrogate_pairs_and_numbers_of_any_size_are_read(tmp_path):
    events = learner(1, q0="\ud83d alone")
    path = write_progress(tmp_path / "a.json", "one", events)
    path.write_bytes(re.sub(rb', "crc": "[0-9a-f]*"', b', "more": 1' + b"0" * 400, path.read_bytes()))
    (found,) = read(path)

    assert (found.events[-1].fields["note"], found.events[-1].fields["more"]) == ("\ud83d alone", 10**400)


def test_two_files_of_one_learner_end_in_the_union_of_their_events(tmp_path):
    events = learner(1)
    write_progress(tmp_path / "a.json", "one", events[:4])
    write_progress(tmp_path / "b.json", "one", events[2:])
    *_, union = read(tmp_path)

    assert union.learner == "one"
    assert {event.id for event in union.events} == {event.id for event in wanted(events)}


def test_a_file_that_contradicts_another_of_its_learner_is_left_out(tmp_path):
    write_progress(tmp_path / "a.json", "one", learner(1, ("q0",)))
    write_progress(tmp_path / "b.json", "one", learner(1, ("q1",)))
    *_, damaged, union = read(tmp_path)

    assert damaged.path == tmp_path / "b.json"
    assert "different stories" in damaged.reason
    assert union.events == wanted(learner(1, ("q0",)))


def spoilt_byte(content):
    return content.replace(b'"rating": 3', b'"rating": 4')


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (spoilt_byte, "damaged"),
        (lambda content: content[: len(content) // 2], "damaged"),
        (lambda content: b"", "damaged"),
        (lambda content: b"\xff\xfe\x00garbage", "damaged"),
        (lambda content: b"[1, 2]", "neither"),
        (lambda content: b'{"name": "package"}', "neither"),
        (lambda content: b'{"format": 9, "learner": "x", "events": []}', "newer"),
        (lambda content: b'{"format": 1, "learner": "x", "events": [{"kind": "flag"}]}', "damaged"),
        (lambda content: b'{"format": 1, "learner": "x", "events": [3]}', "damaged"),
    ],
)
def test_a_damaged_file_is_named_and_the_others_are_read(tmp_path, spoil, reason):
    bad = write_progress(tmp_path / "a.json", "one", learner(1))
    bad.write_bytes(spoil(bad.read_bytes()))
    write_progress(tmp_path / "b.json", "two", learner(2))
    first, second = read(tmp_path)

    assert isinstance(first, Damaged)
    assert reason in first.reason
    assert second.learner == "two"


def test_a_record_is_told_from_a_progress_file(tmp_path):
    plain = record(attempts(learner(1))[0])
    path = tmp_path / "record.json"
    path.write_text(record_text(plain), "utf-8")

    assert read(path) == [LearnerFile(path, record=plain)]
