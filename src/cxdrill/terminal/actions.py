"""The one table of actions: keys, typed commands, words for footers and help, and where each works.

Screens take their footer and what a key does from it, line mode its commands and `:help`, the README its list of keys.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from cxdrill.core.cards.card import Card
from cxdrill.terminal.wording import as_typed_here

Keys = list[tuple[str, str]]
"""Keys for a footer, each with its meaning."""

WIDE = 90  # cells of a footer with room for every key
_SHOWN = {" ": "space", "left": "←", "right": "→", "up": "↑", "down": "↓"}


class At(StrEnum):
    ASKED = "asked"  # a card that is not answered yet
    REVEALED = "revealed"  # a flashcard with its answer
    TICKING = "ticking"  # a sentence of the learner's own beside the model
    FEEDBACK = "feedback"  # an answer that is judged and recorded
    OFFERED = "offered"  # a flashcard that keeps being forgotten
    OVER = "over"  # the end of a session
    ITEM = "item"  # a question of an exam
    SHEET = "sheet"  # the answer sheet
    RULES = "rules"  # the page before the first question
    CONFIRM = "confirm"  # the question before handing in


class Action(Struct, frozen=True):
    """One thing a person can do, and every way to ask for it."""

    name: str
    keys: tuple[str, ...]  # as a keyboard names them; none where the answer itself is given, or in line mode alone
    at: Mapping[At, str]  # where the keys work, with the words for the footer; none where help alone names them
    help: str = ""
    wide: str = ""  # words for the footer of a window with room, where narrower ones leave it to help
    shown: str = ""  # the keys as help writes them, where that is not their names
    command: str = ""  # in line mode, and on a screen where letters are text
    argument: str = ""  # of the command

    @property
    def key_names(self) -> str:
        """The keys as help and README write them."""
        return self.shown or " or ".join(_SHOWN.get(key, key) for key in self.keys if key != "end of input")

    @property
    def is_letter(self) -> bool:
        """Whether its key is a character, which is text where text is typed."""
        return bool(self.keys) and len(self.keys[0]) == 1


_OPEN, _AFTER = (At.ASKED, At.REVEALED, At.TICKING), (At.FEEDBACK, At.OFFERED)
_ALL = (*_OPEN, *_AFTER, At.OVER)
_HIDDEN = dict.fromkeys(_OPEN, "")  # works, and only help names it
_LEAVE, _LATER = ("q", "end of input"), "put it off to tomorrow"
_MOVE = Action("move", ("up", "down"), {}, "move to an option, which enter or space takes; or scroll", shown="↑ ↓")
_OPENED = "open the card's picture or sound, again: the next"
_HELP = "list what can be pressed and typed"

STUDY = (
    Action(
        "go on",
        (" ", "enter"),
        {At.ASKED: "show the answer", At.FEEDBACK: "next", At.OFFERED: "keep it", At.OVER: "done"},
        "show the answer, then the next card",
    ),
    Action("rate", tuple("1234"), {At.REVEALED: ""}, "rate a revealed card: again, hard, good, easy", shown="1 2 3 4"),
    Action("answer", (), {}, "answer a question; enter when it has several parts", shown="a-h, 1-9"),
    Action("true or false", (), {}, "answer true or false", shown="t f, y n"),
    Action("take back", ("backspace",), {}, "take the last part of an answer back"),
    Action("tick", tuple("12345"), {At.TICKING: ""}, "tick what your own sentence had, then enter", shown="1-5"),
    Action("done", ("enter",), {At.TICKING: "done"}),
    Action("type", ("t",), {At.ASKED: "type it"}, "type the hidden part of a text"),
    Action("hard", ("2",), {At.FEEDBACK: "it was hard"}, "after a right answer: it was hard", command=":hard"),
    Action("easy", ("4",), {At.FEEDBACK: "it was easy"}, "after a right answer: it was easy", command=":easy"),
    Action("meant", ("=",), {At.FEEDBACK: "I meant that"}, "after a typed answer: I meant that", command=":meant"),
    Action("play again", ("r",), {At.FEEDBACK: "play again"}, "after a talk: play it again from a turn, unrecorded"),
    Action("skip", ("s",), dict.fromkeys(_OPEN, "skip"), "leave the card out of this session", command=":skip"),
    Action(
        "undo", ("u",), dict.fromkeys(_ALL, "undo"), "take the last step back, as often as you like", command=":undo"
    ),
    Action("bury", ("-",), _HIDDEN | dict.fromkeys(_AFTER, _LATER), _LATER, wide="put off", command=":bury"),
    Action(
        "suspend",
        ("!",),
        _HIDDEN | dict.fromkeys(_AFTER, "set it aside"),
        "set it aside until you bring it back (cxdrill cards --wake)",
        wide="set aside",
        command=":suspend",
    ),
    Action(
        "flag",
        ("*",),
        _HIDDEN | {At.FEEDBACK: "flag"},
        "tell your instructor what is wrong with it",
        wide="flag",
        command=":flag",
        argument="NOTE",
    ),
    Action("open", ("o",), dict.fromkeys((*_OPEN, At.FEEDBACK), "open it"), _OPENED, command=":open"),
    Action(
        "notes", ("n",), _HIDDEN | {At.FEEDBACK: "notes"}, "read the deck's study notes", wide="notes", command=":notes"
    ),
    Action("help", ("?",), {**dict.fromkeys(_OPEN, "help"), At.FEEDBACK: ""}, _HELP, command=":help"),
    Action(
        "quit",
        _LEAVE,
        dict.fromkeys(_ALL, "quit"),
        "leave, with enter where you type; every answer is saved already",
        command=":quit",
    ),
    _MOVE,
)

EXAM = (
    Action("answer", (), {}, "give an answer, saved at once; it can be changed, in a talk it stands", shown="a-h, 1-9"),
    Action("true or false", (), {}, "answer true or false", shown="t f, y n"),
    Action("take back", ("backspace",), {At.ITEM: ""}, "take the last part of an answer back"),
    Action("back", ("left",), {At.ITEM: "back"}, "the question before, also where you type", command=":back"),
    Action("next", ("right", "enter"), {At.ITEM: "next"}, "the question after", command=":next"),
    Action("mark", ("*",), {At.ITEM: "mark"}, "mark a question, or take the mark away", command=":mark"),
    Action("open", ("o",), {At.ITEM: "open it"}, _OPENED, command=":open"),
    Action("clear", (), {At.ITEM: ""}, "make a question unanswered again", command=":clear"),
    Action("sheet", ("=",), {At.ITEM: "answer sheet, hand in"}, "the answer sheet", command=":sheet"),
    Action(
        "go to",
        ("enter",),
        {At.SHEET: "goes to a question"},
        "from the sheet to a question",
        shown="number, enter",
        command=":goto",
        argument="N",
    ),
    Action("submit", ("s",), {At.SHEET: "hand in"}, "from the sheet: hand in", command=":submit"),
    Action("start", ("enter",), {At.RULES: "start"}),
    Action("hand in", ("y",), {At.CONFIRM: "hand in"}),
    Action("to the item", ("esc", "left"), {At.SHEET: "back"}, "from the sheet: back to the question"),
    Action("to the sheet", ("n", "esc", "left"), {At.CONFIRM: "back to the sheet"}),
    Action(
        "quit",
        _LEAVE,
        {At.ITEM: "leave, go on later", At.SHEET: "leave", At.CONFIRM: "leave", At.RULES: "not now"},
        "leave, with enter where you type; the next cxdrill quiz goes on here",
        command=":quit",
    ),
    Action("help", ("?",), {At.ITEM: "help"}, _HELP, command=":help"),
    _MOVE,
)


def actions_at(at: At, *, without: Collection[str] = ()) -> tuple[Action, ...]:
    """What can be done there, apart from the actions that do not fit the card."""
    return tuple(action for action in (*STUDY, *EXAM) if at in action.at and action.name not in without)


def action_of(key: str | None, actions: Sequence[Action]) -> str:
    """The name of the action that a key asks for, none where it means nothing; Caps Lock changes nothing."""
    pressed = (key or "").casefold()
    return next((action.name for action in actions if pressed in action.keys), "")


def typed_action(text: str, actions: Sequence[Action]) -> str:
    """The name of the action that a typed command asks for, whatever stands behind it; none where there is no such."""
    command = text.strip().partition(" ")[0].casefold()
    return next((action.name for action in actions if command and command == action.command), "")


def without_colon(line: str) -> str:
    """A line where no text is an answer: what people type to leave or for help is the command."""
    return {"q": ":quit", "quit": ":quit", "help": ":help"}.get(line.strip().casefold(), line)


def split_command(text: str, actions: Sequence[Action]) -> tuple[str, str]:
    """A typed line as the answer and the command that ends it; no command where the line does not end in one."""
    for action in actions if ":" in text else ():
        tail = {"": "", "N": r"\s+[0-9]+"}.get(action.argument, r"(?:\s.*)?")
        found = re.search(rf"(?:^|(?<=[^:])){re.escape(action.command)}{tail}\s*$", text, re.IGNORECASE)
        if action.command and found:
            return text[: found.start()].strip(), found[0].strip()
    return text.strip(), ""


def split_typed(text: str, actions: Sequence[Action], card: Card) -> tuple[str, str]:
    """A line typed on a screen as the answer and the command that it is or ends in; also one that there is not.

    The key that leaves every other card is a command too, but where it would be a right answer.
    """
    line, leave = text.strip(), _LEAVE[0]
    if line.casefold() == leave and leave not in map(str.casefold, card.answers()):
        return "", ":quit"
    return ("", line) if line.startswith(":") else split_command(line, actions)


def footer(actions: Sequence[Action], at: At, width: int = 0) -> Keys:
    """The keys to show, more of them where there is room; neighbours with the same words stand together."""
    keys: Keys = []
    for action in actions:
        words = action.at[at] or (action.wide if width >= WIDE else "")
        if not words:
            continue
        name = action.shown or _SHOWN.get(action.keys[0], action.keys[0])
        keys.append((f"{keys.pop()[0]} {name}" if keys and keys[-1][1] == words else name, words))
    return keys


def typing_footer(enter: str, at: At, actions: Sequence[Action], esc: str = "clear") -> Keys:
    """The keys while letters are text: `enter` with its meaning, keys that are no letters, commands for the others."""
    keys = [action for action in actions if not action.is_letter]
    others = footer(keys, at)
    typed = [action for action in actions if action.command and action not in keys]
    commands = " ".join(action.command for action in typed if action.at[at] and action.name != "quit")
    return [("enter", enter), ("esc", esc), *others, (commands, ""), (f"{_LEAVE[0]}, enter", "leave")]


def commanded(at: At) -> tuple[Action, ...]:
    """The actions that are typed as commands there while letters are text."""
    return tuple(action for action in actions_at(at) if action.command)


def help_lines(table: Sequence[Action], at: At) -> list[tuple[str, str]]:
    """Every key with what it does, and at the end the commands for where letters are text."""
    rows = [(action.key_names, as_typed_here(action.help)) for action in table if action.help and action.key_names]
    return [*rows, ("", f"Where you type, begin with a colon: {' '.join(each.command for each in commanded(at))}")]


def line_help(table: Sequence[Action], *sentences: str) -> str:
    """What can be typed in line mode: sentences about answers, then every command."""
    commands = [(f"{action.command} {action.argument}".strip(), action.help) for action in table if action.command]
    return "\n".join([*sentences, *(f"{command:<12}{as_typed_here(words)}" for command, words in commands)])
