"""What became of an answer in a study session, once it is on disk; from here it can be rated anew or taken back."""

from __future__ import annotations

from cxdrill.core.study.review import Rating
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.drill import Answered
from cxdrill.terminal.screen import Frame
from cxdrill.terminal.session_screen import GO_ON, Keys, SessionScreen
from cxdrill.terminal.styled_line import StyledLine


def show_answered(desk: SessionScreen, answered: Answered) -> None:
    """Shows right or wrong and why, and waits until the learner goes on."""
    face, reratings = answered.face, _reratings(desk, answered)
    keys: Keys = [("space", "next")]
    if "2" in reratings:
        keys += [("2", "it was hard"), ("4", "it was easy")]
    elif "=" in reratings:
        keys += [("=", "I meant that")]
    keys += [("u", "undo"), ("*", "flag"), ("q", "quit")]
    sign, style = ("✓", paint.RIGHT) if answered.is_right else ("✗", paint.WRONG)
    if answered.points and not answered.is_right:
        sign, style = "◐", paint.DUE
    word = paint.words(f"{sign} {answered.word}", style)

    def frame(width: int) -> Frame:
        title = paint.words(desk.title(face), paint.DIM)
        title.truncate(max(4, width - 5 - len(answered.word)), overflow="ellipsis")
        head = [paint.joined(title, paint.words(" · ", paint.DIM), word), paint.words("")]
        prompt = question_view.asked("", desk.drill.prompt(face).strip(), width)
        notes = question_view.notes(answered.notes, width)
        lines = [*prompt, *notes, *_after_notes(desk, answered, width)]
        in_sight = range(len(prompt), len(prompt) + len(notes))
        return Frame(head, lines, question_view.keys(keys, width), in_sight)

    desk.show(frame)
    while True:
        key = desk.screen.key()
        if key in GO_ON:
            return
        if key in reratings:
            desk.drill.rerate(reratings[key])
            return
        if key == "*":
            return desk.flag(face)
        if key is not None and _is_done_with(desk, answered, key):
            return


def offer_to_suspend(desk: SessionScreen) -> None:
    """A word about a flashcard that keeps being forgotten, if the last answer made it one."""
    answer = desk.drill.session.last
    if answer is None or not answer.is_leech:
        return
    text = "This card keeps slipping away. Set it aside, or go on with it: both can be taken back."
    head = [paint.words(desk.title(answer.face), paint.DIM), paint.words("")]
    keys: Keys = [("!", "set it aside"), ("space", "go on"), ("u", "undo"), ("q", "quit")]
    desk.show(lambda width: Frame(head, question_view.paragraphs(text, width), question_view.keys(keys, width)))
    while True:
        key = desk.screen.key()
        if key in GO_ON:
            return
        if key == "!":
            return desk.drill.suspend(answer.face)
        if key in ("u", "q", "end of input") and desk.is_done_with(str(key)):
            return


def _reratings(desk: SessionScreen, answered: Answered) -> dict[str, Rating]:
    """The keys that give the answer another rating."""
    if answered.is_right:
        return {} if desk.drill.is_practice else {"2": Rating.HARD, "4": Rating.EASY}
    return {"=": Rating.GOOD} if answered.is_typed else {}


def _after_notes(desk: SessionScreen, answered: Answered, width: int) -> list[StyledLine]:
    """The explanation, when the card comes back, and a word about a card that keeps slipping away."""
    card, answer = answered.face.card, desk.drill.session.last
    lines = question_view.explained(card.explanation, desk.drill.source(card), width)
    if answer and (back := desk.drill.comes_back(answer)):
        lines += [paint.words(""), paint.words(f"again in {back}", paint.DIM)]
    if answer and answer.is_leech:
        lines += paint.wrapped(paint.words("This card keeps slipping away: ! sets it aside.", paint.DUE), width)
    return lines


def _is_done_with(desk: SessionScreen, answered: Answered, key: str) -> bool:
    last = desk.drill.session.last
    if key == "!" and last and last.is_leech:
        desk.drill.suspend(answered.face)
        return True
    return key in ("u", "q", "end of input") and desk.is_done_with(key)
