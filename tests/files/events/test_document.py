"""The text of the file: what vouches for it, what others may write, and what is kept to the byte."""

import json
import zlib

import pytest

from cxdrill.core.event import Draft
from cxdrill.files.events.document import parsed
from histories import history, ids, review, store

LEARNER = "00112233445566778899aabbccddeeff"
EVENT = {"id": "00000000000000aa-1", "at": "2026-03-01T09:00:00.000+01:00", "kind": "wake", "card": "a/b"}


def test_each_crc_is_that_of_every_byte_before_the_field(path):
    history(path, 12)
    content = path.read_bytes()
    at = -1
    for entry in json.loads(content)["events"]:
        at = content.index(b', "crc": ', at + 1)
        assert entry["crc"] == f"{zlib.crc32(content[:at]):08x}"
        assert list(entry)[-1] == "crc"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"format": 1, "learner": LEARNER, "events": [EVENT]}),
        json.dumps({"format": 1, "learner": LEARNER, "events": [EVENT]}, indent=2),
        json.dumps({"events": [EVENT], "learner": LEARNER, "format": 1}, indent=4) + "\n",
        json.dumps({"format": 1, "learner": LEARNER, "events": [EVENT]}, separators=(",", ":")),
        f'{{"format": 1, "learner": "{LEARNER}", "events": [\n{json.dumps(EVENT)}\n]}}\n',
        f'{{"format": 1, "learner": "{LEARNER}", "events": [\n{json.dumps(EVENT)}\n]}}',
        f'{{"format": 1, "learner": "{LEARNER}", "events": [\n{json.dumps({**EVENT, "crc": "wrong"}, indent=1)}]}}',
        f'{{"format": 1, "learner": "{LEARNER}", "events": [\n{json.dumps({"crc": "12345678", **EVENT})}\n]}}\n',
        json.dumps({"format": 1, "learner": LEARNER, "events": [{**EVENT, "\ud800": "half a character"}]}),
    ],
)
def test_any_layout_of_the_fixed_fields_loads_and_can_be_added_to(path, text):
    path.write_text(text)
    progress = store(path).load()
    assert progress.learner == LEARNER
    assert [event.id for event in progress.events] == [EVENT["id"]]
    assert progress.notices == ()
    assert path.read_text() == text

    keeper = store(path)
    new = [keeper.save(review()).id, keeper.save(review()).id]

    assert ids(path) == [EVENT["id"], *new]
    assert json.loads(path.read_bytes())["learner"] == LEARNER


def test_a_file_without_events_loads_in_any_layout_and_takes_its_first(path):
    for text in ('{"format":1,"learner":"x","events":[]}', '{"format": 1, "learner": "x", "events": [\n]}\n'):
        path.write_text(text)
        assert store(path).load().events == ()
        store(path).save(review())
        assert len(ids(path)) == 1


@pytest.mark.parametrize("indent", [None, 3])
def test_unknown_fields_and_kinds_are_kept_to_the_byte_when_the_file_is_written_anew(path, indent):
    odd = '{"id": "x-1", "at": "2026-03-01T08:00:00Z", "kind": "later", "n": 1.10, "s": "\\u00e9 ,: [", "big": 1e400}'
    text = json.dumps({"format": 1, "made-by": "x 2.0", "learner": LEARNER, "events": ["HERE"]}, indent=indent)
    path.write_text(text.replace('"HERE"', odd))

    store(path).save(review())

    assert odd[:-1].encode() + b', "crc": "' in path.read_bytes()
    assert json.loads(path.read_bytes())["made-by"] == "x 2.0"


def test_unknown_fields_at_the_top_and_in_events_survive_an_answer(path):
    start = '{"format": 1, "learner": "x", "theme": {"a": [1, 2.50]}, "events": [\n'
    path.write_text(f'{start}{{"id": "x-1", "at": "2026-03-01T08:00:00Z", "kind": "n", "v": 0.10}}\n]}}\n')
    before = path.read_bytes()
    store(path).save(review())
    assert path.read_bytes().startswith(before[:-3])


def test_an_event_with_the_same_text_as_a_checksum_field_in_a_note_does_no_harm(path):
    keeper = store(path)
    note = ', "crc": "00000000"}\n,{"id": "'
    event = keeper.save(Draft("flag", {"card": "a/b", "note": note}))
    keeper.save(review())
    progress = store(path).load()
    assert progress.events[0] == event
    assert progress.notices == ()
    assert len(parsed(path.read_bytes()).texts()) == 2


@pytest.mark.parametrize("count", [0, 1, 6, 12])
def test_of_a_file_that_begins_as_a_known_one_only_the_rest_is_read(path, count):
    history(path, 12)
    content = path.read_bytes()
    whole, lines = parsed(content), content.splitlines(keepends=True)
    known = b"".join(lines[: count + 1]) + b"]}\n"

    rest = parsed(content, known)

    assert rest.events == whole.events[count:]
    assert rest.texts() == whole.texts()[count:]
    assert parsed(known).texts() == whole.texts()[:count]


def test_half_a_character_where_a_number_belongs_leaves_out_that_event_alone(path):
    odd = {**EVENT, "id": "00000000000000aa-2", "kind": "parameters", "values": ["\ud800"] * 21}
    path.write_text(json.dumps({"format": 1, "learner": LEARNER, "events": [EVENT, odd]}))

    assert [event.id for event in store(path).load().events] == [EVENT["id"]]
