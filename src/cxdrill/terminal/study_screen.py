"""A study session on the screen, and what became of each answer once it is on disk: rated anew, or taken back."""

from __future__ import annotations

from itertools import takewhile

from msgspec import Struct

from cxdrill.core.cards.question import Question, Tone
from cxdrill.core.study.review import Rating
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import At, action_of, actions_at, footer
from cxdrill.terminal.drill import Answered, Drill
from cxdrill.terminal.flashcard_screen import ask_flashcard
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.question_screen import asked_on_screen
from cxdrill.terminal.replay_screen import replay
from cxdrill.terminal.screen import Frame, Left, Screen
from cxdrill.terminal.session_screen import SessionScreen


class StudyScreen(Struct, frozen=True):
    """One session on the alternate screen."""

    drill: Drill
    screen: Screen
    titles: dict[str, str]  # deck: its title

    def run(self) -> None:
        """Asks until nothing is left, the time is up, or the learner leaves."""
        session_screen = SessionScreen(self.drill, self.screen, self.titles)
        try:
            while not self.drill.is_over:
                self.drill.show()
                answered = self._answered(session_screen)
                if answered is not None:
                    show_answered(session_screen, answered)
        except (Left, EOFError):
            return

    def _answered(self, session_screen: SessionScreen) -> Answered | None:
        """What became of the card asked now; None where it was rated by the learner, or left."""
        if not isinstance(self.drill.face.card, Question):
            answered = ask_flashcard(session_screen)
            if isinstance(answered, Rating):
                offer_to_suspend(session_screen)
                return None
            return answered
        item = self.drill.session.item
        assert item is not None
        response = asked_on_screen(session_screen, item)
        return None if response is None else self.drill.respond(response)


def show_answered(screen: SessionScreen, answered: Answered) -> None:
    """Shows right or wrong and why, and waits until the learner goes on."""
    face, reratings = answered.face, _reratings(screen, answered)
    last = screen.drill.session.last
    is_leech = last is not None and last.is_leech
    without = {"hard", "easy", "meant"} - reratings.keys() | (set() if is_leech else {"suspend"})
    without |= set() if answered.talk else {"play again"}
    actions = actions_at(At.FEEDBACK, without=without)

    def frame(width: int) -> Frame:
        prompt = question_view.asked(screen.drill.scenario(face), screen.drill.prompt(face), width)
        shown = question_view.among_rows(answered.notes, answered.rows)
        notes = question_view.notes(shown, width)
        before = question_view.notes(takewhile(lambda note: note.tone is Tone.AS_IS, shown), width)
        lines = [*prompt, *notes, *_after_notes(screen, answered, width)]
        in_sight = range(len(prompt) + len(before), len(prompt) + len(notes))
        return Frame(
            _verdict(screen, answered, width), lines, question_view.keys(footer(actions, At.FEEDBACK), width), in_sight
        )

    screen.show(frame)
    while True:
        match action_of(screen.screen.key(), actions):
            case "go on":
                return
            case "flag":
                return screen.flag(face)
            case "play again" if answered.talk:
                replay(screen, face, *answered.talk)
                screen.show(frame)
            case "suspend":
                return screen.drill.suspend(face)
            case rating if rating in reratings:
                screen.drill.rerate(reratings[rating])
                return
            case action if screen.act(action):
                return


def offer_to_suspend(screen: SessionScreen) -> None:
    """A word about a flashcard that keeps being forgotten, if the last answer made it one."""
    answer = screen.drill.session.last
    if answer is None or not answer.is_leech:
        return
    text = "This card keeps slipping away. Set it aside, or go on with it: both can be taken back."
    head = [paint.words(screen.title(answer.face), paint.DIM), paint.words("")]
    actions = actions_at(At.LEECH)
    keys = footer(actions, At.LEECH)
    screen.show(lambda width: Frame(head, question_view.paragraphs(text, width), question_view.keys(keys, width)))
    while True:
        match action_of(screen.screen.key(), actions):
            case "go on":
                return
            case "suspend":
                return screen.drill.suspend(answer.face)
            case action if screen.act(action):
                return


def _reratings(screen: SessionScreen, answered: Answered) -> dict[str, Rating]:
    """The actions that give the answer another rating."""
    if answered.is_right:
        return {} if screen.drill.is_practice else {"hard": Rating.HARD, "easy": Rating.EASY}
    return {"meant": Rating.GOOD} if answered.is_typed else {}


def _verdict(screen: SessionScreen, answered: Answered, width: int) -> list[StyledLine]:
    """Right or wrong, behind the title of the deck."""
    sign, style = ("✓", paint.RIGHT) if answered.is_right else ("✗", paint.WRONG)
    if answered.points and not answered.is_right:
        sign, style = "◐", paint.DUE
    title = paint.words(screen.title(answered.face), paint.DIM)
    title.truncate(max(4, width - 5 - len(answered.word)), overflow="ellipsis")
    return [
        paint.joined(title, paint.words(" · ", paint.DIM), paint.words(f"{sign} {answered.word}", style)),
        paint.words(""),
    ]


def _after_notes(screen: SessionScreen, answered: Answered, width: int) -> list[StyledLine]:
    """The explanation, when the card comes back, and a word about a card that keeps slipping away."""
    card, answer = answered.face.card, screen.drill.session.last
    lines = question_view.explained(card.explanation, screen.drill.source(card), width)
    if answer and (back := screen.drill.comes_back(answer)):
        lines += [paint.words(""), paint.words(f"again in {back}", paint.DIM)]
    if answer and answer.is_leech:
        lines += paint.wrapped(paint.words("This card keeps slipping away.", paint.DUE), width)
    return lines
