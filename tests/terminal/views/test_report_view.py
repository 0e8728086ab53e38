"""The report on a screen: what stands on it, and that it keeps within the width."""

from random import Random

import pytest
from msgspec.structs import replace

from cxdrill.core.analysis.analysis import analysis
from cxdrill.core.analysis.sheet import Asked, AskedOption, ExamSheets, Reply, Sheet
from cxdrill.terminal import report
from cxdrill.terminal.paint import UNWRAPPED
from cxdrill.terminal.views.report_view import histogram, report_lines, scatter

NAMES = tuple(f"telephone-practices/a-card-with-a-rather-long-name-{number}" for number in range(8))


def class_of(people: int, wrong_key: str = "") -> ExamSheets:
    """Everybody who is able chooses option 0 and most others option 1; the key of `wrong_key` is option 1."""
    rng, sheets = Random(5), []
    for person in range(people):
        able, replies = rng.random(), []
        for name in NAMES:
            option = 0 if rng.random() < able else rng.choice((1, 1, 1, 2))
            replies.append(Reply(float(option == (name == wrong_key)), (option,)))
        sheet = Sheet(learner=str(person), exam="check", keys=NAMES, replies=tuple(replies), ms=(9000,) * 8)
        sheets.append(sheet)
    asked = tuple(
        Asked(
            key=name,
            type="choice",
            topic="telephone-practices",
            prompt="What comes first? " * 8,
            options=tuple(AskedOption(f"option {at} " * 9, at == (name == wrong_key)) for at in range(3)),
            guess=1 / 3,
        )
        for name in NAMES
    )
    return ExamSheets(exam="check", title="The check", sheets=tuple(sheets), asked=asked, later=2, unfinished=1)


def shown(about, width=72, **options):
    return [line.plain for line in report_lines(analysis(about), width, **options)]


@pytest.mark.parametrize("width", [44, 58, 72])
@pytest.mark.parametrize("people", [0, 1, 5, 12, 40, 120])
def test_no_line_is_wider_than_the_window(people, width):
    lines = report_lines(analysis(class_of(people, NAMES[3])), width, has_details=True)

    assert max(line.cell_len for line in lines) <= max(width, 60)


@pytest.mark.parametrize("people", [1, 40])
def test_where_lines_have_no_end_columns_are_as_wide_as_what_stands_in_them(people):
    lines = shown(class_of(people, NAMES[3]), UNWRAPPED, has_details=True)

    assert max(map(len, lines)) < 400
    assert all(any(f" {name} " in line and len(line) > len(name) + 14 for line in lines) for name in NAMES)


def test_a_name_that_is_too_long_shows_its_end():
    assert all(any(f"long-name-{number} " in line for line in shown(class_of(40))) for number in range(8))


def test_what_does_not_count_is_said_and_later_attempts_alone_are_told_from_none():
    about = class_of(0)

    assert "1 attempt not handed in" in "\n".join(shown(class_of(40)))
    assert "2 later attempts left out; --all-attempts counts every one." in shown(about)
    assert "No attempt was handed in." in shown(replace(about, later=0))


def test_first_attempts_are_called_so_only_where_all_are():
    about = class_of(12)
    later = replace(about, sheets=tuple(replace(sheet, place=1) for sheet in about.sheets))

    assert "first attempts" in "\n".join(shown(about))
    assert "12 people · 12 attempts" in "\n".join(shown(later))


def test_a_possible_wrong_key_is_named_with_both_options():
    text = "\n".join(shown(class_of(40, NAMES[3])))

    assert f"1. {NAMES[3]}" in text
    assert "the key may be wrong" in text


def test_only_items_to_look_at_show_their_options_unless_all_are_asked_for():
    about = class_of(40)
    some, every = shown(about), shown(about, has_details=True)

    assert sum("✓" in line for line in every) == len(NAMES)
    assert sum("✓" in line for line in some) < len(NAMES)


def test_a_histogram_holds_everybody_and_covers_what_was_scored():
    lines = [line.plain.split() for line in histogram((0.0, 0.5, 3.0, 40.0), 40, 72)]

    assert sum(int(cells[-1]) for cells in lines) == 4
    assert len(lines) <= 10


def test_every_item_is_in_the_plot_which_is_left_out_where_there_are_no_numbers():
    assert scatter(analysis(class_of(5)).items, 72) == []
    points = "".join(line.plain.partition("│")[2] for line in scatter(analysis(class_of(40)).items, 72))
    numbers = [int(sign) if sign.isdigit() else 1 for sign in points if not sign.isspace()]

    assert sum(numbers) == len(NAMES)


def test_a_meter_is_drawn_on_a_terminal_only_and_wiped_out(monkeypatch):
    written, now = [], [0.0]
    monkeypatch.setattr(report, "_write_meter", written.append)
    monkeypatch.setattr(report.time, "monotonic", lambda: now.__setitem__(0, now[0] + 0.2) or now[0])
    monkeypatch.setattr(report, "is_terminal", lambda stream: False)
    assert list(report.metered("abc", 3, "files")) == ["a", "b", "c"]
    assert written == []

    monkeypatch.setattr(report, "is_terminal", lambda stream: True)
    assert list(report.metered("abc", 3, "files")) == ["a", "b", "c"]
    assert "3 of 3 files" in "".join(written)
    assert written[-1].strip() == ""
