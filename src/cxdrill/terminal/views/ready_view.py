"""`cxdrill ready` in words a person acts on: the chance of passing, what is weak, what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.score import points_shown
from cxdrill.core.ready.forecast import (
    REVIEWS_NEEDED,
    Evidence,
    Forecast,
    Readiness,
    TopicOutlook,
    TrackRecord,
)
from cxdrill.core.ready.gain import StudyPlan
from cxdrill.core.ready.pass_chance import Chance
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint
from cxdrill.terminal.paint import Bar, StyledLine, commands
from cxdrill.terminal.wording import count, day, percent, topic_name

WORTH_SAYING = 0.02  # what a plan must add to the chance to be spoken of
PLOT_DAYS = 28


class ReadyReport(Struct, frozen=True):
    """Everything `ready` shows; `plan` is None where there is nothing to study, or no number yet."""

    title: str
    titles: Mapping[str, str]  # of topics
    passed: tuple[str, ...]  # a sentence where a check was passed
    said: Readiness
    plan: StudyPlan | None
    record: TrackRecord
    days: tuple[tuple[date, Forecast], ...]  # the last forecast of each day
    may_be_taken: bool = True  # by the exam's rules, now


def ready_lines(report: ReadyReport, width: int, *, has_details: bool = False) -> list[StyledLine]:
    said, title = report.said, [paint.words(report.title, paint.TITLE)]
    passed = paint.sentences(report.passed, width, paint.RIGHT)
    if said.chance is None:
        following = commands("cxdrill study", "cxdrill ready --probe    a few questions tell")
        return paint.stacked(title, [*passed, *paint.sentences(missing_words(said.evidence), width)], following)
    weakest = weakest_words(said, report.titles)
    chances = paint.sentences((*chance_words(said), weakest, *_unseen(said)), width)
    heading = paint.wrapped("Points to expect in each topic, the weakest first:", width)
    topics = [*heading, *_topics(said.topics, report.titles, width)]
    past = [*_plot(report.days, width), *past_words(report.record)]
    past += record_words(report.record) if has_details else []
    lifted = lift_words(said, report.plan)
    usual = "cxdrill study" if report.passed or not report.may_be_taken else "cxdrill quiz"
    ending = [*paint.sentences([lifted], width), *commands("cxdrill study --plan" if lifted else usual)]
    return paint.stacked(title, [*passed, *chances], topics, paint.sentences(past, width), ending)


def readiness_words(said: Readiness, titles: Mapping[str, str]) -> tuple[str, ...]:
    """The readiness line of the first screen and of the end of a session."""
    if said.chance is None:
        return missing_words(said.evidence) if said.evidence.reviews else ()
    return (" ".join((*chance_words(said), weakest_words(said, titles))),)


def chance_words(said: Readiness) -> tuple[str, ...]:
    """The chance with its range, and the score expected against the one needed."""
    if said.chance is None:
        return ()
    first = f"Chance of passing today: {ranged(said.chance)}."
    return first, f"Expected {round(said.chance.expected)} of {said.items} points, you need {said.needed}."


def about(probability: float) -> str:
    """`about 78%`; what cannot be told apart from sure stays below it."""
    whole = round(probability * 100)
    return "below 2%" if whole <= 1 else "above 98%" if whole >= 99 else f"about {whole}%"


def ranged(chance: Chance) -> str:
    """`about 78% (61 to 89)`; without a range where all of it is beyond what is told apart."""
    low, middle, high = (round(share * 100) for share in (chance.low, chance.probability, chance.high))
    return f"about {middle}% ({low} to {high})" if low < high and high > 2 and low < 98 else about(chance.probability)


def weakest_words(said: Readiness, titles: Mapping[str, str]) -> str:
    """The topics to be worried about, by the points expected there and not by those of the last check."""
    names = [topic_name(topic.topic, titles) for topic in said.weakest]
    return f"Weakest in this forecast: {', '.join(names)}." if names else ""


def lift_words(said: Readiness, plan: StudyPlan | None) -> str:
    """What a plan comes to; nothing where it adds too little to be worth saying."""
    if said.chance is None or plan is None or not plan.keys:
        return ""
    if plan.chance.probability < said.chance.probability + WORTH_SAYING:
        return ""
    minutes = count(max(1, round(plan.minutes)), "minute")
    return f"{minutes} on {count(len(plan.keys), 'card')} would raise it to {about(plan.chance.probability)}."


def missing_words(evidence: Evidence) -> tuple[str, ...]:
    """What is missing before a number can be said."""
    takes = f"It takes {REVIEWS_NEEDED} answers on the topics of the check ({evidence.reviews} so far), or one check"
    return (f"Too early to say whether you would pass. {takes}.",)


def outcome_words(made: Sequence[Attempt], exam: str, title: str = "", *, is_passed: bool) -> tuple[str, ...]:
    """When the check, of several `title`, was passed last or was not, and with how many points; nothing if never."""
    verdict = "passed" if is_passed else "not passed"
    sign = f"{'✓' if is_passed else '✗'} {f'{clean_line(title)}: {verdict}' if title else verdict.capitalize()}"
    ended = (each for each in reversed(made) if each.exam == exam and each.state is State.FINISHED)
    for last in (each for each in ended if each.recorded.get("passed") is is_passed):
        tells = last.policy.feedback.includes(Feedback.SCORE)
        points, items = points_shown(Fraction(last.recorded["score"])), last.recorded["items"]
        score = f", {points} of {items}" if tells else ""
        return (f"{sign} on {day(last.seen_at.astimezone().date())}{score}.",)
    return ()


def past_words(record: TrackRecord) -> list[str]:
    """What was said before the last check, and what came of it."""
    if not record.scored:
        return []
    last = record.scored[-1]
    came = "you passed" if last.is_passed else "you did not pass"
    return [f"Before your last check this said {percent(last.forecast.probability)}; {came}."]


def record_words(record: TrackRecord) -> list[str]:
    """How all the forecasts have done, and whether a clock was set back between them."""
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


def _plot(days: Sequence[tuple[date, Forecast]], width: int) -> list[str]:
    shown = days[-PLOT_DAYS:]
    if len(shown) < 2:
        return []
    # The last value fixes the height of a sure pass and is not shown.
    plot = paint.sparkline([*(forecast.probability for _, forecast in shown), 1.0])[:-1] + "  "
    (first, then), (_, now) = shown[0], shown[-1]
    came = f"{about(then.probability)} on {day(first)}, now {about(now.probability)}"
    return [f"Chance so far: {plot if paint.is_drawn(width) else ''}{came}"]


def _unseen(said: Readiness) -> list[str]:
    """How many of the questions that can be drilled were never met; those kept for the check are not among them."""
    unseen = sum(topic.unseen for topic in said.topics)
    return [f"{unseen} of {count(said.evidence.pool, 'training question')} are still new to you."] if unseen else []


def _topics(topics: Sequence[TopicOutlook], titles: Mapping[str, str], width: int) -> list[StyledLine]:
    rows: list[Bar] = []
    for topic in topics:
        unseen = f", {topic.unseen} new to you" if topic.unseen else ""
        text = paint.words(f"{topic.expected:.1f} of {topic.drawn}{unseen}")
        rows.append((topic_name(topic.topic, titles), topic.share, text, paint.PLAIN))
    return paint.bars(rows, width, texts=25)
