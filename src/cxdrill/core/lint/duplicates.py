"""Rules about cards that ask the same, contradict each other, or tell another's answer, over all decks at once."""

from collections.abc import Iterable, Iterator, Sequence

from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.flashcard import REVERSE
from cxdrill.core.cards.question import Question
from cxdrill.core.cards.typed import folded as typed_form
from cxdrill.core.exams.library import Library
from cxdrill.core.lint.rules import ENGLISH, ERROR, NOTE, WARNING, Finding, rule
from cxdrill.core.lint.words import content_words, folded, near_pairs, overlap, quoted, words
from cxdrill.core.plain import grouped

FEWEST_KEY_WORDS = 3  # of a key that another prompt may give away
MOST_TELLERS = 2  # a key that stands in more prompts is a name of the subject


@rule("Q103", WARNING, "delete one, or make clear how they differ", Library)
def same_prompts(library: Library) -> Iterator[Finding]:
    """No two cards ask the same."""
    for group in _groups(library.decks):
        told: set[int] = set()
        for one, two, shared in near_pairs([frozenset(words(card.prompt)) for card in group]):
            first, second = group[one], group[two]
            if two in told or _are_enemies(first, second):
                continue
            if _asks(first) == _asks(second):
                told.add(two)
                if not _contradict(first, second):
                    is_twin = _answer(first) == _answer(second)
                    what = "asks the same as" if is_twin else "has the same prompt as"
                    level = ERROR if is_twin else None
                    yield Finding("prompt", f"{what} card {_label(first, second)}", level=level, owner=second)
            elif not second.takes_text and not _tells_apart(first, second):  # a text may have other parts hidden
                told.add(two)
                what = f"shares {shared:.0%} of its words with card {_label(first, second)}"
                yield Finding("prompt", what, owner=second)


@rule("Q104", ERROR, "mend the wrong one, or tell the two prompts apart", Library)
def contradictions(library: Library) -> Iterator[Finding]:
    """No two cards contradict each other."""
    for group in _groups(library.decks):
        asked: dict[str, Card] = {}
        for card in group:
            first = asked.setdefault(_asks(card), card)
            if first is not card and _contradict(first, card):
                what = f"asks the same as card {_label(first, card)}, with another answer"
                yield Finding("prompt", what, owner=card)


@rule("Q309", NOTE, "reword the one that tells", Library, spoken=ENGLISH)
def given_away(library: Library) -> Iterator[Finding]:
    """No prompt gives away another's answer; a question of the same exam least of all."""
    cards = list(library.cards())
    prompts = [content_words(card.prompt) for card in cards]
    holders = grouped(
        (content[start : start + FEWEST_KEY_WORDS], number)
        for number, content in enumerate(prompts)
        for start in range(len(content) - FEWEST_KEY_WORDS + 1)
    )
    for card in cards:
        texts = card.answers() if isinstance(card, Question) else ()
        key = content_words(texts[0]) if len(texts) == 1 else ()
        near = dict.fromkeys(holders.get(key[:FEWEST_KEY_WORDS], ()))
        tellers = [cards[n] for n in near if cards[n] is not card and _holds(prompts[n], key)]
        for teller in tellers if len(tellers) <= MOST_TELLERS else ():
            what = f"says {quoted(texts[0])}, the answer of card {_label(card, teller)}"
            yield Finding("prompt", what, level=WARNING if _meet(library, card, teller) else None, owner=teller)


def _meet(library: Library, one: Card, other: Card) -> bool:
    """Whether two cards may stand in one form."""
    are_questions = isinstance(one, Question) and isinstance(other, Question)
    exams = (exam for exam in library.exams if one.topic in exam.blueprint and other.topic in exam.blueprint)
    return are_questions and not _are_enemies(one, other) and any(exams)


def _are_enemies(one: Card, other: Card) -> bool:
    return bool(one.fact) and one.fact == other.fact


@rule("Q110", WARNING, "tell in the answers which is meant, or take reverse: away", Deck)
def reversed_homonyms(deck: Deck) -> Iterator[Finding]:
    """No card that is asked the other way round asks the same as another with another answer."""
    asked: dict[str, Card] = {}
    for card in [card for card in deck.cards if REVERSE in card.suffixes()]:
        first = asked.setdefault(folded(card.asked(REVERSE)), card)
        if folded(first.prompt) != folded(card.prompt):
            what = f"asks {quoted(card.asked(REVERSE))} the other way round, and so does card {_label(first, card)}"
            yield Finding("answer", f"{what}, with another answer", owner=card)


def _asks(card: Card) -> str:
    """The prompt of a card in the form in which two are compared."""
    return " ".join(card.prompt.casefold().split()) if card.takes_text else folded(card.prompt)


def _groups(decks: Sequence[Deck]) -> Iterable[list[Card]]:
    """Cards that are read alike: a flashcard may ask what a question asks, and so may two scenarios or pictures."""

    def kind(card: Card) -> tuple[str, ...]:
        scene = (card.deck, card.scenario) if card.scenario else ()
        form = "cloze" if card.takes_text else "question" if isinstance(card, Question) else "flashcard"
        return form, *scene, card.image, card.audio

    return grouped((kind(card), card) for deck in decks for card in deck.cards).values()


def _contradict(first: Card, second: Card) -> bool:
    """Whether the same prompt is answered in two ways that cannot both be right."""
    if first.is_open and first.type == second.type:
        return not _accepted(first) & _accepted(second)
    return any(
        _answer(one).intersection(folded(text) for text, is_key in _options(other) if not is_key)
        for one, other in ((first, second), (second, first))
    )


def _tells_apart(first: Card, second: Card) -> bool:
    """Whether the few words in which two prompts differ ("the second step", "the third step") make two questions."""
    one, two = set(content_words(first.prompt)), set(content_words(second.prompt))
    return bool(one - two) and bool(two - one) and overlap(_answer(first), _answer(second)) < 0.5


def _answer(card: Card) -> frozenset[str]:
    return frozenset(folded(text) for text in card.answers())


def _options(card: Card) -> tuple[tuple[str, bool], ...]:
    """The options of a card, and whether each is right or best."""
    return (card.rivals() or card.options_met()) if isinstance(card, Question) else ()


def _accepted(card: Card) -> set[str]:
    texts = (text for field, text in card.own_texts() if field == "answer" or field.startswith("accept["))
    return {typed_form(text) for text in texts}


def _holds(content: Sequence[str], key: Sequence[str]) -> bool:
    """Whether a whole key of enough words stands in the words of a prompt."""
    size = len(key)
    return size >= FEWEST_KEY_WORDS and any(content[start : start + size] == key for start in range(len(content)))


def _label(card: Card, seen_from: Card) -> str:
    return f'"{card.id}"' if card.deck == seen_from.deck else f'"{card.key}"'
