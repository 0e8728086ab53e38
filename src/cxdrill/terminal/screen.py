"""A screen that is drawn anew after each key and each resize: a header, a body that scrolls, and the keys that work.

What stands on it is made by a `View`; keys that scroll are handled here, all others go to whoever asked.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct, field

from cxdrill.core.text import clean
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import Action, At, Keys, action_of, actions_at, footer, help_lines
from cxdrill.terminal.keyboard import PASTED, Keyboard
from cxdrill.terminal.mode import SessionMode, send
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.paragraphs import closer, from_paragraph, onwards

if sys.platform == "win32":
    from cxdrill.terminal.keyboard import WindowsKeyboard as SystemKeyboard
else:
    from cxdrill.terminal.posix_keyboard import PosixKeyboard as SystemKeyboard

# Tells the terminal to show a frame only when it is whole.
_BEGIN = "\x1b[?2026h\x1b[H"
_END = "\x1b[?2026l"
_REST = "\x1b[K\x1b[J"  # takes away what stood behind the last line and below it
_NEXT_LINE = "\x1b[K\r\n"
_HELD_SECONDS = 0.08  # a held or bouncing Enter repeats faster than this; a person does not
_FAR = 1_000_000  # lines
_LOW = 12  # lines of a window, below which what is around the body is short
_SCROLLING = {"up": -1, "down": 1, "page up": -8, "page down": 8, "home": -_FAR, "end": _FAR}


class Frame(Struct, frozen=True):
    """What stands on the screen: lines that fit the width they were made for."""

    header: Sequence[StyledLine] = ()
    body: Sequence[StyledLine] = ()
    footer: Sequence[StyledLine] = ()
    seen: range = range(0)  # the lines of the body that have to be in sight, their beginning before their end
    has_typing: bool = False  # so that a blank is text and shows no more of the body
    has_options: bool = False  # so that the arrows move among them
    is_new: bool = False  # what has to be in sight is read from its beginning, not below the end of something
    told: str = ""  # a sentence above the keys


View = Callable[[int], Frame]
"""Makes the frame for a width in cells."""
ReadKey = Callable[[], str | None]
Lines = Callable[[int], Sequence[StyledLine]]
"""Makes lines for a width in cells."""


def page(
    head: str | StyledLine | Lines, body: Lines, keys: Keys | Lines, *, seen: Lines | None = None,
    more: Lines | None = None, has_typing: bool = False, has_options: bool = False,
) -> View:  # fmt: skip
    """A screen with a title or lines above a body, and keys; `seen` ends the body and is in sight, `more` follows."""

    def frame(width: int) -> Frame:
        lines = body(width)
        above = head(width) if callable(head) else [paint.joined(head), paint.words("")]
        below = keys(width) if callable(keys) else question_view.keys(keys, width)
        in_sight = range(len(lines) - len(seen(width)), len(lines)) if seen else range(0)
        whole = [*lines, *more(width)] if more else lines
        return Frame(above, whole, below, in_sight, has_typing, has_options, is_new=more is not None)

    return frame


def foot(actions: Sequence[Action], at: At, *more: tuple[str, str]) -> Lines:
    """The keys of actions, behind others."""
    return lambda width: question_view.keys([*more, *footer(actions, at, width)], width)


def _size() -> tuple[int, int]:
    columns, lines = shutil.get_terminal_size()
    return max(columns, 4), max(lines, 3)


class Screen(Struct):
    """The alternate screen of one session, on standard input and output."""

    keyboard: Keyboard = field(default_factory=SystemKeyboard)
    write: Callable[[str], None] = send
    size: Callable[[], tuple[int, int]] = _size  # columns, lines
    clock: Callable[[], float] = time.monotonic
    shown: View | None = None
    _top: int = 0
    _is_scrolled: bool = False  # by hand, so that the view stays where it was put
    _overflow: int = 0
    _room: int = 1  # lines of a body that is too long, in sight
    _is_painting: bool = False
    _is_dirty: bool = False
    _is_new: bool = False
    _last: tuple[str, float] = ("", 0.0)
    _is_changed: bool = True  # since the last key, so that it meant something
    _frame: Frame = field(default_factory=Frame)
    _sent: set[str] = field(default_factory=set)  # pictures that the terminal has
    _away: str = ""  # takes the pictures of the frame before away
    _message: str = ""  # above the keys, until the next one
    _pasted: list[str] = field(default_factory=list)  # signs to be typed

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The screen while the block runs; afterwards the terminal is as it was."""
        with SessionMode(self.keyboard, self.write, self.redraw).held():
            yield
            self.write(self._away)

    def show(self, view: View) -> None:
        """Puts up a screen that asks something new: keys pressed before it was drawn have no effect on it."""
        self._top, self._is_scrolled, self._is_new, self._pasted = 0, False, True, []
        self.shown = view
        self.redraw()

    def pressed(
        self, view: View, actions: Sequence[Action] = (), key: ReadKey | None = None
    ) -> Iterator[tuple[str, str]]:
        """The keys pressed at a new screen, each behind its action; the screen is drawn again after each."""
        self.show(view)
        while True:
            pressed = (key or self.key)() or ""
            yield action_of(pressed, actions), pressed
            self.redraw()

    def chosen(self, view: View, at: At, key: ReadKey | None = None) -> str:
        """The action chosen at a screen that asks for nothing else."""
        return next(action for action, _ in self.pressed(view, actions_at(at), key) if action)

    def say(self, message: str) -> None:
        """Puts a sentence above the keys until the next one is pressed."""
        self._message, self._is_changed = message, True

    def redraw(self) -> None:
        """Paints what is up now; safe to call from a signal handler at any time."""
        self._is_dirty = True
        if self._is_painting or self.shown is None:
            return
        self._is_painting = True
        try:
            while self._is_dirty:
                self._is_dirty = False
                painted = self._painted(self.shown)
                if self._is_new:
                    self.keyboard.drop_input()
                    self._is_new = False
                self.write(painted)
        finally:
            self._is_painting = False

    def key(self, wait_seconds: float | None = None) -> str | None:
        """The next key that is not for scrolling, or None when none came in time."""
        self._tell_of_nothing()
        while True:
            key = self._pasted.pop(0) if self._pasted else self.keyboard.key(wait_seconds)
            if key is None:
                return None
            if key.startswith(PASTED):
                self._take_pasted(key.removeprefix(PASTED))
                continue
            if self._is_held(key):
                continue
            if key in _SCROLLING and self._overflow and not self._is_own(key):
                self._scroll(_SCROLLING[key])
                continue
            if key == " " and self._top < self._overflow and not self._frame.has_typing:
                self._scroll(max(1, self._room - 1))
                continue
            if key:
                self._is_scrolled, self._is_changed, self._message = False, False, ""
                return key

    def _take_pasted(self, text: str) -> None:
        """Types pasted text where there is a line to type; anywhere else its letters would be keys nobody meant."""
        self._pasted = list(" ".join(clean(text).split())) if self._frame.has_typing else []
        if not self._frame.has_typing:
            self._message = "text cannot be pasted here; nothing was changed"
            self.redraw()

    def _tell_of_nothing(self) -> None:
        """Says so where the last key changed nothing."""
        key = {" ": "space"}.get(self._last[0], self._last[0])
        if not self._is_changed and (len(key) == 1 or key in ("space", "enter", "tab")):
            self._message = f"{key} changes nothing here; the keys that work are below"
            self.redraw()
        self._is_changed = True

    def _is_own(self, key: str) -> bool:
        """Whether a key that scrolls moves among options here, or in the line that is typed."""
        frame = self._frame
        return (frame.has_options and key in ("up", "down")) or (frame.has_typing and key in ("home", "end"))

    def _scroll(self, lines: int) -> None:
        self._message = ""
        self._top = max(0, min(self._overflow, self._top + lines))
        self._is_scrolled = True
        self.redraw()

    def _is_held(self, key: str) -> bool:
        """Whether an Enter or a blank comes so soon after the last one that nobody pressed it anew."""
        now = self.clock()
        before, at = self._last
        self._last = (key, now)
        return key in ("enter", " ") and key == before and now - at < _HELD_SECONDS

    def _painted(self, view: View) -> str:
        columns, lines = self.size()
        width = max(10, paint.fitting(columns - 2))
        frame = view(width)
        self._is_changed |= frame != self._frame
        self._frame = frame
        keys = list(frame.footer)[: max(1, lines // 3)]
        told = self._message or frame.told
        told = told if lines >= _LOW else told.partition(";")[0]  # which leaves room for keys
        footer = [*paint.wrapped(told, width, paint.DUE), *keys] if told else keys
        header = list(frame.header)[: 1 if lines < _LOW else 2]
        room = max(1, lines - len(header) - len(footer))
        body = self._visible(closer(frame.body, room), frame, room, width)
        if self._top < self._overflow and not frame.has_typing:
            footer[-len(keys) :] = [onwards(line) for line in keys]
        rows = [*header, *body, *[paint.words("")] * (room - len(body)), *footer]
        drawn = self._pictures(body, len(header) + 1)
        # A sign in the last column would be erased with the rest of the line.
        shown = (paint.joined(paint.MARGIN, row.cut(columns - 2, has_ellipsis=False)).drawn for row in rows[:lines])
        return _BEGIN + _NEXT_LINE.join(shown) + _REST + drawn + _END

    def _pictures(self, body: Sequence[StyledLine], first: int) -> str:
        """What draws the pictures that are wholly in sight, the body beginning in that line of the screen."""
        drawn, self._away = self._away, ""
        for at, line in enumerate(body):
            if isinstance(line, paint.PictureLine) and at + line.picture.rows <= len(body):
                picture = line.picture
                drawn += f"\x1b[{first + at};2H{picture.again if picture.first in self._sent else picture.first}"
                self._sent.add(picture.first)
                self._away = picture.away
        return drawn

    def _visible(self, body: list[StyledLine], frame: Frame, room: int, width: int) -> list[StyledLine]:
        """The part of the body that fits, with a word where there is more."""
        if len(body) <= room:
            self._top = self._overflow = 0
            return body
        self._room = room = max(1, room - 1)  # the last line is for the word
        self._overflow = len(body) - room
        top = min(max(self._top, frame.seen.stop - room), frame.seen.start)
        if frame.seen and frame.is_new:  # also once it is scrolled: no line moves or goes then
            top, body = from_paragraph(body, frame.seen, room)
            self._overflow = len(body) - room
        top = self._top if self._is_scrolled or not frame.seen else top
        self._top = max(0, min(top, self._overflow))
        below = self._top < self._overflow
        word = f"{'↑' if self._top else ''}{'↓' if below else ''} more"
        if width >= 22:
            word += ": page down" if frame.has_typing else ": space" if below else ": page up"
        return [*body[self._top : self._top + room], paint.words(word, paint.DUE)]


class Left(Exception):
    """The person has left; what was answered is saved."""


def show_help(screen: Screen, table: Sequence[Action], at: At, key: ReadKey | None = None) -> None:
    """Shows every key with what it does, until any key is pressed."""

    def lines(width: int) -> list[StyledLine]:
        room = 16 if width >= 50 else 3
        rows = []
        for keys, words in help_lines(table, at):
            text = f"{keys:<{room - 1}} {words}" if keys and width >= 50 else f"{keys} {words}".strip()
            rows += paint.wrapped(text, width, hang=" " * (room if keys else 2))
        return rows

    next(screen.pressed(page(paint.words("Keys", paint.TITLE), lines, [("any key", "back")]), (), key))
