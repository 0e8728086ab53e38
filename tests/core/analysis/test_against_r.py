"""The statistics against R's psych on the matrix in tests/data/statistics, and where nothing can be computed."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from cxdrill.core.analysis.analysis import alpha, alphas_without, exam_statistics
from cxdrill.core.analysis.item_statistics import item_statistics
from cxdrill.core.analysis.responses import tallied
from cxdrill.core.analysis.sheet import OPEN, Asked, Reply, Sheet

FOLDER = Path(__file__).parents[2] / "data" / "statistics"


def sheets(rows, names):
    replies = [tuple(OPEN if mark is None else Reply(mark) for mark in row) for row in rows]
    return [Sheet(learner=str(at), exam="matrix", keys=names, replies=row) for at, row in enumerate(replies)]


def matrix_of(rows, names):
    return tallied(sheets(rows, names), [Asked(key=name) for name in names])


def computed(rows, names):
    """Every number by what it is called in expected.csv."""
    matrix = matrix_of(rows, names)
    columns = matrix.columns()
    exam = exam_statistics(matrix, columns)
    found = {
        ("mean", ""): exam.mean,
        ("median", ""): exam.median,
        ("sd", ""): exam.deviation,
        ("skewness", ""): exam.skewness,
        ("kurtosis", ""): exam.kurtosis,
        ("alpha", ""): exam.alpha,
        ("sem", ""): exam.standard_error,
        ("error_ratio", ""): exam.error_ratio,
    }
    for column, without in zip(columns, alphas_without(columns), strict=True):
        item = item_statistics(column)
        found |= {
            ("facility", item.asked.key): item.facility,
            ("item_sd", item.asked.key): item.deviation,
            ("item_total", item.asked.key): item.item_total,
            ("item_rest", item.asked.key): item.item_rest,
            ("efficiency", item.asked.key): item.efficiency,
            ("upper_lower", item.asked.key): item.upper_lower,
            ("low", item.asked.key): item.interval.low,
            ("high", item.asked.key): item.interval.high,
            ("alpha_without", item.asked.key): without,
        }
    return found


@pytest.fixture(scope="module")
def table():
    with (FOLDER / "matrix.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    return tuple(header[1:]), [[float(cell) if cell else None for cell in row[1:]] for row in rows]


@pytest.fixture(scope="module")
def expected():
    found = defaultdict(dict)
    with (FOLDER / "expected.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["matrix"]][row["what"], row["item"]] = float(row["value"])
    return found


def check(found, expected):
    assert len(expected) > 40
    wrong = {name: (found[name], value) for name, value in expected.items() if abs(found[name] - value) > 1e-6}
    assert not wrong


def test_every_number_of_a_matrix_with_blanks_and_partial_marks_is_that_of_r(table, expected):
    names, rows = table
    assert any(mark is None for row in rows for mark in row)

    check(computed(rows, names), expected["whole"])


def test_a_negative_alpha_is_not_clipped(table, expected):
    names, rows = table
    turned = [[1 - (mark or 0) if at % 2 == 0 else mark for at, mark in enumerate(row)] for row in rows]

    assert expected["turned"]["alpha", ""] < 0
    assert expected["turned"]["error_ratio", ""] > 100
    check(computed(turned, names), expected["turned"])


def test_ten_people_and_five_items_agree_too(table, expected):
    names, rows = table

    check(computed([row[1:6] for row in rows[:10]], names[1:6]), expected["few"])


@pytest.mark.parametrize("people", [0, 1, 2])
def test_hardly_anybody_gives_numbers_or_nothing_but_never_an_error(people, table):
    names, rows = table
    matrix = matrix_of(rows[:people], names)
    columns = matrix.columns()
    exam = exam_statistics(matrix, columns)

    assert exam.attempts == people
    assert len(columns) == (len(names) if people else 0)
    assert (exam.deviation is None) == (people < 2)
    assert exam.skewness is exam.kurtosis is None
    assert all(item_statistics(column).facility is not None for column in columns)


def test_where_nothing_varies_there_is_a_mean_and_no_correlation():
    names = ("a", "b", "c")
    matrix = matrix_of([[1.0, 1.0, 1.0]] * 12, names)
    columns = matrix.columns()
    exam, item = exam_statistics(matrix, columns), item_statistics(columns[0])

    assert (exam.mean, exam.deviation, exam.alpha, exam.skewness, exam.standard_error) == (3, 0, None, None, None)
    assert (item.facility, item.item_rest, item.item_total, item.efficiency, item.upper_lower) == (
        1,
        None,
        None,
        None,
        0,
    )


def test_one_item_alone_has_no_rest_and_no_alpha():
    matrix = matrix_of([[1.0], [0.0], [1.0]], ("only",))
    (column,) = matrix.columns()

    assert item_statistics(column).item_rest is None
    assert alpha([column], column.mark_spread) is None
    assert alphas_without([column, column]) == (None, None)


def test_blanks_alone_score_nothing_and_are_counted_as_open():
    column, _ = matrix_of([[None, 1.0], [None, 0.0]], ("empty", "other")).columns()
    item = item_statistics(column)

    assert (item.count, item.open, item.facility, item.item_rest) == (2, 2, 0, None)
