"""A flashcard, or a text with a hidden part, on the screen: shown, revealed, rated."""

from __future__ import annotations

from collections.abc import Sequence

from cxdrill.core.study.review import Rating
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.feedback_screen import offer_to_suspend, show_answered
from cxdrill.terminal.question_screen import answer_typed
from cxdrill.terminal.session_screen import GO_ON, Keys, SessionScreen
from cxdrill.terminal.styled_line import StyledLine

_NARROW = 30


def ask_flashcard(desk: SessionScreen) -> None:
    """Shows the card until it is revealed and rated, or left."""
    if points := desk.drill.face.card.points_to_tick():
        return _say(desk, points)
    is_cloze = desk.drill.face.card.takes_text
    keys: Keys = [("space", "show the answer"), *([("t", "type it")] if is_cloze else [])]
    desk.show(desk.view(desk.front, keys))
    key = _first_key(desk, is_cloze)
    if key in GO_ON:
        _revealed(desk)
    elif key == "t":
        typed = answer_typed(desk, None, "type what is hidden; esc goes back")
        if typed is not None:
            show_answered(desk, desk.drill.fill_in(typed))


def _say(desk: SessionScreen, points: Sequence[str]) -> None:
    """Takes a sentence of the learner's own, shows the model beside it, and rates by what is ticked."""
    said = answer_typed(desk, None, "type what you would say; enter shows what could be said", is_needed=False)
    if said is None:
        return
    ticks: set[int] = set()

    def more(width: int) -> list[StyledLine]:
        own = question_view.paragraphs(f"You: {said}" if said else "You said nothing.", width, paint.DIM)
        model = [paint.rule(width), *question_view.paragraphs(desk.drill.answer().strip(), width), paint.words("")]
        boxes = []
        for place, text in enumerate(points):
            box = "[x]" if place in ticks else "[ ]"
            boxes += paint.wrapped(paint.words(text), width, first=f"  {place + 1} {box} ")
        return [*own, *model, *paint.wrapped(paint.words("What did your own sentence have?"), width), *boxes]

    keys: Keys = [
        (f"1-{len(points)}", "tick"),
        ("enter", "done"),
        ("s", "skip"),
        ("u", "undo"),
        ("?", "help"),
        ("q", "quit"),
    ]
    desk.show(
        desk.view(
            lambda width: [*desk.front(width), *more(width)], lambda width: question_view.keys(keys, width), seen=more
        )
    )
    while True:
        key = desk.key(is_touched=True)
        if key == "enter":
            return show_answered(desk, desk.drill.tick(ticks, said))
        if key is None:
            return
        if key.isdecimal() and 1 <= int(key) <= len(points):
            ticks ^= {int(key) - 1}
        elif desk.is_done_with(key):
            return
        desk.screen.redraw()


def _first_key(desk: SessionScreen, is_cloze: bool) -> str | None:
    """The key that reveals or types; None where the card is left."""
    while True:
        key = desk.key(is_touched=False)
        if key is None or key in GO_ON or (key == "t" and is_cloze):
            return key
        if desk.is_done_with(key):
            return None


def _revealed(desk: SessionScreen) -> None:
    """Shows the answer until it is rated; Enter does nothing here."""
    ratings = list(desk.drill.ratings().items())
    card = desk.drill.face.card

    def back(width: int) -> list[StyledLine]:
        return [paint.rule(width), *question_view.paragraphs(desk.drill.answer().strip(), width)]

    def more(width: int) -> list[StyledLine]:
        return [*back(width), *question_view.explained(card.explanation, desk.drill.source(card), width)]

    def footer(width: int) -> list[StyledLine]:
        rest: Keys = [("s", "skip"), ("u", "undo"), ("?", "help"), ("q", "quit")]
        return [*_offered(desk, ratings, width), *question_view.keys(rest, width)]

    desk.show(desk.view(lambda width: [*desk.front(width), *more(width)], footer, seen=more))
    by_key = {str(number): rating for number, (rating, _) in enumerate(ratings, 1)}
    while True:
        key = desk.key(is_touched=True)
        if key in by_key:
            desk.drill.rate(by_key[key])
            return offer_to_suspend(desk)
        if key is None or desk.is_done_with(key):
            return


def _offered(desk: SessionScreen, ratings: Sequence[tuple[Rating, str]], width: int) -> list[StyledLine]:
    """The ratings over the time each gives; one after the other where the window is narrow."""
    names = [f"{number} {word}" for number, (_, word) in enumerate(ratings, 1)]
    times = [desk.drill.interval(rating) for rating, _ in ratings]
    cell = max(len(text) for text in (*names, *times)) + 3
    if width < _NARROW:  # the ratings themselves have to fit under a card of a few lines
        return question_view.keys([(name[0], name[2:]) for name in names], width)
    if cell * len(names) > width:
        pairs = [(name[0], f"{name[2:]} {time}".rstrip()) for name, time in zip(names, times, strict=True)]
        return question_view.keys(pairs, width)
    first = paint.joined(*(paint.padded(paint.words(name, paint.KEY), cell) for name in names))
    second = paint.joined(*(paint.padded(paint.words(time, paint.DIM), cell) for time in times))
    return [first, second] if any(times) else [first]
