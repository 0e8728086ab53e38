"""An attempt while it is taken, as the screen and line mode share it: what is saved, the time, and the answer sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct, field

from cxdrill.core.event import Save
from cxdrill.core.exams.sitting import Sitting
from cxdrill.terminal.answer_input import AnswerInput
from cxdrill.terminal.paint import Files, no_files, opened
from cxdrill.terminal.wording import clock, count, shortened

_LONGEST = 12  # characters of a typed answer that the sheet shows
MUST_BE_WHOLE = "This question has to be fully right for you to pass."
TIME_IS_UP = "Time is up. Your answers were handed in."
TIME_WORDS = ((300, "5 minutes left"), (60, "1 minute left"))


class Cell(Struct, frozen=True):
    """One question on the sheet: its number from 1, and what is given of its answer so far, which may be all."""

    number: int
    answer: str
    is_open: bool
    is_marked: bool

    @property
    def is_unfinished(self) -> bool:
        """Whether a talk goes on, or an answer is half given."""
        return self.is_open and bool(self.answer)

    @property
    def drawn(self) -> str:
        """`b`, a dot where nothing is given, dots behind what is unfinished, a star where it is marked."""
        return f"{self.answer or '·'}{' …' * self.is_unfinished}{'*' * self.is_marked}"

    @property
    def told(self) -> str:
        """The same for who cannot look at it: `2 unanswered, marked`."""
        state = f"unfinished: {self.answer}" if self.is_unfinished else self.answer or "unanswered"
        return f"{self.number} {state}{', marked' * self.is_marked}"


class Taking(Struct):
    """One run at an attempt: its sitting, the way to disk, and a clock that nobody sets."""

    sitting: Sitting
    save: Save
    steady: Callable[[], float]
    files: Callable[[], Files] = no_files  # asked for only where a card has any
    _left: float | None = None  # seconds, when the time was last looked at
    _unfinished: dict[str, AnswerInput] = field(default_factory=dict)  # card: what was given of its answer

    def remaining(self) -> float | None:
        return self.sitting.remaining(self.steady())

    def answer(self, response: str | None) -> None:
        """Saves an answer to the question in front, or with None that it is open again, where that is news."""
        if response != self.sitting.response:
            self.sitting.record(self.save(self.sitting.answering(response, self.steady())))

    def open(self) -> str:
        return opened(self.files, self.sitting.asked.card)

    def mark(self) -> str:
        """Marks the question in front, or takes the mark away, and says which."""
        self.sitting.record(self.save(self.sitting.marking(self.steady())))
        return "marked" if self.sitting.is_marked else "no longer marked"

    def hand_in(self) -> None:
        self.sitting.record(self.save(self.sitting.handing_in(self.steady())))

    def time_word(self) -> str:
        """The word that is due since the time was last looked at; mostly none."""
        before, self._left = self._left, self.remaining()
        if before is None or self._left is None:
            return ""
        return next((word for seconds, word in reversed(TIME_WORDS) if self._left <= seconds < before), "")

    def clock(self) -> str:
        """The time left, behind what stands before it; empty without a limit."""
        left = self.remaining()
        return "" if left is None else f" · {clock(left)}"

    def cells(self) -> tuple[Cell, ...]:
        attempt, items = self.sitting.attempt, zip(self.sitting.form.keys, self.sitting.form.items, strict=True)
        cells = []
        for number, (key, item) in enumerate(items, 1):
            response, begun = attempt.responses.get(key), self._unfinished.get(key)
            given = item.card.shown(response) if response is not None else begun.so_short if begun else ""
            is_open = not self.sitting.is_answered(item)
            cells.append(Cell(number, shortened(given, _LONGEST), is_open, key in attempt.marked))
        return tuple(cells)


def counts(sheet: Sequence[Cell]) -> str:
    """`38 answered · 2 unanswered · 3 marked`."""
    still_open = sum(cell.is_open for cell in sheet)
    marked = sum(cell.is_marked for cell in sheet)
    begun = sum(cell.is_unfinished for cell in sheet)
    unfinished = f" · {begun} unfinished" if begun else ""
    return f"{len(sheet) - still_open} answered · {still_open - begun} unanswered{unfinished} · {marked} marked"


def confirmation(sheet: Sequence[Cell]) -> str:
    """What is asked before the sheet is handed in."""
    still_open = [str(cell.number) for cell in sheet if cell.is_open and not cell.is_unfinished]
    unfinished = [str(cell.number) for cell in sheet if cell.is_unfinished]
    told = []
    for numbers, state in ((still_open, "unanswered"), (unfinished, "unfinished")):
        listed = ", ".join(numbers[:12]) + " and more" * (len(numbers) > 12)
        are = "is" if len(numbers) == 1 else "are"
        told += [f"{count(len(numbers), 'question')} {are} {state} ({listed})."] if numbers else []
    return " ".join(told) or "Every question is answered."
