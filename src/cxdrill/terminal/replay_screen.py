"""A talk played once more from a turn of choice, after its end in a drill; nothing of it is recorded."""

from __future__ import annotations

from cxdrill.core.cards.face import Face
from cxdrill.core.cards.question import Item
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import Keys
from cxdrill.terminal.answer_input import AnswerInput
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.screen import Frame
from cxdrill.terminal.session_screen import SessionScreen

_BACK = ("esc", "q", "enter", " ", "end of input")


def replay(desk: SessionScreen, face: Face, item: Item, response: str) -> None:
    """Lets the learner choose a turn, and goes on from there until the talk is over or left."""
    parts = response.split()
    said = [text for who, text in item.step(response).said if who == "You"]
    turn = _turn(desk, face, said[:9])
    if turn is None:
        return
    given = AnswerInput(item, so_far=" ".join(parts[: turn - 1]))

    def body(width: int) -> list[StyledLine]:
        prompt = question_view.asked("", face.prompt.strip(), width)
        notes = question_view.notes(item.feedback(given.so_far), width) if given.step.is_over else []
        return [*prompt, *question_view.choices(given.step, width), *notes]

    def frame(width: int) -> Frame:
        rows = given.step.rows
        keys: Keys = [(f"a-{rows[-1].name}", "reply"), ("esc", "back")] if rows else [("space", "back")]
        lines = body(width)
        return Frame(_head(desk, face), lines, question_view.keys(keys, width), range(len(lines) - 1, len(lines)))

    desk.show(frame)
    while True:
        key = desk.screen.key()
        if key in _BACK:
            return
        if key is not None:
            given = given.after(key)
            desk.screen.redraw()


def _turn(desk: SessionScreen, face: Face, said: list[str]) -> int | None:
    """The turn, counted from 1, that the learner wants to play again."""

    def frame(width: int) -> Frame:
        rows = [
            line
            for number, text in enumerate(said, 1)
            for line in paint.wrapped(paint.words(text), width, first=f"  {number}  You: ")
        ]
        keys: Keys = [(f"1-{len(said)}", "play again from there"), ("esc", "back")]
        return Frame(_head(desk, face), rows, question_view.keys(keys, width))

    desk.show(frame)
    while True:
        key = desk.screen.key()
        if key in _BACK:
            return None
        if key is not None and key.isdecimal() and 1 <= int(key) <= len(said):
            return int(key)


def _head(desk: SessionScreen, face: Face) -> list[StyledLine]:
    return [paint.words(f"{desk.title(face)} · once more, not recorded", paint.DIM), paint.words("")]
