"""An exam on paper: the code by which a printed form is known, and what stands on the form and on its key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from cxdrill.core.cards.question import Question
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.form import Form, Pools, drawn_form, form_plain
from cxdrill.core.exams.score import needed
from cxdrill.core.plain import digest
from cxdrill.errors import DataError, WrongUsage

_CODE = r"([0-9]{1,9})-([0-9a-f]{4})"


class Printed(Struct, frozen=True):
    number: int
    situation: str
    card: Question
    how_to_answer: str
    reasons: tuple[str, ...]  # on the key


def code_of(seed: int, form: Form) -> str:
    """The code of a form: its seed, and four digits that change with every word on it."""
    return f"{seed}-{digest(form_plain(form))[:4]}"


def form_of(source: Pools, code: str) -> tuple[int, Form]:
    """The seed and the form of a code; raises WrongUsage for what is none, DataError where the decks are others."""
    found = re.fullmatch(_CODE, code.strip().lower())
    if found is None:
        raise WrongUsage(f'"{code}" is no code of a form; it stands at the top of the sheet, like 7-3f2a')
    seed = int(found[1])
    form = drawn_form(source, seed)
    if code_of(seed, form) != found[0]:
        raise DataError(f"the decks here do not give the form {found[0]}; enter it with the decks it was printed from")
    return seed, form


def instructions(exam: Exam) -> list[str]:
    time = f" You have {exam.time_limit_seconds // 60} minutes." if exam.time_limit_seconds else ""
    points = needed(exam.items, exam.pass_mark.value)
    return [
        f"{exam.items} questions; {points} points of {exam.items} pass ({exam.pass_mark.text}).{time}",
        "Write each answer on its line, as the words beside the line say. A question left open earns nothing.",
    ]


def printed(form: Form) -> Iterator[Printed]:
    """The questions of a form, each situation above the first of its questions."""
    before = ""
    for number, each in enumerate(form.items, 1):
        card, situation = each.card, "" if each.scenario == before else each.scenario
        before = each.scenario
        notes = tuple(line for note in card.key_notes() for line in str(note).split("\n") if line.strip())
        reasons = (*notes, *((card.explanation,) if card.explanation else ()))
        yield Printed(number, situation, card, card.how_to_answer().replace("type", "write"), reasons)
