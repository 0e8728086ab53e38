"""A dialogue played by two people: who reads what, what an observer looks at, and what was recorded of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from cxdrill.core.cards.dialogue import Dialogue
from cxdrill.core.event import Draft, Event
from cxdrill.core.plain import grouped

KIND = "roleplay"
MOST = 2  # a step: 0 was missing, 1 was there, 2 was done well
MARKS = ("missing", "there", "done well")


class Page(Struct, frozen=True):
    title: str
    paragraphs: tuple[str, ...]
    boxes: tuple[str, ...] = ()  # what an observer marks from 0 to 2


class RolePlay(Struct, frozen=True):
    card: str
    at: datetime
    ratings: Mapping[str, int]  # step: 0 to 2
    note: str = ""
    observer: str = ""

    @property
    def score(self) -> tuple[int, int]:
        """The marks in all, and what could be had."""
        return sum(self.ratings.values()), MOST * len(self.ratings)

    @property
    def weak(self) -> tuple[str, ...]:
        return tuple(step for step, mark in self.ratings.items() if mark == 0)


def pages(card: Dialogue) -> tuple[Page, Page, Page]:
    """The customer's brief, the agent's and the observer's rubric; sensible words where the author left any out."""
    brief, opening = card.brief, card.turns[0].says
    customer = brief.customer or f"You are the customer of this situation. {card.prompt}"
    hidden = (f"Say this only when you are asked for it: {brief.hidden}",) if brief.hidden else ()
    agent = brief.agent or card.prompt
    steps = ", ".join(card.steps)
    return (
        Page("The customer", (customer, f'You begin: "{opening}"', *hidden, "React to how you are treated.")),
        Page("The agent", (agent, f"A whole contact has these steps: {steps}.", "The customer speaks first.")),
        Page(
            "The observer",
            (card.prompt, "Mark each step: 0 it was missing, 1 it was there, 2 it was done well."),
            (*card.steps, "The customer's needs were met"),
        ),
    )


def roleplay_draft(card: Dialogue, ratings: Mapping[str, int], note: str, observer: str, seconds: float) -> Draft:
    given = {"card": card.key, "ratings": dict(ratings), "note": note, "observer": observer, "seconds": round(seconds)}
    return Draft(KIND, given)


def step_means(plays: Iterable[RolePlay]) -> dict[str, tuple[float, int]]:
    """Each step's mean mark, 0 to 2, and how often it was marked, the weakest first."""
    marks = grouped(pair for play in plays for pair in play.ratings.items())
    means = {step: (sum(given) / len(given), len(given)) for step, given in marks.items()}
    return dict(sorted(means.items(), key=lambda pair: (pair[1][0], pair[0])))


def weak_plays(plays: Iterable[RolePlay]) -> dict[str, datetime]:
    """The dialogues whose last role-play lacked a step, and when that was."""
    last = {play.card: play for play in plays}
    return {card: play.at for card, play in last.items() if play.weak}


def roleplay_of(event: Event) -> RolePlay | None:
    """A role-play as it was recorded; None for what is none."""
    ratings = event.fields.get("ratings")
    if event.kind != KIND or not isinstance(ratings, dict):
        return None
    marks = {str(step): mark for step, mark in ratings.items() if isinstance(mark, int) and 0 <= mark <= MOST}
    texts = {name: str(event.fields.get(name) or "") for name in ("card", "note", "observer")}
    return RolePlay(texts["card"], event.at, marks, texts["note"], texts["observer"])
