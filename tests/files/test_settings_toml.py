"""Settings are read with defaults, and every mistake is named with its line."""

from datetime import time
from time import perf_counter as time_now

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdrill.core.settings import Settings
from cxdrill.errors import CxdrillError, DataError, WrongUsage
from cxdrill.files.settings_toml import read_settings


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config.toml"


def refused(path, content):
    """The lines of the refusal of a file with that content."""
    path.write_bytes(content)
    with pytest.raises(WrongUsage) as raised:
        read_settings(path)
    return str(raised.value).splitlines()


def test_without_a_file_the_defaults_hold(path):
    assert read_settings(path) == Settings()


def test_every_setting_can_be_set(path):
    steps = 'day_start = "05:30"\nlearning_steps = ["1m", "15m"]\ntwo_buttons = true\nplain = true\n'
    path.write_text(f'name = "Ana María"\nnew_per_day = 12\ndesired_retention = 0.85\n{steps}', encoding="utf-8")
    found = read_settings(path)
    assert found.name == "Ana María"
    assert (found.new_per_day, found.desired_retention, found.day_start) == (12, 0.85, time(5, 30))
    assert (found.learning_steps, found.two_buttons, found.plain) == ((60, 900), True, True)


def test_every_wrong_key_and_value_is_reported_with_its_line(path):
    lines = refused(path, b'name = "x"\n\ndesired_retention = 0.99\nnew_per_dya = 5\ntwo_buttons = "yes"\n')
    assert lines[0].startswith(f"{path}:3: ")
    assert "0.7 to 0.97" in lines[0]
    assert lines[1].startswith(f"{path}:4: ")
    assert "new_per_day" in lines[1]
    assert lines[2].startswith(f"{path}:5: ")


@pytest.mark.parametrize(("content", "line"), [(b"name = \n", 1), (b'name = "a"\n\xff', 2), (b"a = 1\na = 2\n", 2)])
def test_a_file_that_is_no_toml_is_named_with_the_line(path, content, line):
    assert f"{path}:{line}: " in refused(path, content)[0]


def test_a_folder_in_place_of_the_file_is_a_sentence(tmp_path):
    with pytest.raises(DataError, match="is a folder"):
        read_settings(tmp_path)


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(content=st.binary(max_size=80) | st.text(st.characters(codec="utf-8"), max_size=80).map(str.encode))
def test_whatever_is_in_the_file_only_our_own_errors_come_out(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("settings") / "config.toml"
    path.write_bytes(content)
    try:
        read_settings(path)
    except CxdrillError as error:
        assert str(path) in str(error)


@pytest.mark.parametrize("rows", [9, 10, 11, 50_000])
def test_of_many_wrong_settings_the_first_ten_are_told_at_once(path, rows):
    start = time_now()
    lines = refused(path, b"".join(b"key_%d = 1\n" % number for number in range(rows)))
    assert len(lines) == min(rows, 11)
    assert rows <= 10 or f"the other {rows - 10} settings" in lines[-1]
    assert time_now() - start < 5


@pytest.mark.parametrize("value", [b"9" * 5000, b"[" * 100_000])
def test_a_value_without_bounds_is_told_in_words(path, value):
    (line,) = refused(path, b"new_per_day = %b\n" % value)
    assert "config.toml:1: is not TOML: a number or a list in it has no bounds" in line
