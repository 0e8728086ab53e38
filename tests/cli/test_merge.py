"""`cxdrill merge`: the union of progress files, or a sentence and nothing written."""

import shutil

import pytest

from command import events, progress_file, run
from histories import review, store
from taken import contents


@pytest.fixture
def home(tmp_path):
    store(progress_file(tmp_path)).save_all([review("cards/one"), review("cards/two")])
    return tmp_path


def merge(home, *arguments):
    return run("merge", *map(str, arguments), home=home)


def fork(home, name="other.json"):
    """A copy of the progress, one review further."""
    path = home / name
    shutil.copy(progress_file(home), path)
    store(path).save(review("cards/three"))
    return path


def cards(home):
    return sorted(event["card"] for event in events(home, "review"))


def test_reviews_of_both_are_there_afterwards_and_none_twice(home):
    other = fork(home)
    store(progress_file(home)).save(review("cards/four"))

    first, again = merge(home, other), merge(home, other, other)

    assert (first.code, again.code) == (0, 0)
    assert first.err == f"cxdrill: {progress_file(home)}: 1 event taken in, 4 events in all\n"
    assert again.err == f"cxdrill: {progress_file(home)}: 0 events taken in, 4 events in all\n"
    assert cards(home) == ["cards/four", "cards/one", "cards/three", "cards/two"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "does not exist"),
        (b"deck: calls\n", "no progress file"),
        (b"", "no progress file"),
        (b'{"format": 9, "learner": "x", "events": []}', "newer"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_told_and_nothing_is_written(home, content, words):
    other = home / "other.json"
    if content is not None:
        other.write_bytes(content)
    before = contents(home)

    outcome = merge(home, other)

    assert outcome.code == 3
    assert str(other) in outcome.err
    assert words in outcome.err
    assert outcome.err.count("\n") == 1
    assert {name: value for name, value in contents(home).items() if not name.endswith(".lock")} == {
        name: value for name, value in before.items() if not name.endswith(".lock")
    }


def test_the_file_itself_and_somebody_elses_are_refused(home):
    other = home / "other.json"
    store(other).save(review("cards/nine"))
    before = progress_file(home).read_bytes()

    itself, foreign = merge(home, progress_file(home)), merge(home, other)

    assert (itself.code, foreign.code) == (3, 3)
    assert "is the progress file itself" in itself.err
    assert "--adopt" in foreign.err
    assert progress_file(home).read_bytes() == before
    assert merge(home, other, "--adopt").code == 0
    assert cards(home) == ["cards/nine", "cards/one", "cards/two"]


def test_conflict_copies_are_named_and_taken_in_when_asked(home):
    copy = fork(home, "progress (Ann's conflicted copy 2026-03-01).json")

    named, merged = merge(home), merge(home, "--copies")

    assert named.code == 2
    assert f"taken in with --copies: {copy}" in named.err
    assert merged.code == 0
    assert "1 event taken in" in merged.err
    assert f"you can delete {copy}" in merged.err
    assert "cards/three" in cards(home)


def test_without_a_file_or_a_copy_it_says_what_to_name(home):
    assert (merge(home).code, merge(home, "--copies").code) == (2, 2)
    assert "cxdrill merge FILE" in merge(home).err
    assert "there are no conflict copies" in merge(home, "--copies").err


def test_a_first_run_takes_the_other_machines_progress_over(home):
    fresh = home / "fresh.json"

    outcome = run("merge", str(progress_file(home)), "--progress", str(fresh), home=home)

    assert outcome.code == 0
    assert [event.fields["card"] for event in store(fresh).load().events] == ["cards/one", "cards/two"]
