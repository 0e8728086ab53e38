"""Takers without understanding, by lot, by exact or by nearest text; and one that knows the facts."""

import re
from collections.abc import Iterator
from functools import cache
from random import Random

from cxdrill.core.cards.question import Question
from cxdrill.core.exams.form import FormItem
from cxdrill.core.exams.library import Library


def blind(item: Question, random: Random) -> str:
    """A line-mode answer by lot, every one of them equally likely."""
    size = len(item.order)
    names = [chr(ord("a") + place) for place in range(size)]
    match item.type:
        case "choice":
            return random.choice(names)
        case "multiple":
            bits = random.randrange(1, 1 << size)
            return ",".join(name for place, name in enumerate(names) if bits >> place & 1)
        case "true-false":
            return random.choice("tf")
        case "order":
            return " ".join(str(place + 1) for place in random.sample(range(size), size))
        case "match":
            return " ".join(f"{place + 1}{name}" for place, name in enumerate(random.sample(names, size)))
        case "judgement":
            return " ".join(random.sample(names, 2))
        case "dialogue":
            response = ""
            while not (step := item.step(response)).is_over:
                response = item.going_on(response, random.choice([row.name for row in step.rows]))
            return response
    return "nothing of the kind"


def drilled(library: Library) -> Iterator[Question]:
    """Every question as some drill shows it, in each of its wordings."""
    for card in library.for_learners().cards():
        if isinstance(card, Question):
            yield from (card.worded(number) for number in range(len(card.wordings) + 1))


class ExactText:
    """Answers what it saw in a drill, letter for letter, and otherwise by lot."""

    def __init__(self, library: Library, random: Random) -> None:
        self.random, self.seen = random, {_text(card) for card in drilled(library)}

    def answer(self, asked: FormItem) -> str:
        return asked.card.key_response() if _text(asked.card) in self.seen else blind(asked.card, self.random)


class NearestText(ExactText):
    """Looks for the drilled question with most words in common, and picks the option most like the key of that one."""

    def __init__(self, library: Library, random: Random) -> None:
        super().__init__(library, random)
        self.cards = [(_words(card.prompt), card) for card in drilled(library)]
        self.nearest = cache(lambda words: max(self.cards, key=lambda each: _overlap(words, each[0]))[1])

    def answer(self, asked: FormItem) -> str:
        if _text(asked.card) in self.seen:
            return asked.card.key_response()
        known = self.nearest(_words(asked.card.prompt))
        right = _words(" ".join(text for text, is_key in known.options_met() if is_key) or " ".join(known.answers()))
        wrong = _words(" ".join(text for text, is_key in known.options_met() if not is_key))
        rows = {row.name: _words(row.text) for row in asked.card.rows()}
        liked = sorted(rows, key=lambda name: _overlap(rows[name], wrong) - _overlap(rows[name], right))
        match asked.card.type:
            case "choice":
                return liked[0]
            case "judgement":
                return f"{liked[0]} {liked[-1]}"
        return blind(asked.card, self.random)


class Facts:
    """Knows every card, however it is asked."""

    def answer(self, asked: FormItem) -> str:
        return asked.card.key_response()


def _text(card: Question) -> tuple[str, ...]:
    return (card.prompt, *sorted(card.parts()))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
