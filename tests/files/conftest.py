"""Fixtures that tests of several rooms share."""

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a progress file is to be."""
    return tmp_path / "progress.json"
