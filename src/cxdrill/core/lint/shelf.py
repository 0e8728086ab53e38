"""Rules about a whole deck, about an exam and the decks it draws from, and about decks and a learner's history."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck, former_keys
from cxdrill.core.event import Event, standing
from cxdrill.core.exams.blueprint import fresh_needed, topic_draws
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Facilities, Library, Standard
from cxdrill.core.exams.odds import TOO_EASY_FOR, exam_odds
from cxdrill.core.lint.rules import NOTE, WARNING, Finding, location_of, rule
from cxdrill.core.plain import grouped
from cxdrill.core.problem import Problem, Severity

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
        yield Finding("pass_mark", f"passes {who} with {_percent(row.once)} in one try{more}")


@rule("Q409", WARNING, 'keep more of them with "exam: only", or ask for less', Exam)
def reserves(exam: Exam, library: Library) -> Iterator[Finding]:
    """An exam that wants fresh items has enough that no drill ever shows."""
    kept = {(card.topic, card.fact or card.key) for card in library.cards() if card.is_reserved}
    held = Counter(topic for topic, _ in kept)
    found = sum(min(draw.drawn, held[draw.topic]) for draw in topic_draws(exam, library))
    if found < (wanted := fresh_needed(exam, exam.items)):
        yield Finding("fresh", f"asks for {wanted} fresh items, of which {found} can come from questions kept for it")


@rule("Q410", WARNING, "bring it up to date, or delete it", Library)
def figures(library: Library) -> Iterator[Finding]:
    """Facilities and ratings belong to an exam and to cards that still have the words they were made with."""
    questions = library.questions()
    beside: tuple[Facilities | Standard, ...] = (*library.facilities, *library.standards)
    for each in beside if library.exams else ():  # without any, only some files are looked at
        if all(exam.id != each.id for exam in library.exams):
            yield Finding(each.kind, f'is about the exam "{each.id}", which there is none of', owner=each)
        elif lost := each.lost(questions):
            named = f"{', '.join(lost[:3])}{' and others' if len(lost) > 3 else ''}"
            what = "is" if len(lost) == 1 else "are"
            words = f"names {len(lost)} of {len(each.words())} cards that {what} gone or reworded since ({named})"
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


HISTORY_RULES: Mapping[str, str] = {"H501": "No card that was reviewed has lost its id."}
"""Rules about decks and somebody's progress together. Never counted, since other learners have other histories."""
LIKELY = 0.4  # likeness of two ids from which one is suggested for the other
SAME_DECK = 0.5  # share of a lost deck's reviewed cards whose ids stand in another, from which that is suggested for it


def orphans(events: Iterable[Event], library: Library, elsewhere: Collection[str] = ()) -> tuple[Problem, ...]:
    """A note for each card that was reviewed and that no card is any more, with the line that keeps its history.

    Of decks that are neither in the library nor `elsewhere` there is one note each, where another is likely to be it.
    """
    reviews = Counter(event.card for event in standing(events) if event.kind == "review")
    claimed = {card.key for card in library.cards()}
    claimed.update(key for deck in library.decks for key in former_keys(deck.cards, deck.was))
    lost = grouped(key.partition("/")[::2] for key in sorted(reviews.keys() - claimed))
    fresh = [card for card in library.cards() if card.key not in reviews and not card.was]
    present = {deck.id: deck for deck in library.decks}
    found: list[Problem] = []
    for id, cards in lost.items():
        if id in present:
            found += _of_cards(present[id], cards, reviews, fresh)
        elif id not in elsewhere:
            found += _of_deck(id, cards, reviews, library, fresh)
    return tuple(found)


def _of_cards(deck: Deck, lost: Iterable[str], reviews: Mapping[str, int], fresh: list[Card]) -> Iterator[Problem]:
    """Notes of cards that left a deck: to another deck under the same id, or in it under a like one."""
    own = [card.id for card in fresh if card.deck == deck.id]
    for id in lost:
        moved = next((card for card in fresh if card.id == id and card.deck != deck.id), None)
        near = get_close_matches(id, own, n=1, cutoff=LIKELY)
        same = moved or next((card for card in fresh if card.deck == deck.id and [card.id] == near), None)
        was = f"{deck.id}/{id}" if moved else id
        times = _times(reviews[f"{deck.id}/{id}"])
        message = f'deck "{deck.id}" has no card "{id}" any more, and {times} of it count for nothing'
        if same is None:
            remedy = f'if it has another id now, add "was: {id}" to that card; if it is gone for good, this is fine'
        else:
            remedy = f'if it is "{same.key if moved else same.id}" now, add "was: {was}" to that card'
        yield _note(same or deck, message, remedy)


def _of_deck(
    id: str, lost: list[str], reviews: Mapping[str, int], library: Library, fresh: list[Card]
) -> Iterator[Problem]:
    """The note of a deck that is gone, at the deck which has most of its cards; or notes of those that moved."""
    ids = {deck.id: {card.id for card in fresh if card.deck == deck.id} for deck in library.decks if not deck.was}
    shared_by = {deck.id: ids.get(deck.id, set()).intersection(lost) for deck in library.decks}
    likely = max(library.decks, key=lambda deck: len(shared_by[deck.id]), default=None)
    if likely is None or not (shared := shared_by[likely.id]):
        return
    if len(shared) >= SAME_DECK * len(lost):
        times = _times(sum(reviews[f"{id}/{card}"] for card in lost))
        message = f'deck "{id}" is gone, and {times} of {len(lost)} of its cards count for nothing'
        remedy = f'if it is "{likely.id}" now, add "was: {id}" below "deck: {likely.id}"'
        yield _note(likely, message, remedy)
        return
    for card in (card for card in fresh if card.deck == likely.id and card.id in shared):
        message = f'card "{id}/{card.id}" is gone, and {_times(reviews[f"{id}/{card.id}"])} of it count for nothing'
        remedy = f'if it is "{card.key}" now, add "was: {id}/{card.id}" to that card'
        yield _note(card, message, remedy)


def _note(owner: Card | Deck, message: str, remedy: str) -> Problem:
    where = location_of(owner, "deck" if isinstance(owner, Deck) else "id")
    return Problem(where, "H501", Severity.NOTE, message, remedy, len(owner.id))


def _times(reviews: int) -> str:
    return f"your {reviews} review{'s' if reviews > 1 else ''}"
