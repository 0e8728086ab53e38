"""The parts of a contact with a customer, how far one went, its worth, and all ways through it at once.

Ways are folded over states (turn, steps served, mood), never walked one by one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from msgspec import Struct

ENDS = {"solved": Fraction(1), "open": Fraction(1, 2), "lost": Fraction(0)}
"""The share of the points that an ending leaves. A talk broken off counts as open."""
MOST_TURNS = 100
MOODS = ((3, "much better"), (1, "better"), (0, "as at first"), (-2, "worse"), (-99, "much worse"))
"""How the customer feels beside the first turn, whose mood the customer's own words tell: not everybody who is unhappy
is angry."""


class Reply(Struct, frozen=True, omit_defaults=True):
    """Something the learner may say. `next` is the turn that it leads to."""

    say: str
    next: str
    serves: tuple[str, ...] = ()  # the steps of the contact that it takes care of
    mood: int = 0  # what it does to the customer's mood, -2 to 2
    why: str = ""  # why it is not the best


class Turn(Struct, frozen=True, omit_defaults=True):
    """Words of the customer, to which the learner replies or with which the contact ends."""

    id: str
    says: str
    replies: tuple[Reply, ...] = ()
    ends: str = ""  # solved, open or lost
    coach: str = ""


class Brief(Struct, frozen=True, omit_defaults=True):
    """Directions for two people who play the contact themselves."""

    customer: str = ""
    agent: str = ""
    hidden: str = ""  # what the customer will not say unasked


class Talk(Struct, frozen=True):
    """A contact as far as it went."""

    turn: Turn  # what the customer says now
    chosen: tuple[tuple[Turn, Reply], ...] = ()

    @property
    def served(self) -> frozenset[str]:
        return frozenset(step for _, reply in self.chosen for step in reply.serves)

    @property
    def mood(self) -> int:
        """The customer's mood beside that of the first turn."""
        return sum(reply.mood for _, reply in self.chosen)

    @property
    def mood_word(self) -> str:
        return next(word for least, word in MOODS if self.mood >= least)

    @property
    def moods(self) -> tuple[str, ...]:
        """The words for the mood as it went, each where it changed."""
        talks = [Talk(self.turn, self.chosen[:count]) for count in range(len(self.chosen) + 1)]
        return tuple(word for word, _ in groupby(talk.mood_word for talk in talks))

    @property
    def is_over(self) -> bool:
        """Whether the customer had the last word."""
        return not self.turn.replies


def earned(steps: Collection[str], served: Collection[str], mood: int, end: str) -> Fraction:
    """The share of steps served, and of a mood no lower than at first, as the ending lets it count: from 0 to 1."""
    return Fraction(len(set(served).intersection(steps)) + (mood >= 0), len(steps) + 1) * ENDS[end or "open"]


State = tuple[str, frozenset[str], int]
"""A turn, the steps served before it, and the mood beside that of the first turn."""
Way = tuple[tuple[Turn, Reply], ...]
_ROUNDS = 4  # times the number of turns: how long replies drawn by lot go round in a circle before they count as open


class Paths(Struct, frozen=True):
    """The worth of all ways through a dialogue."""

    scores: frozenset[Fraction]  # every score that some way earns
    best_way: Way  # the shortest of those that earn the most

    @property
    def best(self) -> Fraction:
        """The most points that any way earns; none where no way comes to an end."""
        return max(self.scores, default=Fraction(0))


def paths(all_turns: Sequence[Turn], steps: Sequence[str]) -> Paths:
    """Every score and the best way. Each `next` has to name a turn."""
    turns = {turn.id: turn for turn in all_turns}
    start: State = (all_turns[0].id, frozenset(), 0)
    came: dict[State, tuple[State, Reply] | None] = {start: None}
    scores: dict[Fraction, State] = {}
    front = deque([start])
    while front:
        state = front.popleft()
        turn = turns[state[0]]
        if turn.ends:
            scores.setdefault(earned(steps, state[1], state[2], turn.ends), state)
        for reply in turn.replies:
            after = _after(state, reply, len(turns))
            if after not in came:
                came[after] = state, reply
                front.append(after)
    return Paths(frozenset(scores), _way(scores[max(scores)], came, turns) if scores else ())


def _after(state: State, reply: Reply, turns: int) -> State:
    """The state that a reply leads to. A mood stops where no way out could turn it round: circles do not add up."""
    bound = 2 * turns
    return reply.next, state[1].union(reply.serves), max(-bound, min(bound, state[2] + reply.mood))


def _way(state: State, came: dict[State, tuple[State, Reply] | None], turns: dict[str, Turn]) -> Way:
    way: list[tuple[Turn, Reply]] = []
    while (step := came[state]) is not None:
        state, reply = step
        way.append((turns[state[0]], reply))
    return tuple(reversed(way))


def chances_by_lot(all_turns: Sequence[Turn], steps: Sequence[str]) -> dict[Fraction, Fraction]:
    """The chance of each score where replies are drawn by lot. Each `next` has to name a turn."""
    turns = {turn.id: turn for turn in all_turns}
    start: State = (all_turns[0].id, frozenset(), 0)
    mass: Mapping[State, float] = {start: 1.0}
    ended: dict[tuple[frozenset[str], bool, str], float] = defaultdict(float)
    for _ in range(_ROUNDS * len(turns)):
        coming: dict[State, float] = defaultdict(float)
        for state, share in mass.items():
            turn = turns[state[0]]
            if turn.ends or not turn.replies:
                ended[state[1], state[2] >= 0, turn.ends] += share
                continue
            for reply in turn.replies:
                coming[_after(state, reply, len(turns))] += share / len(turn.replies)
        mass = coming
    for state, share in mass.items():
        ended[state[1], state[2] >= 0, ""] += share
    chances: dict[Fraction, float] = defaultdict(float)
    for (served, is_up, how), share in ended.items():
        chances[earned(steps, served, 0 if is_up else -1, how)] += share
    return {points: Fraction(share).limit_denominator(10**9) for points, share in chances.items()}
