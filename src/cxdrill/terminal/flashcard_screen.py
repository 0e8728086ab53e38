"""A card to reveal on the screen: a flashcard, a text with a hidden part, a sentence of one's own; then it is rated."""

from __future__ import annotations

from collections.abc import Sequence

from cxdrill.core.study.review import Rating
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import At, action_of, actions_at, footer
from cxdrill.terminal.drill import Answered
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.question_screen import answer_typed
from cxdrill.terminal.session_screen import SessionScreen

_NARROW = 30


def ask_flashcard(screen: SessionScreen) -> Answered | Rating | None:
    """Shows the card until it is answered or rated; None where it is left."""
    if points := screen.drill.face.card.points_to_tick():
        return _say(screen, points)
    actions = actions_at(At.ASKED, without=() if screen.drill.face.card.takes_text else ("type",))
    keys = footer(actions, At.ASKED)
    screen.show(screen.view(screen.front, lambda width: question_view.keys(keys, width)))
    while (key := screen.key(is_touched=False)) is not None:
        match action_of(key, actions):
            case "go on":
                return _revealed(screen)
            case "type":
                typed = answer_typed(screen, None, "type what is hidden; esc goes back")
                return None if typed is None else screen.drill.fill_in(typed)
            case action if screen.act(action):
                return None
    return None


def _say(screen: SessionScreen, points: Sequence[str]) -> Answered | None:
    """Takes a sentence of the learner's own, shows the model beside it, and rates by what is ticked."""
    said = answer_typed(screen, None, "type what you would say; enter shows what could be said", is_needed=False)
    if said is None:
        return None
    ticks: set[int] = set()
    actions = actions_at(At.TICKING)
    keys = [(f"1-{len(points)}", "tick"), *footer(actions, At.TICKING)]

    def more(width: int) -> list[StyledLine]:
        own = question_view.paragraphs(f"You: {said}" if said else "You said nothing.", width, paint.DIM)
        model = [paint.rule(width), *question_view.paragraphs(screen.drill.answer().strip(), width), paint.words("")]
        boxes = []
        for index, text in enumerate(points):
            box = "[x]" if index in ticks else "[ ]"
            boxes += paint.wrapped(paint.words(text), width, first=f"  {index + 1} {box} ")
        return [*own, *model, *paint.wrapped(paint.words("What did your own sentence have?"), width), *boxes]

    def lines(width: int) -> list[StyledLine]:
        return [*screen.front(width), *more(width)]

    screen.show(screen.view(lines, lambda width: question_view.keys(keys, width), seen=more))
    while (key := screen.key(is_touched=True)) is not None:
        match action_of(key, actions):
            case "done":
                return screen.drill.tick(ticks, said)
            case "tick" if int(key) <= len(points):
                ticks ^= {int(key) - 1}
            case action if screen.act(action):
                return None
        screen.screen.redraw()
    return None


def _revealed(screen: SessionScreen) -> Rating | None:
    """Shows the answer until it is rated; Enter does nothing here."""
    ratings = list(screen.drill.ratings().items())
    card = screen.drill.face.card
    actions = actions_at(At.REVEALED)

    def more(width: int) -> list[StyledLine]:
        answer = [paint.rule(width), *question_view.paragraphs(screen.drill.answer().strip(), width, paint.TITLE)]
        return [*answer, *question_view.explained(card.explanation, screen.drill.source(card), width)]

    def keys(width: int) -> list[StyledLine]:
        return [*_offered(screen, ratings, width), *question_view.keys(footer(actions, At.REVEALED), width)]

    def lines(width: int) -> list[StyledLine]:
        return [*screen.front(width, paint.PLAIN), *more(width)]  # the answer is the strongest thing now

    screen.show(screen.view(lines, keys, seen=more))
    while (key := screen.key(is_touched=True)) is not None:
        match action_of(key, actions):
            case "rate" if int(key) <= len(ratings):
                rating = ratings[int(key) - 1][0]
                screen.drill.rate(rating)
                return rating
            case action if screen.act(action):
                return None
    return None


def _offered(screen: SessionScreen, ratings: Sequence[tuple[Rating, str]], width: int) -> list[StyledLine]:
    """The ratings over the time each gives; one after the other where the window is narrow."""
    names = [f"{number} {word}" for number, (_, word) in enumerate(ratings, 1)]
    times = [screen.drill.interval(rating) for rating, _ in ratings]
    cell = max(len(text) for text in (*names, *times)) + 3
    if width < _NARROW:  # the ratings themselves have to fit under a card of a few lines
        return question_view.keys([(name[0], name[2:]) for name in names], width)
    if cell * len(names) > width:
        pairs = [(name[0], f"{name[2:]} {time}".rstrip()) for name, time in zip(names, times, strict=True)]
        return question_view.keys(pairs, width)
    first = paint.joined(*(paint.padded(paint.words(name, paint.KEY), cell) for name in names))
    second = paint.joined(*(paint.padded(paint.words(time, paint.DIM), cell) for time in times))
    return [first, second] if any(times) else [first]
