"""Every key shown works, every key that works is shown: pressed one by one on the real screens, read off the frames."""

import io
import re
import string
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from builders import (
    Journal,
    choice,
    cloze,
    deck,
    exam,
    flashcard,
    library,
    matching,
    multiple,
    ordering,
    true_false,
    typed,
)
from cxdrill.core.cards.deck import faces as faces_of
from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.core.cards.flashcard import Say
from cxdrill.core.cards.sheet import Option
from cxdrill.core.cards.talk import Reply as TalkReply
from cxdrill.core.cards.talk import Turn
from cxdrill.core.event import Draft
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.sitting import Sitting
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Queue
from cxdrill.core.study.session import StudySession
from cxdrill.terminal import drawing
from cxdrill.terminal.actions import EXAM, STUDY, Action, line_help
from cxdrill.terminal.drill import Drill
from cxdrill.terminal.exam_lines import ExamLines
from cxdrill.terminal.exam_screen import ExamScreen
from cxdrill.terminal.lines import Lines
from cxdrill.terminal.screen import Screen
from cxdrill.terminal.study_lines import StudyLines
from cxdrill.terminal.study_screen import StudyScreen
from paper import screen

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
README = Path(__file__).parents[2] / "README.md"
NAMES = {"space": " ", "←": "left", "→": "right", "↑": "up", "↓": "down"}
SPECIAL = ("enter", "esc", "backspace", "left", "right", "home", "end", "delete", "clear line", "end of input")
PROBES = (*(sign for sign in string.printable[:95] if not sign.isupper()), *SPECIAL)
SAY = Say(deck="calls", id="say", prompt="What do you say?", topic="calls", model="Yes", checklist=("warm", "short"))
DRAWN = cache(drawing.drawn)
Outcome = tuple[list[tuple[str, str]], list[str], int]  # recorded, the frames drawn, keys never taken


@pytest.fixture(autouse=True)
def no_answer_to_keys_without_a_meaning(monkeypatch) -> None:
    monkeypatch.setattr(Screen, "_tell_of_nothing", lambda self: None)
    monkeypatch.setattr(drawing, "drawn", DRAWN)


class Files:
    """Opens whatever it is asked for."""

    def open(self, card) -> str:
        return f"opened {card.id}"

    def picture(self, card, width: int) -> None:
        return None


def drill(journal: Journal, cards) -> Drill:
    decks = library(deck("calls", choice("zero"), *cards, notes="Read me."))
    faces = {face.key: face for card in decks.cards() for face in faces_of(card)}
    settings = Settings(show_intervals=False, leech_threshold=1)
    was = Journal("fedcba9876543210")
    for key in ("calls/slips", "calls/slips-too"):
        was.save(Draft("review", {"card": key, "rating": 4, "took_ms": 9, "day": "2026-02-01", "due": "2026-02-09"}))
    queue = Queue(others=tuple(faces))
    session = StudySession(queue, faces.__getitem__, History(was.events), settings, NOW, seed=1)
    return Drill(session, {each.id: each for each in decks.decks}, journal.save, lambda: NOW, lambda: 0.0, Files)


def study(keys: list[str], *cards) -> Outcome:
    """Answers a first card, so that there is something to undo, then presses the keys at the second."""
    journal = Journal(at=NOW)
    shown, frames = screen("b", " ", *keys, "nothing", lines=40, columns=72)
    StudyScreen(drill(journal, cards), shown).run()
    return recorded(journal), frames, len(shown.keyboard.keys)


def sitting(journal: Journal, cards) -> Sitting:
    rules = exam(items=len(cards), blueprint={"calls": len(cards)})
    forms = (drawn_form(pools(rules, library(deck("calls", *cards))), seed) for seed in range(99))
    form = next(form for form in forms if form.items[-1].card.id == cards[-1].id)
    return Sitting(journal.begin(form, rules), 0.0, 0.0)


def take(keys: list[str], *cards) -> Outcome:
    """Presses the keys in an exam of two questions, the second of which is in front."""
    journal = Journal()
    shown, frames = screen("right", *keys, "nothing", lines=40, columns=72)
    ExamScreen(sitting(journal, (choice("zero"), *cards)), journal.save, lambda: 1.0, Files, screen=shown).run()
    return recorded(journal), frames, len(shown.keyboard.keys)


def recorded(journal: Journal) -> list[tuple[str, str]]:
    return [(event.kind, str(sorted(event.fields.items()))) for event in journal.events]


def rows(frame: str) -> list[str]:
    return [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line).rstrip() for line in frame.split("\r\n")]


def keys_of(words: str) -> set[str]:
    """The keys that a piece of a footer or of help begins with, a range as its ends."""
    found: set[str] = set()
    for token in words.replace(",", " ").split():
        if token == "number":
            found |= set("12")
        elif match := re.fullmatch(r"(\w)-(\w)", token):
            found |= set(match.groups())
        elif token != "or":
            found.add(NAMES.get(token, token))
    return found


def footer_keys(frame: str) -> set[str]:
    """The keys in the last lines of a frame, under the last blank one."""
    lines = rows(frame)
    last_blank = max(index for index, line in enumerate(lines) if not line)
    pieces = [piece for line in lines[last_blank + 1 :] for piece in re.split(r" · |  +", line.strip())]
    leading = (re.match(r"number, enter|[←→](?: [←→])*|(?:\S+)", piece) for piece in pieces)
    return {key for match in leading if match for key in keys_of(match[0])}


def help_keys(frame: str) -> set[str]:
    """The keys that a screen of help lists; a range stands for its beginning, for not every card is as long."""
    lines = [line[1:] for line in rows(frame)[2:]]
    columns = [line[:15].strip() for line in lines if line[15:17].strip() and not line.startswith(("Where", " "))]
    return {key for column in columns for key in keys_of(re.sub(r"(\w)-\w", r"\1", column))}


TALK = Dialogue(
    deck="calls",
    id="talk",
    prompt="A guest comes.",
    topic="calls",
    steps=("greeting",),
    turns=(
        Turn("opening", "Hello?", (TalkReply("Good morning.", "end", ("greeting",)), TalkReply("Yes?", "end"))),
        Turn("end", "Thank you.", ends="solved", coach="Well done."),
    ),
)
SEEN = {"image": "desk.png", "alt": "A desk"}
STATES = {  # the keys that lead there, in one or two ways
    "flashcard": (study, [[]], flashcard()),
    "cloze": (study, [[]], cloze()),
    "choice": (study, [[]], choice()),
    "multiple": (study, [[], ["a"]], multiple()),
    "true or false": (study, [[]], true_false()),
    "order": (study, [[], ["1", "2", "3"]], ordering()),
    "match": (study, [[], ["a", "b", "c"]], matching()),
    "revealed": (study, [[" "]], flashcard()),
    "ticking": (study, [["enter"]], SAY),
    "talk over": (study, [["a"]], TALK),
    "right": (study, [["b"]], choice()),
    "wrong": (study, [["a"]], choice()),
    "mistyped": (study, [[*"empaty?", "enter"]], typed()),
    "leech": (study, [[" ", "1"]], flashcard("slips")),
    "wrong leech": (study, [["a"]], choice("slips-too")),
    "picture": (study, [[], ["b"]], choice(**SEEN)),
    "picture revealed": (study, [[" "]], flashcard(**SEEN, has_reverse=True)),
    "picture of an option": (study, [[]], choice(options=(Option("a", True, **SEEN), Option("b")))),
    "item with a picture": (take, [[]], choice(**SEEN)),
    "item": (take, [[], ["b"]], choice()),
    "items": (take, [[], ["a"]], multiple()),
    "item in order": (take, [[], ["1", "2", "3"]], ordering()),
    "item true or false": (take, [[]], true_false()),
    "sheet": (take, [["=", "1"]], choice()),
    "confirm": (take, [["=", "s"]], choice()),
}


def help_frame(frames: list[str]) -> str:
    return next(frame for frame in frames if "any key" in frame)


def helps(run) -> set[str]:
    return help_keys(help_frame(run(["?"], choice())[1]))


@cache
def working(state: str) -> set[str]:
    """The keys that change a frame, record something or leave."""
    run, preludes, card = STATES[state]

    def effect(keys: list[str]) -> tuple[object, ...]:
        journal, frames, left = run(keys, card)
        return journal, [after for before, after in pairwise(["", *frames]) if after != before], left

    return {
        probe
        for prelude in preludes
        for before in [effect(prelude)]
        for probe in PROBES
        if effect([*prelude, probe]) != before
    }


@pytest.mark.parametrize("state", STATES)
def test_every_key_shown_works_and_every_key_that_works_is_shown(state) -> None:
    run, preludes, card = STATES[state]
    shown = footer_keys(run(preludes[0], card)[1][-1])
    works = working(state)
    answers = set("bcd023456789")  # may lie within a range shown

    assert shown <= works
    assert works - answers <= shown | helps(run) | {"end of input"}


@pytest.mark.parametrize("run", [study, take], ids=["study", "exam"])
def test_every_key_in_help_works_somewhere(run) -> None:
    works = [working(state) for state in STATES if STATES[state][0] is run]

    assert helps(run) - {"up", "down"} <= set().union(*works)  # what scrolls is tested in test_screen


@pytest.mark.parametrize("run", [study, take], ids=["study", "exam"])
def test_every_command_shown_while_text_is_typed_works(run) -> None:
    """Of the commands that help names for a typed line, each does something, and the footer names no others."""
    shown = re.findall(r":\w+", " ".join(rows(run([], typed())[1][-1])[-2:]))
    help_text = " ".join(rows(help_frame(run([*":help", "enter"], typed())[1])))
    listed = re.findall(r":\w+", help_text.split("colon")[1])

    assert shown
    assert set(shown) <= set(listed)
    for command in [*shown, *listed]:
        frames = run([*command, "enter"], typed())[1]
        assert not any("no command" in frame for frame in frames)


def test_commands_in_help_are_those_that_work_here(monkeypatch) -> None:
    monkeypatch.setattr("sys.argv", ["cxdrill", "study", "--decks", "mine", "--progress=p.json"])

    listed = help_frame(study(["?"], choice())[1]), line_help(EXAM)

    assert "cxdrill cards --wake --decks mine --progress p.json" in " ".join(" ".join(rows(listed[0])).split())
    assert "the next cxdrill quiz --decks mine --progress p.json goes on here" in listed[1]


@pytest.mark.parametrize("table", [STUDY, EXAM], ids=["study", "exam"])
def test_line_mode_knows_every_command_that_its_help_lists(table) -> None:
    journal, complaints = Journal(at=NOW), io.StringIO()
    for command in [action.command for action in table if action.command]:
        lines = Lines(io.StringIO(), complaints, io.StringIO(f"b\n:help\n{command} 1\n"))
        if table is STUDY:
            StudyLines(drill(journal, [choice()]), lines).run()
        else:
            ExamLines(sitting(Journal(), [choice()]), journal.save, lambda: 1.0, lines=lines).run()
        assert command in lines.prompts.getvalue()

    assert "there is no command" not in complaints.getvalue()


def readme_rows(table: tuple[Action, ...]) -> list[str]:
    return [
        f"| {action.key_names} | {f'`{action.command} {action.argument}'.strip() + '`' if action.command else ''} | "
        f"{action.help} |"
        for action in table
        if action.help
    ]


@pytest.mark.parametrize(("heading", "table"), [("Keys in a session", STUDY), ("Keys in a check", EXAM)])
def test_the_readme_lists_the_same_keys(heading, table) -> None:
    section = README.read_text("utf-8").partition(f"### {heading}\n")[2].partition("\n#")[0]

    assert [line for line in section.split("\n") if line.startswith("|")][2:] == readme_rows(table)
