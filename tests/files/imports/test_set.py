"""Files as other programs write them: every question, key, feedback and tag comes in, or is named as left out.

What is meant stands beside each file as `NAME.told`; `python tests/support/brought_decks.py NAME` writes it anew, to be
looked at line by line.
"""

import pytest

from brought_decks import DATA, told
from cxdrill.files.decks.deck_writer import deck_yaml
from cxdrill.files.decks.deck_yaml import read_bytes
from cxdrill.files.imports.recognise import Wanted, found

FILES = sorted(path for path in DATA.iterdir() if path.suffix != ".told")


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_everything_in_a_file_of_the_set_is_brought_or_named(file):
    assert told(file) == file.with_name(f"{file.name}.told").read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_the_decks_read_back_from_yaml_and_a_second_import_changes_nothing(file):
    decks = found(file, Wanted()).decks
    known = {deck.id: deck for deck in decks}

    assert [read_bytes(deck_yaml(deck).encode(), deck.path)[0] for deck in decks] == list(decks)
    assert found(file, Wanted(known=known)).decks == decks


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_cut_short_is_brought_in_part_or_refused_in_a_sentence(tmp_path, file, share):
    from cxdrill.errors import DataError

    content = file.read_bytes()
    cut = tmp_path / file.name
    cut.write_bytes(content[: int(len(content) * share)])
    try:
        brought = found(cut, Wanted())
    except DataError as error:
        assert str(error).startswith(str(cut))
    else:
        assert brought.decks or brought.problems


def test_the_set_has_files_of_every_format():
    forms = {told(file).partition("\n")[0] for file in FILES}

    assert len(FILES) >= 60
    assert len(forms) >= 14
