"""The result of an attempt, as far as the exam's feedback lets it be shown."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cxdrill.core.cards.roleplay import RolePlay
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.score import ItemResult, Result, TopicResult, percent_shown, points_shown, remarks
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.paint import Bar, StyledLine, commands
from cxdrill.terminal.wording import count, moment


def result_lines(attempt: Attempt, result: Result, width: int, next_commands: Sequence[str]) -> list[StyledLine]:
    """Passed or not, the score, the topics, and what was missed; under a long list once more passed or not."""
    level = attempt.policy.feedback
    lines = _verdict(attempt, result, width)
    again = lines[:1] if level.includes(Feedback.FULL) and result.missed else []
    if level.includes(Feedback.TOPICS):
        lines += [paint.words(""), *_topics(result, width)]
    if level.includes(Feedback.FULL) and result.missed:
        lines += [paint.words(""), *_missed(result.missed, width)]
    return [*lines, paint.words(""), *again, *commands(next_commands)]


def attempts_lines(made: Sequence[Attempt], results: Sequence[Result | None], width: int) -> list[StyledLine]:
    """Every attempt, one a line."""
    lines: list[StyledLine] = []
    for attempt, result in zip(made, results, strict=True):
        left = paint.joined(paint.words(f"{attempt.number:>3}  ", paint.KEY), clean_line(attempt.policy.title))
        lines += paint.sides(left, paint.words(moment(attempt.started_at), paint.DIM), width)
        lines += paint.wrapped(_state(attempt, result), width, first="     ")
    return lines


def _state(attempt: Attempt, result: Result | None) -> StyledLine:
    if attempt.state is State.OPEN:
        return paint.words(f"still open: cxdrill quiz {clean_line(attempt.exam)} goes on with it", paint.DUE)
    if attempt.state is State.ABANDONED:
        return paint.words("given up")
    if result is None:
        return paint.words("handed in; its form cannot be read")
    word = paint.words("✓ passed", paint.RIGHT) if result.is_passed else paint.words("✗ not passed", paint.WRONG)
    if not attempt.policy.feedback.includes(Feedback.SCORE):
        return word
    return paint.joined(word, paint.words(f"  {_score(result)}"))


def _verdict(attempt: Attempt, result: Result, width: int) -> list[StyledLine]:
    style, word = (paint.RIGHT, "✓ Passed") if result.is_passed else (paint.WRONG, "✗ Not passed")
    score = f"   {_score(result)} ({result.pass_mark.text} needed)" if _tells_score(attempt) else ""
    left = paint.joined(paint.words(word, f"{paint.TITLE} {style}"), paint.words(score))
    lines = paint.sides(left, paint.words(f"attempt {attempt.number}", paint.DIM), width)
    still_open = sum(item.is_open for item in result.items)
    if still_open:
        lines.append(paint.words(f"{count(still_open, 'question')} left open", paint.DUE))
    for reason in _reasons(attempt, result):
        lines += paint.wrapped(reason, width, paint.WRONG)
    for sentence in remarks(attempt):
        lines += paint.wrapped(sentence, width, paint.DUE)
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


def _topics(result: Result, width: int) -> list[StyledLine]:
    """Each topic, with a word where it is below what is asked of it, or of the whole."""
    rows: list[Bar] = []
    for topic in result.topics:
        share = topic.score / topic.items if topic.items else Fraction(0)
        is_enough = share >= result.pass_mark.value
        note = paint.words("" if is_enough else "  below the mark", paint.DUE)
        if not topic.is_reached:
            note = paint.words("  below its minimum", paint.WRONG)
        text = paint.joined(f"{points_shown(topic.score)} of {topic.items}", note)
        rows.append((_topic_name(topic), float(share), text, paint.RIGHT if is_enough else paint.DUE))
    return paint.bars(rows, width, texts=25)


def _missed(missed: Sequence[ItemResult], width: int) -> list[StyledLine]:
    lines = [paint.words(f"Missed: {count(len(missed), 'question')}", paint.TITLE)]
    for item in missed:
        card = item.form_item.card
        lines += [paint.words(""), *question_view.asked(item.form_item.scenario, card.prompt, width)]
        asked = item.form_item.item
        given = asked.key_notes() if item.response is None else asked.feedback(item.response)
        lines += [paint.words("left open", paint.DUE)] if item.response is None else []
        lines += question_view.notes(given, width)
        lines += question_view.explained(card.explanation, item.form_item.source, width)
    return lines


def _score(result: Result) -> str:
    percent = percent_shown(result.score, len(result.items), result.pass_mark.value)
    return f"{points_shown(result.score)} of {len(result.items)}   {percent}%"


def _tells_score(attempt: Attempt) -> bool:
    return attempt.policy.feedback.includes(Feedback.SCORE)


def _topic_name(topic: TopicResult) -> str:
    return clean_line(topic.topic.replace("-", " ").capitalize())


def roleplay_lines(plays: Sequence[RolePlay], width: int) -> list[StyledLine]:
    """The role-plays on record: when, which dialogue, the marks, and what to work on."""
    lines = [paint.words("Role-plays", paint.TITLE), paint.words("")]
    for play in plays:
        earned, most = play.score
        by = f" · {clean_line(play.observer)}" if play.observer else ""
        words = f"{moment(play.at)}   {clean_line(play.card)}   {earned} of {most}{by}"
        lines += paint.wrapped(paint.words(words), width)
        if play.weak:
            missing = f"missing: {', '.join(map(clean_line, play.weak))}"
            lines += paint.wrapped(missing, width, paint.DUE, first="  ")
        if play.note:
            lines += paint.wrapped(clean_line(play.note), width, paint.DIM, first="  ")
    return [*lines, paint.words("")]


def certificate_command(number: int, name: str) -> str:
    """The command that writes the certificate of an attempt, with a name where none is set."""
    option = "" if name else ' --name "Your Name"'
    return f"cxdrill results {number} --certificate my-check.html{option}"
