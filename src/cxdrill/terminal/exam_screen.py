"""An exam on the screen: one question at a time, back and forth, and the answer sheet before handing in."""

from collections.abc import Callable
from dataclasses import dataclass, field

from rich.text import Text

from cxdrill.core.deck import Multiple
from cxdrill.core.event import Save
from cxdrill.core.sitting import Sitting
from cxdrill.terminal import answer_sheet, paint, question_view
from cxdrill.terminal.answer_input import AnswerInput, input_of
from cxdrill.terminal.asking import how_to_answer
from cxdrill.terminal.screen import Frame, Screen
from cxdrill.terminal.wording import clock

Keys = list[tuple[str, str]]
TICK_SECONDS = 1.0
HELP = """\
a-h, t f, 1-9   give an answer; it is saved at once and can be changed
← →             the question before, the question after; enter goes on too
*               mark a question to come back to
=               the answer sheet, from which s hands in
backspace       take the last part of an answer back
q               leave; the next cxdrill quiz goes on here
Where you type an answer, commands begin with a colon: :mark :sheet :quit"""


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
    _given: AnswerInput = field(init=False)
    _word: str = field(default="", init=False)
    _left: float | None = field(default=None, init=False)

    def run(self) -> bool:
        """Asks until the sheet is handed in (True) or the person leaves (False)."""
        self._left = self._remaining()
        is_asking = True
        try:
            while True:
                if is_asking:
                    self._question()
                if self._sheet():
                    break
                is_asking = True
        except TimeUp:
            self._keep()
        except (Left, EOFError):
            self._keep()
            return False
        self.sitting.record(self.save(self.sitting.handing_in(self.steady())))
        return True

    # Questions

    def _question(self) -> None:
        """Shows questions until the person turns to the answer sheet."""
        while True:
            self._given = input_of(self.sitting.asked.item, self.sitting.response)
            self.screen.show(self._question_frame)
            if self._answering():
                return

    def _answering(self) -> bool:
        """Takes keys at one question; True for the answer sheet, False for another question."""
        while True:
            key = self._key()
            if self._given.is_typed and len(key) == 1:
                self._type(key)
            elif key == "enter" and self._given.line.text.startswith(":"):
                turned = self._typed_command()
                if turned is not None:
                    return turned
            elif key in ("left", "right", "enter"):
                self._keep()
                if self._is_leaving_last(key):
                    return True
                self.sitting.go_to(self.sitting.place + (-1 if key == "left" else 1))
                return False
            elif (turned := self._command(key)) is not None:
                return turned
            self.screen.redraw()

    def _is_leaving_last(self, key: str) -> bool:
        return self.sitting.is_last and key != "left"

    def _type(self, key: str) -> None:
        self._given = self._given.after(key)

    def _command(self, key: str) -> bool | None:
        """Acts on a key; True for the sheet, False to show the question anew, None to go on with it."""
        before, self._given = self._given, self._given.after(key)
        if self._given != before:
            if self._given.response is not None and not self._given.is_typed:
                self._keep()
            return None
        match key:
            case "*":
                self.sitting.record(self.save(self.sitting.marking(self.steady())))
            case "=":
                self._keep()
                return True
            case "?":
                self._keep()
                self._help()
                return False
            case "q" | "end of input":
                raise Left
        return None

    def _typed_command(self) -> bool | None:
        keys = {":mark": "*", ":sheet": "=", ":help": "?", ":quit": "q"}
        key = keys.get(self._given.line.text.strip().casefold())
        self._given = input_of(self.sitting.asked.item, self.sitting.response)
        return self._command(key) if key else None

    def _keep(self) -> None:
        """Saves the answer in front of the person where it differs from what is recorded."""
        if self._given.item is not self.sitting.asked.item or self._given.line.text.startswith(":"):
            return
        response = self._given.response
        if response != self.sitting.response:
            self.sitting.record(self.save(self.sitting.answering(response, self.steady())))

    def _question_frame(self, width: int) -> Frame:
        asked, given = self.sitting.asked, self._given
        body = [paint.words(self._word, paint.DUE), paint.words("")] if self._word else []
        body += question_view.asked(asked.scenario, asked.card.prompt, width)
        body += question_view.choices(asked.item, width, given.given)
        if given.shown:
            body += [paint.words(""), paint.joined("your answer  ", paint.words(given.shown, paint.TITLE))]
        if given.is_typed:
            body += [*paint.wrapped(paint.words(how_to_answer(asked.item), paint.DIM), width)]
            body += [question_view.editing(given.line, width)]
        mark = "  * marked" if self.sitting.is_marked else ""
        left = f"question {self.sitting.place + 1} of {len(self.sitting.form.items)}"
        return Frame(self._header(left, mark, width), body, question_view.keys(self._question_keys(), width))

    def _question_keys(self) -> Keys:
        given, size = self._given, len(self._given.item.order)
        if given.is_typed:
            return [("enter", "next"), ("← →", "move"), (":mark :sheet :quit", "")]
        answer: Keys = [("t f", "true or false")]
        if size:
            names = f"1-{size}" if given.item.card.type == "order" else f"a-{chr(ord('a') + size - 1)}"
            answer = [(names, "choose all that are right" if isinstance(given.item.card, Multiple) else "answer")]
        moves = [("← →", "move"), ("*", "mark"), ("=", "answer sheet"), ("q", "leave (resumable)"), ("?", "help")]
        return [*answer, *moves]

    # The answer sheet

    def _sheet(self) -> bool:
        """Shows the sheet; True once the person hands it in, False when they go back to a question."""
        number = [""]

        def frame(width: int) -> Frame:
            sheet = answer_sheet.cells(self.sitting)
            body = [paint.words(answer_sheet.counts(sheet)), paint.words(""), *_columns(sheet, width)]
            if number[0]:
                body += [paint.words(""), paint.joined("question ", paint.words(number[0], paint.TITLE))]
            keys: Keys = [("number, enter", "goes to a question"), ("s", "submit"), ("esc", "back"), ("q", "leave")]
            return Frame(self._header("Answer sheet", "", width), body, question_view.keys(keys, width))

        self.screen.show(frame)
        while True:
            key = self._key()
            if len(key) == 1 and key.isascii() and key.isdigit():
                number[0] = (number[0] + key)[-3:]
            elif key == "backspace":
                number[0] = number[0][:-1]
            elif key == "enter" and number[0]:
                self.sitting.go_to(int(number[0]) - 1)
                return False
            elif key in ("esc", "left"):
                return False
            elif key in ("q", "end of input"):
                raise Left
            elif key == "s":
                if self._is_confirmed():
                    return True
                self.screen.show(frame)
            self.screen.redraw()

    def _is_confirmed(self) -> bool:
        """Asks once more before handing in; only y does."""

        def frame(width: int) -> Frame:
            text = answer_sheet.confirmation(answer_sheet.cells(self.sitting))
            body = [*question_view.paragraphs(text, width), paint.words(""), paint.words("Hand in now?", paint.TITLE)]
            keys: Keys = [("y", "hand in"), ("n", "back to the sheet")]
            return Frame(self._header("Answer sheet", "", width), body, question_view.keys(keys, width))

        self.screen.show(frame)
        while True:
            key = self._key()
            if key in ("y", "n", "esc", "left", "q"):
                return key == "y"

    def _help(self) -> None:
        keys: Keys = [("any key", "back")]
        self.screen.show(
            lambda width: Frame(
                [paint.words("Keys", paint.TITLE), paint.words("")],
                [line for text in HELP.split("\n") for line in paint.wrapped(paint.words(text), width)],
                question_view.keys(keys, width),
            )
        )
        self._key()

    # Time

    def _header(self, left: str, mark: str, width: int) -> list[Text]:
        remaining = self._remaining()
        time = f" · {clock(remaining)}" if remaining is not None else ""
        style = paint.DUE if remaining is not None and remaining <= answer_sheet.TIME_WORDS[0][0] else paint.DIM
        right = paint.joined(paint.words(left, paint.DIM), paint.words(time, style), paint.words(mark, paint.DUE))
        title = paint.words(self.sitting.attempt.policy.title, paint.DIM)
        title.truncate(max(4, width - right.cell_len - 2), overflow="ellipsis")
        return [*paint.sides(title, right, width), paint.words("")]

    def _remaining(self) -> float | None:
        return self.sitting.remaining(self.steady())

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
            self._word = answer_sheet.time_word(self._left, now) or ("" if key else self._word)
            if now is not None and clock(now) != clock(self._left if self._left is not None else now):
                self.screen.redraw()
            self._left = now
            if key is not None:
                return key


def _columns(sheet: tuple[answer_sheet.Cell, ...], width: int) -> list[Text]:
    """The cells in as many columns as fit; marked ones in yellow beside their star, open ones with a dot."""
    cell_width = max((len(str(cell)) for cell in sheet), default=4) + 3
    across = max(1, width // cell_width)
    lines = []
    for start in range(0, len(sheet), across):
        row = sheet[start : start + across]
        lines.append(paint.joined(*(paint.padded(_cell(cell), cell_width) for cell in row)))
    return lines


def _cell(cell: answer_sheet.Cell) -> Text:
    style = paint.DUE if cell.is_marked or cell.is_open else paint.PLAIN
    return paint.joined(paint.words(f"{cell.number:>3} ", paint.DIM), paint.words(str(cell).split(" ", 1)[1], style))
