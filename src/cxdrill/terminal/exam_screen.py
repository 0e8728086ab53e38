"""An exam on the screen: one question at a time, back and forth, until the answer sheet is handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cxdrill.core.cards.question import Input
from cxdrill.core.event import Save
from cxdrill.core.exams.sitting import Sitting
from cxdrill.terminal import answer_sheet, paint, question_view
from cxdrill.terminal.answer_input import AnswerInput, input_of
from cxdrill.terminal.screen import Frame, Screen
from cxdrill.terminal.styled_line import StyledLine
from cxdrill.terminal.wording import clock

Keys = list[tuple[str, str]]
TICK_SECONDS = 1.0
TYPED_COMMANDS = {":mark": "*", ":sheet": "=", ":help": "?", ":quit": "q"}
HELP = """\
a-h, t f, 1-9   give an answer; it is saved at once and can be changed
← →             the question before, the question after; enter goes on too
*               mark a question to come back to
=               the answer sheet, from which s hands in
backspace       take the last part of an answer back
q               leave; the next cxdrill quiz goes on here
↑ ↓             scroll where there is more than fits
Where you type an answer it is saved when you go on, and commands begin with a colon: :mark :sheet :help :quit"""


class TimeUp(Exception):
    """The time limit is reached."""


class Left(Exception):
    """The person leaves; the attempt stays open."""


@dataclass(slots=True)
class ExamScreen:
    """One run at an attempt on the alternate screen."""

    sitting: Sitting
    save: Save
    steady: Callable[[], float]
    screen: Screen
    word: str = ""  # above the question, until the next key
    is_time_up: bool = field(default=False, init=False)  # the sheet was handed in because of it
    _given: AnswerInput = field(init=False)
    _unfinished: dict[str, AnswerInput] = field(default_factory=dict, init=False)  # card: what was given of its answer
    _left: float | None = field(default=None, init=False)

    def run(self) -> bool:
        """Asks until the sheet is handed in (True) or the person leaves (False)."""
        self._left = self._remaining()
        self._given = self._input()
        try:
            self._questions()
            while not self._is_handed_in():
                self._questions()
        except TimeUp:
            self._keep(self._given)
            self.is_time_up = True
        except (Left, EOFError):
            self._keep(self._given)
            return False
        self.sitting.record(self.save(self.sitting.handing_in(self.steady())))
        return True

    def _questions(self) -> None:
        """Shows questions until the person turns to the answer sheet."""
        while True:
            self._given = self._input()
            self.screen.show(self._question_frame)
            if self._is_to_sheet():
                return

    def _is_handed_in(self) -> bool:
        from cxdrill.terminal.sheet_screen import SheetScreen

        word = self.word
        is_handed_in = SheetScreen(self.sitting, self.screen, self._key_on_sheet, self._header).is_handed_in()
        self.word = self.word or word  # the sheet has no room for it
        return is_handed_in

    def _is_to_sheet(self) -> bool:
        """Takes keys at one question; True for the answer sheet, False where a question is to be shown anew."""
        while True:
            key = self._key()
            if self._given.is_typed and len(key) == 1:
                self._given = self._given.after(key)
            elif key == "enter" and self._given.line.text.startswith(":"):
                typed = self._given.line.text.strip()
                command = TYPED_COMMANDS.get(typed.casefold(), "")
                self.word = "" if command else f"there is no command {typed}; :help lists what can be typed"
                self._given = self._input()
                if (turned := self._command(command)) is not None:
                    return turned
            elif key in ("left", "right", "enter"):
                self._turn_away()
                if self.sitting.is_last and key != "left":
                    return True
                self.sitting.go_to(self.sitting.place + (-1 if key == "left" else 1))
                return False
            elif (given := self._given.after(key)) != self._given:
                # On disk first: what the screen shows as chosen is not lost any more.
                if not given.is_typed:
                    self._keep(given)
                self._given = given
            elif (turned := self._command(key)) is not None:
                return turned
            self.screen.redraw()

    def _command(self, key: str) -> bool | None:
        """Acts on a key; True for the sheet, False to show the question anew, None to go on with it."""
        match key:
            case "*":
                self.sitting.record(self.save(self.sitting.marking(self.steady())))
            case "=":
                self._turn_away()
                return True
            case "?":
                self._turn_away()
                self._help()
                return False
            case "q" | "end of input":
                raise Left
        return None

    def _input(self) -> AnswerInput:
        """What was given so far to the question in front of the person."""
        kept = self._unfinished.get(self.sitting.key)
        return kept or input_of(self.sitting.asked.item, self.sitting.response)

    def _keep(self, given: AnswerInput) -> None:
        """Saves the answer where it differs from what is recorded."""
        if given.item is not self.sitting.asked.item or given.line.text.startswith(":"):
            return
        if given.to_keep != self.sitting.response:
            self.sitting.record(self.save(self.sitting.answering(given.to_keep, self.steady())))

    def _turn_away(self) -> None:
        """Saves the answer before another screen; one that is not whole is kept for coming back, and told."""
        given = self._given
        self._keep(given)
        self._unfinished.pop(self.sitting.key, None)
        if given.is_begun and given.to_keep is None:
            self._unfinished[self.sitting.key] = given
            self.word = f"the answer to question {self.sitting.place + 1} is not whole: the question counts as open"

    # What is shown

    def _question_frame(self, width: int) -> Frame:
        asked, given = self.sitting.asked, self._given
        body = [paint.words(self.word, paint.DUE), paint.words("")] if self.word else []
        body += question_view.asked(asked.scenario, asked.card.prompt, width)
        options = len(body)
        body += question_view.choices(given.step, width, given.given)
        answer = question_view.arranged(given.shown, width)
        if given.is_typed:
            answer += [*paint.wrapped(paint.words(asked.item.how_to_answer, paint.DIM), width)]
            answer += [question_view.editing(given.line, width)]
        end = len(body) + len(answer)
        chosen = question_view.last_chosen(given.step, width, given.given)
        in_sight = range(options + chosen.start, options + chosen.stop) if chosen else range(0)
        if given.is_typed or given.item.card.is_final or (answer and given.is_begun):
            in_sight = range(end - 1, end)
        mark = "* marked" if self.sitting.is_marked else ""
        place = f"question {self.sitting.place + 1} of {len(self.sitting.form.items)}"
        keys = question_view.keys(self._question_keys(), width)
        return Frame(self._header(place, width, mark), [*body, *answer], keys, in_sight)

    def _question_keys(self) -> Keys:
        given = self._given
        size = len(given.step.rows if given.item.card.is_final else given.item.order)
        if given.is_typed:
            return [("enter", "next"), ("← →", "move"), (":mark :sheet :help :quit", "")]
        answer: Keys = [("t f", "true or false")]
        if size:
            style = given.item.card.input
            names = f"1-{size}" if style is Input.SEQUENCE else f"a-{chr(ord('a') + size - 1)}"
            words = {Input.LETTERS: "choose all that are right", Input.BEST_WORST: "best, then worst"}
            answer = [(names, words.get(style, "answer"))]
        moves = [("← →", "move"), ("*", "mark"), ("=", "answer sheet"), ("q", "leave (resumable)"), ("?", "help")]
        return [*answer, *moves]

    def _help(self) -> None:
        def lines(width: int) -> list[StyledLine]:
            hang = " " * (16 if width >= 50 else 3)
            return [line for text in HELP.split("\n") for line in paint.wrapped(paint.words(text), width, hang=hang)]

        head = [paint.words("Keys", paint.TITLE), paint.words("")]
        self.screen.show(lambda width: Frame(head, lines(width), question_view.keys([("any key", "back")], width)))
        self._key()

    def _header(self, place: str, width: int, mark: str = "") -> list[StyledLine]:
        remaining = self._remaining()
        time = "" if remaining is None else f" · {clock(remaining)}"
        style = paint.DUE if remaining is not None and remaining <= answer_sheet.TIME_WORDS[0][0] else paint.DIM
        right = paint.joined(paint.words(place, paint.DIM), paint.words(time, style))
        if mark:
            right = paint.joined(right, paint.words(f" · {mark}", paint.DUE))
        title = paint.words(self.sitting.attempt.policy.title, paint.DIM)
        title.truncate(max(4, width - right.cell_len - 2), overflow="ellipsis")
        return [*paint.sides(title, right, width), paint.words("")]

    # Time

    def _remaining(self) -> float | None:
        return self.sitting.remaining(self.steady())

    def _key_on_sheet(self) -> str:
        key = self._key()
        if key in ("q", "end of input"):
            raise Left
        return key

    def _key(self) -> str:
        """The next key; keeps the clock on the screen right, and raises TimeUp at the limit."""
        while True:
            left = self._remaining()
            if left == 0.0:
                raise TimeUp
            key = self.screen.key(None if left is None else min(TICK_SECONDS, left))
            now = self._remaining()
            if now == 0.0:
                raise TimeUp
            self.word = answer_sheet.time_word(self._left, now) or ("" if key else self.word)
            if now is not None and clock(now) != clock(self._left if self._left is not None else now):
                self.screen.redraw()
            self._left = now
            if key is not None:
                return key
