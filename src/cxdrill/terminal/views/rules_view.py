"""The rules of an exam in sentences, as they stand before its first question."""

from __future__ import annotations

from cxdrill.core.exams.exam import Away, Feedback, Rules, Scoring
from cxdrill.core.exams.score import needed
from cxdrill.terminal.wording import count, duration

_AFTERWARDS = {
    Feedback.NONE: "that you handed it in",
    Feedback.SCORE: "whether you passed, and your score",
    Feedback.TOPICS: "your result by topic",
    Feedback.FULL: "your result by topic, and what you missed with the reasons",
}


def rule_sentences(rules: Rules, items: int, made: int, allowed: int | None, cooldown_seconds: int) -> list[str]:
    """What is asked, what passes, how often it can be tried, and what is shown; `made` attempts have been used up."""
    sentences = [f"{count(items, 'question')}, {_time(rules)}."]
    passing = f"{count(needed(items, rules.pass_mark.value), 'point')} to pass ({rules.pass_mark.text})"
    limit = f" of {allowed}" if allowed else ", with no limit"
    wait = f", the next after {duration(cooldown_seconds)}" if cooldown_seconds else ""
    sentences.append(f"{passing}; attempt {made + 1}{limit}{wait}.")
    if rules.minimum:
        topics = ", ".join(f"{share.text} of {topic}" for topic, share in sorted(rules.minimum.items()))
        sentences.append(f"Needed in topics: {topics}.")
    sentences.append(
        "An open question earns nothing, and no answer costs anything; a critical one has to be answered in full."
    )
    if rules.scoring is Scoring.PLUS_MINUS:
        sentences.append(
            "Where several options are to be chosen, each one too many takes from the points of that question."
        )
    sentences.append(f"Nothing is shown before the end; afterwards {_AFTERWARDS[rules.feedback]}.")
    sentences.append("A pass gives a certificate. Left without a single answer, an attempt does not count.")
    return sentences


def _time(rules: Rules) -> str:
    if rules.time_limit_seconds is None:
        return "no time limit"
    away = ", also while you are away" if rules.away is Away.COUNTS else "; time away is not counted"
    return f"{duration(rules.time_limit_seconds)}{away}"
