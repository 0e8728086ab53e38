"""The frame of a study session: its header, the actions that work at every card, and a typed line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cxdrill.core.cards.deck import Face
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import STUDY, Action, At, Keys, actions_at
from cxdrill.terminal.drill import Drill
from cxdrill.terminal.lines import Line
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.report import notes_lines
from cxdrill.terminal.screen import Left, Lines, Screen, View, page, show_help

Taken = TypeVar("Taken")
_ROOM_FOR_BAR = 50  # cells of a window in which the title does not need them


class SessionScreen(Struct):
    drill: Drill
    screen: Screen

    def turns(self, view: View, actions: Sequence[Action], face: Face | None = None) -> Iterator[tuple[str, str]]:
        """The keys pressed at a new screen, each behind its action, until one leaves the card, asked now or `face`."""
        for action, key in self.screen.pressed(view, actions):
            if self.act(action, face):
                return
            yield action, key

    def title(self, face: Face) -> str:
        """What it is asked from: its deck, by name."""
        return self.drill.decks[face.card.deck].title

    def beside(self, face: Face, width: int, *, is_revealed: bool) -> Sequence[StyledLine]:
        """The card's picture, or what is said of it and of a sound, once it may be seen."""
        card = face.card
        if not (is_revealed or card.shows_media(face.suffix)):
            return ()
        return question_view.beside(card, self.drill.files().picture(card, width) if card.image else None, width)

    def view(
        self, body: Lines, keys: Lines, *, face: Face | None = None, seen: Lines | None = None,
        more: Lines | None = None, has_typing: bool = False, has_options: bool = False,
    ) -> View:  # fmt: skip
        """A card's screen, under how far the session has come."""
        session, face = self.drill.session, face or self.drill.face
        left = f"{self.title(face)} · {face.card.tags[0]}" if face.card.tags else self.title(face)
        total = session.total + session.again

        def head(width: int) -> list[StyledLine]:
            words = self.drill.progress()
            right = paint.words(re.split(", | · ", words)[0] if width < 40 else words)
            if width >= _ROOM_FOR_BAR:
                done = total - session.left - session.again
                right = paint.joined(paint.progress(done, total, 12), "  ", right)
            return question_view.header(left, right, width)

        return page(head, body, keys, seen=seen, more=more, has_typing=has_typing, has_options=has_options)

    def front(self, width: int, style: str = paint.TITLE) -> list[StyledLine]:
        """The scenario and the prompt of the card asked now."""
        face = self.drill.face
        more = self.beside(face, width, is_revealed=style == paint.PLAIN)
        return question_view.asked(self.drill.scenario(), face.prompt, width, style, more)

    def asking(self, at: At, *without: str) -> tuple[Action, ...]:
        """What can be done at the card asked now; its deck's notes are offered at its first card and at a repeat."""
        missing = {"notes"} if not self.drill.notes() else set()
        missing |= {"open"} if not self.drill.has_media(is_revealed=at is At.REVEALED) else set()
        actions = actions_at(at, without={*without, *missing})
        face, met = self.drill.face, [answer.face for answer in self.drill.session.answers]
        if any(each.card.deck == face.card.deck for each in met) and face.key not in {each.key for each in met}:
            return actions
        return tuple(replace(each, at={**each.at, at: "notes"}) if each.name == "notes" else each for each in actions)

    def act(self, action: str, face: Face | None = None) -> bool:
        """Does what can be done at every card; True where the card is to be asked anew, or another one."""
        view = self.screen.shown
        match action:
            case "quit":
                raise Left
            case "help":
                show_help(self.screen, STUDY, At.ASKED)
            case "notes":
                self._read_notes(face or self.drill.face)
            case "open":
                self.screen.say(self.drill.open(face))
            case "flag":
                self.flag(face or self.drill.face)
            case _:
                said = self.drill.do(action, face)
                if action == "undo":
                    self.screen.say(said or "there is nothing to take back")
                elif said:
                    self.screen.say(f"{said} · u undo")
                return bool(said)
        if view is not None:
            self.screen.show(view)
        return False

    def flag(self, face: Face, note: str | None = None) -> None:
        """Flags a card for the instructor, after asking for a note where none is given."""
        if note is None:
            note = self.typed_line(
                lambda width: question_view.asked("", face.prompt.strip(), width),
                "tell your instructor what is wrong",
                keys=[("enter", "keep"), ("esc", "cancel")],
                face=face,
                taken=lambda text: text,
            )
        if note is not None:
            self.screen.say(f"{self.drill.do('flag', face, note)} · u undo")

    def _read_notes(self, face: Face) -> None:
        lines = notes_lines(self.drill.notes(face))
        view = page(f"{self.title(face)} · notes", lines, [("space", "more"), ("esc", "back")])
        for _, key in self.screen.pressed(view):
            if key in (" ", "enter", "esc", "n", "q", "end of input"):
                return

    def typed_line(
        self, body: Lines, hint: str, *, keys: Keys, face: Face | None = None,
        taken: Callable[[str], Taken | None], is_unread: bool = False,
    ) -> Taken | None:  # fmt: skip
        """What a typed line is `taken` for, None after Esc; what is unread stays in sight until something is typed."""
        line, hints = Line(), hint

        def typing(width: int) -> list[StyledLine]:
            return [question_view.editing(line, width)]

        def lines(width: int) -> list[StyledLine]:
            return [*body(width), *paint.wrapped(hints, width), *typing(width)]

        def seen(width: int) -> list[StyledLine]:
            return [] if is_unread and not line.text and hints == hint else typing(width)

        view = self.view(lines, lambda width: question_view.keys(keys, width), face=face, seen=seen, has_typing=True)
        for _, key in self.screen.pressed(view):
            if key == "esc":
                return None
            if key == "end of input":
                raise Left
            text = line.text.strip()
            if key == "enter" and (answer := taken(text)) is not None:
                return answer
            if key == "enter" and text:
                why = f"there is no command {text}" if text.startswith(":") else "that cannot be read"
                hints = f"{why}: {hint}"
            line = line.after(key)
        return None
