"""A study session on the screen: one key does one thing, and the keys that work are always in sight."""

from __future__ import annotations

from msgspec import Struct

from cxdrill.core.cards.question import Question
from cxdrill.terminal.drill import Drill
from cxdrill.terminal.feedback_screen import show_answered
from cxdrill.terminal.flashcard_screen import ask_flashcard
from cxdrill.terminal.question_screen import asked_on_screen
from cxdrill.terminal.screen import Screen
from cxdrill.terminal.session_screen import Left, SessionScreen


class StudyScreen(Struct, frozen=True):
    """One session on the alternate screen."""

    drill: Drill
    screen: Screen
    titles: dict[str, str]  # deck: its title

    def run(self) -> None:
        """Asks until nothing is left, the time is up, or the learner leaves."""
        desk = SessionScreen(self.drill, self.screen, self.titles)
        try:
            while not self.drill.is_over:
                self.drill.show()
                if isinstance(self.drill.face.card, Question):
                    self._question(desk)
                else:
                    ask_flashcard(desk)
        except (Left, EOFError):
            return

    def _question(self, desk: SessionScreen) -> None:
        item = self.drill.session.item
        assert item is not None
        response = asked_on_screen(desk, item)
        if response is not None:
            show_answered(desk, self.drill.respond(response))
