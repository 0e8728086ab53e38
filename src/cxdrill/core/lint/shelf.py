"""Rules about a whole deck, about an exam and the decks it draws from, and about decks and a learner's history.

That an exam finds questions enough at all is a rule of structure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.question import Question
from cxdrill.core.exams.blueprint import fresh_needed, topic_draws
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.facilities import Facilities, Standard
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.odds import TOO_EASY_FOR, exam_odds
from cxdrill.core.lint.rules import NOTE, WARNING, Finding, rule

SMALL_POOL = 2  # times the draw: below it, two attempts ask much the same
FAIR_POOL = 3


@rule("Q401", WARNING, "write more of them or draw fewer", Exam)
def pools(exam: Exam, library: Library) -> Iterator[Finding]:
    """A topic has twice as many questions as the exam draws."""
    for draw in topic_draws(exam, library):
        if draw.drawn <= draw.pool < FAIR_POOL * draw.drawn:
            times, level = (SMALL_POOL, WARNING) if draw.pool < SMALL_POOL * draw.drawn else (FAIR_POOL, NOTE)
            what = f'draws {draw.drawn} of {draw.pool} questions of "{draw.topic}", under {times} times as many'
            yield Finding(f"blueprint.{draw.topic}", what, level=level)


@rule("Q402", WARNING, "correct its topic, or add the topic", Library)
def undrawn_topics(library: Library) -> Iterator[Finding]:
    """A question has a topic that the exam draws."""
    drawn = {topic for exam in library.exams for topic in exam.blueprint}
    for deck in library.decks:
        undrawn = [card for card in deck.questions if card.topic not in drawn]
        if len(undrawn) < len(deck.questions):
            for card in undrawn:
                yield Finding("topic", f'has the topic "{card.topic}", which no exam draws', owner=card)


@rule(
    "Q403", WARNING, "raise the pass mark, draw more items, allow fewer attempts, or ask what is harder to guess", Exam
)
def odds(exam: Exam, library: Library) -> Iterator[Finding]:
    """An exam does not pass people with large gaps."""
    worth = exam_odds(exam, library, (TOO_EASY_FOR,))
    if worth.is_too_easy:
        row = worth.row(TOO_EASY_FOR)
        more = f", {_percent(row.within)} within {worth.tries} tries" if worth.tries > 1 else ""
        who = f"somebody who knows {_percent(float(row.known))} and guesses at the rest"
        what = f"passes {who} with {_percent(row.once)} in one try{more}"
        yield Finding("pass_mark", what)


@rule("Q409", WARNING, 'keep more of them with "exam: only", or ask for less', Exam)
def reserves(exam: Exam, library: Library) -> Iterator[Finding]:
    """An exam that wants fresh items has enough that no drill ever shows."""
    wanted = fresh_needed(exam, exam.items)
    kept = {(card.topic, card.fact or card.key) for card in library.cards() if card.is_reserved}
    held = Counter(topic for topic, _ in kept)
    found = sum(min(draw.drawn, held[draw.topic]) for draw in topic_draws(exam, library))
    if found < wanted:
        yield Finding("fresh", f"asks for {wanted} fresh items, of which {found} can come from questions kept for it")


@rule("Q410", WARNING, "bring it up to date, or delete it", Library)
def figures(library: Library) -> Iterator[Finding]:
    """Facilities and ratings belong to an exam and to cards that still have the words they were made with."""
    questions = {card.key: card for card in library.cards() if isinstance(card, Question)}
    beside: tuple[Facilities | Standard, ...] = (*library.facilities, *library.standards)
    for each in beside:
        if not library.exams:  # only some files are looked at, and the exam may be in another
            continue
        if all(exam.id != each.id for exam in library.exams):
            yield Finding(each.kind, f'is about the exam "{each.id}", which there is none of', owner=each)
        elif lost := each.lost(questions):
            named = f"{', '.join(lost[:3])}{' and others' if len(lost) > 3 else ''}"
            what = "is" if len(lost) == 1 else "are"
            words = f"names {len(lost)} of {len(each.keys)} cards that {what} gone or reworded since ({named})"
            yield Finding("cards" if each.kind == "facilities" else "judges", words, owner=each)


@rule("Q404", NOTE, "add notes: with a page to read before the first card", Deck)
def notes(deck: Deck) -> Iterator[Finding]:
    """A deck has study notes."""
    if not deck.notes.strip():
        yield Finding("deck", "has no study notes")


@rule("Q405", NOTE, "add summary: with one line for the list of decks", Deck)
def summary(deck: Deck) -> Iterator[Finding]:
    """A deck has a summary."""
    if not deck.summary.strip():
        yield Finding("deck", "has no summary")


@rule("Q406", WARNING, "add scenario: to its questions, or delete it", Deck)
def unused_scenarios(deck: Deck) -> Iterator[Finding]:
    """Every scenario is used."""
    used = {card.scenario for card in deck.cards}
    for number, scenario in enumerate(deck.scenarios):
        if scenario.id not in used:
            yield Finding(f"scenarios[{number}].id", f'has the scenario "{scenario.id}", which no card uses')


@rule("Q407", NOTE, "add source: to its cards, or delete it", Deck)
def unused_sources(deck: Deck) -> Iterator[Finding]:
    """Every source is used."""
    used = {card.source for card in deck.cards}
    for name in deck.sources:
        if name not in used:
            yield Finding(f"sources.{name}", f'has the source "{name}", which no card names')


@rule("Q319", WARNING, "add source: with a key of the deck's sources", Deck)
def source(deck: Deck) -> Iterator[Finding]:
    """Every card names its source."""
    for card in deck.cards if deck.sources else ():
        if not card.source:
            yield Finding("", "names no source", owner=card)


@rule("Q408", NOTE, "add sources: with a key and a title for each", Deck)
def sources(deck: Deck) -> Iterator[Finding]:
    """A deck names the texts it rests on."""
    if not deck.sources:
        yield Finding("deck", "names no sources, so nobody can look anything up")


def _percent(share: float) -> str:
    return f"{share * 100:.3g}%"
