"""Habits of a deck's author that tell keys to who knows nothing of the subject, and the guessers that live by them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import ceil, log

from cxdrill.core.cards.choice import Choice, TrueFalse
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.question import Question
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.odds import at_least
from cxdrill.core.lint.rules import ENGLISH, NOTE, WARNING, Finding, language_of, rule
from cxdrill.core.lint.words import STOP_WORDS, content_words, overlap, stem, words

FEWEST_CHOICES = 10
FEWEST_POSITIONS = 20  # also of questions that one guesser tries
UNLIKELY = 0.05  # chance of as many lucky guesses, below which a length habit is no accident
VERY_UNLIKELY = 0.01  # the same for word habits, which several guessers look for at once
LONGEST_RUN = 5  # keys at one position in a row
TELLING = 0.15  # over chance
RARE = 0.1  # share of prompts up to which a word is rare
SHORTEST_CUE = 4  # letters
ONE_SIDED = 0.7
# Chi-square at p = 0.05 by degrees of freedom.
_CRITICAL = {1: 3.841, 2: 5.991, 3: 7.815, 4: 9.488, 5: 11.070, 6: 12.592, 7: 14.067}


@rule("Q202", WARNING, "let distractors stand out in other questions", Deck)
def length_habit(deck: Deck) -> Iterator[Finding]:
    """Over a deck, length does not tell the key."""
    cards = _choices(deck)
    if len(cards) < FEWEST_CHOICES:
        return
    for guesser, word in ((longest, "longest"), (shortest, "shortest")):
        hits = sum(taken(card, guesser) == (key_place(card),) for card in cards)
        if at_least(hits, len(cards), _chance(cards)) < UNLIKELY:
            yield Finding("cards", f"has the key as the {word} option in {hits} of {len(cards)} choices")


@rule("Q216", WARNING, "let distractors share as many words", Deck, spoken=ENGLISH)
def word_habit(deck: Deck) -> Iterator[Finding]:
    """Over a deck, shared words do not tell the key."""
    for guesser, whose in ((echo, "with its prompt"), (most_alike, "with the other options")):
        sure = [card for card in _choices(deck) if len(taken(card, guesser)) == 1]
        hits = sum(taken(card, guesser) == (key_place(card),) for card in sure)
        if len(sure) >= FEWEST_CHOICES and at_least(hits, len(sure), _chance(sure)) < VERY_UNLIKELY:
            often = f"in {hits} of {len(sure)} choices"
            yield Finding("cards", f"has the key as the option with most words in common {whose} {often}")


@rule("Q203", NOTE, "move some; exports keep the deck's order", Deck)
def positions(deck: Deck) -> Iterator[Finding]:
    """Keys are spread over the positions."""
    cards = _choices(deck)
    for position, run in groupby(cards, key_place):
        row = list(run)
        if len(row) >= LONGEST_RUN:
            what = f"begins {len(row)} choices in a row whose key is option {position + 1}"
            yield Finding("options", what, owner=row[0])
    for size, count in Counter(len(card.options) for card in cards).items():
        keys = Counter(key_place(card) for card in cards if len(card.options) == size)
        spread = sum((keys[position] - count / size) ** 2 for position in range(size)) * size / count
        if count >= FEWEST_POSITIONS and spread > _CRITICAL.get(size - 1, float("inf")):
            shares = ", ".join(str(keys[position]) for position in range(size))
            yield Finding("cards", f"has its keys at the {size} positions {shares} times")


@rule("Q209", WARNING, "reword it, or let a distractor echo it too", Deck, spoken=ENGLISH)
def clang(deck: Deck) -> Iterator[Finding]:
    """The key echoes no rare word of its prompt."""
    frequency = Counter(word for card in deck.cards for word in set(content_words(card.prompt)))
    limit = max(1, RARE * len(deck.cards))
    for card in _choices(deck):
        spoken = (word for word in words(card.prompt) if len(word) >= SHORTEST_CUE)
        rare = {stem(word): word for word in spoken if word not in STOP_WORDS and frequency[stem(word)] <= limit}
        echoes = [rare.keys() & set(content_words(option.text)) for option in card.options]
        key = echoes.pop(key_place(card))
        telling = key.difference(*echoes)
        if telling and len(key) > max(len(echo) for echo in echoes):
            what = f'repeats "{rare[min(telling)]}" from the prompt in the key but in no distractor'
            yield Finding(f"options[{key_place(card)}]", what, owner=card)


@rule("Q310", NOTE, "turn some statements round", Deck)
def true_false_balance(deck: Deck) -> Iterator[Finding]:
    """True and false are balanced."""
    answers = [card.answer for card in deck.cards if isinstance(card, TrueFalse)]
    common = max(answers.count(True), answers.count(False))
    if len(answers) >= FEWEST_CHOICES and common > ONE_SIDED * len(answers):
        word = "true" if answers.count(True) == common else "false"
        yield Finding("cards", f"has {common} {word} statements among {len(answers)}")


@rule("Q220", WARNING, "make the wrong options sound as good as the key", Library)
def telling_words(library: Library) -> Iterator[Finding]:
    """Over a deck, the words that keys and distractors of other decks have do not tell the key.

    Of each word counts how much oftener it stands in keys than in distractors, in decks of the same language and in no
    card of a common fact; of each question, the option that is most like a key.
    """
    asked = {deck.id: [card for card in deck.questions if card.rivals()] for deck in library.decks}
    for deck in library.decks:
        own, facts = asked[deck.id], {card.fact for card in deck.cards if card.fact}
        if len(own) < FEWEST_POSITIONS:
            continue
        others = [each for each in library.decks if each.id != deck.id and language_of(each) == language_of(deck)]
        rows = (row for each in others for card in asked[each.id] if card.fact not in facts for row in card.rivals())
        hits, chance = guessed(own, rows)
        if hits / len(own) >= chance + TELLING and at_least(ceil(hits), len(own), chance) < UNLIKELY:
            share = f"{hits / len(own):.0%} of {len(own)} keys, where blind chance has {chance:.0%}"
            yield Finding("cards", f"lets somebody who reads the options alone name {share}", owner=deck)


def guessed(cards: Sequence[Question], texts: Iterable[tuple[str, bool]]) -> tuple[float, float]:
    """How many keys somebody takes who knows the words of other options alone, and the share that blind chance has.

    Each word speaks for an option by the log of its odds among good ones, drawn to even for rare words.
    """
    counts = Counter[str](), Counter[str]()
    for text, is_good in texts:
        counts[is_good].update(set(words(text)))
    wrong, right = counts
    whole = (right.total() + 1) / (wrong.total() + 1)
    pull = {word: log((right[word] + whole) / (wrong[word] + 1) / whole) for word in right | wrong}
    return sum(_hit(card.rivals(), pull) for card in cards), _chance(cards)


def _hit(options: Sequence[tuple[str, bool]], pull: Mapping[str, float]) -> float:
    """The chance that the guesser takes the key."""
    pulls = [sum(pull.get(word, 0.0) for word in set(words(text))) for text, _ in options]
    best = [is_key for each, (_, is_key) in zip(pulls, options, strict=True) if each == max(pulls)]
    return sum(best) / len(best)


def _choices(deck: Deck) -> list[Choice]:
    return [card for card in deck.cards if isinstance(card, Choice) and len(card.options) > 1]


def _chance(cards: Sequence[Question]) -> float:
    return sum(1 / len(card.parts()) for card in cards) / len(cards)


Guesser = Callable[[Choice], Sequence[float]]
"""How much each option of a question attracts this guesser."""


def longest(card: Choice) -> Sequence[float]:
    return [len(option.text) for option in card.options]


def shortest(card: Choice) -> Sequence[float]:
    return [-length for length in longest(card)]


def echo(card: Choice) -> Sequence[float]:
    prompt = frozenset(content_words(card.prompt))
    return [len(prompt.intersection(content_words(option.text))) for option in card.options]


def most_alike(card: Choice) -> Sequence[float]:
    contents = [frozenset(content_words(option.text)) for option in card.options]
    return [likeness(contents, number) for number in range(len(contents))]


def likeness(contents: Sequence[frozenset[str]], number: int) -> float:
    """The mean overlap of one option's content words with those of the others."""
    others = [overlap(contents[number], other) for index, other in enumerate(contents) if index != number]
    return sum(others) / len(others) if others else 0.0


def taken(card: Choice, guesser: Guesser) -> tuple[int, ...]:
    """The options that attract the guesser most."""
    pulls = guesser(card)
    most = max(pulls)
    return tuple(number for number, pull in enumerate(pulls) if pull == most)


def key_place(card: Choice) -> int:
    return next((number for number, option in enumerate(card.options) if option.is_key), 0)
