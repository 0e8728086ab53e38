"""A key names options by letter, number or text, and is refused where it may be read in two ways."""

import pytest

from cxdrill.files.imports.columns import column, header, places, reading

WORDS = ("Paris", "Rome", "Oslo", "Bonn")


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("B", {1}), ("b)", {1}), ("(b)", {1}), ("B. Rome", {1}), ("Option B", {1}), ("A, C", {0, 2}), ("AC", {0, 2}),
        ("a and c", {0, 2}), ("2", {1}), ("2.0", {1}), ("1,3", {0, 2}), ("1;3", {0, 2}), ("Answer 2", {1}),
        ("Antwort 4", {3}), ("rome", {1}), (" Rome ", {1}), ("Paris; Oslo", {0, 2}), ("Paris, Oslo", {0, 2}),
    ],
)  # fmt: skip
def test_every_spelling_of_a_key_is_read(key, wanted):
    assert places(key, WORDS, reading([(key, WORDS)])) == wanted


@pytest.mark.parametrize("key", ["E", "0", "5", "Madrid", "A, E", "", "1 to 3", "Option"])
def test_a_key_that_names_no_option_is_none(key):
    assert places(key, WORDS, "mixed") is None


def test_an_empty_option_is_no_answer():
    assert places("C", ("Paris", "Rome", "", "Bonn"), "letter") is None


def test_numbers_are_texts_or_places_as_the_whole_table_says():
    doubtful, settled = ("4", ("2", "3", "4", "5")), ("5", ("1", "3", "5"))

    assert reading([doubtful]) == "unclear"
    assert places(*doubtful, "unclear") is None
    assert reading([doubtful, settled]) == "text"
    assert reading([doubtful, ("2", WORDS)]) == "number"


@pytest.mark.parametrize(
    ("cell", "role", "place"),
    [
        ("Question - max 120 characters", "prompt", 0), ("Answer 3 - max 75 characters", "option", 3),
        ("Correct answer(s) - choose at least one", "key", 0), ("Incorrect Answer 2 (Optional)", "wrong", 2),
        ("Opción C", "option", 3), ("Lösung", "key", 0), ("Réponse B", "option", 2), ("Gabarito", "key", 0),
        ("Étiquettes", "tags", 0), ("Begründung:", "explanation", 0), ("answer4", "option", 4), ("d", "option", 4),
        ("Feedback B", "why", 2), ("Mi columna", "", 0),
    ],
)  # fmt: skip
def test_headers_of_five_languages_and_many_programs_are_known(cell, role, place):
    assert (column(cell).role, column(cell).place) == (role, place)


@pytest.mark.parametrize("cells", [["perro", "dog"], ["Question"], ["Question", "Remarks"], ["Which is A?", "B"], []])
def test_a_row_of_texts_is_no_header(cells):
    assert header(cells) is None
