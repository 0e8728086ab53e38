"""An exam in line mode: every question once, then the answer sheet, then commands only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cxdrill.core.cards.question import Input, Step, UnreadableAnswer
from cxdrill.core.event import Save
from cxdrill.core.exams.sitting import Sitting
from cxdrill.terminal import answer_sheet
from cxdrill.terminal.actions import EXAM, line_help, split_command, typed_action
from cxdrill.terminal.lines import Lines
from cxdrill.terminal.wording import clock

HELP = line_help(
    EXAM, "type an answer as the last line of the question says; an empty line leaves the question as it is and goes on"
)


@dataclass(slots=True)
class ExamLines:
    """One run at an attempt in line mode."""

    sitting: Sitting
    save: Save
    steady: Callable[[], float]
    lines: Lines
    _is_on_sheet: bool = field(default=False, init=False)
    _is_confirming: bool = field(default=False, init=False)
    _left: float | None = field(default=None, init=False)

    def run(self) -> bool:
        """Asks until the sheet is handed in (True) or the input ends or the person leaves (False)."""
        self._left = self.sitting.remaining(self.steady())
        if self._hand_in_if_time_is_up():
            return True
        self._show()
        while True:
            line = self.lines.answer()
            # The clock decides, not the line: what was typed too late is not recorded.
            if self._hand_in_if_time_is_up():
                return True
            if line is None or typed_action(line, EXAM) == "quit":
                return False
            if self._take(line.strip()):
                return True

    def _hand_in_if_time_is_up(self) -> bool:
        """Hands the sheet in as it stands at the time limit."""
        if not self.sitting.is_time_up(self.steady()):
            return False
        self._hand_in()
        self.lines.complain(answer_sheet.TIME_IS_UP)
        return True

    def _take(self, line: str) -> bool:
        """Acts on one line; True once the sheet is handed in."""
        if line.startswith(":"):
            return self._command(line)
        self._is_confirming = False
        if self._is_on_sheet:
            self.lines.complain("the sheet takes commands: :submit hands in, :goto N goes to a question")
            return False
        if line and not self._answer(line):
            return False
        self._next()
        return False

    def _answer(self, line: str) -> bool:
        """Records what a line says; True where the answer is whole."""
        item = self.sitting.asked.item
        if item.card.input is Input.TEXT and (command := split_command(line, EXAM)[1]):
            self.lines.complain(f"the line ends in {command}; give a command a line of its own; nothing was recorded")
            return False
        try:
            response = item.going_on(self.sitting.response or "", line)
        except UnreadableAnswer as error:
            self.lines.complain(f"{error}; nothing was recorded")
            return False
        if response != self.sitting.response:
            self.sitting.record(self.save(self.sitting.answering(response, self.steady())))
        step = item.step(response)
        if not step.is_over:
            self._show_step()
        elif step.said:
            self._say_last(step)
        return step.is_over

    def _command(self, line: str) -> bool:
        sitting, action = self.sitting, typed_action(line, EXAM)
        command, _, rest = line.partition(" ")
        if action == "submit":
            return self._submit()
        self._is_confirming = False
        if self._is_on_sheet and action in ("mark", "clear", "next"):
            self.lines.complain(f"{command.casefold()} is for a question; :goto N goes to one")
            return False
        match action:
            case "back":
                self._go(len(sitting.form.items) - 1 if self._is_on_sheet else sitting.place - 1)
            case "next":
                self._next()
            case "go to":
                self._go_to_number(rest.strip())
            case "mark":
                sitting.record(self.save(sitting.marking(self.steady())))
                self.lines.say("marked" if sitting.is_marked else "no longer marked")
            case "clear":
                self._clear()
            case "sheet":
                self._sheet()
            case "help":
                self.lines.say(HELP)
            case _:
                self.lines.complain(f"there is no command {command.casefold()}; :help lists what can be typed")
        return False

    def _clear(self) -> None:
        """Leaves the question open again, where its answer is not final."""
        sitting = self.sitting
        if sitting.response is not None and sitting.asked.card.is_final:
            self.lines.complain("what was said to the customer is final; nothing was changed")
            return
        if sitting.response is not None:
            sitting.record(self.save(sitting.answering(None, self.steady())))
        self.lines.say("left open")

    def _submit(self) -> bool:
        if not self._is_on_sheet:
            self._sheet()
            return False
        sheet = answer_sheet.cells(self.sitting)
        if any(cell.is_open for cell in sheet) and not self._is_confirming:
            self._is_confirming = True
            self.lines.say(f"{answer_sheet.confirmation(sheet)} Type :submit once more to hand in all the same.")
            return False
        self._hand_in()
        return True

    def _hand_in(self) -> None:
        self.sitting.record(self.save(self.sitting.handing_in(self.steady())))

    def _go_to_number(self, text: str) -> None:
        items = len(self.sitting.form.items)
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= items):
            self.lines.complain(f"type :goto with a number from 1 to {items}")
            return
        self._go(int(text) - 1)

    def _go(self, place: int) -> None:
        self._is_on_sheet = False
        self.sitting.go_to(place)
        self._show()

    def _next(self) -> None:
        if self.sitting.is_last:
            self._sheet()
        else:
            self._go(self.sitting.place + 1)

    def _sheet(self) -> None:
        self._is_on_sheet = True
        sheet = answer_sheet.cells(self.sitting)
        self.lines.say(f"Answer sheet: {answer_sheet.counts(sheet)}{self._time()}")
        for cell in sheet:
            self.lines.say(str(cell))
        self.lines.say("(:submit hands in, :goto N goes to a question)")

    def _show(self) -> None:
        sitting = self.sitting
        self._say_time()
        asked = sitting.asked
        place = f"[{sitting.place + 1}/{len(sitting.form.items)}]"
        self.lines.say(f"{place} {asked.card.type} {asked.card.topic}{self._time()}")
        if asked.scenario:
            self.lines.say(asked.scenario.strip())
        self.lines.say(asked.card.prompt.strip())
        self._show_step()

    def _show_step(self) -> None:
        """What was said last, what can be chosen now, and how."""
        sitting, item = self.sitting, self.sitting.asked.item
        step = item.step(sitting.response)
        self._say_last(step)
        for row in step.rows:
            self.lines.say(f"{row.name}) {row.text}")
        mark = ", marked" if sitting.is_marked else ""
        answer = f"your answer: {item.card.shown(sitting.response)}{mark}" if sitting.response else f"open{mark}"
        self.lines.say(f"({item.how_to_answer}; {answer})")

    def _say_last(self, step: Step) -> None:
        for who, text in step.said[-1:]:
            self.lines.say(f"{who}: {text.strip()}")
            self.lines.say(f"({step.mood})")

    def _time(self) -> str:
        left = self.sitting.remaining(self.steady())
        return "" if left is None else f" · {clock(left)}"

    def _say_time(self) -> None:
        left = self.sitting.remaining(self.steady())
        word = answer_sheet.time_word(self._left, left)
        self._left = left
        if word:
            self.lines.say(word)
