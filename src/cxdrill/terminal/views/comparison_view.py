"""Two kinds of answers side by side: drilled and fresh words, before and after training; and an exam's verdicts."""

from __future__ import annotations

from collections.abc import Mapping

from cxdrill.core.analysis.comparison import ClassDecisions, Gain, Untrained
from cxdrill.core.analysis.sheet import Pair
from cxdrill.core.exams.odds import Luck
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine
from cxdrill.terminal.views.exam_view import often
from cxdrill.terminal.wording import count, percent


def gap_lines(gap: Pair | None, pairs: Mapping[str, Pair], width: int) -> list[StyledLine]:
    """What the class knows in words that drills had shown and in new ones: in all, and question by question."""
    if gap is None or gap.one is None or gap.other is None:
        return []
    points = count(round((gap.one - gap.other) * 100), "point")
    words = (
        f"{percent(gap.one)} right in words that drills had shown ({gap.one_count:,} answers), {percent(gap.other)} in "
        f"fresh ones ({gap.other_count:,}), topic by topic: a gap of {points}."
    )
    both = sorted((pair.difference, key) for key, pair in pairs.items() if pair.difference is not None)
    rows = [(key, *_counted(pairs[key]), f"{round(-difference * 100):+d}") for difference, key in both]
    table = paint.table(("question", "drilled", "n", "fresh", "n", "gap"), rows) if rows else []
    return [*paint.wrapped(paint.words(words), width), *table]


def _counted(pair: Pair) -> tuple[str, ...]:
    return _share(pair.one), str(pair.one_count), _share(pair.other), str(pair.other_count)


def untrained_lines(first: Untrained, width: int) -> list[StyledLine]:
    """What people before training get right already, and what training adds."""
    nothing = sum(gain.tells_nothing for gain in first.gains)
    facts = [f"{first.passed} of {count(first.people, 'person', 'people')} passed without training."]
    facts += [f"People like them pass {often(first.chance)}."] if first.chance is not None else []
    if nothing:
        facts.append(
            f"{count(nothing, 'question')} of {len(first.gains)} {'tells' if nothing == 1 else 'tell'} nothing: more "
            "than 70% of the untrained are right. Make the distractors better, or ask something else."
        )
    rows = [_row(gain) for gain in first.gains]
    lines = [*paint.sentences(facts, width), *paint.table(("question", "before", "after", "gain", ""), rows)]
    return paint.section("Before and after training", lines)


def decision_lines(found: ClassDecisions | None, width: int) -> list[StyledLine]:
    """How many verdicts over a class are right, and what would make them better."""
    if found is None:
        few = "The results are too few, of forms too different, or too much alike to tell how good its verdicts are."
        return paint.wrapped(paint.words(few), width)
    verdicts, spread, longer = found.verdicts, found.spread, found.items_to_halve
    people = count(found.people, "person", "people")
    facts = [
        f"In a class like this ({people}, on average {percent(spread.mean)} right, true spread "
        f"{percent(spread.deviation)}) {percent(verdicts.passing)} pass.",
        f"Of 100 people {_hundred(verdicts.false_passes)} pass who should not, and {_hundred(verdicts.false_fails)} "
        "fail who should pass.",
        f"The verdict is right for {_hundred(verdicts.accuracy)} of 100 (accuracy {verdicts.accuracy:.3f}); in a "
        f"second form {_hundred(verdicts.consistency)} would get the same (consistency {verdicts.consistency:.3f}).",
        f"{longer} items would halve the wrong verdicts." if longer else "Even 1,000 items would not halve them.",
    ]
    return paint.sentences(facts, width)


def _hundred(share: float) -> str:
    return str(round(share * 100))


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def _row(gain: Gain) -> tuple[str, ...]:
    shares, difference = gain.shares, gain.shares.difference
    gained = "–" if difference is None else f"{round(difference * 100):+d}"
    return gain.asked.key, _share(shares.one), _share(shares.other), gained, "tells nothing" * gain.tells_nothing


def luck_lines(found: Luck | None, width: int) -> list[StyledLine]:
    """How much a form decides for somebody just at the pass mark."""
    if found is None:
        return []
    even, drawn = (" to ".join(f"{round(each * 100)}" for each in ends) for ends in (found.even, found.drawn))
    words = (
        f"Luck of the form: on nine of ten forms somebody just at the pass mark passes {even} times in 100; drawn "
        f"without regard to facilities it would be {drawn}."
    )
    return paint.wrapped(paint.words(words), width)
