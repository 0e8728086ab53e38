"""What a learner does in a study session, the same from single keys and from lines: answer, rate, take back.

Each action saves first and only then moves the session on, so nothing counts as answered before it is on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from fractions import Fraction
from math import ceil

from msgspec import Struct

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import DeckHead, Face
from cxdrill.core.cards.question import Input, Question, Row
from cxdrill.core.cards.sheet import Note, Tone
from cxdrill.core.day import study_day
from cxdrill.core.event import Draft, Save
from cxdrill.core.study.review import Rating
from cxdrill.core.study.session import StudySession
from cxdrill.terminal.paint import Files, no_files, opened
from cxdrill.terminal.wording import count, interval, source_line, typed

RATING_WORDS = {Rating.AGAIN: "again", Rating.HARD: "hard", Rating.GOOD: "good", Rating.EASY: "easy"}
TWO_BUTTONS = {Rating.AGAIN: "forgot", Rating.GOOD: "knew it"}
MANY_MISSES = 5  # of one card in one session, after which tomorrow is offered
LONGEST_SECONDS = 600  # a card left on the screen for longer was not being thought about


class Answered(Struct, frozen=True):
    """A judged answer that is on disk: what was right and wrong, and when the card comes back."""

    face: Face
    points: Fraction  # the share that it earns
    notes: tuple[Note, ...]
    is_typed: bool = False  # so that "I meant that" makes sense
    talk: tuple[Question, str] | None = None  # of a contact of several turns: the item and what was said
    rows: tuple[Row, ...] = ()  # everything there was to choose from

    @property
    def is_right(self) -> bool:
        return self.points == 1

    @property
    def rating(self) -> Rating:
        """Full points are Good, half or more Hard, less is Again."""
        return Rating.GOOD if self.is_right else Rating.HARD if self.points >= Fraction(1, 2) else Rating.AGAIN

    @property
    def word(self) -> str:
        """What became of it: `right`, `wrong`, or which share of the points it earns."""
        if self.points in (0, 1):
            return "right" if self.points else "wrong"
        return f"partly right ({round(100 * self.points)}%)"


class Drill(Struct):
    """One study session with its decks, its clock and the way to disk."""

    session: StudySession
    decks: Mapping[str, DeckHead]
    save: Save
    now: Callable[[], datetime]  # in the learner's zone
    seconds: Callable[[], float]  # a clock that nobody sets
    files: Callable[[], Files] = no_files  # asked for only where a card has any
    _since: float | None = None  # the time that the next answer takes; what was read about the one before belongs to it

    @property
    def face(self) -> Face:
        assert self.session.face is not None
        return self.session.face

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to ask, or the time is up."""
        return self.session.is_over(self.now())

    def progress(self) -> str:
        """What is left, repeats apart, and the time that is left where there is a limit."""
        session, ends_at = self.session, self.session.ends_at
        words = f"{session.left} {'at most' if session.may_end_early else 'left'}" if session.left else ""
        words += f"{', ' if words else ''}{session.again} again" if session.again else ""
        if ends_at is None:
            return words
        minutes = max(0.0, (ends_at - self.now()).total_seconds()) / 60
        return f"{words} · {ceil(minutes)} min" if minutes else f"{words} · time is up"

    def show(self) -> None:
        """Starts the time that the card asked now takes."""
        if self._since is None:
            self._since = self.seconds()

    # What stands on the card

    def scenario(self, face: Face | None = None) -> str:
        card = (face or self.face).card
        return self.decks[card.deck].scenario_text(card)

    def source(self, card: Card) -> str:
        """The text that teaches the card, by the name that prompts call it and by its title."""
        return source_line(card.source, self.decks[card.deck].sources.get(card.source, ""))

    def has_media(self, face: Face | None = None, *, is_revealed: bool = False) -> bool:
        face = face or self.face
        return (is_revealed or face.card.shows_media(face.suffix)) and any(face.card.media())

    def open(self, face: Face | None = None) -> str:
        return opened(self.files, (face or self.face).card)

    def ratings(self) -> dict[Rating, str]:
        return TWO_BUTTONS if self.session.settings.two_buttons else RATING_WORDS

    def interval(self, rating: Rating) -> str:
        """The time until the card comes back after `rating`, empty where intervals are hidden."""
        settings = self.session.settings
        if not settings.show_intervals or self.session.is_cram:
            return ""
        now = self.now()
        today = study_day(now, settings.day_start)
        return interval(self.session.offers(now)[rating].due_from(now, today), now, today)

    def comes_back(self) -> str:
        """When the card that was answered last is asked again, in words; nothing where that is not known."""
        settings, last, now = self.session.settings, self.session.last, self.now()
        due = last.after.due if last and not self.session.is_cram else None
        if due is None:
            return ""
        is_soon = isinstance(due, datetime) and (due - now).total_seconds() <= settings.learn_ahead_seconds
        if is_soon and self.session.face is not None:
            why = ", to make it stick" if last and last.rating >= Rating.GOOD else ""  # where nobody expects it
            return f"again later in this session{why}"
        return f"again in {interval(due, now, study_day(now, settings.day_start))}"

    # What is done with it

    def rate(self, rating: Rating, response: str | None = None, said: str = "") -> None:
        """Rates what was revealed; in practice the response is kept, and always what the learner said themselves."""
        kept, now = response if self.session.is_practice else None, self.seconds()
        took = 0.0 if self._since is None else min(now - self._since, LONGEST_SECONDS)
        draft = self.session.rating(rating, self.now(), round(1000 * took), kept)
        self._record(Draft(draft.kind, {**draft.fields, "said": said}) if said else draft)
        self._since = now

    def respond(self, response: str) -> Answered:
        """Judges an answer to a question and records it: right is Good, wrong is Again."""
        item = self.face.card
        assert isinstance(item, Question)
        talk, is_typed = (item, response) if item.is_final else None, item.input is Input.TEXT
        notes, rows = item.feedback(response), () if talk else item.rows()
        answered = Answered(self.face, item.points(response), notes, is_typed, talk, rows)
        self.rate(answered.rating, response)
        return answered

    def tick(self, ticks: Collection[int], said: str) -> Answered:
        """Rates an answer of the learner's own by the points that it had, and keeps what was said."""
        wanted = self.face.card.points_to_tick()
        notes = (
            Note(Tone.RIGHT, text) if place in ticks else Note(Tone.AS_IS, f"{text} (missing)")
            for place, text in enumerate(wanted)
        )
        answered = Answered(self.face, Fraction(len(ticks), len(wanted)), tuple(notes))
        self.rate(answered.rating, said=said)
        return answered

    def fill_in(self, text: str) -> Answered:
        """Judges an answer typed in place of revealing the card, and records it."""
        is_right, notes = self.face.card.filled_in(self.face.suffix, text)
        answered = Answered(self.face, Fraction(is_right), notes, is_typed=True)
        self.rate(answered.rating)
        return answered

    def rerate(self, rating: Rating) -> None:
        void, again = self.session.rerating(rating)
        self._record(void)
        self._record(again)

    def reratings(self, answered: Answered | None) -> dict[str, Rating]:
        """The actions that give an answer another rating, as long as it is the last thing done."""
        if answered is None or self.session.last is None:
            return {}
        if answered.is_right:
            return {} if self.session.is_practice else {"hard": Rating.HARD, "easy": Rating.EASY}
        return {"meant": Rating.GOOD} if answered.is_typed else {}

    def do(self, action: str, face: Face | None = None, note: str = "") -> str:
        """Does what can be done at every card, and says so; empty where there is nothing to do."""
        session, draft = self.session, None
        match action:
            case "undo" if session.has_undo:
                draft, said = session.undo(), "taken back"
            case "skip":
                session.skip(self.now())
                said = "left out of this session"
            case "bury":
                draft, said = session.burial(self.now(), face), "put off to tomorrow"
            case "suspend":
                draft = session.suspension(face)
                said = f"set aside; {typed('cxdrill cards --suspended')} lists such cards"
            case "flag":
                draft, said = session.flag(note, face), "flagged for your instructor"
            case _:
                return ""
        if draft is not None:
            self._record(draft)
        return said

    def relief(self) -> tuple[str, str]:
        """The action offered for a card that keeps being missed, if the last answer made it one, and the question."""
        answer = self.session.last
        if answer is None:
            return "", ""
        if answer.is_leech:
            times = count(answer.after.lapses, "time")
            return "suspend", f"You have forgotten this card {times}. Set it aside for now, or keep it?"
        misses = self.session.misses(answer.face.key)
        if answer.rating is not Rating.AGAIN or self.session.is_cram or not misses or misses % MANY_MISSES:
            return "", ""
        return "bury", f"You have missed this card {misses} times now. Put it off to tomorrow, or keep it?"

    def notes(self, face: Face | None = None) -> str:
        return self.decks[(face or self.face).card.deck].notes

    def _record(self, draft: Draft) -> None:
        self.session.record(self.save(draft))
