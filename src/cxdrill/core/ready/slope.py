"""How much the chance of passing moves with what is known of each topic."""

from __future__ import annotations

from collections.abc import Sequence

from cxdrill.core.ready.offset import Posterior
from cxdrill.core.ready.pass_chance import Scores, Section, joined, mixed, places, scores, tables

HARDLY = 0.02  # offsets believed in no more than this are passed over: only an order is wanted


def influences(sections: Sequence[Section], posterior: Posterior, goal: int) -> dict[str, tuple[float, float]]:
    """For each topic the slope of the chance of passing in its mean of right answers, and of harmless wrong ones."""
    whole: list[list[Scores]] = []
    fewer: list[list[Scores]] = []
    for section in sections:
        table = tables(section, places(posterior, section.topic))
        rows = posterior.topics[section.topic]
        all_drawn = {place: scores(section.drawn, mean) for place, mean in table.items()}
        one_less = {place: scores(section.drawn - 1, mean) for place, mean in table.items()}
        whole.append([_cut(mixed(row, all_drawn), section.minimum) for row in rows])
        fewer.append([mixed(row, one_less) for row in rows])
    slopes = [[0.0, 0.0] for _ in sections]
    for number, (_, weight) in enumerate(posterior.weights):
        if weight < HARDLY:
            continue
        rests = _rests([row[number] for row in whole])
        for place, section in enumerate(sections):
            for right in (0, 1):
                passing = _passing_with(fewer[place][number], rests[place], right, section.minimum, goal)
                slopes[place][right] += weight * section.drawn * passing
    return {section.topic: (slopes[place][1], slopes[place][0]) for place, section in enumerate(sections)}


def _rests(parts: Sequence[Scores]) -> list[Scores]:
    """For each part the scores of all the others together."""
    before: list[Scores] = [[1.0]]
    for part in parts[:-1]:
        before.append(joined(before[-1], part))
    rests: list[Scores] = [[]] * len(parts)
    after: Scores = [1.0]
    for place in range(len(parts) - 1, -1, -1):
        rests[place] = joined(before[place], after)
        after = joined(after, parts[place])
    return rests


def _passing_with(own: Scores, rest: Scores, right: int, minimum: int, goal: int) -> float:
    """The chance of passing when one more item of a topic is right (1) or wrong (0) beside its `own` scores."""
    tails = [0.0] * (len(rest) + 1)
    for score in range(len(rest) - 1, -1, -1):
        tails[score] = tails[score + 1] + rest[score]
    return sum(
        mass * tails[min(max(goal - score - right, 0), len(rest))]
        for score, mass in enumerate(own)
        if score + right >= minimum
    )


def _cut(mass: Scores, minimum: int) -> Scores:
    return [0.0] * min(minimum, len(mass)) + mass[minimum:]
