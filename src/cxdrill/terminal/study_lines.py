"""A study session in line mode: a card, a line, a card, a line. Ends with `:quit` or the end of input."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxdrill.core.cards.face import Face
from cxdrill.core.cards.question import Item, Question, UnreadableAnswer
from cxdrill.core.cards.say import ticked
from cxdrill.core.study.review import Rating
from cxdrill.terminal.actions import STUDY, line_help, split_command, typed_action
from cxdrill.terminal.drill import RATING_WORDS, Answered, Drill
from cxdrill.terminal.lines import Lines

RERATINGS = {"hard": Rating.HARD, "easy": Rating.EASY, "meant": Rating.GOOD}
HELP = line_help(
    STUDY,
    "an empty line reveals a flashcard or a hidden part; then 1-4 or again, hard, good, easy rates it",
    "a question is answered as its last line says; at a hidden part you can type what it hides",
)


@dataclass(slots=True)
class StudyLines:
    """One session in line mode."""

    drill: Drill
    lines: Lines
    _is_revealed: bool = field(default=False, init=False)
    _said: str = field(default="", init=False)  # what the learner would say, before the model shows
    _response: str = field(default="", init=False)  # as far as it was given
    _last: Answered | None = field(default=None, init=False)  # the answer that may be given another rating

    def run(self) -> None:
        """Asks until nothing is left, the time is up, or the learner leaves."""
        is_new = True
        while not self.drill.is_over or self._goes_on():
            if is_new:
                self._ask()
            line = self.lines.answer()
            if line is None or typed_action(line, STUDY) == "quit":
                return
            is_new = self._take(line.strip()) or self.drill.is_over

    def _goes_on(self) -> bool:
        """Whether the last step is taken back, or rated anew, once nothing is left to ask."""
        while self.drill.session.has_undo and self.drill.is_over:
            line = self.lines.answer()
            action = typed_action(line or "", STUDY)
            if action != "undo" and action not in RERATINGS:
                return False
            self._command((line or "").strip())
        return not self.drill.is_over

    def _take(self, line: str) -> bool:
        """Acts on one line; True where a card is to be shown (again)."""
        if line.startswith(":"):
            return self._command(line)
        face = self.drill.face
        if command := split_command(line, STUDY)[1]:
            return self._refuse(f"the line ends in {command}; give a command a line of its own; nothing was recorded")
        if isinstance(face.card, Question):
            return self._answer(line)
        if self._is_revealed:
            return self._tick(line) if face.card.points_to_tick() else self._rate(line)
        if not line:
            self._reveal()
            return False
        if face.card.points_to_tick():
            self._said = line
            self._reveal()
            return False
        if face.card.takes_text:
            self._judged(self.drill.fill_in(line))
            return True
        return self._refuse("press Enter to see the answer first; nothing was recorded")

    def _ask(self) -> None:
        drill, session = self.drill, self.drill.session
        face = drill.face
        self._is_revealed, self._said, self._response = False, "", ""
        self.lines.say(f"[{session.position}/{session.total}] {face.card.type} {face.key}")
        if drill.scenario():
            self.lines.say(drill.scenario().strip())
        self.lines.say(drill.prompt().strip())
        if session.item is not None:
            self._show_step(session.item)
        elif face.card.points_to_tick():
            self.lines.say("(type what you would say; an empty line shows what could be said)")
        drill.show()

    def _show_step(self, item: Item) -> None:
        """What was said last, what can be chosen, and how."""
        step = item.step(self._response)
        for who, text in step.said[-1:]:
            self.lines.say(f"{who}: {text.strip()}")
            self.lines.say(f"({step.mood})")
        for row in step.rows:
            self.lines.say(f"{row.name}) {row.text}")
        if not step.is_over:
            self.lines.say(f"({item.how_to_answer})")

    def _reveal(self) -> None:
        self.lines.say(self.drill.answer().strip())
        card = self.drill.face.card
        if card.explanation:
            self.lines.say(card.explanation.strip())
        self._is_revealed = True
        if points := card.points_to_tick():
            for number, text in enumerate(points, 1):
                self.lines.say(f"{number}) {text}")
            self.lines.say("(the numbers of what your own sentence had, like 1 2, or all, or none)")
            return
        self.lines.say(" · ".join(self._choice(rating, word) for rating, word in self._buttons()))

    def _tick(self, line: str) -> bool:
        try:
            ticks = ticked(line, len(self.drill.face.card.points_to_tick()))
        except ValueError as error:
            return self._refuse(f"{error}; nothing was recorded")
        self._judged(self.drill.tick(ticks, self._said))
        return True

    def _buttons(self) -> list[tuple[Rating, str]]:
        return list(self.drill.ratings().items())

    def _choice(self, rating: Rating, word: str) -> str:
        interval = self.drill.interval(rating)
        number = [each for each, _ in self._buttons()].index(rating) + 1
        return f"{number} {word} ({interval})" if interval else f"{number} {word}"

    def _rate(self, line: str) -> bool:
        names = {str(number): rating for number, (rating, _) in enumerate(self._buttons(), 1)}
        names |= {word: rating for rating, word in RATING_WORDS.items()}
        names |= {word: rating for rating, word in self._buttons()}
        rating = names.get(line.casefold())
        if rating is None:
            return self._refuse(f"rate the card with 1 to {len(self._buttons())}; nothing was recorded")
        answer = self.drill.rate(rating)
        self._last = None
        back = self.drill.comes_back(answer)
        self.lines.say(f"recorded {RATING_WORDS[rating]}{f', again in {back}' if back else ''}")
        return True

    def _answer(self, line: str) -> bool:
        item = self.drill.session.item
        assert item is not None
        if not line:
            return self._refuse(f"type {item.how_to_answer}; nothing was recorded")
        try:
            self._response = item.going_on(self._response, line)
        except UnreadableAnswer as error:
            return self._refuse(f"{error}; nothing was recorded")
        step = item.step(self._response)
        if step.said:
            self._show_step(item)
        if not step.is_over:
            return False
        self._judged(self.drill.respond(self._response))
        return True

    def _judged(self, answered: Answered) -> None:
        self._last = answered
        answer = self.drill.session.last
        assert answer is not None
        back = self.drill.comes_back(answer)
        self.lines.say(answered.word + (f", again in {back}" if back else ""))
        for note in answered.notes:
            self.lines.say(str(note))
        if answered.face.card.explanation:
            self.lines.say(answered.face.card.explanation.strip())
        if answer.is_leech:
            self.lines.say("this card keeps slipping away; :suspend sets it aside")

    def _command(self, line: str) -> bool:
        action = typed_action(line, STUDY)
        if action in RERATINGS:
            return self._rerate(action)
        match action:
            case "undo":
                if not self.drill.undo():
                    return self._refuse("there is nothing to undo")
                self.lines.say("taken back")
            case "skip":
                self.drill.skip()
            case "bury":
                self.drill.bury()
            case "suspend":
                face = self._slipping() or self.drill.face
                self.drill.suspend(face)
                self.lines.say(f"{face.key} is set aside; cxdrill cards --suspended lists such cards")
            case "flag":
                self.drill.flag(line.partition(" ")[2].strip())
                self.lines.say(f"{self.drill.face.key} is flagged for the instructor")
                return False
            case "help":
                self.lines.say(HELP)
                return False
            case _:
                return self._refuse(f"there is no command {line.split()[0].casefold()}; :help lists what can be typed")
        self._last = None
        return True

    def _slipping(self) -> Face | None:
        """The card just answered, where it was offered to be set aside."""
        answer = self.drill.session.last
        return answer.face if answer is not None and answer.is_leech else None

    def _rerate(self, action: str) -> bool:
        last, is_meant = self._last, action == "meant"
        if last is None or not (last.is_typed if is_meant else last.is_right):
            fits = "a typed answer" if is_meant else "a right answer"
            return self._refuse(f":{action} follows {fits}; nothing was changed")
        answer = self.drill.rerate(RERATINGS[action])
        self._last = None
        back = self.drill.comes_back(answer)
        self.lines.say(f"recorded {RATING_WORDS[answer.rating]} instead{f', again in {back}' if back else ''}")
        return True

    def _refuse(self, sentence: str) -> bool:
        self.lines.complain(sentence)
        return False
