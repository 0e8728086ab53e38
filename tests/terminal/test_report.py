"""Messages on standard error: whole words and whole commands in a window, one line for scripts."""

import io

import pytest

from cxdrill.terminal import report

SENTENCE = 'attempt 1 is left open with 35 of 40 answered; "cxdrill quiz certification" goes on with it'
LISTED = "two things:\n  deck.yaml: practice it with: cxdrill quiz question-types --practice; then go on"


@pytest.fixture
def window(monkeypatch):
    monkeypatch.setattr(report, "is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "40")


@pytest.mark.parametrize("text", [SENTENCE, LISTED])
def test_in_a_window_words_and_commands_stay_whole(window, text):
    lines = report.fitted(text).split("\n")
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
    assert max(map(len, lines)) <= 60  # a command alone may be longer than the window
    assert any("cxdrill quiz certification" in line or "question-types --practice" in line for line in lines)


def test_a_line_goes_on_under_its_own_beginning(window):
    assert all(line.startswith("  ") for line in report.fitted(LISTED).split("\n")[1:])


def test_elsewhere_a_sentence_is_one_line():
    assert report.fitted(SENTENCE) == SENTENCE


def test_a_whole_file_is_cleaned_on_a_terminal_and_exact_elsewhere(monkeypatch) -> None:
    content = b"a\x1b]0;PWNED\x07b\r\nc\r\n"
    for is_terminal, expected in ((True, "a␛]0;PWNED␇b\nc\n".encode()), (False, content)):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, "utf-8", newline="\n")
        monkeypatch.setattr(stream, "isatty", lambda is_terminal=is_terminal: is_terminal)
        monkeypatch.setattr("sys.stdout", stream)
        report.print_bytes(content)
        assert raw.getvalue() == expected


def test_a_screen_reader_hears_words_in_place_of_signs():
    assert report.spoken("✓ Passed   4 of 4 · attempt 2") == "Passed   4 of 4, attempt 2"
    assert report.spoken("→ cxdrill study") == "Next: cxdrill study"
