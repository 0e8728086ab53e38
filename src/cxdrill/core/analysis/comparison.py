"""Two kinds of answers side by side: in drilled and in fresh words, and of people before and after training."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import fmean

from msgspec import Struct

from cxdrill.core.analysis.decisions import Decisions, TrueShares, decisions, items_to_halve, true_shares_behind
from cxdrill.core.analysis.responses import Tally
from cxdrill.core.analysis.sheet import Asked, ExamSheets, Pair
from cxdrill.core.cards.question import Question
from cxdrill.core.exams.exam import Share, percent_of
from cxdrill.core.exams.library import Facilities, asked_text, facility
from cxdrill.core.plain import grouped
from cxdrill.errors import Refused

TELLS_NOTHING = 0.7  # share right of people who were not trained
FEWEST_PEOPLE = 10
FEWEST_ANSWERS = 50  # of each kind


def fresh_gap(tally: Tally) -> Pair | None:
    """The class in drilled and in fresh words, topic by topic as one is harder than another; None for too few."""
    rows = [(each.topic, tally.fresh[each.key]) for each in tally.asked if each.key in tally.fresh]
    drilled = grouped((topic, (pair.one, pair.one_count)) for topic, pair in rows if pair.one is not None)
    fresh = grouped((topic, (pair.other, pair.other_count)) for topic, pair in rows if pair.other is not None)
    shared = [topic for topic in drilled if topic in fresh]
    counts = [sum(size for topic in shared for _, size in side[topic]) for side in (drilled, fresh)]
    if tally.people < FEWEST_PEOPLE or min(counts) < FEWEST_ANSWERS:
        return None
    weights = [sum(size for _, size in fresh[topic]) for topic in shared]
    means = [[fmean(*zip(*side[topic], strict=True)) for topic in shared] for side in (drilled, fresh)]
    return Pair(fmean(means[0], weights), counts[0], fmean(means[1], weights), counts[1])


class Gain(Struct, frozen=True):
    """One question before and after training."""

    asked: Asked
    shares: Pair

    @property
    def tells_nothing(self) -> bool:
        """Whether people without training get it right so often that it says nothing about training."""
        return self.shares.one is not None and self.shares.one > TELLS_NOTHING


class Untrained(Struct, frozen=True):
    """A group before training beside one after: its people, those who passed, the chance to pass, every question."""

    people: int
    passed: int
    chance: float | None  # None where they hardly differ, or are too few to tell
    gains: tuple[Gain, ...]  # what tells nothing first, then by the least gain


def untrained(before: ExamSheets, after: ExamSheets) -> Untrained:
    """The shares that people get right before training, and those after it."""
    replies = ((key, reply.points) for sheet in before.sheets for key, reply in sheet.answers())
    later = grouped((key, reply.points) for sheet in after.sheets for key, reply in sheet.answers())
    asked = {each.key: each for each in (*after.asked, *before.asked)}
    gains = [Gain(asked[key], Pair.of(points, later.get(key, []))) for key, points in grouped(replies).items()]
    gained = {gain.asked.key: 1.0 if gain.shares.difference is None else gain.shares.difference for gain in gains}
    gains.sort(key=lambda gain: (not gain.tells_nothing, gained[gain.asked.key], gain.asked.key))
    found, people = class_decisions(before), len({sheet.learner for sheet in before.sheets})
    passed = sum(sheet.is_passed is True for sheet in before.sheets)
    return Untrained(people, passed, found.verdicts.passing if found else None, tuple(gains))


class ClassDecisions(Struct, frozen=True):
    """The verdicts of an exam over the class that took it, and the items that would halve the wrong ones."""

    people: int
    shares: TrueShares
    verdicts: Decisions
    items_to_halve: int | None


def class_decisions(about: ExamSheets, items: int = 0, mark: Fraction | None = None) -> ClassDecisions | None:
    """The verdicts over a class; `items` and `mark` where the exam has others now. None where it tells too little."""
    lengths, people = {len(sheet.keys) for sheet in about.sheets}, {sheet.learner for sheet in about.sheets}
    written = percent_of(about.pass_mark)
    share = mark if mark is not None else written.value if written else None
    if len(people) < FEWEST_PEOPLE or len(lengths) != 1 or share is None:
        return None
    length = lengths.pop()
    found = true_shares_behind(
        [sum(reply.points for reply in sheet.replies) / length for sheet in about.sheets], length
    )
    if found is None:
        return None
    size = items or length
    return ClassDecisions(len(people), found, decisions(found, size, share), items_to_halve(found, size, share))


def class_facilities(about: ExamSheets, cards: Mapping[str, Question], gap: Pair | None) -> Facilities:
    """The facilities of the cards as they are worded now; raises Refused for too few people."""
    people, asked = {sheet.learner for sheet in about.sheets}, {each.key: each.texts for each in about.asked}
    if len(people) < FEWEST_PEOPLE:
        raise Refused(f"facilities need the answers of {FEWEST_PEOPLE} people or more; here are {len(people)}")
    texts = {
        key: {asked_text(card.worded(number)) for number in range(len(card.wordings) + 1)}
        for key, card in cards.items()
        if key in asked
    }
    rows = (row for sheet in about.sheets for row in zip(sheet.keys, sheet.versions, sheet.replies, strict=False))
    known = ((key, asked[key][version], reply.points) for key, version, reply in rows)  # where the words are recorded
    points = grouped((key, earned) for key, text, earned in known if text in texts.get(key, ()))
    if not points:
        raise Refused(
            "the decks here have none of the questions as they were asked; read the class with those that it had"
        )
    found = shrunk(points, {key: cards[key].topic for key in points})
    return Facilities(
        id=about.exam,
        takers=len(people),
        drilled=_share(gap.one) if gap and gap.one else None,
        fresh=_share(gap.other) if gap and gap.other else None,
        cards={key: facility(_share(found[key]), len(points[key]), asked_text(cards[key])) for key in sorted(points)},
    )


def _share(value: float) -> Share:
    thousandths = min(1000, max(1, round(value * 1000)))
    return Share(Fraction(thousandths, 1000), f"{thousandths / 10:g}%")


def shrunk(points: Mapping[str, Sequence[float]], topic_of: Mapping[str, str]) -> dict[str, float]:
    """The facility of each question, drawn to its topic's mean the more the fewer answers it rests on.

    The weight of the topic is what the questions of all topics together vary beyond chance (a beta-binomial prior).
    """
    topics = grouped((topic_of[key], key) for key in points)
    means = {topic: fmean([each for key in keys for each in points[key]]) for topic, keys in topics.items()}
    middles = {key: means[topic_of[key]] for key in points}
    chance = fmean([middle * (1 - middle) for middle in middles.values()])
    found = fmean([(fmean(points[key]) - middles[key]) ** 2 for key in points])
    beyond = found - fmean([middles[key] * (1 - middles[key]) / len(points[key]) for key in points])
    weight = min(200.0, max(0.0, chance / beyond - 1)) if beyond > 0 else 200.0
    return {key: (sum(each) + weight * middles[key]) / (len(each) + weight) for key, each in points.items()}
