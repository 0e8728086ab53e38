"""`cxdrill ready` in words a person acts on: the chance of passing, what is weak, what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from cxdrill.core.ready.forecast import SEEN_NEEDED, Evidence, Readiness, TopicOutlook
from cxdrill.core.ready.gain import StudyPlan
from cxdrill.core.ready.pass_chance import Chance
from cxdrill.core.ready.track_record import Forecast, TrackRecord
from cxdrill.terminal import paint
from cxdrill.terminal.paint import StyledLine, commands
from cxdrill.terminal.wording import count, percent

WORTH_SAYING = 0.02  # what a plan must add to the chance to be spoken of
PLOT_DAYS = 28


class ReadyReport(Struct, frozen=True):
    """Everything `ready` shows; `plan` is None where there is nothing to study, or no number yet."""

    title: str
    said: Readiness
    plan: StudyPlan | None
    record: TrackRecord
    days: tuple[tuple[date, Forecast], ...]  # the last forecast of each day


def ready_lines(report: ReadyReport, width: int) -> list[StyledLine]:
    """The whole screen."""
    lines: list[StyledLine] = [paint.words(report.title, paint.TITLE), paint.words("")]
    chance = report.said.chance
    if chance is None:
        lines += paint.sentences(missing_words(report.said.evidence), width)
        return [*lines, paint.words(""), *commands(["cxdrill study --plan", "cxdrill quiz    takes the check"])]
    lines += paint.sentences((*chance_words(report.said), weakest_words(report.said), *_unseen(report.said)), width)
    lines += [paint.words(""), *_topics(report.said.topics, width)]
    if past := [*_plot(report.days), *record_words(report.record)]:
        lines += [paint.words(""), *paint.sentences(past, width, paint.DIM)]
    if lifted := lift_words(report.said, report.plan):
        return [*lines, paint.words(""), *paint.sentences([lifted], width), *commands(["cxdrill study --plan"])]
    return [*lines, paint.words(""), *commands(["cxdrill quiz"])]


def readiness_words(said: Readiness) -> tuple[str, ...]:
    """The readiness line of the first screen and of the end of a session."""
    if said.chance is None:
        return missing_words(said.evidence)[:1] if said.evidence.reviews else ()
    return (f"{chance_words(said)[0]} {weakest_words(said)}",)


def chance_words(said: Readiness) -> tuple[str, ...]:
    """The chance with its range, and the score expected against the one needed."""
    if said.chance is None:
        return ()
    first = f"Chance of passing today: {about(said.chance)}{ranged(said.chance)}."
    return first, f"Expected {round(said.chance.expected)} of {said.items}, you need {said.needed}."


def about(chance: Chance) -> str:
    """`about 78 %`; what cannot be told apart from sure stays below it."""
    whole = round(chance.probability * 100)
    return "below 2 %" if whole <= 1 else "above 98 %" if whole >= 99 else f"about {whole} %"


def ranged(chance: Chance) -> str:
    """` (61 to 89)`, in per cent; nothing where both ends are beyond what is told apart."""
    low, high = round(chance.low * 100), round(chance.high * 100)
    return f" ({low} to {high})" if low < high else ""


def weakest_words(said: Readiness) -> str:
    """The topics to be worried about."""
    names = [topic_name(topic.topic) for topic in said.weakest]
    return f"Weakest: {', '.join(names)}." if names else ""


def topic_name(topic: str) -> str:
    """A topic as people say it."""
    return topic.replace("-", " ")


def lift_words(said: Readiness, plan: StudyPlan | None) -> str:
    """What a plan comes to; nothing where it adds too little to be worth saying."""
    if said.chance is None or plan is None or not plan.keys:
        return ""
    if plan.chance.probability < said.chance.probability + WORTH_SAYING:
        return ""
    minutes = count(max(1, round(plan.minutes)), "minute")
    verb = "lifts" if minutes.startswith("1 ") else "lift"
    return f"{minutes} on {count(len(plan.keys), 'card')} {verb} it to {about(plan.chance)}: cxdrill study --plan"


def missing_words(evidence: Evidence) -> tuple[str, ...]:
    """What is missing before a number can be said."""
    wanted = []
    if evidence.missing_reviews:
        wanted.append(count(evidence.missing_reviews, "more review"))
    if evidence.missing_questions:
        wanted.append(f"{count(evidence.missing_questions, 'more question')} seen")
    so_far = f"So far {count(evidence.reviews, 'review')}, and {evidence.seen} of {evidence.pool} questions seen"
    return (
        f"Not enough evidence yet for a chance of passing: {' and '.join(wanted)} are missing, or one finished check.",
        f"{so_far}; it takes 100 reviews and {percent(SEEN_NEEDED)} of the questions.",
    )


def record_words(record: TrackRecord) -> list[str]:
    """How the forecasts have done, and whether a clock was set back between them."""
    words = []
    if record.brier is not None:
        said = sum(each.forecast.probability for each in record.scored) / len(record.scored)
        passed = sum(each.is_passed for each in record.scored)
        words.append(
            f"Forecasts put to the test: {len(record.scored)}. They said {percent(said)} on average, "
            f"{passed} of {count(len(record.scored), 'attempt')} passed; Brier score {record.brier:.2f} "
            "(0 is perfect, 0.25 a coin)."
        )
    if record.set_back:
        words.append(
            f"The clock was set back: {count(record.set_back, 'forecast')} bear a time before an earlier one's. "
            "They are kept in the order they were made."
        )
    return words


def _plot(days: Sequence[tuple[date, Forecast]]) -> list[str]:
    shown = days[-PLOT_DAYS:]
    if len(shown) < 2:
        return []
    # The last value fixes the height of a sure pass and is not shown.
    plot = paint.sparkline([*(forecast.probability for _, forecast in shown), 1.0])[:-1]
    (first, then), (_, now) = shown[0], shown[-1]
    return [f"Chance so far: {plot}  {percent(then.probability)} on {first}, now {percent(now.probability)}"]


def _unseen(said: Readiness) -> list[str]:
    unseen = sum(topic.unseen for topic in said.topics)
    return [f"Never seen: {unseen} of {said.evidence.pool} questions."] if unseen else []


def _topics(topics: Sequence[TopicOutlook], width: int) -> list[StyledLine]:
    names = min(max((len(topic.topic) for topic in topics), default=0), max(8, width - 44))
    lines = []
    for topic in topics:
        name = paint.padded(paint.words(topic_name(topic.topic)), names)
        unseen = f", {topic.unseen} never seen" if topic.unseen else ""
        line = paint.joined(name, "  ", paint.bar(topic.share, 10), f" {topic.expected:.1f} of {topic.drawn}{unseen}")
        lines += paint.wrapped(line, width)
    return lines
