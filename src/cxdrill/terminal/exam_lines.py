"""An exam in line mode: every question once, then the answer sheet, then commands only."""

from __future__ import annotations

from cxdrill.core.cards.question import Input, UnreadableAnswer
from cxdrill.core.cards.sheet import told
from cxdrill.terminal.actions import EXAM, line_help, split_command, typed_action, without_colon
from cxdrill.terminal.answer_sheet import MUST_BE_WHOLE, TIME_IS_UP, Taking, confirmation, counts
from cxdrill.terminal.lines import Lines

HELP = "type an answer as the last line of the question says; an empty line leaves the question as it is and goes on"


class ExamLines(Taking, kw_only=True):
    """One run at an attempt in line mode."""

    lines: Lines
    _is_on_sheet: bool = False
    _is_confirming: bool = False

    def run(self) -> bool:
        """Asks until the sheet is handed in (True) or the input ends or the person leaves (False)."""
        if self._hand_in_if_time_is_up():
            return True
        self._show()
        while True:
            line = self.lines.answer()
            # The clock decides, not the line: what was typed too late is not recorded.
            if self._hand_in_if_time_is_up():
                return True
            if line is not None and (self._is_on_sheet or self.sitting.asked.card.input is not Input.TEXT):
                line = without_colon(line)
            if line is None or typed_action(line, EXAM) == "quit":
                return False
            if self._take(line.strip()):
                return True

    def _hand_in_if_time_is_up(self) -> bool:
        """Hands the sheet in as it stands at the time limit."""
        if not self.sitting.is_time_up(self.steady()):
            return False
        self.hand_in()
        self.lines.complain(TIME_IS_UP)
        return True

    def _take(self, line: str) -> bool:
        """Acts on one line; True once the sheet is handed in."""
        if line.startswith(":"):
            return self._command(line)
        self._is_confirming = False
        if self._is_on_sheet:
            return self.lines.refuse("the sheet takes commands: :submit hands in, :goto N goes to a question")
        if not line and self.sitting.response and not self.sitting.is_answered(self.sitting.asked):
            self.lines.complain("the talk goes on when you come back; until then it counts as unfinished")
        if not line or self._answer(line):
            self._next()
        return False

    def _answer(self, line: str) -> bool:
        """Records what a line says; True where the answer is whole."""
        item = self.sitting.asked.card
        if item.input is Input.TEXT and (command := split_command(line, EXAM)[1]):
            return self.lines.refuse(
                f"the line ends in {command}; give a command a line of its own; nothing was recorded"
            )
        try:
            response = item.going_on(self.sitting.response or "", line)
        except UnreadableAnswer as error:
            return self.lines.refuse(f"{error}; nothing was recorded")
        self.answer(response)
        step = item.step(response).without_hints()
        if step.is_over:
            self.lines.say_step(step, has_rows=False)
            self.lines.hear("saved")
        else:
            self._show_step()
        return step.is_over

    def _command(self, line: str) -> bool:
        sitting, action = self.sitting, typed_action(line, EXAM)
        command, _, rest = line.partition(" ")
        if action == "submit":
            return self._submit()
        self._is_confirming = False
        if self._is_on_sheet and action in ("mark", "clear", "next"):
            return self.lines.refuse(f"{command.casefold()} is for a question; :goto N goes to one")
        match action:
            case "back":
                self._go(len(sitting.form.items) - 1 if self._is_on_sheet else sitting.place - 1)
            case "next":
                self._next()
            case "go to":
                self._go_to_number(rest.strip())
            case "mark":
                self.lines.say(self.mark())
            case "clear" if sitting.response is not None and sitting.asked.card.is_final:
                self.lines.complain("what was said to the customer is final; nothing was changed")
            case "clear":
                self.answer(None)
                self.lines.say("unanswered again")
            case "open":
                self.lines.say(self.open())
            case "sheet":
                self._sheet()
            case "help":
                self.lines.say(line_help(EXAM, HELP))
            case _:
                self.lines.complain(f"there is no command {command.casefold()}; :help lists what can be typed")
        return False

    def _submit(self) -> bool:
        sheet = self.cells()
        if not self._is_on_sheet:
            self._sheet()
        elif any(cell.is_open for cell in sheet) and not self._is_confirming:
            self._is_confirming = True
            self.lines.say(f"{confirmation(sheet)} Type :submit once more to hand in all the same.")
        else:
            self.hand_in()
            return True
        return False

    def _go_to_number(self, text: str) -> None:
        items = len(self.sitting.form.items)
        if text.isascii() and text.isdigit() and 1 <= int(text) <= items:
            self._go(int(text) - 1)
        else:
            self.lines.complain(f"type :goto with a number from 1 to {items}")

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
        sheet = self.cells()
        self.lines.say(f"Answer sheet: {counts(sheet)}{self.clock()}")
        for cell in sheet:
            self.lines.say(cell.told)
        self.lines.say("(:submit hands in, :goto N goes to a question)")

    def _show(self) -> None:
        if word := self.time_word():
            self.lines.say(word)
        asked = self.sitting.asked
        place = f"[{self.sitting.place + 1}/{len(self.sitting.form.items)}]"
        head = f"{place} {asked.card.type} {asked.card.topic}{self.clock()}"
        if self.lines.is_heard:
            number, size = self.sitting.place + 1, len(self.sitting.form.items)
            head = f"Question {number} of {size}, {asked.card.type}{self.clock().replace(' ·', ',')}."
        self.lines.say_question(head, asked.scenario, asked.card.prompt, told(asked.card))
        if asked.card.is_critical:
            self.lines.say(MUST_BE_WHOLE)
        self._show_step()

    def _show_step(self) -> None:
        """What was said last, what can be chosen now, and how."""
        sitting, item = self.sitting, self.sitting.asked.card
        self.lines.say_step(item.step(sitting.response).without_hints())
        mark = ", marked" if sitting.is_marked else ""
        answer = f"your answer: {item.shown(sitting.response)}{mark}" if sitting.response else f"unanswered{mark}"
        self.lines.say(f"({item.how_to_answer()}; {answer})")
