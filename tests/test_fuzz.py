"""Whatever bytes a reader meets, only cxdrill's own errors come out, in words, and soon."""

import json
import os
import re
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from cxdrill.core.analysis.gathering import READ_KINDS
from cxdrill.core.problem import Problem
from cxdrill.core.study.history import History
from cxdrill.core.text import clean
from cxdrill.errors import CxdrillError
from cxdrill.files.csv.csv_import import imported
from cxdrill.files.csv.deck_csv import exported_csv
from cxdrill.files.decks.deck_yaml import read_bytes
from cxdrill.files.imports.class_tables import read_matrix
from cxdrill.files.log.learner_files import learner_files
from cxdrill.files.settings_toml import read_settings
from deck_files import CHECK, EVERY_TYPE, FLASHCARDS
from disks import quick_folder
from histories import history, ids, review, store, undo
from mutations import spoilt_files

COUNT, SEED = int(os.environ.get("CXDRILL_FUZZ", "0")), int(os.environ.get("CXDRILL_FUZZ_SEED", "7"))
NOW = datetime(2026, 3, 1, tzinfo=UTC)
LONGEST_SECONDS = 5


@pytest.fixture
def path():
    with quick_folder() as folder:
        yield folder / "progress.json"


def tried(contents, use, count):
    """Uses so many spoilt copies; fails on any other error than cxdrill's own, on control signs in it, and on delay."""
    count = COUNT or count
    for number, content in enumerate(spoilt_files(contents, count, SEED)):
        start = time.perf_counter()
        try:
            use(content)
        except CxdrillError as error:
            words = str(error)
        except Exception as error:
            raise AssertionError(f"number {number} of seed {SEED}: {content!r}") from error
        else:
            words = "no error"
        assert words
        assert time.perf_counter() - start < LONGEST_SECONDS, (number, content)


def test_the_deck_reader_gives_a_deck_or_problems_with_a_place():
    shipped = (Path(__file__).parent.parent / "decks" / "cycle-steps.yaml").read_bytes()[:4000]

    def use(content):
        value, problems = read_bytes(content, "deck.yaml")
        lines = (
            content.count(b"\n") + content.count(b"\r") + content.count(b"\xc2\x85") + content.count(b"\xe2\x80") + 2
        )
        for problem in problems:
            assert isinstance(problem, Problem)
            assert 1 <= problem.location.line <= lines
            assert clean(str(problem)) == str(problem)
        assert value is not None or problems

    tried([EVERY_TYPE.encode(), FLASHCARDS.encode(), CHECK.encode(), shipped], use, 400)


def test_the_progress_reader_keeps_what_is_good_and_the_store_can_go_on(path):
    known = history(path, 12)
    keeper = store(path)
    keeper.save(undo(known[3]))
    keeper.save(review("a/b", due="2026-03-01T10:00:00+00:00", note="\x1b[2J\u202e"))
    content = path.read_bytes()
    pretty = json.dumps(json.loads(content), indent=1).encode()
    crlf, utf16 = content.replace(b"\n", b"\r\n"), content.decode().encode("utf-16")

    def use(spoilt):
        path.write_bytes(spoilt)
        progress = store(path).load()
        History(progress.events)
        assert all(clean(notice) == notice for notice in progress.notices)
        saved = store(path).save(review())
        assert {*ids(path)} == {*(each.id for each in progress.events if each.kind != "repaired"), saved.id}
        assert spoilt == path.read_bytes() or path.read_bytes().startswith(spoilt[:-3]) or is_kept(spoilt)

    def is_kept(spoilt):
        kept = [each for each in path.parent.rglob("*") if each.is_file() and each.read_bytes() == spoilt]
        for each in path.parent.iterdir():
            if ".damaged-" in each.name:
                each.unlink()
        return bool(kept)

    tried([content, content, pretty, crlf, utf16], use, 250)


def test_the_reader_of_many_learners_files_names_what_it_leaves_out(path):
    history(path, 6)
    content = path.read_bytes()

    def use(spoilt):
        path.write_bytes(spoilt)
        for each in learner_files([path], READ_KINDS):
            assert each.path == path

    tried([content, json.dumps(json.loads(content)).encode()], use, 300)


def test_the_csv_reader_gives_decks_or_rows_with_a_reason():
    every, cards = (read_bytes(text.encode(), "x.yaml")[0] for text in (EVERY_TYPE, FLASHCARDS))
    exported = exported_csv([every, replace(cards, notes="=1+1\n-5")]).content
    texts = [
        exported,
        exported.replace(b",", b";"),
        exported.decode("utf-8-sig").encode("utf-16"),
        b"front,back\na,b\n",
    ]

    def use(content):
        found = imported(content, "in.csv", deck_id="fresh")
        assert found.decks or found.problems
        assert all(problem.row >= 1 for problem in found.problems)

    tried(texts, use, 400)


def test_the_matrix_reader_gives_sheets_or_a_sentence(path):
    table = b"learner,q1,q2,q3\nkey,a,b,c\nmax,1,1,1\nann,a,b,c\nbob,a,,d\ncid,1,0,1\n"

    def use(content):
        path.write_bytes(content)
        read_matrix(path)

    tried([table, table.replace(b",", b";"), table.replace(b"key,a,b,c\n", b"")], use, 400)


def test_the_settings_reader_gives_settings_or_lines(path):
    text = b'new_per_day = 5\nretention = 0.9\nday_start = "04:00"\nlearning_steps = ["1m", "10m"]\nplain = true\n'

    def use(content):
        path.write_bytes(content)
        with suppress(CxdrillError):
            assert read_settings(path)
            return
        with pytest.raises(CxdrillError, match=re.escape(str(path))):
            read_settings(path)

    tried([text], use, 400)
