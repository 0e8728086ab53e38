"""A table of responses: marks, letters with a key, blanks, and what is wrong with it."""

import pytest

from cxdrill.core.analysis.analysis import analysis
from cxdrill.errors import DataError
from cxdrill.files.imports.class_tables import matrix, read_matrix

LETTERS = "learner,one,two\nkey,A,A;C\nada,a,C A\nben,B,A\ncyd,,\n"


def points(about):
    return [[reply.points for reply in sheet.replies] for sheet in about.sheets]


def test_marks_are_points_and_an_empty_cell_is_an_item_left_open():
    about = matrix("learner,one,two\nada,1,0.5\nben,,0\n")

    assert points(about) == [[1, 0.5], [0, 0]]
    assert [reply.is_open for reply in about.sheets[1].replies] == [True, False]


def test_letters_are_scored_by_the_key_row_and_counted_as_options():
    about = matrix(LETTERS)
    items = analysis(about).items

    assert points(about) == [[1, 1], [0, 0], [0, 0]]
    assert [(option.text, option.is_key, option.count) for option in items[0].options] == [
        ("A", True, 1),
        ("B", False, 1),
    ]
    assert [(option.text, option.count) for option in items[1].options] == [("A", 2), ("C", 1)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_every_usual_encoding_and_separator_is_read(tmp_path, encoding, sign):
    path = tmp_path / "marks.csv"
    path.write_bytes("learner,öne,two\r\nadä,1,0\r\n".replace(",", sign).encode(encoding))
    about = read_matrix(path)

    assert (about.exam, about.sheets[0].learner, about.sheets[0].keys) == ("marks", "adä", ("öne", "two"))


def test_marks_above_one_need_the_most_there_is():
    with pytest.raises(ValueError, match=r'row 2, column "one" has "3".*row "max"'):
        matrix("learner,one\nada,3\n")
    (item,) = analysis(matrix("learner,one,two\nmax,4,1\n" + "".join(f"p{n},3,1\n" for n in range(12)))).items[:1]
    assert item.facility == 0.75


def test_an_item_that_somebody_did_not_have_makes_forms_differ():
    about = matrix("learner,one,two\n" + "".join(f"p{n},1,{'NA' if n else 0}\n" for n in range(12)))
    found = analysis(about)

    assert [item.count for item in found.items] == [12, 1]
    assert (found.exam.is_fixed, found.exam.alpha, found.exam.maximum) == (False, None, 100)


def test_of_a_person_with_two_rows_the_first_counts_unless_told_otherwise():
    text = "learner,one\nada,0\nada,1\n"

    assert (points(matrix(text)), matrix(text).later) == ([[0]], 1)
    assert points(matrix(text, all_attempts=True)) == [[0], [1]]


def test_a_header_alone_is_an_exam_that_nobody_took():
    assert analysis(matrix("learner,one\n")).exam.attempts == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("learner\nada\n", "one column"),
        ("learner,one,one\nada,1,1\n", 'two columns are called "one"'),
        ("learner,one,\nada,1,1\n", "column 3 has no name"),
        ("learner,one\nada,1,1\n", "row 2 has 3 cells, the first row 2"),
        ('learner,one\nada,"1\n', "unclosed quote"),
        ("learner,one\nada,A\n", 'row "key"'),
        ("learner,one\nada,-1\n", "write a mark"),
        ("learner,one\nada,1e999\n", "write a mark"),
        ("learner,one\nkey,A\nada,7\n", "letters chosen"),
        ("learner,one\nkey,1\nada,7\n", "write letters"),
        ("learner,one\nkey,A\nkey,B\n", 'row 3 is a second row "key"'),
        ("learner,one\nmax,x\nada,1\n", "above 0"),
    ],
)
def test_a_table_that_cannot_be_read_says_where_and_why(text, reason):
    with pytest.raises(ValueError, match=reason):
        matrix(text)


def test_a_file_that_is_no_text_is_an_error_that_names_it(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(DataError, match=r"x\.csv"):
        read_matrix(path)
    with pytest.raises(DataError, match="cannot be read"):
        read_matrix(tmp_path / "none.csv")
