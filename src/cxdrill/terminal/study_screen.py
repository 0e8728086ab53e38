"""A study session on the screen, and what became of each answer once it is on disk: rated anew, or taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from cxdrill.core.cards.question import Question
from cxdrill.core.cards.sheet import Tone
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import At, Keys, actions_at
from cxdrill.terminal.answer_input import AnswerInput
from cxdrill.terminal.card_screen import CardScreen
from cxdrill.terminal.drill import Answered
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.screen import Left, foot, page

_BACK = ("esc", "q", "enter", " ", "end of input")


class StudyScreen(CardScreen, kw_only=True):
    ending: Callable[[], Sequence[StyledLine]] | None = None  # the summary, where it is shown before the end

    def run(self) -> None:
        """Asks until nothing is left, the time is up, or the learner leaves."""
        try:
            while not self.drill.is_over or self._goes_on():
                self.drill.show()
                answered = self.answered()
                while isinstance(answered, Answered):
                    answered = self._told(answered)
                if answered is not None:
                    self._offer_relief()
        except (Left, EOFError):
            return

    def _goes_on(self) -> bool:
        """Shows what the session came to; True where its last step is taken back."""
        if self.ending is None or not self.drill.session.has_undo:
            return False
        lines, actions = self.ending(), actions_at(At.OVER)
        view = page(
            "", lambda width: [row for line in lines for row in paint.rows(line, width)], foot(actions, At.OVER)
        )
        return not any(action for action, _ in self.turns(view, actions))

    def _told(self, answered: Answered) -> Answered | None:
        """Shows right or wrong and why until the learner goes on; the answer where it is to be told anew."""
        face, reratings = answered.face, self.drill.reratings(answered)
        without = {"hard", "easy", "meant"} - reratings.keys()
        without |= {"suspend", "bury"} - {self.drill.relief()[0]}
        without |= set() if answered.talk else {"play again"}
        without |= set() if self.drill.notes(face) and not answered.is_right else {"notes"}
        without |= set() if self.drill.has_media(face, is_revealed=True) else {"open"}
        actions = actions_at(At.FEEDBACK, without=without)
        shown = question_view.among_rows(answered.notes, answered.rows)

        said = (place for place, note in enumerate(shown) if note.tone is not Tone.AS_IS or not note.name)
        first = next(said, 0)  # behind options that were neither right nor chosen; it has to be in sight

        def body(width: int) -> list[StyledLine]:
            media = self.beside(face, width, is_revealed=True)
            asked = question_view.asked(self.drill.scenario(face), face.prompt, width, more=media)
            return [*asked, *question_view.notes(shown[: first + 1], width)]

        def more(width: int) -> list[StyledLine]:
            return [*question_view.notes(shown[first + 1 :], width), *self._after_notes(answered, width)]

        seen = partial(question_view.notes, shown[first : first + 1])
        head = partial(self._verdict, answered)
        view = page(head, body, foot(actions, At.FEEDBACK), seen=seen, more=more)
        for action, _ in self.turns(view, actions, face):
            match action:
                case "go on":
                    return None
                case "play again" if answered.talk:
                    self._replay(f"{self.title(face)} · once more, not recorded", face.prompt, *answered.talk)
                    self.screen.show(view)
                case rating if rating in reratings:
                    self.drill.rerate(reratings[rating])
                    self.screen.say(f"{'counts as right' if rating == 'meant' else f'rated {rating}'} · u undo")
                    return None
                case "flag":  # now that is the last thing done
                    return answered
        return None

    def _offer_relief(self) -> None:
        """Offers to set a flashcard aside, or to put it off, where the last answer was one miss too many."""
        answer, (offered, question) = self.drill.session.last, self.drill.relief()
        if answer is None or not offered:
            return
        face = answer.face
        actions = actions_at(At.OFFERED, without={"suspend", "bury"} - {offered})

        def body(width: int) -> list[StyledLine]:
            card = [*question_view.asked("", face.prompt, width), *paint.wrapped(face.answer.strip(), width)]
            return [*card, paint.words(""), *paint.wrapped(question, width, paint.TITLE)]

        for action, _ in self.turns(page(self.title(face), body, foot(actions, At.OFFERED)), actions, face):
            if action == "go on":
                return

    def _verdict(self, answered: Answered, width: int) -> list[StyledLine]:
        """Right or wrong, and where there is room, the deck's title before it and behind it when the card is back."""
        sign, style = ("✓", paint.RIGHT) if answered.is_right else ("✗", paint.WRONG)
        if answered.points and not answered.is_right:
            sign = "◐"
        verdict, back = paint.words(f"{sign} {answered.word}", style), paint.words(self.drill.comes_back())
        titled = paint.joined(self.title(answered.face), " · ", verdict)
        for left in (titled, verdict):
            if left.cell_len + back.cell_len + 2 <= width:
                return [*paint.sides(left, back, width), paint.words("")]
        return [titled if titled.cell_len <= width else verdict.cut(width), paint.words("")]

    def _after_notes(self, answered: Answered, width: int) -> list[StyledLine]:
        """The explanation, when the card comes back where that is not said above, and what is offered."""
        card, back = answered.face.card, self.drill.comes_back()
        lines = question_view.explained(card.explanation, self.drill.source(card), width)
        if back and not any(back in line.plain for line in self._verdict(answered, width)):
            lines += [paint.words(""), paint.words(back)]
        return [*lines, *paint.sentences([self.drill.relief()[1]], width, paint.DUE)]

    def _replay(self, title: str, prompt: str, item: Question, response: str) -> None:
        """A talk once more from a turn of choice, until it is over or left; nothing of it is recorded."""
        turn = self._turn(title, [text for who, text in item.step(response).said if who == "You"][:9])
        given = AnswerInput(item, so_far=" ".join(response.split()[: turn - 1]))

        def body(width: int) -> list[StyledLine]:
            notes = question_view.notes(item.feedback(given.so_far), width) if given.step.is_over else []
            return [*question_view.asked("", prompt.strip(), width), *question_view.choices(given.step, width), *notes]

        def keys(width: int) -> list[StyledLine]:
            rows = given.step.rows
            pairs: Keys = [(f"a-{rows[-1].name}", "reply"), ("esc", "back")] if rows else [("space", "back")]
            return question_view.keys(pairs, width)

        view = page(title, body, keys, seen=lambda _: [paint.words("")])
        for _, key in self.screen.pressed(view) if turn else ():
            if key in _BACK:
                return
            given = given.after(key)

    def _turn(self, title: str, said: Sequence[str]) -> int:
        """The turn, counted from 1, that the learner wants to play again; 0 for none."""

        def rows(width: int) -> list[StyledLine]:
            texts = enumerate(said, 1)
            return [line for at, text in texts for line in paint.wrapped(text, width, first=f"  {at}  You: ")]

        view = page(title, rows, [(f"1-{len(said)}", "play again from there"), ("esc", "back")])
        for _, key in self.screen.pressed(view):
            if key in _BACK:
                return 0
            if key.isdecimal() and 1 <= int(key) <= len(said):
                return int(key)
        return 0
