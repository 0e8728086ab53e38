"""Pictures and sounds beside a deck: what `check` says of each kind of file, and where."""

import os
from pathlib import Path

import pytest

from cxdrill.errors import DataError
from cxdrill.files.decks import media
from cxdrill.files.decks.deck_yaml import read_file
from pictures import GIF, JPEG, M4A, MP3, OGG, PNG, WAV, WEBP

ALL = {"a.png": PNG, "b.JPG": JPEG, "c.jpeg": JPEG, "d.gif": GIF, "e.webp": WEBP, "f.mp3": MP3, "g.ogg": OGG}
ALL |= {"h.wav": WAV, "i.m4a": M4A}
DECK = """deck: calls
title: Calls
cards:
  - id: desk
    prompt: Who stands there?
    image: {name}
    alt: A porter
    options:
      - {{text: Porter, correct: true, image: {name}, alt: one}}
      - {{text: Guest, image: {name}, alt: two}}
    wordings:
      - prompt: Who is it?
        options:
          - {{text: Porter, correct: true}}
          - {{text: Guest, image: {name}, alt: two}}
"""


def told(folder: Path, name: str) -> list[tuple[int, int, str]]:
    path = folder / "calls.yaml"
    path.write_text(DECK.format(name=name), "utf-8")
    deck, problems = read_file(path)
    assert not problems
    return [(each.location.line, each.location.column, each.message) for each in media.problems(deck)]


@pytest.mark.parametrize("name", ALL)
def test_a_file_of_each_kind_is_good_and_one_that_is_something_else_is_not(tmp_path, name):
    for content in (b"", b"MZ\x90\x00", b"<svg onload='x()'>", b"#!/bin/sh\n"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match="something else"):
            media.content(str(tmp_path / "calls.yaml"), name)

    (tmp_path / name).write_bytes(ALL[name])
    assert media.content(str(tmp_path / "calls.yaml"), name) == ALL[name]


def test_a_missing_file_is_told_at_every_place_that_names_it_until_it_is_there(tmp_path):
    found = told(tmp_path, "desk.png")

    assert [(line, column) for line, column, _ in found] == [(6, 12), (9, 46), (10, 30), (15, 34)]
    assert {words for _, _, words in found} == {'card "desk": "desk.png" is not there'}
    (tmp_path / "desk.png").write_bytes(PNG)
    assert told(tmp_path, "desk.png") == []


def test_a_folder_a_pipe_and_a_file_that_is_too_big_are_told(tmp_path):
    (tmp_path / "folder.png").mkdir()
    with (tmp_path / "big.png").open("wb") as file:
        file.truncate(media.MOST_BYTES + 1)
    os.mkfifo(tmp_path / "pipe.png")

    assert "not a file" in told(tmp_path, "folder.png")[0][2]
    assert "not a file" in told(tmp_path, "pipe.png")[0][2]
    assert "over 10 MB" in told(tmp_path, "big.png")[0][2]


def test_a_link_out_of_the_folder_is_told_and_one_that_stays_is_good(tmp_path):
    outside, folder = tmp_path / "secret.png", tmp_path / "decks"
    folder.mkdir()
    outside.write_bytes(PNG)
    (folder / "out.png").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    (folder / "real.png").write_bytes(PNG)
    (folder / "in.png").symlink_to(folder / "real.png")

    assert "leads out" in told(folder, "out.png")[0][2]
    assert "leads out" in told(folder, "up/secret.png")[0][2]
    assert told(folder, "in.png") == []
