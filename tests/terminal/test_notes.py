"""Study notes on a real terminal: rendered, paged where they do not fit, and the terminal left as it was."""

import pytest

pexpect = pytest.importorskip("pexpect")

from pty_driver import at_terminal  # noqa: E402

pytestmark = pytest.mark.pty

SHORT = "deck: short\ntitle: Short\nnotes: |\n  ## Heading\n\n  Some **bold** words and [a link](http://x.example).\n"
LONG = "deck: long\ntitle: Long [bold]notes[/]\nnotes: |\n" + "".join(f"  - point {number}\n\n" for number in range(60))
CARDS = "cards:\n  - {id: one, prompt: First?, answer: Uno}\n"
HOME = (SHORT + CARDS, LONG + CARDS)


def test_short_notes_are_printed_and_stay(home):
    terminal = at_terminal(home, "notes", "short")

    assert terminal.wait_for_end() == 0
    assert "Heading" in terminal.text
    assert "Some bold words and a link (http://x.example)." in terminal.text
    assert b"\x1b]8" not in terminal.raw  # no hyperlink is sent
    assert b"\x1b[?1049h" not in terminal.raw


def test_long_notes_are_paged_and_leave_nothing_behind(home):
    terminal = at_terminal(home, "notes", "long", rows=16)
    terminal.wait_for("point 0")

    assert "Long [bold]notes[/]" in terminal.text
    assert "point 30" not in terminal.text
    terminal.send(" ").wait_for(lambda text: "point 0" not in text)
    for _ in range(30):
        terminal.send("\x1b[B")

    assert terminal.send("q").wait_for_end() == 0
    assert "point" not in terminal.text
    assert b"\x1b[?1049l" in terminal.raw


@pytest.mark.parametrize("key", ["q", "\x1b", "\r"])
def test_a_key_closes_long_notes(home, key):
    terminal = at_terminal(home, "notes", "long", rows=16, columns=20)
    terminal.wait_for("point 0")

    assert terminal.send(key).wait_for_end() == 0


def test_a_list_longer_than_the_window_is_paged_and_leaves_the_next_command(home):
    terminal = at_terminal(home, "decks", rows=6)
    terminal.wait_for("space")
    assert terminal.is_on_alternate_screen

    assert terminal.send("q").wait_for_end() == 0
    assert terminal.last_words.startswith("→ cxdrill study ")
