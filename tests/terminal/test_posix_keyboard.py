"""Keys out of a real terminal line, and the terminal's mode put back."""

import os
import signal
import sys

import pytest

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

from cxdrill.terminal.posix_keyboard import GuestKeyboard, PosixKeyboard  # noqa: E402

pytestmark = pytest.mark.pty


@pytest.fixture
def line(monkeypatch):
    """The far end of a terminal line whose near end is standard input."""
    far, near = pty.openpty()
    with os.fdopen(near, "rb", buffering=0) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield far
    os.close(far)


def test_keys_come_one_by_one_without_echo(line):
    keyboard = PosixKeyboard()
    before = termios.tcgetattr(line)
    keyboard.enter()
    os.write(line, "a\x1b[Cé".encode())
    assert [keyboard.key(1.0) for _ in range(3)] == ["a", "right", "é"]
    assert not termios.tcgetattr(line)[3] & (termios.ECHO | termios.ICANON)
    assert keyboard.key(0.0) is None
    keyboard.leave()
    assert termios.tcgetattr(line) == before


def test_a_lone_esc_is_told_from_an_arrow_by_a_short_wait_and_dropped_keys_are_gone(line):
    keyboard = PosixKeyboard()
    keyboard.enter()
    os.write(line, b"\x1b")
    assert keyboard.key(1.0) == "esc"
    os.write(line, b"abc")
    assert keyboard.key(1.0) == "a"
    keyboard.drop_input()
    assert keyboard.key(0.0) is None
    keyboard.leave()


def test_a_signal_rings_while_keys_are_waited_for_and_is_no_key(line):
    """A signal that comes just before a wait would else be noticed at the next key only."""
    keyboard, heard = PosixKeyboard(), []
    before = signal.signal(signal.SIGUSR1, lambda *_: heard.append("signal"))
    try:
        keyboard.enter()
        signal.raise_signal(signal.SIGUSR1)
        os.write(line, b"x")
        assert keyboard.key(1.0) == "x"
        signal.raise_signal(signal.SIGUSR1)
        assert keyboard.key(0.01) is None
        rings = signal.set_wakeup_fd(-1)
        assert rings >= 0
        signal.set_wakeup_fd(rings, warn_on_full_buffer=False)
        keyboard.leave()
        assert signal.set_wakeup_fd(-1) == -1
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert heard == ["signal", "signal"]


def test_a_line_that_is_hung_up_is_the_end_of_input(monkeypatch):
    far, near = pty.openpty()
    with os.fdopen(near, "rb", buffering=0) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        keyboard = PosixKeyboard()
        keyboard.enter()
        os.close(far)
        with pytest.raises(EOFError):
            keyboard.key(1.0)
        keyboard.leave()


def test_a_guest_gets_its_own_mode_back_after_a_stop(line):
    keyboard = GuestKeyboard()
    before = termios.tcgetattr(line)
    keyboard.enter()
    inside = termios.tcgetattr(line)
    inside[3] &= ~termios.ISIG
    termios.tcsetattr(line, termios.TCSANOW, inside)
    keyboard.leave()
    assert termios.tcgetattr(line) == before
    keyboard.enter()
    assert termios.tcgetattr(line)[3] == inside[3]
    keyboard.leave()
