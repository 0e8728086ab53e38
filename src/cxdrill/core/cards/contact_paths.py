"""All ways through a dialogue at once: folded over states (turn, steps served, mood), never walked one by one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from cxdrill.core.cards.talk import Reply, Turn, earned

State = tuple[str, frozenset[str], int]
"""A turn, the steps served before it, and the mood beside that of the first turn."""
Way = tuple[tuple[Turn, Reply], ...]
_ROUNDS = 4  # times the number of turns: how long replies drawn by lot go round in a circle before they count as open


class Paths(Struct, frozen=True):
    """What the ways through a dialogue come to."""

    scores: frozenset[Fraction]  # every score that some way earns
    best_way: Way  # the shortest of those that earn the most
    by_chance: Fraction  # what replies drawn by lot earn on average

    @property
    def best(self) -> Fraction:
        """The most points that any way earns; none where no way comes to an end."""
        return max(self.scores, default=Fraction(0))


def paths(all_turns: Sequence[Turn], steps: Sequence[str]) -> Paths:
    """Every score, the best way and the chance by guessing. Each `next` has to name a turn."""
    turns = {turn.id: turn for turn in all_turns}
    start: State = (all_turns[0].id, frozenset(), 0)
    came: dict[State, tuple[State, Reply] | None] = {start: None}
    scores: dict[Fraction, State] = {}
    front = [start]
    while front:
        coming: list[State] = []
        for state in front:
            turn = turns[state[0]]
            if turn.ends:
                scores.setdefault(earned(steps, state[1], state[2], turn.ends), state)
            for reply in turn.replies:
                after = _after(state, reply, len(turns))
                if after not in came:
                    came[after] = state, reply
                    coming.append(after)
        front = coming
    best_way = _way(scores[max(scores)], came, turns) if scores else ()
    return Paths(frozenset(scores), best_way, _by_chance(steps, turns, start))


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


def _by_chance(steps: Sequence[str], turns: dict[str, Turn], start: State) -> Fraction:
    mass, total = {start: 1.0}, 0.0
    for _ in range(_ROUNDS * len(turns)):
        coming: dict[State, float] = {}
        for state, share in mass.items():
            turn = turns[state[0]]
            if turn.ends or not turn.replies:
                total += share * float(earned(steps, state[1], state[2], turn.ends))
                continue
            for reply in turn.replies:
                after = _after(state, reply, len(turns))
                coming[after] = coming.get(after, 0.0) + share / len(turn.replies)
        mass = coming
        if not mass:
            break
    total += sum(share * float(earned(steps, state[1], state[2], "")) for state, share in mass.items())
    return Fraction(total).limit_denominator(10**9)
