"""A study session in line mode: a card, a line, a card, a line. Ends with `:quit` or the end of input."""

from __future__ import annotations

from msgspec import Struct

from cxdrill.core.cards.flashcard import ticked
from cxdrill.core.cards.question import Input, Question, UnreadableAnswer
from cxdrill.core.cards.sheet import told
from cxdrill.terminal.actions import STUDY, line_help, split_command, typed_action, without_colon
from cxdrill.terminal.drill import RATING_WORDS, Answered, Drill
from cxdrill.terminal.lines import Lines

HELP = """\
an empty line reveals a flashcard or a hidden part; then 1-4 or again, hard, good, easy rates it
a question is answered as its last line says; at a hidden part you can type what it hides"""
RERATED = ("hard", "easy", "meant")


class StudyLines(Struct):
    drill: Drill
    lines: Lines
    _is_revealed: bool = False
    _said: str = ""  # what the learner would say, before the model shows
    _response: str = ""  # as far as it was given
    _last: Answered | None = None  # the answer that may be given another rating

    def run(self) -> None:
        """Asks until nothing is left, the time is up, or the learner leaves."""
        is_new = True
        while not self.drill.is_over or self._goes_on():
            if is_new:
                self._ask()
            line = self.lines.answer()
            if line is not None and not self._is_text_asked:
                line = without_colon(line)
            if line is None or typed_action(line, STUDY) == "quit":
                return
            is_new = self._take(line.strip()) or self.drill.is_over

    @property
    def _is_text_asked(self) -> bool:
        """Whether any line may be an answer."""
        card = self.drill.face.card
        if isinstance(card, Question):
            return card.input is Input.TEXT
        return not self._is_revealed and (card.takes_text or bool(card.points_to_tick()))

    def _goes_on(self) -> bool:
        """Whether the last step is taken back, or rated anew, once nothing is left to ask."""
        while self.drill.session.has_undo and self.drill.is_over:
            line = (self.lines.answer() or "").strip()
            if typed_action(line, STUDY) not in ("undo", *RERATED):
                return False
            self._command(line)
        return not self.drill.is_over

    def _take(self, line: str) -> bool:
        """Acts on one line; True where a card is to be shown (again)."""
        if line.startswith(":"):
            return self._command(line)
        card = self.drill.face.card
        if command := split_command(line, STUDY)[1]:
            ended = f"the line ends in {command}; give a command a line of its own"
            return self.lines.refuse(f"{ended}; nothing was recorded")
        if isinstance(card, Question):
            return self._answer(card, line)
        if self._is_revealed:
            return self._tick(line) if card.points_to_tick() else self._rate(line)
        if line and card.takes_text:
            return self._judged(self.drill.fill_in(line))
        if line and not card.points_to_tick():
            return self.lines.refuse("press Enter to see the answer first; nothing was recorded")
        self._said = line
        return self._reveal()

    def _ask(self) -> None:
        drill, session = self.drill, self.drill.session
        face = drill.face
        self._is_revealed, self._said, self._response = False, "", ""
        again = ", again" if face.key in {answer.face.key for answer in session.answers} else ""
        head = f"[{session.position}/{session.total}] {face.card.type} {face.key}"
        if self.lines.is_heard:
            head = f"Card {session.position} of {session.total}{again}, {face.card.type}."
        self.lines.say_question(head, drill.scenario(), face.prompt, face.media)
        if isinstance(face.card, Question):
            self._show_step(face.card)
        elif face.card.points_to_tick():
            self.lines.say("(type what you would say; an empty line shows what could be said)")
        else:
            typed = ", or type what is hidden" if face.card.takes_text else ""
            self.lines.say(f"(press Enter to show the answer{typed})")
        drill.show()

    def _show_step(self, item: Question) -> None:
        step = item.step(self._response)
        self.lines.say_step(step)
        if not step.is_over:
            self.lines.say(f"({item.how_to_answer()})")

    def _reveal(self) -> bool:
        face, points = self.drill.face, self.drill.face.card.points_to_tick()
        self._is_revealed = True
        media = "" if face.media else told(face.card)
        self.lines.say_question(face.answer.strip(), face.card.explanation, "", media)
        for number, text in enumerate(points, 1):
            self.lines.say(f"{number}) {text}")
        if points:
            self.lines.say("(the numbers of what your own sentence had, like 1 2, or all, or none)")
            return False
        choices = []
        for number, (rating, word) in enumerate(self.drill.ratings().items(), 1):
            interval = self.drill.interval(rating)
            choices.append(f"{number} {word} ({interval})" if interval else f"{number} {word}")
        self.lines.say(", ".join(choices))
        return False

    def _tick(self, line: str) -> bool:
        try:
            ticks = ticked(line, len(self.drill.face.card.points_to_tick()))
        except ValueError as error:
            return self.lines.refuse(f"{error}; nothing was recorded")
        return self._judged(self.drill.tick(ticks, self._said))

    def _rate(self, line: str) -> bool:
        ratings = self.drill.ratings()
        names = {str(number): rating for number, rating in enumerate(ratings, 1)}
        names |= {word: rating for each in (RATING_WORDS, ratings) for rating, word in each.items()}
        rating = names.get(line.casefold())
        if rating is None:
            return self.lines.refuse(f"rate the card with 1 to {len(ratings)}; nothing was recorded")
        self.drill.rate(rating)
        self._last = None
        self._tell(f"recorded {RATING_WORDS[rating]}")
        self._offer()
        return True

    def _answer(self, item: Question, line: str) -> bool:
        if not line:
            return self.lines.refuse(f"{item.how_to_answer()}; nothing was recorded")
        try:
            self._response = item.going_on(self._response, line)
        except UnreadableAnswer as error:
            return self.lines.refuse(f"{error}; nothing was recorded")
        step = item.step(self._response)
        if step.said:
            self._show_step(item)
        return step.is_over and self._judged(self.drill.respond(self._response))

    def _judged(self, answered: Answered) -> bool:
        self._last = answered
        self._tell(answered.word)
        for note in answered.notes:
            self.lines.say(str(note))
        if explanation := answered.face.card.explanation.strip():
            self.lines.say(explanation)
        self._offer()
        return True

    def _tell(self, what: str) -> None:
        """Says what became of an answer, and when its card comes back."""
        self.lines.say(", ".join(filter(None, (what, self.drill.comes_back()))))

    def _offer(self) -> None:
        """Offers to set a card aside, or to put it off, where the last answer was one miss too many."""
        action, question = self.drill.relief()
        if action:
            self.lines.say(f"{question} (:{action}, or just go on)")

    def _command(self, line: str) -> bool:
        action = typed_action(line, STUDY)
        match action:
            case "hard" | "easy" | "meant":
                return self._rerate(action)
            case "help":
                self.lines.say(line_help(STUDY, HELP))
            case "notes":
                self.lines.say(self.drill.notes().strip() or "this deck has no notes")
            case "open":
                self.lines.say(self.drill.open())
            case _:
                return self._do(action, line)
        return False

    def _do(self, action: str, line: str) -> bool:
        """Does what can be done at every card."""
        drill, face = self.drill, None
        if action and action == drill.relief()[0] and drill.session.last is not None:
            face = drill.session.last.face  # the card that this was offered for
        said = drill.do(action, face, line.partition(" ")[2].strip())
        if not said:
            word = line.split()[0].casefold()
            missing = f"there is no command {word}; :help lists what can be typed"
            return self.lines.refuse("there is nothing to undo" if action == "undo" else missing)
        self.lines.say(said)
        if action == "flag":
            return False
        self._last = None
        return True

    def _rerate(self, action: str) -> bool:
        ratings = self.drill.reratings(self._last)
        if action not in ratings:
            fits = "a typed answer" if action == "meant" else "a right answer"
            return self.lines.refuse(f":{action} follows {fits}; nothing was changed")
        self.drill.rerate(ratings[action])
        self._last = None
        self._tell(f"recorded {RATING_WORDS[ratings[action]]} instead")
        return True
