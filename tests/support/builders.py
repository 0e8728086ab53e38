"""Values for tests, valid unless told otherwise: every field can be named, the others are filled in."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.choice import Choice, Multiple, TrueFalse
from cxdrill.core.cards.cloze import Cloze
from cxdrill.core.cards.deck import Deck, Scenario
from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.core.cards.flashcard import Flashcard, Say
from cxdrill.core.cards.judgement import Judgement
from cxdrill.core.cards.judgement import Reply as Value
from cxdrill.core.cards.order import Match, Order
from cxdrill.core.cards.sheet import Option
from cxdrill.core.cards.talk import Reply, Turn
from cxdrill.core.cards.typed import Typed
from cxdrill.core.event import Draft, Event
from cxdrill.core.exams.attempt import Attempt, attempts
from cxdrill.core.exams.exam import Exam, Policy, Share, policy_of
from cxdrill.core.exams.form import Form
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.sitting import Sitting, started


def _common(id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    deck = fields.get("deck", "calls")
    return {"deck": deck, "id": id, "prompt": f"What about {id}?", "topic": deck, **fields}


def flashcard(id: str = "greeting", **fields: Any) -> Flashcard:
    return Flashcard(**{"answer": "Good morning", **_common(id, fields)})


def cloze(id: str = "rings", **fields: Any) -> Cloze:
    return Cloze(**_common(id, {"prompt": "Answer by the {{third}} ring", **fields}))


def choice(id: str = "hold", **fields: Any) -> Choice:
    """Three options, the second (b) is right."""
    options = (
        Option("Search at once", why="Nobody is put on hold unasked."),
        Option("Ask first", is_key=True),
        Option("Promise to call back", why="Too late."),
    )
    return Choice(**{"options": options, **_common(id, fields)})


def multiple(id: str = "signals", **fields: Any) -> Multiple:
    """Four options, the first two (a,b) are right."""
    options = (Option("Tone", is_key=True), Option("Pace", is_key=True), Option("Ring"), Option("Line"))
    return Multiple(**{"options": options, **_common(id, fields)})


def true_false(id: str = "smile", **fields: Any) -> TrueFalse:
    return TrueFalse(**{"answer": True, **_common(id, fields)})


def typed(id: str = "word", **fields: Any) -> Typed:
    return Typed(**{"answer": "empathy", **_common(id, fields)})


def ordering(id: str = "steps", **fields: Any) -> Order:
    return Order(**{"items": ("greet", "listen", "solve"), **_common(id, fields)})


def matching(id: str = "pairs", **fields: Any) -> Match:
    return Match(**{"pairs": (("one", "first"), ("two", "second"), ("three", "third")), **_common(id, fields)})


def judgement(id: str = "late", **fields: Any) -> Judgement:
    replies = (("Till one, with your bags", 3), ("What makes four so important?", 2), ("Until four, somehow", 0))
    options = tuple(Value(text, value, f"why {value}") for text, value in replies)
    return Judgement(**_common(id, {"prompt": "What do you say?", "options": options} | fields))


def dialogue(id: str = "family", **fields: Any) -> Dialogue:
    """A greeting and an agreement, each with a reply that serves it and one that does not."""
    turns = (
        Turn("opening", "Where is our room?", _replies("bed", "greeting", "I'm sorry. Come in.", "Our system failed.")),
        Turn("bed", "And where do we sleep?", _replies("end", "agreeing", "Next door, on us.", "Well, nowhere.")),
        Turn("end", "See you in the morning.", ends="solved", coach="Both steps in two sentences."),
    )
    given = {"prompt": "You run the night desk.", "steps": ("greeting", "agreeing"), "turns": turns}
    return Dialogue(**_common(id, given | fields))


def _replies(next: str, step: str, good: str, poor: str) -> tuple[Reply, ...]:
    return (Reply(good, next, serves=(step,)), Reply(poor, next, mood=-1, why="They wait once more."))


def say(id: str = "six-minutes", **fields: Any) -> Say:
    given = {"prompt": "Six minutes on hold.", "model": "Thanks for waiting.", "checklist": ("thanks", "owns the wait")}
    return Say(**_common(id, given | fields))


def deck(id: str = "calls", *cards: Card, **fields: Any) -> Deck:
    return Deck(**{"id": id, "title": id.title(), "cards": cards or (choice(deck=id), flashcard(deck=id)), **fields})


def share(text: str) -> Share:
    """`share("80%")`."""
    return Share(Fraction(text.rstrip("%")) / 100, text)


def exam(id: str = "certification", **fields: Any) -> Exam:
    """Two items of the topic `calls`, half of them needed, no limits."""
    blueprint = fields.get("blueprint", {"calls": fields.get("items", 2)})
    base = {"title": id.title(), "items": 2, "pass_mark": share("50%")}
    return Exam(**{**base, **fields, "id": id, "blueprint": blueprint})


def library(*decks: Deck, exams: tuple[Exam, ...] = ()) -> Library:
    by_id = sorted(decks or (deck(),), key=lambda each: each.id)
    return Library(tuple(by_id), tuple(sorted(exams, key=lambda each: each.id)))


class Journal:
    """Saves drafts as the store does, but into a list: a writer, its numbers, and a clock that is set by hand."""

    def __init__(self, writer: str = "0123456789abcdef", at: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self.writer, self.at, self.events = writer, at, list[Event]()

    def save(self, draft: Draft, at: datetime | None = None) -> Event:
        """The draft as the writer's next event, at what the clock shows or then."""
        event = Event(f"{self.writer}-{len(self.events) + 1}", at or self.at, draft.kind, dict(draft.fields))
        self.events.append(event)
        return event

    def wait(self, seconds: float) -> datetime:
        """Moves the clock on, or back."""
        self.at += timedelta(seconds=seconds)
        return self.at

    @property
    def attempt(self) -> Attempt:
        """The last attempt begun."""
        return attempts(self.events)[-1]

    def begin(self, form: Form, rules: Exam | Policy, seed: int = 1, avoided: Collection[str] = ()) -> Attempt:
        self.save(started(form, seed, avoided, policy_of(rules) if isinstance(rules, Exam) else rules))
        return self.attempt

    def answer(self, key: str, response: str | None, used: float, attempt: Attempt | None = None) -> Event:
        """An answer when so many seconds of the last attempt, or another, were used."""
        sitting = Sitting(attempt or self.attempt, used, 0.0)
        sitting.go_to(sitting.form.keys.index(key))
        return self.save(sitting.answering(response, 0.0))

    def hand_in(self, used: float) -> Attempt:
        self.save(Sitting(self.attempt, used, 0.0).handing_in(0.0))
        return self.attempt


def of_every_type() -> Deck:
    """A deck with a card of every type, a scenario, a source and notes."""
    cards = (
        *(flashcard(), cloze(), choice(scenario="busy", explanation="Because", source="a")),
        *(multiple(scenario="busy"), true_false(), typed(), ordering(), matching()),
        *(judgement(), dialogue(), say()),
    )
    scenarios = (Scenario("busy", "It rings."),)
    return deck(
        "calls", *cards, scenarios=scenarios, notes="## Notes\n\n- one", sources={"a": "Source A"}, summary="All"
    )
