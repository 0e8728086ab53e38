"""The folder in which a test plays, with the decks that its file names in `HOME`, if any."""

import pytest

from deck_files import write_decks


@pytest.fixture
def home(request, tmp_path):
    write_decks(tmp_path / "decks", *getattr(request.module, "HOME", ()))
    return tmp_path


@pytest.fixture
def there(home, monkeypatch):
    """The same, as the current folder."""
    monkeypatch.chdir(home)
    return home


def pytest_collection_modifyitems(items):
    """What takes longest begins first, so that no worker sits on it alone in the end."""
    items.sort(key=lambda item: "test_kill" not in item.nodeid)
