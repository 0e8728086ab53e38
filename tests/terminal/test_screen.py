"""The screen and what is typed on it, with a keyboard that follows a script."""

import re

import pytest

from builders import choice, matching, multiple, ordering, true_false, typed
from cxdrill.core.cards.question import Question
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.answer_input import AnswerInput, input_of
from cxdrill.terminal.lines import Line
from cxdrill.terminal.screen import Frame
from paper import screen


def body(count: int, seen: range = range(0)):
    lines = [paint.words(f"line {number}.") for number in range(count)]
    return lambda width: Frame([paint.words("head")], lines, [paint.words("foot")], seen)


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        *(("Calls · hold", "7 left", "Calls · hold"), ("Telephone calls · hold", "7 left", "Telephone calls")),
        ("Certification", "question 40 of 40", ""),
    ],
)
def test_a_title_without_room_loses_its_tag_and_is_no_rest_of_a_word(left, right, shown):
    assert question_view.header(left, paint.words(right), 26)[0].plain.removesuffix(right).strip() == shown


def test_a_screen_that_asks_something_new_forgets_what_was_pressed_before():
    shown, frames = screen("a")
    shown.show(body(1))
    shown.redraw()

    assert shown.keyboard.dropped == 1
    assert len(frames) == 2
    assert shown.key() == "a"


def test_what_does_not_fit_scrolls_with_a_word_and_the_footer_stays():
    shown, frames = screen("down", "page down", "up", "x")
    shown.show(body(9))
    assert shown.key() == "x"

    first, down, end, up = frames
    assert "line 0." in first
    assert "↓ more" in first
    assert "line 1." in down
    assert "line 0." not in down
    assert "↑↓ more" in down
    assert "line 8." in end
    assert "↑ more" in end
    assert "↑↓ more" in up
    assert all("foot" in frame and "head" in frame for frame in frames)


def test_while_there_is_more_below_the_blank_is_said_to_show_that():
    shown, frames = screen(" ", "end", "home", "x")
    keys = question_view.keys([("space", "next"), ("q", "quit")], 40)
    shown.show(lambda width: Frame([], [paint.words(f"line {number}.") for number in range(9)], keys))
    assert shown.key() == "x"

    told = ["next" if "space next" in frame else "more" if "space more" in frame else "" for frame in frames]
    assert told == ["more", "more", "next", "more"]
    assert all("q quit" in frame for frame in frames)
    assert re.findall(r"line (\d)", frames[0])[-1] == re.findall(r"line (\d)", frames[1])[0], "no line is passed over"
    assert "line 0." in frames[-1]


def test_what_a_key_was_answered_with_goes_when_somebody_scrolls():
    shown, frames = screen("?", "end", "x")
    shown.show(body(9))
    assert [shown.key(), shown.key()] == ["?", "x"]

    assert "? changes nothing here" in frames[1]
    assert "changes nothing" not in frames[2]
    assert "line 8." in frames[2]


def test_in_a_low_window_a_message_is_whole_and_leaves_keys_in_sight():
    shown, frames = screen("x", "y", columns=20, lines=6)
    shown.show(body(9))
    shown.key(), shown.key()

    assert re.search(r"x changes nothing\S*\s+here\S*\s+foot", frames[-1])


@pytest.mark.parametrize("key", ["ф", "tab"])
def test_a_key_that_changes_nothing_is_told_each_time_it_is_pressed(key):
    shown, frames = screen(key, key, key, columns=80)
    shown.show(body(3))
    for _ in range(3):
        shown.key()
        shown.redraw()

    assert [f"{key} changes nothing here" in frames[place] for place in (0, 2, 4)] == [False, True, True]


def test_the_part_that_has_to_be_seen_is_scrolled_to_until_somebody_scrolls_by_hand():
    shown, frames = screen("up", "x", "y")
    shown.show(body(9, range(7, 8)))
    assert "line 7." in frames[0]
    shown.key()
    assert "line 7." not in frames[1]
    shown.redraw()
    assert "line 7." in frames[2]


def test_of_a_part_that_does_not_fit_the_beginning_is_seen():
    shown, frames = screen()
    shown.show(body(20, range(4, 20)))

    assert "line 4." in frames[0]
    assert "line 3." not in frames[0]


def test_at_the_end_of_a_page_that_begins_with_a_paragraph_down_moves_nothing():
    texts = [f"line {number}." if number % 3 else "" for number in range(12)]
    shown, frames = screen("down", "x", lines=9)
    lines = [paint.words(text) for text in texts]
    shown.show(lambda width: Frame([paint.words("head")], lines, [paint.words("foot")], range(4, 12), is_new=True))
    shown.key()

    assert [re.findall(r"line \d+", frame) for frame in frames] == [re.findall(r"line \d+", frames[0])] * 2


@pytest.mark.parametrize(("key", "step", "pressed"), [("enter", 0.01, 1), ("enter", 0.2, 3), ("a", 0.01, 3)])
def test_an_enter_that_repeats_faster_than_anybody_presses_counts_once_and_a_letter_each_time(key, step, pressed):
    shown, _ = screen(key, key, key, step=step)
    shown.show(body(1))
    for _ in range(pressed):
        assert shown.key() == key

    with pytest.raises(EOFError):
        shown.key()


@pytest.mark.parametrize("size", [(80, 24), (20, 6), (10, 3), (4, 3)])
def test_no_line_reaches_the_last_column_and_no_frame_is_longer_than_the_window(size):
    columns, lines = size
    shown, frames = screen(columns=columns, lines=lines)
    shown.show(lambda width: Frame([paint.words("日" * 99)], [paint.words("é" * 99)] * 40, [paint.words("x" * 99)]))

    rows = frames[0].removeprefix("\x1b[?2026h\x1b[H").removesuffix("\x1b[K\x1b[J\x1b[?2026l").split("\x1b[K\r\n")
    assert len(rows) <= lines
    assert all(paint.words(row).cell_len < columns for row in rows)


def test_a_line_is_edited_where_its_cursor_stands():
    line = Line()
    for key in ("a", "c", "left", "b", "end", "d", "home", "delete", "right", "backspace", "up"):
        line = line.after(key)

    assert (line.text, line.cursor) == ("cd", 0)
    assert line.after("clear line") == line.after("esc") == Line()


@pytest.mark.parametrize("text", ["short", "a long text " * 9, "日本語" * 30, "é\u3164" * 30])
@pytest.mark.parametrize("cursor", [0, 3, None])
def test_the_cursor_of_a_typed_line_is_always_in_sight(text, cursor):
    line = Line(text, len(text) if cursor is None else cursor)
    shown, frames = screen(columns=20, is_styled=True)
    shown.show(lambda width: Frame(body=[question_view.editing(line, width)]))

    assert question_view.editing(line, 18).cell_len <= 18
    assert "\x1b[7m" in frames[0]


def answer(item: Question, *keys: str) -> AnswerInput:
    given = AnswerInput(item)
    for key in keys:
        given = given.after(key)
    return given


@pytest.mark.parametrize(
    ("card", "keys", "response"),
    [
        *((choice(), "b", "b"), (choice(), "x", None), (true_false(), "f", "f"), (multiple(), "ca", "a,c")),
        *((multiple(), "aa", None), (ordering(), "31", None), (ordering(), "312", "3 1 2")),
        *((ordering(), "3312", "3 1 2"), (matching(), "cab", "1c 2a 3b"), (matching(), "cabc", "1c 2a 3b")),
        *((typed(), "hi", "hi"), (typed(), "", None)),
    ],
)
def test_keys_add_up_to_an_answer(card, keys, response):
    size = len(getattr(card, "options", ()) or getattr(card, "items", ()) or getattr(card, "pairs", ()))
    item = card.ordered(range(size))
    given = answer(item, *keys)

    assert given.response == response
    assert response is None or input_of(item, response).response == response


def test_the_last_part_of_an_answer_can_be_taken_back():
    item = ordering().ordered((0, 1, 2))

    assert answer(item, "1", "2", "backspace", "3", "2").response == "1 3 2"
    assert answer(item, "backspace").response is None
    assert not answer(item, "1", "backspace").is_begun


def test_what_fills_a_gap_is_the_strongest_thing_of_the_text():
    lines = question_view.filled("Answer by the [...] ring.", "Answer by the third ring.", 60)

    assert [line.pieces for line in lines] == [(("Answer by the ", ""), ("third", "bold"), (" ring.", ""))]
    assert question_view.filled("", "Good morning.", 60)[0].pieces == (("Good morning.", "bold"),)


def test_the_sides_of_a_match_stand_beside_each_other_in_a_wide_window():
    step = matching().ordered((2, 0, 1)).step("")
    rows = [line.plain for line in question_view.choices(step, paint.ROOMY, ("b",), at="2")]

    assert [row.split() for row in rows] == [
        ["1", "one", "a", "third"], [">", "2", "two", "▸", "b", "first"], ["3", "three", "c", "second"],
    ]  # fmt: skip
    assert len(question_view.choices(step, paint.WIDEST, ())) == 7
    assert question_view.last_chosen(step, paint.ROOMY, ("b",)) == range(1, 2)
