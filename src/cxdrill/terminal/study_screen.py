"""A study session on the screen, and what became of each answer once it is on disk: rated anew, or taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from cxdrill.core.cards.question import Question
from cxdrill.core.cards.sheet import Tone
from cxdrill.core.study.review import Rating
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import At, Keys, actions_at, footer
from cxdrill.terminal.answer_input import AnswerInput
from cxdrill.terminal.card_screen import answered_flashcard, answered_question
from cxdrill.terminal.drill import Answered
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.screen import Frame, Left, page
from cxdrill.terminal.session_screen import SessionScreen

_BACK = ("esc", "q", "enter", " ", "end of input")


class StudyScreen(SessionScreen, kw_only=True):
    ending: Callable[[], Sequence[StyledLine]] | None = None  # the summary, where it is shown before the end

    def run(self) -> None:
        """Asks until nothing is left, the time is up, or the learner leaves."""
        try:
            while not self.drill.is_over or self._goes_on():
                self.drill.show()
                self._ask()
        except (Left, EOFError):
            return

    def _goes_on(self) -> bool:
        """Shows what the session came to; True where its last step is taken back."""
        if self.ending is None or not self.drill.session.has_undo:
            return False
        lines = self.ending()
        view = page(
            "",
            lambda width: [row for line in lines for row in paint.rows(line, width)],
            footer(actions_at(At.OVER), At.OVER),
        )
        return self.screen.chosen(view, At.OVER) == "undo" and self.act("undo")

    def _ask(self) -> None:
        """Asks one card, and shows what became of it where it was judged."""
        card = self.drill.face.card
        if isinstance(card, Question):
            response = answered_question(self, card)
            answered: Answered | Rating | None = None if response is None else self.drill.respond(response)
        else:
            answered = answered_flashcard(self)
        if isinstance(answered, Answered):
            show_answered(self, answered)
        elif answered is not None:
            offer_relief(self)


def show_answered(screen: SessionScreen, answered: Answered) -> None:
    """Shows right or wrong and why, and waits until the learner goes on."""
    face, reratings = answered.face, screen.drill.reratings(answered)
    without = {"hard", "easy", "meant"} - reratings.keys()
    without |= {"suspend", "bury"} - {screen.drill.relief()[0]}
    without |= set() if answered.talk else {"play again"}
    without |= set() if screen.drill.has_media(face, is_revealed=True) else {"open"}
    actions = actions_at(At.FEEDBACK, without=without)

    def frame(width: int) -> Frame:
        more = screen.beside(face, width, is_revealed=True)
        prompt = question_view.asked(screen.drill.scenario(face), face.prompt, width, more=more)
        shown = question_view.among_rows(answered.notes, answered.rows)
        notes = question_view.notes(shown, width)
        before = question_view.notes(takewhile(lambda note: note.tone is Tone.AS_IS and not note.why, shown), width)
        lines = [*prompt, *notes, *_after_notes(screen, answered, width)]
        in_sight = range(len(prompt) + len(before), len(lines))  # as much of the reasons as there is room for
        keys = question_view.keys(footer(actions, At.FEEDBACK), width)
        return Frame(_verdict(screen, answered, width), lines, keys, in_sight)

    for action, _ in screen.pressed(frame, actions):
        match action:
            case "go on":
                return
            case "play again" if answered.talk:
                replay(screen, f"{screen.title(face)} · once more, not recorded", face.prompt, *answered.talk)
                screen.screen.show(frame)
            case rating if rating in reratings:
                screen.drill.rerate(reratings[rating])
                screen.screen.say(f"{'counts as right' if rating == 'meant' else f'rated {rating}'} · u undo")
                return
            case _ if screen.act(action, face):
                return
            case "flag":  # now that is the last thing done
                show_answered(screen, answered)
                return


def offer_relief(screen: SessionScreen) -> None:
    """Offers to set a flashcard aside, or to put it off, where the last answer was one miss too many."""
    answer, (offered, question) = screen.drill.session.last, screen.drill.relief()
    if answer is None or not offered:
        return
    face = answer.face
    actions = actions_at(At.OFFERED, without={"suspend", "bury"} - {offered})

    def body(width: int) -> list[StyledLine]:
        card = [*question_view.asked("", face.prompt, width), *paint.wrapped(face.answer.strip(), width)]
        return [*card, paint.words(""), *paint.wrapped(question, width, paint.TITLE)]

    for action, _ in screen.pressed(page(screen.title(face), body, footer(actions, At.OFFERED)), actions):
        if action == "go on" or screen.act(action, face):
            return


def _verdict(screen: SessionScreen, answered: Answered, width: int) -> list[StyledLine]:
    """Right or wrong, behind the title of the deck; at the right when the card comes back, where there is room."""
    sign, style = ("✓", paint.RIGHT) if answered.is_right else ("✗", paint.WRONG)
    if answered.points and not answered.is_right:
        sign = "◐"
    word = answered.word
    if len(word) + 9 > width:
        word = word.partition(" of ")[0]
    title = paint.words(screen.title(answered.face)).cut(max(4, width - 5 - len(word)))
    verdict = paint.joined(title, paint.words(" · "), paint.words(f"{sign} {word}", style))
    back = paint.words(screen.drill.comes_back())
    has_room = verdict.cell_len + back.cell_len + 2 <= width
    return [*(paint.sides(verdict, back, width) if has_room else [verdict]), paint.words("")]


def _after_notes(screen: SessionScreen, answered: Answered, width: int) -> list[StyledLine]:
    """The explanation, when the card comes back where that is not said above, and what is offered."""
    card, back = answered.face.card, screen.drill.comes_back()
    lines = question_view.explained(card.explanation, screen.drill.source(card), width)
    if back and not any(back in line.plain for line in _verdict(screen, answered, width)):
        lines += [paint.words(""), paint.words(back)]
    return [*lines, *paint.sentences([screen.drill.relief()[1]], width, paint.DUE)]


def replay(screen: SessionScreen, title: str, prompt: str, item: Question, response: str) -> None:
    """A talk once more from a turn of choice, until it is over or left; nothing of it is recorded."""
    said = [text for who, text in item.step(response).said if who == "You"]
    turn = _turn(screen, title, said[:9])
    given = AnswerInput(item, so_far=" ".join(response.split()[: turn - 1]))

    def frame(width: int) -> Frame:
        rows = given.step.rows
        keys: Keys = [(f"a-{rows[-1].name}", "reply"), ("esc", "back")] if rows else [("space", "back")]
        notes = question_view.notes(item.feedback(given.so_far), width) if given.step.is_over else []
        asked = question_view.asked("", prompt.strip(), width)
        lines = [*asked, *question_view.choices(given.step, width), *notes]
        head = [paint.words(title), paint.words("")]
        return Frame(head, lines, question_view.keys(keys, width), range(len(lines) - 1, len(lines)))

    for _, key in screen.pressed(frame, ()) if turn else ():
        if key in _BACK:
            return
        given = given.after(key)


def _turn(screen: SessionScreen, title: str, said: Sequence[str]) -> int:
    """The turn, counted from 1, that the learner wants to play again; 0 for none."""

    def rows(width: int) -> list[StyledLine]:
        texts = enumerate(said, 1)
        return [line for at, text in texts for line in paint.wrapped(text, width, first=f"  {at}  You: ")]

    view = page(title, rows, [(f"1-{len(said)}", "play again from there"), ("esc", "back")])
    for _, key in screen.pressed(view, ()):
        if key in _BACK:
            return 0
        if key.isdecimal() and 1 <= int(key) <= len(said):
            return int(key)
    return 0
