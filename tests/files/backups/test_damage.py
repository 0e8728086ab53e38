"""Damage costs the event it hit, or one neighbour more, is said aloud, and every byte of the damaged file is kept."""

import json
import random
import zlib

import pytest

from cxdrill.errors import ProgressError
from cxdrill.files.backups.damage import rescued
from cxdrill.files.events.entries import Unsound
from histories import history, ids, review, store

EVENTS = 30


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A real file: its bytes and the ids in it."""
    path = tmp_path_factory.mktemp("sound") / "progress.json"
    events = history(path, EVENTS)
    return path.read_bytes(), [event.id for event in events]


def copies(path):
    """What stands beside the progress file."""
    return [each.read_bytes() for each in path.parent.iterdir() if ".damaged-" in each.name]


def loaded(path):
    """The progress, or None where the file is refused in words."""
    try:
        return store(path).load()
    except ProgressError:
        return None


def variants(content, count):
    """Damaged versions of a file, each with its kind and how many events at most it may cost."""
    dice = random.Random(20260301)
    lines = content.split(b"\n")
    for number in range(count):
        kind = ("flip", "cut", "zeros", "tail", "drop", "double", "swap", "byte", "insert", "hole")[number % 10]
        at = dice.randrange(len(content))
        row = dice.randrange(1, EVENTS)
        if kind in ("flip", "byte"):
            new = content[at] ^ 1 << dice.randrange(8) if kind == "flip" else dice.randrange(256)
            yield kind, 2, content[:at] + bytes([new]) + content[at + 1 :]
        elif kind == "cut":
            yield kind, 1 + content[at:].count(b'"id": '), content[:at]
        elif kind == "zeros":
            yield kind, 2 + content[at:].count(b'"id": '), content[:at] + b"\0" * (len(content) - at)
        elif kind == "tail":
            yield kind, 0, content + bytes(dice.randrange(256) for _ in range(dice.randrange(1, 400)))
        elif kind == "drop":
            yield kind, 2, b"\n".join(lines[:row] + lines[row + 1 :])
        elif kind == "double":
            yield kind, 0, b"\n".join(lines[: row + 1] + lines[row:])
        elif kind == "swap":
            yield kind, 4, b"\n".join([*lines[:row], lines[row + 1], lines[row], *lines[row + 2 :]])
        elif kind == "insert":
            yield kind, 2, content[:at] + bytes(dice.randrange(256) for _ in range(20)) + content[at:]
        else:
            end = min(at + dice.randrange(1, 60), len(content))
            yield kind, 3, content[:at] + b"\0" * (end - at) + content[end:]


def test_300_damaged_variants_lose_next_to_nothing_and_every_byte_is_kept(path, sound):
    content, known = sound
    for kind, cost, damaged in variants(content, 300):
        path.write_bytes(damaged)
        progress = loaded(path)
        if progress is None:
            assert kind in ("cut", "zeros") or b'"format": 1,' not in damaged, (kind, damaged)
            assert path.read_bytes() == damaged
            continue
        assert path.read_bytes() == damaged, "loading writes nothing"
        kept = [event.id for event in progress.events]
        assert set(kept) <= set(known)
        assert len(known) - len(kept) <= cost, (kind, damaged)
        assert progress.notices or damaged == content
        new = store(path).save(review())
        assert set(ids(path)) == {*kept, new.id}
        if damaged != content:
            assert damaged in copies(path)
        for each in path.parent.iterdir():
            each.unlink()


def test_each_single_bit_flip_of_some_events_is_noticed_and_costs_at_most_one_event(path):
    events = history(path, 3)
    content = path.read_bytes()
    for at in range(content.index(b'{"id"'), len(content)):
        flipped = content[:at] + bytes([content[at] ^ 1 << at % 7]) + content[at + 1 :]
        path.write_bytes(flipped)
        progress = store(path).load()
        assert progress.notices, (at, flipped[at - 10 : at + 10])
        assert len(events) - len(progress.events) <= (
            2 if content[at : at + 1] in b"\n," or flipped[at] == 10 else 1
        ), at
        assert all(event in events for event in progress.events), "nothing false is believed"


@pytest.mark.parametrize(
    "content",
    [
        *(
            *(b"", b"\n \n", b"\0" * 5000, b"<html><body>Sign in to continue</body></html>", b"null", b"[]", b"3"),
            b'"format"',
        ),
        *(
            b'{"format": 1}',
            b"[" * 200_000,
            b'{"a":' * 200_000,
            b"\xff\xfe\x00",
            b"\x1f\x8b\x08\x00" + bytes(range(256)),
        ),
        *(b'{"format": %b, "learner": "a", "events": []}' % number for number in (b"0", b"null", b"true", b"9" * 5000)),
        b'{"learner": "a", "events": []}',
        b'{"format": 1, "learner": 7, "events": []}',
        b'{"format": 1, "learner": "a", "events": {}}',
    ],
    ids=lambda content: repr(content[:25]),
)
def test_what_is_no_progress_file_is_refused_and_left_alone(path, content):
    path.write_bytes(content)
    for use in (lambda s: s.load(), lambda s: s.begin(), lambda s: s.save(review())):
        with pytest.raises(ProgressError, match=r"progress\.json"):
            use(store(path))
    assert path.read_bytes() == content


GOOD = '{"id": "aaaaaaaaaaaaaaaa-1", "at": "2026-03-01T09:00:00.000+01:00", "kind": "wake", "card": "a/b"}'
REVIEW = (
    '{"id": "aaaaaaaaaaaaaaaa-2", "at": "2026-03-01T09:00:00+01:00", "kind": "review", "card": "a/b", '
    '"rating": 3, "took_ms": 5, "day": "2026-03-01", "due": "2026-03-04"}'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *(('"rating": 3', f'"rating": {value}') for value in ("7", "true", "NaN", "3" * 5000)),
        *(('"took_ms": 5', f'"took_ms": {value}') for value in ("-1", "Infinity", "1e999", "[" * 3000 + "]" * 3000)),
        *(('"card": "a/b"', f'"card": {value}') for value in ("7", '["a/b"]', '"a/\\ud800"')),
        *(('"2026-03-01T09:00:00+01:00"', f'"{at}"') for at in ("2026-02-30T09:00:00+01:00", "2026-03-01T09:00:00")),
        *(('"2026-03-01T09:00:00+01:00"', at) for at in ('"0001-01-01T00:00:00+14:00"', "1772352000")),
        ('"due": "2026-03-04"', '"due": "soon"'),
        ('"day": "2026-03-01"', '"day": "2026-03-01", "day": "2026-03-02"'),
        *(('"id": "aaaaaaaaaaaaaaaa-2"', f'"id": {value}') for value in ("2", '"aaaaaaaaaaaaaaaa-1"')),
        *(('"kind": "review"', f'"kind": {value}') for value in ("null", '"\\ud800"')),
    ],
    ids=lambda text: text[:30],
)
@pytest.mark.parametrize("layout", ["lines", "one line", "spread"])
def test_one_bad_entry_is_set_aside_and_named_and_the_others_stay(path, old, new, layout):
    assert old in REVIEW
    bad, last = REVIEW.replace(old, new, 1), GOOD.replace("-1", "-3")
    start, between, end = {
        "lines": ('{"format": 1, "learner": "me", "events": [\n', "\n,", "\n]}\n"),
        "one line": ('{"format": 1, "learner": "me", "events": [', ", ", "]}"),
        "spread": ('{\n "learner": "me",\n "format": 1,\n "events": [\n  ', ",\n  ", "\n ]\n}\n"),
    }[layout]
    content = (start + between.join([GOOD, bad, last]) + end).encode()
    path.write_bytes(content)
    progress = store(path).load()
    assert [event.number for event in progress.events] == [1, 3]
    assert progress.learner == "me"
    assert "1 entry was left out" in progress.notices[0]
    store(path).save(review())
    assert len(ids(path)) == 3
    assert content in copies(path)


def test_conflict_markers_of_a_version_control_system_lose_no_event(path):
    history(path, 3)
    base = path.read_bytes()
    store(path).save(review())
    ours = path.read_bytes()[len(base) - 3 : -3]
    path.write_bytes(base)
    store(path).save(review(rating=1))
    theirs = path.read_bytes()[len(base) - 3 : -3]
    path.write_bytes(base[:-3] + b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> laptop\n]}\n")
    assert len(store(path).load().events) == 5


def test_two_files_glued_together_are_read_as_one(path):
    events = history(path, 5)
    path.write_bytes(path.read_bytes() * 2)
    assert store(path).load().events == events


def test_a_file_with_line_ends_or_encoding_changed_loads_and_is_written_as_ours_again(path):
    events = history(path, 5)
    content = path.read_bytes()
    for changed in (
        b"\xef\xbb\xbf" + content,
        content.replace(b"\n", b"\r\n"),
        content.decode().encode("utf-16"),
        content.decode().encode("utf-32"),
        content[:-1],
        content + b"\n\n",
    ):
        path.write_bytes(changed)
        assert store(path).load().events == events
        store(path).save(review())
        assert len(ids(path)) == 6
        assert json.loads(path.read_bytes().decode("ascii"))["format"] == 1
        assert any(changed == each.read_bytes() for each in path.parent.rglob("*") if each.is_file())


def test_a_rescued_row_of_unknown_kind_keeps_its_text_to_the_byte(path):
    odd = b'{"id": "x-1", "at": "2026-03-01T09:00:00+01:00", "kind": "later", "n": 1.10, "s": "\\u00e9", "big": 1e400'
    start = b'{"format": 1, "learner": "me", "events": [\n'
    content = start + odd + b', "crc": "%08x"}\n,{"id": torn' % zlib.crc32(start + odd)
    document = rescued(content, Unsound("torn"))
    assert document is not None
    assert document.bodies == (odd,)
