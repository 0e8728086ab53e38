"""An exam on the screen: one question at a time, back and forth, until the answer sheet is handed in."""

from __future__ import annotations

from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import (
    EXAM,
    Action,
    At,
    Keys,
    action_of,
    actions_at,
    commanded,
    footer,
    split_typed,
    typed_action,
    typing_footer,
)
from cxdrill.terminal.answer_input import AnswerInput, answer_keys, input_of
from cxdrill.terminal.answer_sheet import MUST_BE_WHOLE
from cxdrill.terminal.screen import Frame, Left, show_help
from cxdrill.terminal.sheet_screen import SheetScreen, TimeUp


class ExamScreen(SheetScreen, kw_only=True):
    """One run at an attempt on the alternate screen."""

    is_time_up: bool = False  # the sheet was handed in because of it
    _given: AnswerInput = None  # type: ignore[assignment]  # to the question in front, once it runs

    def run(self) -> bool:
        """Asks until the sheet is handed in (True) or the person leaves (False)."""
        try:
            self._left = self.remaining()
            while not (self._is_through() and self._is_handed_in()):
                pass  # back to the question in front
        except TimeUp:
            self._keep(self._given)
            self.is_time_up = True
        except (Left, EOFError):
            self._keep(self._given)
            return False
        self.hand_in()
        return True

    def _is_through(self) -> bool:
        """Shows a question until it is left; True for the answer sheet, False where a question is to be shown anew."""
        self._given, actions = self._input(), self._actions()
        self.screen.show(self._question_frame)
        while True:
            key, given = self.key(), self._given
            if given.is_typed and len(key) == 1:
                is_command = key == ":" and not self._is_edited  # behind a saved answer, which stays as it is
                self._given = input_of(given.item, ":") if is_command else given.after(key)
            elif key == "esc" and given.is_typed:
                self._given = self._without_edits(given)
            elif key == "enter" and given.to_go_on:
                self.message = f"{given.to_go_on}; → goes to the next question."
            elif key == "enter" and self._split(given)[1]:
                if (turned := self._type_command(given)) is not None:
                    return turned
            elif (
                key not in ("left", "right")  # which go to another question, also from a line that is typed
                and (changed := given.after(key if given.is_typed else key.casefold())) != given
            ):
                # On disk first: what the screen shows as chosen is not lost any more.
                if not changed.is_typed:
                    self._keep(changed)
                self._given = changed
            elif (turned := self._act(action_of(key, actions))) is not None:
                return turned
            self.screen.redraw()

    def _without_edits(self, given: AnswerInput) -> AnswerInput:
        """What was there before the line was edited; where it was not, an empty line, and the next Esc undoes that."""
        if given.line.text.startswith(":") or self._can_bring_back:
            return self._input()
        self._unfinished[self.sitting.key] = given
        return given.after("esc")

    @property
    def _can_bring_back(self) -> bool:
        return self._input().line.text not in ("", self._given.line.text)

    @property
    def _is_edited(self) -> bool:
        """Whether a typed answer differs from what is recorded."""
        return self._given.is_typed and self._given.line != self._input().line

    def _split(self, given: AnswerInput) -> tuple[str, str]:
        """A line that is typed as the answer and the command that it is or ends in."""
        return split_typed(given.line.text, commanded(At.ITEM), given.item) if given.is_typed else ("", "")

    def _type_command(self, given: AnswerInput) -> bool | None:
        """Does what a command asks for that was typed in place of an answer, or behind it."""
        answer, typed = self._split(given)
        action = typed_action(typed, commanded(At.ITEM))
        self.message = "" if action else f"there is no command {typed}; :help lists what can be typed"
        self._given = input_of(given.item, answer) if action and answer else self._input()
        return self._act(action)

    def _act(self, action: str) -> bool | None:
        """Does it; True for the sheet, False to show a question anew, None to go on with this one."""
        sitting = self.sitting
        match action:
            case "back" | "next":
                number, is_typed_anew = sitting.place + 1, self._is_edited
                self._turn_away()
                if action == "back" and is_typed_anew and sitting.response and not self.message:
                    self.message = f"Question {number} keeps its answer, {sitting.response}; → goes back to it."
                if sitting.is_last and action == "next":
                    return True
                sitting.go_to(sitting.place + (1 if action == "next" else -1))
                return False
            case "mark":
                self.mark()
            case "open":
                self.message = self.open()
            case "clear":
                self.answer(None)
                self._given, self.message = self._input(), "unanswered again"
            case "sheet":
                self._turn_away()
                return True
            case "help":
                self._turn_away()
                show_help(self.screen, EXAM, At.ITEM, self.key)
                return False
            case "quit":
                raise Left
        return None

    def _input(self) -> AnswerInput:
        """What was given so far to the question in front of the person."""
        kept = self._unfinished.get(self.sitting.key)
        return kept or input_of(self.sitting.asked.card, self.sitting.response)

    def _keep(self, given: AnswerInput) -> None:
        """Saves the answer where it differs from what is recorded; an emptied line leaves what is recorded there."""
        answer, command = self._split(given)
        if given.item is self.sitting.asked.card and (answer or not given.is_typed):
            self.answer((input_of(given.item, answer) if command else given).to_keep)

    def _turn_away(self) -> None:
        """Saves the answer before another screen; one that is not whole is kept for coming back, and told."""
        given = self._given
        self._keep(given)
        self._unfinished.pop(self.sitting.key, None)
        number = self.sitting.place + 1
        if given.is_talking:
            self.message = f"Question {number} is unfinished: the talk goes on when you come back."
        elif given.is_begun and given.to_keep is None:
            self._unfinished[self.sitting.key] = given
            self.message = f"Question {number} is only half answered and counts as unanswered."
        elif given.is_typed and not given.line.text and self.sitting.response:
            self.message = f"Question {number} keeps its answer, {self.sitting.response}; :clear takes it away."

    # What is shown

    def _question_frame(self, width: int) -> Frame:
        asked, given = self.sitting.asked, self._given
        step = given.step.without_hints()
        card = asked.card
        picture = self.files().picture(card, width) if card.image else None
        must = paint.wrapped(MUST_BE_WHOLE, width) if card.is_critical else []
        more = [*question_view.beside(card, picture, width), *must]
        body = question_view.asked(asked.scenario, card.prompt, width, more=more)
        options = len(body)
        body += question_view.given(given, step, width)
        if given.is_typed:
            body += paint.wrapped(asked.card.how_to_answer(), width)
            body += [question_view.editing(given.line, width)]
        if given.so_far:
            body += [paint.words("The talk goes on." if given.is_talking else "The talk is over.", paint.TITLE)]
        chosen = question_view.last_chosen(step, width, (given.at,) if given.at else given.given)
        in_sight = range(options + chosen.start, options + chosen.stop) if chosen else range(0)
        is_arranged = (given.is_typed or given.shown) and given.is_begun
        if given.line.text or self._is_edited or given.item.is_final or is_arranged:
            in_sight = range(len(body) - 1, len(body))
        mark = "* " if self.sitting.is_marked else ""
        place = f"question {self.sitting.place + 1} of {len(self.sitting.form.items)}"
        keys = question_view.keys(self._question_keys(), width)
        return Frame(
            self.header(place, width, mark), body, keys, in_sight, given.is_typed, has_options=True, told=self.message
        )

    def _actions(self) -> tuple[Action, ...]:
        """What can be done at the question in front."""
        return actions_at(At.ITEM, without=() if any(self.sitting.asked.card.media()) else ("open",))

    def _question_keys(self) -> Keys:
        if self._given.is_typed:
            esc = "bring back" if self._can_bring_back else "clear"
            return typing_footer("next", At.ITEM, self._actions(), esc)
        hidden = ("enter",) if self._given.given else ("enter", "backspace")
        answers = [pair for pair in answer_keys(self._given) if pair[0] not in hidden]
        if self._given.item.is_final:
            answers = [(key, f"{words}, it cannot be changed") for key, words in answers]
        return [*answers, *footer(self._actions(), At.ITEM)]
