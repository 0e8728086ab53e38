"""The result of an attempt, as far as the exam's feedback lets it be shown."""

from collections.abc import Sequence

from rich.text import Text

from cxdrill.core.attempt import Attempt, State
from cxdrill.core.exam import Feedback
from cxdrill.core.record import shows
from cxdrill.core.score import ItemResult, Result, TopicResult, percent_shown, plain_number
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.asking import feedback, key_notes
from cxdrill.terminal.next_step import commands
from cxdrill.terminal.wording import count, moment

_BAR = 20


def result_lines(attempt: Attempt, result: Result, width: int, next_commands: Sequence[str]) -> list[Text]:
    """Passed or not, the score, the topics, and what was missed."""
    level = attempt.policy.feedback
    lines = _verdict(attempt, result, width)
    if shows(level, Feedback.TOPICS):
        lines += [paint.words(""), *_topics(result, width)]
    if shows(level, Feedback.FULL) and result.missed:
        lines += [paint.words(""), *_missed(result.missed, width)]
    return [*lines, paint.words(""), *commands(next_commands)]


def attempts_lines(made: Sequence[Attempt], results: Sequence[Result | None], width: int) -> list[Text]:
    """Every attempt, one a line."""
    lines: list[Text] = []
    for attempt, result in zip(made, results, strict=True):
        left = paint.joined(paint.words(f"{attempt.number:>3}  ", paint.KEY), attempt.policy.title)
        lines += paint.sides(left, paint.words(moment(attempt.started_at), paint.DIM), width)
        lines += paint.wrapped(_state(attempt, result), width, first="     ")
    return lines


def _state(attempt: Attempt, result: Result | None) -> Text:
    if attempt.state is State.OPEN:
        return paint.words("still open: cxdrill quiz goes on with it", paint.DUE)
    if attempt.state is State.ABANDONED:
        return paint.words("given up")
    if result is None:
        return paint.words("handed in; its form cannot be read")
    word = paint.words("✓ passed", paint.RIGHT) if result.is_passed else paint.words("✗ not passed", paint.WRONG)
    if not shows(attempt.policy.feedback, Feedback.SCORE):
        return word
    return paint.joined(word, paint.words(f"  {_score(result)}"))


def _verdict(attempt: Attempt, result: Result, width: int) -> list[Text]:
    style, word = (paint.RIGHT, "✓ Passed") if result.is_passed else (paint.WRONG, "✗ Not passed")
    score = f"   {_score(result)} ({result.pass_mark.text} needed)" if _tells_score(attempt) else ""
    left = paint.joined(paint.words(word, f"{paint.TITLE} {style}"), paint.words(score))
    lines = paint.sides(left, paint.words(f"attempt {attempt.number}", paint.DIM), width)
    still_open = sum(item.is_open for item in result.items)
    if still_open:
        lines.append(paint.words(f"{count(still_open, 'question')} left open", paint.DUE))
    for reason in _reasons(attempt, result):
        lines += paint.wrapped(paint.words(reason, paint.WRONG), width)
    return lines


def _reasons(attempt: Attempt, result: Result) -> list[str]:
    """Why the score alone was not enough."""
    if not result.is_mark_reached or not _tells_score(attempt):
        return []
    reasons = [
        f"below the minimum of {topic.minimum.text}: {_topic_name(topic)}"
        for topic in result.topics_below
        if topic.minimum
    ]
    if result.missed_critical:
        reasons.insert(0, f"{count(len(result.missed_critical), 'question')} that must be right was missed")
    return reasons


def _topics(result: Result, width: int) -> list[Text]:
    names = max((len(_topic_name(topic)) for topic in result.topics), default=0)
    below = set(result.topics_below)
    lines = []
    for topic in result.topics:
        share = float(topic.score / topic.items) if topic.items else 0.0
        name = paint.padded(paint.words(_topic_name(topic)), min(names, max(8, width - _BAR - 12)) + 2)
        bar = paint.bar(
            share, _BAR if width >= 56 else 8, paint.RIGHT if share >= result.pass_mark.value else paint.DUE
        )
        note = paint.words("   below its minimum" if topic in below else "", paint.WRONG)
        lines.append(paint.joined(name, bar, f"  {plain_number(topic.score):g} of {topic.items}", note))
    return lines


def _missed(missed: Sequence[ItemResult], width: int) -> list[Text]:
    lines = [paint.words(f"Missed: {count(len(missed), 'question')}", paint.TITLE)]
    for item in missed:
        card = item.form_item.card
        lines += [paint.words(""), *question_view.asked(item.form_item.scenario, card.prompt, width)]
        given = (
            key_notes(item.form_item.item) if item.response is None else feedback(item.form_item.item, item.response)
        )
        if item.response is None:
            lines.append(paint.words("left open", paint.DUE))
        lines += question_view.notes(given, width)
        lines += question_view.explained(card.explanation, item.form_item.source, width)
    return lines


def _score(result: Result) -> str:
    percent = percent_shown(result.score, len(result.items), result.pass_mark.value)
    return f"{plain_number(result.score):g} of {len(result.items)}   {percent} %"


def _tells_score(attempt: Attempt) -> bool:
    return shows(attempt.policy.feedback, Feedback.SCORE)


def _topic_name(topic: TopicResult) -> str:
    return topic.topic.replace("-", " ").capitalize()
