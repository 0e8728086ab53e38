"""The result of an attempt, as far as the exam's feedback lets it be shown."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial

from cxdrill.core.cards.roleplay import RolePlay
from cxdrill.core.exams.attempt import Attempt, State
from cxdrill.core.exams.exam import Feedback
from cxdrill.core.exams.remarks import remarks
from cxdrill.core.exams.score import ItemResult, Result, percent_shown, points_shown, points_shown_of, to_study
from cxdrill.core.text import clean_line
from cxdrill.terminal import paint, question_view
from cxdrill.terminal.paint import Bar, Page, StyledLine, commands
from cxdrill.terminal.wording import count, moment, topic_name, typed

Titles = Mapping[str, str]
"""The titles of decks by their ids, which are the names of most topics."""
NO_TITLES: Titles = {}
PLACEHOLDER = "Your Name"  # of examples; nobody's certificate bears it


def result_lines(
    attempt: Attempt,
    result: Result,
    width: int,
    next_commands: Sequence[str],
    titles: Titles = NO_TITLES,
    word: str = "",
) -> list[StyledLine]:
    """Passed or not, a word on it, topics, what was missed, what to type next; under a long list the verdict again."""
    lines = verdict_lines(attempt, result, width, titles, paint.sentences([word], width))
    missed = [
        paint.section(f"Missed: {_numbered(result, place)}", _missed(result.items[place], width))
        for place in missed_places(attempt, result)
    ]
    return paint.stacked(lines, *missed, commands(*next_commands), [_verdict(attempt, result)] if missed else [])


def result_pages(attempt: Attempt, result: Result, titles: Titles, word: str) -> list[Page]:
    """The verdict with a word on what can follow and the topics, and then each question that was missed."""

    def first(width: int) -> list[StyledLine]:
        more = int(result.score - result.pass_mark.value * len(result.items))
        spare = f", with {count(more, 'point')} to spare" if more else ""
        words = [f"Congratulations! You passed{spare}." if result.is_passed else "", word]
        return verdict_lines(attempt, result, width, titles, paint.sentences(words, width))

    places = missed_places(attempt, result)
    missed = [
        (f"Missed {number} of {len(places)} · {_numbered(result, place)}", partial(_missed, result.items[place]))
        for number, place in enumerate(places, 1)
    ]
    return [(clean_line(attempt.policy.title), first), *missed]


def closing_lines(attempt: Attempt, result: Result, next_commands: Sequence[str]) -> list[StyledLine]:
    """What stays on the normal screen after those pages: the one command to type next, and last of all the verdict."""
    return paint.stacked(commands(*next_commands[:1]), [_verdict(attempt, result)])


def missed_places(attempt: Attempt, result: Result) -> list[int]:
    """The places, counted from 0, of the questions that were missed, where the exam tells of them."""
    if not attempt.policy.feedback.includes(Feedback.FULL):
        return []
    return [place for place, item in enumerate(result.items) if not item.is_right]


def missed_words(result: Result) -> str:
    """What becomes of the questions that were missed: drilled first, or kept for the check; nothing without any."""
    missed, drilled = len(result.missed), len(to_study(result))
    if not drilled:
        return "what was not fully right is kept for the check" if missed else ""
    comes = "comes" if drilled == 1 else "come"
    if drilled == missed:
        return f"the {'one' if missed == 1 else missed} not fully right {comes} first"
    kept = "the other is" if missed - drilled == 1 else f"{missed - drilled} are"
    return f"{drilled} of the {missed} not fully right {comes} first, {kept} kept for the check"


def attempts_lines(made: Sequence[Attempt], results: Sequence[Result | None], width: int) -> list[StyledLine]:
    """Every attempt, one a line."""
    lines: list[StyledLine] = []
    for attempt, result in zip(made, results, strict=True):
        left = paint.joined(paint.words(f"{attempt.number:>3}  ", paint.KEY), clean_line(attempt.policy.title))
        first, *rest = paint.sides(left, paint.words(moment(attempt.started_at)), width)
        lines += [first, *(paint.joined("     ", line) for line in rest)]
        lines += paint.wrapped(_state(attempt, result), width, first="     ")
    return lines


def _state(attempt: Attempt, result: Result | None) -> StyledLine:
    if attempt.state is State.OPEN:
        command = typed(f"cxdrill quiz {clean_line(attempt.exam)}")
        return paint.words(f"not handed in yet: {command} goes on with it", paint.DUE)
    if attempt.state is State.ABANDONED:
        return paint.words("cancelled")
    if result is None:
        return paint.words("handed in; its form cannot be read")
    word = paint.words("✓ passed", paint.RIGHT) if result.is_passed else paint.words("✗ not passed", paint.WRONG)
    if not attempt.policy.feedback.includes(Feedback.SCORE):
        return word
    return paint.joined(word, paint.words(f"  {_score(result)}"))


def verdict_lines(
    attempt: Attempt, result: Result, width: int, titles: Titles, words: Sequence[StyledLine] = ()
) -> list[StyledLine]:
    """Passed or not and why, and the topics."""
    right = paint.words(f"result {attempt.number}")
    lines = [*paint.sides(_verdict(attempt, result), right, width), *words]
    if still_open := sum(item.is_open for item in result.items):
        lines.append(paint.words(f"{count(still_open, 'question')} unanswered", paint.DUE))
    lines += paint.sentences(_reasons(attempt, result, titles), width, paint.WRONG)
    lines += paint.sentences(remarks(attempt), width, paint.DUE)
    has_topics = attempt.policy.feedback.includes(Feedback.TOPICS)
    return paint.stacked(lines, _topics(result, titles, width) if has_topics else [])


def _verdict(attempt: Attempt, result: Result) -> StyledLine:
    style, word = (paint.RIGHT, "✓ Passed") if result.is_passed else (paint.WRONG, "✗ Not passed")
    score = f"   {_score(result)} ({result.pass_mark.text} needed)" if _tells_score(attempt) else ""
    return paint.joined(paint.words(word, style), paint.words(score))


def _reasons(attempt: Attempt, result: Result, titles: Titles) -> list[str]:
    """Why the score alone was not enough."""
    if not result.is_mark_reached or not _tells_score(attempt):
        return []
    reasons = [
        f"below the minimum of {topic.minimum.text}: {topic_name(topic.topic, titles)}"
        for topic in result.topics_below
        if topic.minimum
    ]
    if result.missed_critical:
        reasons.insert(0, _critical_words(attempt, result, titles))
    return reasons


def _critical_words(attempt: Attempt, result: Result, titles: Titles) -> str:
    """How many questions that must be right were missed, and as far as the exam tells, which or on what topics."""
    missed = result.missed_critical
    topics = dict.fromkeys(topic_name(item.form_item.card.topic, titles) for item in missed)
    which = f", on {', '.join(topics)}" if attempt.policy.feedback.includes(Feedback.TOPICS) else ""
    if attempt.policy.feedback.includes(Feedback.FULL):
        which = f": {', '.join(str(result.items.index(item) + 1) for item in missed)}"
    were = "was" if len(missed) == 1 else "were"
    return f"{count(len(missed), 'question')} that had to be fully right {were} missed{which}"


def _topics(result: Result, titles: Titles, width: int) -> list[StyledLine]:
    """Each topic, those below what is asked of the whole apart from the others; and what is below its own minimum."""
    rows: dict[bool, list[Bar]] = {False: [], True: []}
    points = points_shown_of([topic.score for topic in result.topics])
    for topic, shown in zip(result.topics, points, strict=True):
        share = topic.score / topic.items if topic.items else Fraction(0)
        is_enough, least = share >= result.pass_mark.value, None if topic.is_reached else topic.minimum
        note = paint.words(f"  under its minimum of {least.text}" if least else "", paint.WRONG)
        text = paint.joined(f"{shown} of {topic.items}", note)
        style = paint.RIGHT if is_enough else paint.BAR
        rows[is_enough].append((topic_name(topic.topic, titles), float(share), text, style))
    low, high = (paint.bars(each, width, like=[*rows[False], *rows[True]]) for each in rows.values())
    mark = result.pass_mark.text
    return [
        *paint.section(f"Under the {mark} that the whole check needs", low),
        *(paint.section(f"{mark} or more", high) if low else high),
    ]


def _numbered(result: Result, place: int) -> str:
    must = ", which had to be fully right" if result.items[place] in result.missed_critical else ""
    return f"question {place + 1}{must}"


def _missed(item: ItemResult, width: int) -> list[StyledLine]:
    """What was asked, what was answered and what is right, and why."""
    card = item.form_item.card
    given = card.key_notes() if item.response is None else card.feedback(item.response)
    return [
        *question_view.asked(item.form_item.scenario, card.prompt, width, more=question_view.beside(card, None, width)),
        *([paint.words("unanswered", paint.DUE)] if item.response is None else []),
        *question_view.notes(question_view.among_rows(given, card.rows()), width),
        *question_view.explained(card.explanation, item.form_item.source, width),
    ]


def _score(result: Result) -> str:
    percent = percent_shown(result.score, len(result.items), result.pass_mark.value)
    return f"{points_shown(result.score)} of {len(result.items)}   {percent}%"


def _tells_score(attempt: Attempt) -> bool:
    return attempt.policy.feedback.includes(Feedback.SCORE)


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
            lines += paint.wrapped(clean_line(play.note), width, first="  ")
    return [*lines, paint.words("")]
