"""The folder in which a test plays, with the decks that its file names in `HOME`."""

import pytest

from deck_files import write_decks


@pytest.fixture
def home(request, tmp_path):
    write_decks(tmp_path / "decks", *request.module.HOME)
    return tmp_path
