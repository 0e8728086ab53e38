"""A question, or a hidden part, asked on the screen: the keys that answer it, until an answer is whole."""

from __future__ import annotations

from msgspec.structs import replace

from cxdrill.core.cards.question import Item, Step
from cxdrill.terminal import question_view
from cxdrill.terminal.actions import (
    At,
    action_of,
    actions_at,
    commanded,
    footer,
    split_command,
    typed_action,
    typing_footer,
)
from cxdrill.terminal.answer_input import AnswerInput, answer_keys
from cxdrill.terminal.lines import Line
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.session_screen import SessionScreen


def answer_typed(screen: SessionScreen, item: Item | None, hint: str, *, is_needed: bool = True) -> str | None:
    """A typed answer to `item`, or to a hidden part where there is none; None where the card is left.

    Commands begin with a colon here.
    """
    commands: list[str] = []
    known, keys = commanded(At.ASKED), typing_footer("answer", At.ASKED)

    def answer_of(text: str) -> str | None:
        if command := text if typed_action(text, known) else split_command(text, known)[1]:
            commands.append(command)
            return text
        if text.startswith(":"):
            return None  # a slip of the keys, not an answer
        if item is None:
            return text if text or not is_needed else None
        return replace(AnswerInput(item), line=Line(text, len(text))).response

    while True:
        answer = screen.typed_line(screen.front, hint, keys=keys, answer_of=answer_of)
        if not commands:
            return answer
        command = commands.pop()
        action = typed_action(command, known)
        if action == "flag":
            screen.flag(screen.drill.face, command.partition(" ")[2].strip() or None)
        elif screen.act(action):
            return None


def answer_keyed(screen: SessionScreen, item: Item) -> str | None:
    """The answer to `item` given with keys; None where the card is left."""
    given = AnswerInput(item)
    actions = actions_at(At.ASKED, without=("go on", "type"))

    def arranged(width: int) -> list[StyledLine]:
        if item.card.is_final:  # what can be said now, under a talk that may be long
            return question_view.choices(Step(rows=given.step.rows), width)
        return question_view.arranged(given.shown, width)[1:] if given.is_begun else []

    def body(width: int) -> list[StyledLine]:
        choices = question_view.choices(given.step, width, given.given, given.signs)
        return [*screen.front(width), *choices, *question_view.arranged(given.shown, width)]

    def keys(width: int) -> list[StyledLine]:
        return question_view.keys([*answer_keys(given), *footer(actions, At.ASKED)], width)

    screen.show(screen.view(body, keys, seen=arranged))
    while True:
        key = screen.key(is_touched=given.is_begun)
        if key is None:
            return None
        before, given = given, given.after(key if given.is_typed else key.casefold())
        is_given = given != before if given.is_at_once else key == "enter"
        if is_given and given.response is not None:
            return given.response
        if given == before and screen.act(action_of(key, actions)):
            return None
        screen.screen.redraw()


def asked_on_screen(screen: SessionScreen, item: Item) -> str | None:
    """The answer to a question of any type; None where the card is left."""
    if AnswerInput(item).is_typed:
        return answer_typed(screen, item, item.how_to_answer)
    return answer_keyed(screen, item)
