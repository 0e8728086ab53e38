"""A card on the screen until it is answered: questions by their keys or typed, and cards to reveal and rate."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from cxdrill.core.cards.question import Question, Step
from cxdrill.core.study.review import Rating
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import At, action_of, commanded, footer, split_command, typed_action, typing_footer
from cxdrill.terminal.answer_input import AnswerInput, answer_keys
from cxdrill.terminal.drill import Answered
from cxdrill.terminal.lines import Line
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.session_screen import SessionScreen

_NARROW = 30


def answered_question(screen: SessionScreen, item: Question) -> str | None:
    if AnswerInput(item).is_typed:
        return _typed(screen, item, item.how_to_answer())
    return _keyed(screen, item)


def answered_flashcard(screen: SessionScreen) -> Answered | Rating | None:
    """What became of a card to reveal: rated, or answered by typing; None where it is left."""
    card = screen.drill.face.card
    if points := card.points_to_tick():
        return _say(screen, points)
    actions = screen.asking(At.ASKED, *(() if card.takes_text else ("type",)))
    view = screen.view(screen.front, lambda width: question_view.keys(footer(actions, At.ASKED, width), width))
    for action, _ in screen.pressed(view, actions):
        match action:
            case "go on":
                return _revealed(screen)
            case "type":
                typed = _typed(screen, None, "type what is hidden")
                return None if typed is None else screen.drill.fill_in(typed)
            case _ if screen.act(action):
                return None
    return None


def _typed(screen: SessionScreen, item: Question | None, hint: str, *, is_needed: bool = True) -> str | None:
    """A typed answer to `item`, or to a hidden part where there is none; None where the card is left.

    Commands begin with a colon here.
    """
    is_unread = item is not None or not is_needed  # a card to reveal was read before
    esc = "clear" if is_unread else "back"
    known, keys = commanded(At.ASKED), typing_footer("answer", At.ASKED, screen.asking(At.ASKED), esc=esc)

    def taken(text: str) -> tuple[str, str] | None:
        """An answer, or the command in its place; None for what is neither."""
        if command := text if typed_action(text, known) else split_command(text, known)[1]:
            return "", command
        if text.startswith(":"):
            return None  # a slip of the keys, not an answer
        answer = text if item is None else replace(AnswerInput(item), line=Line(text, len(text))).response
        return (answer, "") if answer or (answer is not None and not is_needed) else None

    while found := screen.typed_line(screen.front, hint, keys=keys, taken=taken, is_unread=is_unread):
        answer, command = found
        if not command:
            return answer
        action, note = typed_action(command, known), command.partition(" ")[2].strip()
        if action == "flag" and note:
            screen.flag(screen.drill.face, note)
        elif screen.act(action):
            return None
    return None


def _keyed(screen: SessionScreen, item: Question) -> str | None:
    """The answer to `item` given with keys; None where the card is left."""
    given = AnswerInput(item)
    actions = screen.asking(At.ASKED, "go on", "type")

    def arranged(width: int) -> list[StyledLine]:
        if given.at:
            rows = question_view.last_chosen(given.step, width, (given.at,))
            return body(width)[len(screen.front(width)) + rows.start :]
        if item.is_final:  # what can be said now, under a talk that may be long
            return question_view.choices(Step(rows=given.step.rows), width)
        return question_view.arranged(given.shown, width)[1:] if given.is_begun else []

    def body(width: int) -> list[StyledLine]:
        choices = question_view.choices(given.step, width, given.given, given.signs, given.at_hand)
        return [*screen.front(width), *choices, *question_view.arranged(given.shown, width)]

    def keys(width: int) -> list[StyledLine]:
        return question_view.keys([*answer_keys(given), *footer(actions, At.ASKED, width)], width)

    for _, key in screen.pressed(screen.view(body, keys, seen=arranged, has_options=True), ()):
        before, given = given, given.after(key.casefold())
        is_given = given != before if given.is_at_once else key == "enter"
        if is_given and given.response is not None:
            return given.response
        if key == "enter" and given == before:
            screen.screen.say(given.missing)
        elif given == before and screen.act(action_of(key, actions)):
            return None
    return None


def _say(screen: SessionScreen, points: Sequence[str]) -> Answered | None:
    """Takes a sentence of the learner's own, shows the model beside it, and rates by what is ticked."""
    said = _typed(screen, None, "type what you would say; enter shows what could be said", is_needed=False)
    if said is None:
        return None
    ticks: set[int] = set()
    actions = screen.asking(At.TICKING)

    def more(width: int) -> list[StyledLine]:
        own = paint.wrapped(f"You: {said}" if said else "You said nothing.", width)
        model = paint.wrapped(screen.drill.face.answer.strip(), width)
        boxes = []
        for index, text in enumerate(points):
            box = "[x]" if index in ticks else "[ ]"
            boxes += paint.wrapped(text, width, first=f"  {index + 1} {box} ")
        asked = paint.wrapped("What did your own sentence have?", width)
        return [*own, paint.rule(width), *model, paint.words(""), *asked, *boxes]

    view = screen.view(
        lambda width: [*screen.front(width), *more(width)],
        lambda width: question_view.keys([(f"1-{len(points)}", "tick"), *footer(actions, At.TICKING, width)], width),
        seen=more,
    )
    for action, key in screen.pressed(view, actions):
        match action:
            case "done":
                return screen.drill.tick(ticks, said)
            case "tick" if int(key) <= len(points):
                ticks ^= {int(key) - 1}
            case _ if screen.act(action):
                return None
    return None


def _revealed(screen: SessionScreen) -> Rating | None:
    """Shows the answer until it is rated; Enter does nothing here."""
    ratings = list(screen.drill.ratings().items())
    face = screen.drill.face
    actions = screen.asking(At.REVEALED)

    def more(width: int) -> list[StyledLine]:
        answer = question_view.filled(face.prompt if face.card.takes_text else "", face.answer, width)
        reasons = question_view.explained(face.card.explanation, screen.drill.source(face.card), width)
        return [paint.rule(width), *answer, *reasons]

    def keys(width: int) -> list[StyledLine]:
        return [*_offered(screen, ratings, width), *question_view.keys(footer(actions, At.REVEALED, width), width)]

    def lines(width: int) -> list[StyledLine]:
        return [*screen.front(width, paint.PLAIN), *more(width)]  # the answer is the strongest thing now

    for action, key in screen.pressed(screen.view(lines, keys, seen=more), actions):
        match action:
            case "rate" if int(key) <= len(ratings):
                rating = ratings[int(key) - 1][0]
                screen.drill.rate(rating)
                return rating
            case _ if screen.act(action):
                return None
    return None


def _offered(screen: SessionScreen, ratings: Sequence[tuple[Rating, str]], width: int) -> list[StyledLine]:
    """The ratings over the time each gives; one after the other where the window is narrow."""
    names = [f"{number} {word}" for number, (_, word) in enumerate(ratings, 1)]
    times = [screen.drill.interval(rating) for rating, _ in ratings]
    cell = max(len(text) for text in (*names, *times)) + 3
    if cell * len(names) > width:  # in the narrowest, the ratings themselves have to fit under a card of a few lines
        times = ["" for _ in times] if width < _NARROW else times
        pairs = [(name[0], f"{name[2:]} {time}".rstrip()) for name, time in zip(names, times, strict=True)]
        return question_view.keys(pairs, width)
    first = paint.joined(*(paint.padded(paint.words(name, paint.KEY), cell) for name in names))
    second = paint.joined(*(paint.padded(paint.words(time), cell) for time in times))
    return [first, second] if any(times) else [first]
