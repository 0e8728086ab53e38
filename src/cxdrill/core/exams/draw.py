"""Which questions of a pool come into a form: every question equally likely, those of one scenario together.

Draws on `random()` alone, since Python promises no stable `sample`. `core/exams/form.py` makes the form of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from random import Random

from msgspec import Struct

from cxdrill.core.cards.question import Question, drawn_order
from cxdrill.core.plain import grouped

Unit = tuple[str, ...]
"""Questions drawn together: the keys of one scenario's questions in the deck's order, or of a question on its own."""


class Stock(Struct, frozen=True):
    """The questions that decks hold for an exam: plain values, which stay as they are while the decks do."""

    topics: dict[str, tuple[Unit, ...]]
    facts: dict[str, str] = {}  # of the questions that name one
    reserved: frozenset[str] = frozenset()
    worded: dict[str, int] = {}  # how many other wordings a question has that has any


def stock_of(topics: Collection[str], questions: Iterable[Question]) -> Stock:
    """The stock of these topics, out of the questions in the decks' order."""
    asked = [card for card in questions if card.topic in topics]
    return Stock(
        {topic: units(cards) for topic, cards in grouped((card.topic, card) for card in asked).items()},
        {card.key: card.fact for card in asked if card.fact},
        frozenset(card.key for card in asked if card.is_reserved),
        {card.key: len(card.wordings) for card in asked if card.wordings},
    )


def units(questions: Iterable[Question]) -> tuple[Unit, ...]:
    """Questions on one topic in units, in the order of their first keys, whatever the order of files."""
    groups = grouped(((card.deck, card.scenario) if card.scenario else card.key, card.key) for card in questions)
    return tuple(sorted(map(tuple, groups.values()), key=min))


Pool = tuple[int, tuple[Unit, ...]]
"""How many questions of a topic are drawn, and from which units."""


class Taste(Struct, frozen=True):
    """The questions that a form passes over while there are others, and those it is to have some of."""

    avoided: Collection[str] = ()
    reserved: Collection[str] = ()  # those of `new` that no drill shows
    new: Collection[str] = ()  # those that this learner has not met in every wording

    def class_of(self, unit: Unit) -> tuple[bool, bool, bool]:
        """The traits that a unit shares with another that takes its place."""
        return (
            any(key in self.avoided for key in unit),
            all(key in self.reserved for key in unit),
            all(key in self.new for key in unit),
        )


def without_enemies(topics: tuple[Pool, ...], facts: Mapping[str, str], taste: Taste, rng: Random) -> tuple[Pool, ...]:
    """The pools with one question of each fact, drawn for this form; `facts` has those of the questions that name one.

    A reserved question goes before a new one, and one that is not avoided before one that is; of a fact in several
    topics the question of a topic that could not be filled without it. Without facts nothing is drawn, so that forms
    stay what they were.
    """
    if not facts:
        return topics
    named = sorted(key for _, pool in topics for unit in pool for key in unit if key in facts)
    by_fact = grouped((facts[key], key) for key in named)
    place_of = {key: place for place, (_, pool) in enumerate(topics) for unit in pool for key in unit}
    spare = [len({facts.get(key, key) for unit in pool for key in unit}) - count for count, pool in topics]
    gone: set[str] = set()
    for keys in by_fact.values():
        places = {place_of[key] for key in keys}
        able = [key for key in keys if len(places) > 1 and spare[place_of[key]] <= 0] or keys
        liked = ([key for key in able if key in each] for each in (taste.reserved, taste.new))
        choice = next(filter(None, liked), None) or [key for key in able if key not in taste.avoided] or able
        kept = choice[int(rng.random() * len(choice))] if len(keys) > 1 else keys[0]
        gone.update(key for key in keys if key != kept)
        for place in places - {place_of[kept]}:
            spare[place] -= 1
    left = ((count, (tuple(key for key in unit if key not in gone) for unit in pool)) for count, pool in topics)
    return tuple((count, tuple(filter(None, pool))) for count, pool in left)


def drawn_units(pool: Sequence[Unit], count: int, taste: Taste, rng: Random, fresh: int = 0) -> tuple[Unit, ...]:
    """Units of `count` questions in all, those without an avoided question first; the pool holds at least as many.

    `fresh` of them are new, reserved ones first, as far as there are so many. A scenario is cut only where it is longer
    than the draw, or no choice of whole units makes up the number.
    """
    left = _pieces(pool, count, rng)
    new, others = _parted(left, lambda key: key in taste.new) if taste.new else ([], left)
    reserved, drilled = _parted(new, lambda key: key in taste.reserved)
    first = _in_turn((reserved, drilled), _whole_fresh(new, others, fresh, count), rng)
    met, avoided = _parted(others, lambda key: key not in taste.avoided) if taste.avoided else (others, [])
    rest = (met, [unit for unit in new if unit not in first], avoided)
    return (*first, *_in_turn(rest, count - size(first), rng))


def _parted(pool: Sequence[Unit], is_liked: Callable[[str], bool]) -> tuple[list[Unit], list[Unit]]:
    """The units all of whose questions are liked, and the others."""
    groups = grouped((all(map(is_liked, unit)), unit) for unit in pool)
    return groups.get(True, []), groups.get(False, [])


def _whole_fresh(new: Sequence[Unit], others: Sequence[Unit], fresh: int, count: int) -> int:
    """How many questions whole units of the new ones give: as few as reach `fresh`, or else as many as there are."""
    if not fresh:
        return 0
    sums, rest = whole_sums(new), whole_sums([*new, *others])
    least = min(fresh, size(new))
    wanted = (*range(least, count + 1), *range(least, -1, -1))
    return next((number for number in wanted if sums >> number & 1 and rest >> (count - number) & 1), least)


def _in_turn(groups: Sequence[Sequence[Unit]], count: int, rng: Random) -> list[Unit]:
    """Units of `count` questions in all, as many as whole units allow of each group before the next is asked."""
    chosen: list[Unit] = []
    for place, group in enumerate(groups):
        left, sums = count - size(chosen), whole_sums(group)
        rest = whole_sums(unit for each in groups[place + 1 :] for unit in each)
        most = min(left, size(group))
        whole = (number for number in range(most, -1, -1) if sums >> number & 1 and rest >> (left - number) & 1)
        chosen += _evenly_drawn(group, next(whole, most), rng)
    return chosen


def _pieces(pool: Sequence[Unit], count: int, rng: Random) -> list[Unit]:
    """The pool with scenarios longer than the draw cut at random, since otherwise they could never be asked."""
    if count < 1 or max(map(len, pool), default=0) <= count:
        return list(pool)
    pieces: list[Unit] = []
    for unit in pool:
        if len(unit) <= count:
            pieces.append(unit)
            continue
        first = int(rng.random() * len(unit))
        starts = range(0, len(unit), count)
        pieces += [_part(unit, first + start, min(count, len(unit) - start)) for start in starts]
    return pieces


def size(pool: Iterable[Unit]) -> int:
    """The number of questions in some units."""
    return sum(map(len, pool))


def whole_sums(pool: Iterable[Unit]) -> int:
    """The numbers of questions that whole units can make up: bit n is set where n can be."""
    lengths = Counter(map(len, pool))
    sums = (2 << lengths.pop(1, 0)) - 1
    for length in lengths.elements():
        sums |= sums << length
    return sums


def _evenly_drawn(pool: Sequence[Unit], count: int, rng: Random) -> list[Unit]:
    """Units of `count` questions, each question with the chance count / size where whole units allow it."""
    if count in (0, total := size(pool)):
        return list(pool) if count else []
    blocks = [unit for unit in pool if len(unit) > 1]
    singles = [unit for unit in pool if len(unit) == 1] if blocks else pool
    chosen, open_block, mass = _settled(blocks, count, total, rng)
    if open_block:
        room = count - size(chosen)
        fits = [part for part in (0, len(open_block)) if 0 <= room - part <= len(singles)]
        if len(fits) == 2:
            fits = [len(open_block)] if rng.random() * len(open_block) * total < mass else [0]
        if fits:
            chosen += [open_block] * (fits[0] > 0)
        elif whole_sums(pool) >> count & 1:
            chosen = _fitting(blocks, len(singles), count, total, rng)
        else:
            # A part of it, as long as its mass on average, each of its questions equally likely.
            length = mass // total + (rng.random() * total < mass % total)
            chosen.append(_part(open_block, int(rng.random() * len(open_block)), length))
    left = count - size(chosen)
    return chosen + [singles[place] for place in drawn_order(len(singles), rng)[:left]]


def _settled(blocks: Sequence[Unit], count: int, pool: int, rng: Random) -> tuple[list[Unit], Unit, int]:
    """Blocks each taken or left with the chance count / pool, their total near its mean; at most one stays open.

    The pivotal method of sampling (Deville and Tillé 1998): two blocks at a time pass mass between them until one is
    settled, in such a way that each keeps its mean. Mass is in questions times `pool`, so that it is a whole number.
    """
    chosen: list[Unit] = []
    open_block: Unit = ()
    mass = 0
    for place in drawn_order(len(blocks), rng):
        block = blocks[place]
        total = mass + len(block) * count
        lowest, highest = max(0, total - len(block) * pool), min(len(open_block) * pool, total)
        if highest > lowest:
            mass = highest if rng.random() * (highest - lowest) < mass - lowest else lowest
        sides = ((open_block, mass), (block, total - mass))
        chosen += [unit for unit, held in sides if unit and held == len(unit) * pool]
        open_block, mass = next(((unit, held) for unit, held in sides if 0 < held < len(unit) * pool), ((), 0))
    return chosen, open_block, mass


def _fitting(blocks: Sequence[Unit], singles: int, count: int, pool: int, rng: Random) -> list[Unit]:
    """Whole blocks in random order that leave to the singles what these can fill, for draws with little room."""
    order = [blocks[place] for place in drawn_order(len(blocks), rng)]
    after = [(2 << singles) - 1]  # what can be made up from the blocks not yet asked and the singles
    for block in reversed(order):
        after.append(after[-1] | after[-1] << len(block))
    chosen: list[Unit] = []
    for place, block in enumerate(order):
        left, sums = count - size(chosen), after[len(order) - place - 1]
        can_take = left >= len(block) and sums >> (left - len(block)) & 1
        if can_take and (not sums >> left & 1 or rng.random() * pool < count):
            chosen.append(block)
    return chosen


def _part(block: Unit, start: int, length: int) -> Unit:
    """Neighbours in a block, its end joined to its beginning, in the deck's order."""
    places = sorted((start + step) % len(block) for step in range(length))
    return tuple(block[place] for place in places)
