"""A card on the screen until it is answered: questions by their keys or typed, and cards to reveal and rate."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from cxdrill.core.cards.question import Question, Step
from cxdrill.core.study.review import Rating
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.actions import At, action_of, commanded, footer, split_typed, typed_action, typing_footer
from cxdrill.terminal.answer_input import AnswerInput, answer_keys
from cxdrill.terminal.drill import Answered
from cxdrill.terminal.lines import Line
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.screen import foot
from cxdrill.terminal.session_screen import SessionScreen

_NARROW = 30


class CardScreen(SessionScreen):
    def answered(self) -> Answered | Rating | None:
        """What became of the card asked now; None where it is left."""
        card = self.drill.face.card
        if isinstance(card, Question):
            is_typed = AnswerInput(card).is_typed
            response = self._typed(card, card.how_to_answer()) if is_typed else self._keyed(card)
            return None if response is None else self.drill.respond(response)
        if points := card.points_to_tick():
            return self._say(points)
        actions = self.asking(At.ASKED, *(() if card.takes_text else ("type",)))
        for action, _ in self.turns(self.view(self.front, foot(actions, At.ASKED)), actions):
            if action == "go on":
                return self._revealed()
            if action == "type":
                typed = self._typed(None, "type what is hidden")
                return None if typed is None else self.drill.fill_in(typed)
        return None

    def _typed(self, item: Question | None, hint: str, *, is_needed: bool = True) -> str | None:
        """A typed answer to `item` or a hidden part; None where the card is left. Commands begin with a colon here."""
        is_unread = item is not None or not is_needed  # a card to reveal was read before
        esc = "clear" if is_unread else "back"
        known, keys = commanded(At.ASKED), typing_footer("answer", At.ASKED, self.asking(At.ASKED), esc=esc)

        def taken(text: str) -> tuple[str, str] | None:
            """An answer, or the command in its place; None for what is neither."""
            if command := split_typed(text, known, self.drill.face.card)[1]:
                return ("", command) if typed_action(command, known) else None  # a slip of the keys, not an answer
            answer = text if item is None else replace(AnswerInput(item), line=Line(text, len(text))).response
            return (answer, "") if answer or (answer is not None and not is_needed) else None

        while found := self.typed_line(self.front, hint, keys=keys, taken=taken, is_unread=is_unread):
            answer, command = found
            if not command:
                return answer
            action, note = typed_action(command, known), command.partition(" ")[2].strip()
            if action == "flag" and note:
                self.flag(self.drill.face, note)
            elif self.act(action):
                return None
        return None

    def _say(self, points: Sequence[str]) -> Answered | None:
        """Takes a sentence of the learner's own, shows the model beside it, and rates by what is ticked."""
        said = self._typed(None, "type what you would say; enter shows what could be said", is_needed=False)
        if said is None:
            return None
        ticks: set[int] = set()
        actions = self.asking(At.TICKING)

        def more(width: int) -> list[StyledLine]:
            own = paint.wrapped(f"You: {said}" if said else "You said nothing.", width)
            model = paint.wrapped(self.drill.face.answer.strip(), width)
            asked = paint.wrapped("What did your own sentence have?", width)
            boxes = []
            for index, text in enumerate(points):
                boxes += paint.wrapped(text, width, first=f"  {index + 1} [{'x' if index in ticks else ' '}] ")
            return [*own, paint.rule(width), *model, paint.words(""), *asked, *boxes]

        keys = foot(actions, At.TICKING, (f"1-{len(points)}", "tick"))
        view = self.view(lambda width: [*self.front(width), *more(width)], keys, seen=more)
        for action, key in self.turns(view, actions):
            if action == "done":
                return self.drill.tick(ticks, said)
            if action == "tick" and int(key) <= len(points):
                ticks ^= {int(key) - 1}
        return None

    def _keyed(self, item: Question) -> str | None:
        """The answer to `item` given with keys; None where the card is left."""
        given = AnswerInput(item)
        actions = self.asking(At.ASKED, "go on", "type")

        def arranged(width: int) -> list[StyledLine]:
            if given.at:
                rows = question_view.last_chosen(given.step, width, (given.at,))
                return body(width)[len(self.front(width)) + rows.start :]
            if item.is_final:  # what can be said now, under a talk that may be long
                return question_view.choices(Step(rows=given.step.rows), width)
            return question_view.arranged(given.shown, width)[1:] if given.is_begun else []

        def body(width: int) -> list[StyledLine]:
            return [*self.front(width), *question_view.given(given, given.step, width)]

        def keys(width: int) -> list[StyledLine]:
            return question_view.keys([*answer_keys(given), *footer(actions, At.ASKED, width)], width)

        for _, key in self.screen.pressed(self.view(body, keys, seen=arranged, has_options=True)):
            before, given = given, given.after(key.casefold())
            is_given = given != before if given.is_at_once else key == "enter"
            if is_given and given.response is not None:
                return given.response
            if key == "enter" and given == before:
                self.screen.say(given.missing)
            elif given == before and self.act(action_of(key, actions)):
                return None
        return None

    def _revealed(self) -> Rating | None:
        """Shows the answer until it is rated; Enter does nothing here."""
        ratings, face = list(self.drill.ratings()), self.drill.face
        actions = self.asking(At.REVEALED)
        keys = foot(actions, At.REVEALED)

        def answer(width: int) -> list[StyledLine]:
            filled = question_view.filled(face.prompt if face.card.takes_text else "", face.answer, width)
            return [paint.rule(width), *filled]

        view = self.view(
            lambda width: [*self.front(width, paint.PLAIN), *answer(width)],  # the answer is the strongest thing now
            lambda width: [*self._offered(width), *keys(width)],
            seen=answer,
            more=lambda width: question_view.explained(face.card.explanation, self.drill.source(face.card), width),
        )
        for action, key in self.turns(view, actions):
            if action == "rate" and int(key) <= len(ratings):
                rating = ratings[int(key) - 1]
                self.drill.rate(rating)
                return rating
        return None

    def _offered(self, width: int) -> list[StyledLine]:
        """The ratings over the time each gives; one after the other where the window is narrow."""
        ratings = self.drill.ratings()
        names = [f"{number} {word}" for number, word in enumerate(ratings.values(), 1)]
        times = [self.drill.interval(rating) for rating in ratings]
        cell = max(len(text) for text in (*names, *times)) + 3
        if (
            cell * len(names) > width
        ):  # in the narrowest, the ratings themselves have to fit under a card of a few lines
            times = ["" for _ in times] if width < _NARROW else times
            pairs = [(name[0], f"{name[2:]} {time}".rstrip()) for name, time in zip(names, times, strict=True)]
            return question_view.keys(pairs, width)
        first = paint.joined(*(paint.padded(paint.words(name, paint.KEY), cell) for name in names))
        second = paint.joined(*(paint.padded(paint.words(time), cell) for time in times))
        return [first, second] if any(times) else [first]
