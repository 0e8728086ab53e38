"""Problems on the screen: the source line, the carets under the right cells, the summary."""

from rich.cells import cell_len

from cxdrill.core.problem import Location, Problem, Severity
from cxdrill.terminal.views.problems_view import LONGEST_LINE, problem_lines, summary_line


def problem(column=1, width=0, severity=Severity.ERROR, line=41):
    return Problem(Location("decks/calls.yaml", line, column), "S305", severity, "two are right", "leave one", width)


def shown(found, source):
    return [line.plain for line in problem_lines([found], lambda _: source)]


def test_the_place_is_underlined_below_its_source_line():
    assert shown(problem(9, 5), "  text: Hello, correct: true") == [
        "decks/calls.yaml:41:9: error S305: two are right",
        "   41 |   text: Hello, correct: true",
        "      |         ^^^^^",
        "   leave one",
    ]


def test_the_underline_is_the_word_where_there_is_no_width_and_ends_with_the_line():
    assert shown(problem(3), "  pass_mark: 80%")[2] == "      |   ^^^^^^^^^"
    assert shown(problem(9, 400), "  text: >-")[2] == "      |         ^^"


def test_wide_signs_and_tabs_keep_the_carets_in_place():
    excerpt, carets = shown(problem(5, 2), "\t日本語です")[1:3]

    assert cell_len(excerpt.partition("です")[0]) == cell_len(carets.partition("^")[0])
    assert carets.count("^") == cell_len("です")


def test_a_line_that_cannot_be_read_or_a_column_past_its_end_does_no_harm():
    assert len(shown(problem(), "")) == 2
    assert shown(problem(500, 3), "short")[2].endswith("^")


def test_of_a_very_long_line_the_part_around_the_place_is_shown():
    source = "x" * 5000 + "HERE" + "y" * 5000
    excerpt, carets = shown(problem(5001, 4), source)[1:3]

    assert cell_len(excerpt) <= LONGEST_LINE
    assert excerpt[carets.index("^") :].startswith("HERE")


def test_a_narrow_window_keeps_excerpt_and_carets_on_one_row_each():
    found = problem(30, 60)
    rows = [line.plain for line in problem_lines([found], lambda _: " " * 29 + "word " * 20, room=40)]

    assert cell_len(rows[1]) <= 40
    assert cell_len(rows[2]) <= 40
    assert rows[1][rows[2].index("^") :].startswith("word")


def test_text_of_a_deck_cannot_reach_the_terminal():
    assert "\x1b" not in "".join(shown(problem(1, 3), "a\x1b[31mb"))


def test_the_summary_counts_errors_and_warnings_in_files_and_cards_and_notes_that_are_kept_back():
    found = [problem(), problem(severity=Severity.WARNING), problem(severity=Severity.NOTE)]

    assert summary_line(found, 1, 24, 0).plain == "1 error, 1 warning in 1 file, 24 cards"
    assert summary_line([], 2, 1, 0).plain == "nothing to mend: 0 errors, 0 warnings in 2 files, 1 card"
    assert summary_line([], 2, 1, 3).plain.endswith("; 3 notes more with --notes")


def test_of_a_file_the_first_twenty_are_shown_errors_before_others_and_the_rest_counted_by_rule():
    def of(path, rule, severity, number):
        return [Problem(Location(path, line), rule, severity, rule) for line in range(1, number + 1)]

    found = [
        *of("a.yaml", "Q301", Severity.WARNING, 30),
        *of("a.yaml", "S201", Severity.ERROR, 12),
        *of("a.yaml", "S205", Severity.ERROR, 7),
        *of("b.yaml", "Q301", Severity.WARNING, 2),
    ]
    lines = [line.plain for line in problem_lines(found, lambda _: "")]

    assert [sum(f"{rule}: {rule}" in line for line in lines) for rule in ("Q301", "S201", "S205")] == [5, 10, 7]
    assert lines[-2:] == ["a.yaml: Q301: 27 more of this kind", "a.yaml: S201: 2 more of this kind"]
