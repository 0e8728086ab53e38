"""A study session on the screen: one key does one thing, and the keys that work are always in sight."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from rich.text import Text

from cxdrill.core.deck import Cloze, Multiple, Question
from cxdrill.core.face import Face
from cxdrill.core.review import Rating
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.answer_input import AnswerInput
from cxdrill.terminal.asking import how_to_answer
from cxdrill.terminal.drill import Answered, Drill
from cxdrill.terminal.line_editor import Line
from cxdrill.terminal.screen import Frame, Screen, View

Keys = list[tuple[str, str]]
Lines = Callable[[int], list[Text]]  # for a width
GO_ON = ("enter", " ")
HELP = """\
space or enter   show the answer, go on; never rates a card
1 2 3 4          rate a revealed card: again, hard, good, easy
a-h, t f, 1-9    answer a question; enter when it has several parts
2 4              after a right answer: it was hard, it was easy
=                after a typed answer: I meant that
t                type the hidden part of a text
u                take the last step back, as often as you like
s                leave the card out of this session
-                put it off to tomorrow
!                set it aside until you wake it (cxdrill cards --wake)
*                flag it for the instructor, with a note
q                leave; every answer is saved already
While you type, these are letters: write :undo, :skip, :quit and so on."""


class Left(Exception):
    """The learner has left the session."""


@dataclass(slots=True)
class StudyScreen:
    """One session on the alternate screen."""

    drill: Drill
    screen: Screen
    titles: dict[str, str] = field(default_factory=dict)  # deck: its title

    def run(self) -> None:
        """Asks until nothing is left, the time is up, or the learner leaves."""
        try:
            while not self.drill.is_over:
                self.drill.show()
                if isinstance(self.drill.face.card, Question):
                    self._question()
                else:
                    self._flashcard()
        except (Left, EOFError):
            return

    # Flashcards and hidden parts

    def _flashcard(self) -> None:
        keys: Keys = [("space", "show the answer")]
        if isinstance(self.drill.face.card, Cloze):
            keys.append(("t", "type it"))
        self.screen.show(self._view(self._front, keys))
        while True:
            key = self._key(is_touched=False)
            if key in GO_ON:
                return self._revealed()
            if key == "t" and isinstance(self.drill.face.card, Cloze):
                return self._fill_in()
            if key is None or self._is_done_with(key):
                return None

    def _revealed(self) -> None:
        ratings = list(self.drill.ratings().items())

        def body(width: int) -> list[Text]:
            answer = question_view.paragraphs(self.drill.answer().strip(), width)
            card = self.drill.face.card
            more = question_view.explained(card.explanation, self.drill.source(card), width)
            return [*self._front(width), paint.rule(width), *answer, *more]

        def footer(width: int) -> list[Text]:
            return [*self._offered(ratings, width), *question_view.keys([("u", "undo"), ("?", "help")], width)]

        self.screen.show(self._view(body, footer))
        by_key = {str(number): rating for number, (rating, _) in enumerate(ratings, 1)}
        while True:
            key = self._key(is_touched=True)
            if key in by_key:
                self.drill.rate(by_key[key])
                return self._offer_to_suspend()
            if key is None or self._is_done_with(key):
                return None

    def _offered(self, ratings: list[tuple[Rating, str]], width: int) -> list[Text]:
        """The ratings over the time each gives; one under the other where the window is narrow."""
        names = [f"{number} {word}" for number, (_, word) in enumerate(ratings, 1)]
        times = [self.drill.interval(rating) for rating, _ in ratings]
        cell = max(len(text) for text in (*names, *times)) + 3
        if cell * len(names) > width:
            pairs = [(name[0], f"{name[2:]} {time}".rstrip()) for name, time in zip(names, times, strict=True)]
            return question_view.keys(pairs, width)
        first = paint.joined(*(paint.padded(paint.words(name, paint.KEY), cell) for name in names))
        second = paint.joined(*(paint.padded(paint.words(time, paint.DIM), cell) for time in times))
        return [first, second] if any(times) else [first]

    def _fill_in(self) -> None:
        line = self._typed_line(self._front, "type what is hidden")
        if line is not None:
            self._answered(self.drill.fill_in(line))

    # Questions

    def _question(self) -> None:
        item = self.drill.session.item
        assert item is not None
        given = AnswerInput(item)
        if given.is_typed:
            line = self._typed_line(self._front, how_to_answer(item), is_answer=lambda text: _response(given, text))
            if line is not None:
                self._answered(self.drill.respond(line))
            return
        state = [given]
        self.screen.show(self._view(lambda width: self._choosing(state[0], width), self._answer_keys(given)))
        while True:
            key = self._key(is_touched=state[0].is_begun)
            if key is None:
                return
            before, state[0] = state[0], state[0].after(key)
            response = state[0].response
            is_given = (key == "enter" and not before.is_at_once) or (state[0] != before and before.is_at_once)
            if is_given and response is not None:
                return self._answered(self.drill.respond(response))
            if state[0] == before and self._is_done_with(key):
                return
            self.screen.redraw()

    def _choosing(self, given: AnswerInput, width: int) -> list[Text]:
        lines = [*self._front(width), *question_view.choices(given.item, width, given.given)]
        if given.shown:
            lines += [paint.words(""), paint.joined("your answer  ", paint.words(given.shown, paint.TITLE))]
        return lines

    def _answer_keys(self, given: AnswerInput) -> Keys:
        size = len(given.item.order)
        last = chr(ord("a") + size - 1)
        if not size:
            return [("t", "true"), ("f", "false")]
        if given.is_at_once:
            return [(f"a-{last}", "answer")]
        if isinstance(given.item.card, Multiple):
            return [(f"a-{last}", "choose, several may be right"), ("enter", "answer")]
        names = f"1-{size}" if not given.shown.startswith("1·") and " " in given.shown else f"a-{last}"
        meaning = "in the right order" if names.startswith("1") else "for 1, 2, 3 in turn"
        return [(names, meaning), ("backspace", "take one back"), ("enter", "answer")]

    def _answered(self, answered: Answered) -> None:
        """Shows what became of an answer, which is on disk by now, and waits to go on."""
        face, title = answered.face, self._title(answered.face)

        def body(width: int) -> list[Text]:
            answer = self.drill.session.last
            back = self.drill.comes_back(answer) if answer else ""
            lines = question_view.asked("", self.drill.prompt(face).strip(), width)
            lines += question_view.notes(answered.notes, width)
            lines += question_view.explained(face.card.explanation, self.drill.source(face.card), width)
            if back:
                lines += [paint.words(""), paint.words(f"again in {back}", paint.DIM)]
            if answer and answer.is_leech:
                lines += paint.wrapped(paint.words("This card keeps slipping away: ! sets it aside.", paint.DUE), width)
            return lines

        keys: Keys = [("space", "next")]
        if answered.is_right and not self.drill.is_practice:
            keys += [("2", "it was hard"), ("4", "it was easy")]
        elif answered.is_typed and not answered.is_right:
            keys += [("=", "I meant that")]
        keys += [("u", "undo"), ("*", "flag")]
        word = paint.words("✓ right", paint.RIGHT) if answered.is_right else paint.words("✗ wrong", paint.WRONG)
        head = [paint.joined(paint.words(f"{title} · ", paint.DIM), word), paint.words("")]
        self.screen.show(lambda width: Frame(head, body(width), question_view.keys(keys, width)))
        self._after_answer(answered)

    def _after_answer(self, answered: Answered) -> None:
        is_rated = answered.is_right and not self.drill.is_practice
        reratings = {"2": Rating.HARD, "4": Rating.EASY} if is_rated else {}
        if answered.is_typed and not answered.is_right:
            reratings = {"=": Rating.GOOD}
        while True:
            key = self.screen.key()
            if key in GO_ON:
                return
            if key in reratings:
                self.drill.rerate(reratings[key])
                return
            if key == "!" and self.drill.session.last and self.drill.session.last.is_leech:
                return self.drill.suspend(answered.face)
            if key == "*":
                self._flag(answered.face)
                return
            if key is not None and key in "uq" and self._is_done_with(key):
                return

    def _offer_to_suspend(self) -> None:
        """A word about a card that keeps being forgotten."""
        answer = self.drill.session.last
        if answer is None or not answer.is_leech:
            return
        text = "This card keeps slipping away. Set it aside, or go on with it: both can be taken back."
        head = [paint.words(self._title(answer.face), paint.DIM), paint.words("")]
        keys: Keys = [("!", "set it aside"), ("space", "go on"), ("u", "undo")]
        self.screen.show(
            lambda width: Frame(head, question_view.paragraphs(text, width), question_view.keys(keys, width))
        )
        while True:
            key = self.screen.key()
            if key in GO_ON:
                return
            if key == "!":
                return self.drill.suspend(answer.face)
            if key is not None and key in "uq" and self._is_done_with(key):
                return

    # What every screen has

    def _view(self, body: Lines, keys: Keys | Lines) -> View:
        session, face = self.drill.session, self.drill.face
        left = f"{self._title(face)} · {face.card.tags[0]}" if face.card.tags else self._title(face)
        place = f"{session.position}/{session.total}"

        def frame(width: int) -> Frame:
            right = paint.words(place, paint.DIM)
            if width >= 40:
                right = paint.joined(paint.progress(session.position - 1, session.total, 12), "  ", right)
            room = max(4, width - right.cell_len - 2)
            title = paint.words(left, paint.DIM)
            title.truncate(room, overflow="ellipsis")
            footer = keys(width) if callable(keys) else question_view.keys([*keys, *_ALWAYS], width)
            return Frame([*paint.sides(title, right, width), paint.words("")], body(width), footer)

        return frame

    def _front(self, width: int) -> list[Text]:
        return question_view.asked(self.drill.scenario(), self.drill.prompt(), width)

    def _title(self, face: Face) -> str:
        return self.titles.get(face.card.deck, face.card.deck)

    def _key(self, *, is_touched: bool) -> str | None:
        """The next key; None when the session's time ran out before the card was touched."""
        while True:
            key = self.screen.key(None if is_touched else self.drill.seconds_left())
            if key is not None:
                return key
            if self.drill.is_over:
                return None

    def _is_done_with(self, key: str) -> bool:
        """Acts on a key that works everywhere; True where another card, or this one anew, is to be shown."""
        match key:
            case "u":
                return self.drill.undo()
            case "s":
                self.drill.skip()
            case "-":
                self.drill.bury()
            case "!":
                self.drill.suspend()
            case "*":
                self._flag(self.drill.face)
            case "?":
                self._help()
            case "q" | "end of input":
                raise Left
            case _:
                return False
        return True

    def _help(self) -> None:
        keys: Keys = [("any key", "back")]
        body = HELP.split("\n")
        self.screen.show(
            lambda width: Frame(
                [paint.words("Keys", paint.TITLE), paint.words("")],
                [line for text in body for line in paint.wrapped(paint.words(text), width, hang=" " * 17)],
                question_view.keys(keys, width),
            )
        )
        self.screen.key()

    def _flag(self, face: Face) -> None:
        note = self._typed_line(
            lambda width: question_view.asked("", self.drill.prompt(face), width),
            "what is wrong with this card? a note for the instructor",
            keys=[("enter", "flag it"), ("esc", "do not")],
            may_be_empty=True,
        )
        if note is not None:
            self.drill.flag(note, face)

    def _typed_line(
        self,
        body: Lines,
        hint: str,
        *,
        is_answer: Callable[[str], str | None] | None = None,
        keys: Keys | None = None,
        may_be_empty: bool = False,
    ) -> str | None:
        """A line typed under `body`; None where the learner did something else instead."""
        state = [Line()]
        shown = keys or [("enter", "answer"), (":skip :undo :quit :help", "")]

        def lines(width: int) -> list[Text]:
            hinted = paint.wrapped(paint.words(hint, paint.DIM), width)
            return [*body(width), *hinted, question_view.editing(state[0], width)]

        self.screen.show(self._view(lines, lambda width: question_view.keys(shown, width)))
        while True:
            key = self._key(is_touched=bool(state[0].text))
            if key is None or key == "esc":
                return None
            if key == "end of input":
                raise Left
            if key == "enter":
                text = state[0].text.strip()
                if text.startswith(":"):
                    self._typed_command(text)
                    return None
                answer = is_answer(text) if is_answer else text
                if answer or (may_be_empty and not text):
                    return answer or text
            state[0] = state[0].after(key)
            self.screen.redraw()

    def _typed_command(self, text: str) -> None:
        commands = {":undo": "u", ":skip": "s", ":bury": "-", ":suspend": "!", ":flag": "*", ":help": "?", ":quit": "q"}
        key = commands.get(text.split()[0].casefold())
        if key is not None:
            self._is_done_with(key)


_ALWAYS: Keys = [("s", "skip"), ("u", "undo"), ("?", "help"), ("q", "quit")]


def _response(given: AnswerInput, text: str) -> str | None:
    return replace(given, line=Line(text, len(text))).response
