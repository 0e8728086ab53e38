"""An analysis as plain values: the JSON shape of `report`, and the rows of its table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cxdrill.core.analysis.analysis import Analysis
from cxdrill.core.analysis.exam_statistics import ExamStatistics, TopicStatistics
from cxdrill.core.analysis.item_statistics import ItemStatistics
from cxdrill.core.analysis.moments import Interval
from cxdrill.core.analysis.option_table import OptionStatistics
from cxdrill.core.analysis.sheet import Flag, LeftOut

ITEM_COLUMNS = (
    *("card", "type", "topic", "prompt", "n", "open", "facility", "facility_low", "facility_high", "sd"),
    *("item_total", "item_rest", "efficiency", "upper_lower", "effective_weight", "alpha_without"),
    *("seconds", "warnings", "flags"),
)
OPTION_COLUMNS = ("option", "key", "n", "share", "top", "bottom", "among_wrong", "r")


def analysis_plain(analysis: Analysis, learners: int, left_out: tuple[LeftOut, ...] = ()) -> dict[str, Any]:
    """The report as JSON values; `learners` are all that were read, whether they took this exam or not."""
    about = analysis.about
    return {
        "learners": learners,
        "attempts": analysis.exam.attempts,
        "exam": {"exam": about.exam or None, "title": about.title or None, "pass_mark": about.pass_mark or None}
        | _exam(analysis.exam)
        | {"unfinished": about.unfinished, "later_attempts_left_out": about.later},
        "items": [_item(item, analysis) for item in analysis.items],
        "topics": {topic.topic: _topic(topic) for topic in analysis.topics},
        "possible_wrong_key": [_suspect(item) for item in analysis.suspects],
        "flags": [{"card": flag.card} | _flag(flag) for flag in about.flags],
        "left_out": [{"path": each.place, "reason": each.reason} for each in left_out],
    }


def table_rows(analysis: Analysis) -> Iterator[list[Any]]:
    """A flat table: the header, then a row for each item with as many groups of option columns as any item needs."""
    most = max((len(item.options) for item in analysis.items), default=0)
    groups = [f"{name}_{place + 1}" for place in range(most) for name in OPTION_COLUMNS]
    yield [*ITEM_COLUMNS, *groups]
    for item in analysis.items:
        plain = _item(item, analysis)
        plain |= {"warnings": "; ".join(item.warnings), "flags": len(plain["flags"])}
        low, high = plain.pop("interval") or (None, None)
        plain |= {"facility_low": low, "facility_high": high}
        options = [value for option in plain["options"] for value in list(option.values())[: len(OPTION_COLUMNS)]]
        rest = [None] * (most * len(OPTION_COLUMNS) - len(options))
        yield [*(plain[name] for name in ITEM_COLUMNS), *options, *rest]


def _exam(exam: ExamStatistics) -> dict[str, Any]:
    return {
        "people": exam.people,
        "sample": str(exam.sample),
        "fixed_form": exam.is_fixed,
        "items": exam.items,
        "maximum": exam.maximum,
        "mean": exam.mean,
        "median": exam.median,
        "sd": exam.deviation,
        "skewness": exam.skewness,
        "kurtosis": exam.kurtosis,
        "alpha": exam.alpha,
        "kr20": exam.alpha if exam.is_dichotomous else None,
        "sem": exam.standard_error,
        "error_ratio": exam.error_ratio,
        "passed": exam.passed,
        "pass_rate": exam.pass_rate,
        "pass_rate_interval": _interval(exam.pass_interval),
    }


def _item(item: ItemStatistics, analysis: Analysis) -> dict[str, Any]:
    return {
        "card": item.asked.key,
        "type": item.asked.type,
        "topic": item.asked.topic,
        "prompt": item.asked.prompt,
        "n": item.count,
        "open": item.open,
        "sample": str(item.sample),
        "facility": item.facility,
        "interval": _interval(item.interval),
        "sd": item.deviation,
        "item_total": item.item_total,
        "item_rest": item.item_rest,
        "efficiency": item.efficiency,
        "upper_lower": item.upper_lower,
        "effective_weight": item.effective_weight,
        "alpha_without": item.alpha_without,
        "seconds": item.seconds,
        "options": [_option(option) for option in item.options],
        "flags": [_flag(flag) for flag in analysis.flags_of(item.asked.key)],
        "warnings": list(item.warnings),
        "wordings": item.asked.versions,
    }


def _option(option: OptionStatistics) -> dict[str, Any]:
    return {
        "text": option.text,
        "key": option.is_key,
        "n": option.count,
        "share": option.share,
        "top": option.top,
        "bottom": option.bottom,
        "among_wrong": option.among_wrong,
        "r": option.correlation,
        "functioning": option.is_functioning,
    }


def _topic(topic: TopicStatistics) -> dict[str, Any]:
    return {
        "items": topic.items,
        "attempts": topic.attempts,
        "facility": topic.facility,
        "sd": topic.deviation,
        "alpha": topic.alpha,
    }


def _suspect(item: ItemStatistics) -> dict[str, Any]:
    found = item.suspicion
    assert found is not None
    option, key = item.options[found.option], item.options[found.key]
    return {"card": item.asked.key, "option": option.text, "key": key.text, "index": found.index}


def _flag(flag: Flag) -> dict[str, Any]:
    return {"note": flag.note, "at": flag.at.isoformat(timespec="milliseconds")}


def _interval(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]
