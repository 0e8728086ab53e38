"""A broken rule, before it is known where it stands and whether its author set it aside."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from cxdrill.core.cards.deck import Card, Choice, Deck, Flashcard, Match, Multiple, Order, Typed
from cxdrill.core.exams.exam import Exam
from cxdrill.core.lint.rules import RULES
from cxdrill.core.problem import Location, Problem, Severity

Owner = Card | Deck | Exam


class Finding(Struct, frozen=True):
    """A rule broken in one field of a card, deck or exam; `level` and `remedy` where the rule's own do not fit."""

    rule: str
    owner: Owner
    field: str
    message: str
    remedy: str = ""
    level: Severity | None = None


def problem(finding: Finding) -> Problem:
    """The finding with its place, its level and how much to underline."""
    rule = RULES[finding.rule]
    return Problem(
        place(finding.owner, finding.field),
        rule.id,
        finding.level or rule.level,
        f"{_name(finding.owner)} {finding.message}",
        finding.remedy or rule.remedy,
        _width(finding.owner, finding.field),
    )


def place(owner: Owner, field: str) -> Location:
    """Where a field stands; where it is not known or missing, what it belongs to."""
    outer = field.rpartition(".")[0]
    for name in (f"{field}.text", field, outer, field.partition("[")[0], ""):
        if name in owner.places:
            return owner.places[name]
    return Location(owner.path if isinstance(owner, Deck | Exam) else "")


def card_texts(card: Card) -> Iterator[tuple[str, str]]:
    """Every text of a card with the name of its field, as `places` names it."""
    yield ("prompt", card.prompt)
    match card:
        case Choice() | Multiple():
            for number, option in enumerate(card.options):
                yield (f"options[{number}]", option.text)
                if option.why:
                    yield (f"options[{number}].why", option.why)
        case Flashcard():
            yield ("answer", card.answer)
        case Typed():
            yield ("answer", card.answer)
            yield from ((f"accept[{number}]", text) for number, text in enumerate(card.accept))
        case Order():
            yield from ((f"items[{number}]", text) for number, text in enumerate(card.items))
        case Match():
            yield from ((f"pairs[{number}]", side) for number, pair in enumerate(card.pairs) for side in pair)
    if card.explanation:
        yield ("explanation", card.explanation)


def deck_texts(deck: Deck) -> Iterator[tuple[str, str]]:
    """Every text of a deck outside its cards, with the name of its field."""
    yield from (("title", deck.title), ("summary", deck.summary), ("notes", deck.notes))
    yield from ((f"scenarios[{number}].text", scenario.text) for number, scenario in enumerate(deck.scenarios))


def _name(owner: Owner) -> str:
    kind = "deck" if isinstance(owner, Deck) else "exam" if isinstance(owner, Exam) else "card"
    return f'{kind} "{owner.id}"'


def _width(owner: Owner, field: str) -> int:
    if not isinstance(owner, Card):
        return 0
    return max((len(text) for name, text in card_texts(owner) if name == field), default=0)
