"""Where a progress file is to be, in a folder that costs no disk."""

import pytest

from disks import quick_folder


@pytest.fixture
def tmp_path():
    with quick_folder() as folder:
        yield folder
