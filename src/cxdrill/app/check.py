"""`cxdrill check`: every mistake in decks and exams, with line and remedy; what an exam is worth; the rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import to_builtins

from cxdrill.app.checked import CheckResult, checked, named_exam, orphans_of
from cxdrill.app.context import Context
from cxdrill.app.gathered import Wanted, gathered
from cxdrill.core.analysis.comparison import ClassDecisions, class_decisions
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.odds import ExamOdds, Luck, exam_odds, luck_of_the_form
from cxdrill.core.lint.checks import catalogue
from cxdrill.core.lint.shelf import HISTORY_RULES
from cxdrill.core.plain import shape, shapes
from cxdrill.core.problem import STRUCTURE_RULES, Problem
from cxdrill.errors import ExitCode, WrongUsage
from cxdrill.files import places
from cxdrill.files.decks.deck_bytes import SourceLines
from cxdrill.terminal import paint
from cxdrill.terminal.report import is_drawable, print_json, print_lines, print_plain, width
from cxdrill.terminal.views.exam_view import decision_lines, luck_lines, odds_lines
from cxdrill.terminal.views.problems_view import LONGEST_LINE, problem_lines, summary_line

PROBLEM = "path=location.path line=location.line column=location.column severity rule message remedy width"


def run(
    context: Context,
    paths: list[Path] | None,
    exam: str | None,
    results: list[Path] | None,
    *,
    strict: bool,
    notes: bool,
    rules: bool,
) -> ExitCode:
    """Checks decks and exams and lists their mistakes, or the rules; the exit code tells whether any counts."""
    if rules:
        _show_rules(as_json=context.as_json)
        return ExitCode.DONE
    if results and not exam:
        raise WrongUsage("--from tells of one exam; name it: cxdrill check --exam EXAM --from PATH")
    found = checked([*(paths or []), *places.files([exam] if exam else [])], context.decks)
    asked = named_exam(found, exam) if exam else None
    if asked is not None:
        problems = tuple(each for each in found.problems if each.location.path == asked.path)
    else:
        orphans = orphans_of(found.library, context.progress, is_part=bool(paths))
        problems = tuple(sorted((*found.problems, *orphans)))
    worth = _worth(context, asked, found, results) if asked else None
    shown = [each for each in problems if notes or each.severity != "note" or each.rule.startswith("H")]
    if context.as_json:
        _print_json(problems, shown, found, worth)
    else:
        _print(problems, shown, found, worth, plain=context.asked_plain)
    return _exit_code(problems, [*(paths or []), *context.decks], strict=strict)


class _Worth(NamedTuple):
    """What an exam is worth: its odds, the luck of its forms, and its verdicts over a class."""

    exam: Exam
    odds: ExamOdds
    luck: Luck | None
    verdicts: ClassDecisions | None
    has_class: bool


def _worth(context: Context, exam: Exam, found: CheckResult, results: list[Path] | None) -> _Worth:
    luck = luck_of_the_form(exam, found.pool) if found.pool.facilities_of(exam.id) else None
    about = gathered(context, results, Wanted(exam.id)).about if results else None
    verdicts = class_decisions(about, exam.items, exam.pass_mark.value) if about else None
    return _Worth(exam, exam_odds(exam, found.pool), luck, verdicts, about is not None)


def _exit_code(found: Sequence[Problem], paths: Sequence[Path], *, strict: bool) -> ExitCode:
    """3 where a path that was named cannot be read at all, 1 where something counts."""
    named = {str(path) for path in paths}
    if any(problem.rule == "S101" and problem.location.path in named for problem in found):
        return ExitCode.DATA
    counting: Collection[str] = ("error", "warning") if strict else ("error",)
    return ExitCode.REFUSED if any(problem.severity in counting for problem in found) else ExitCode.DONE


def _print(
    found: Sequence[Problem], shown: Sequence[Problem], checked: CheckResult, worth: _Worth | None, *, plain: bool
) -> None:
    room = width() if is_drawable(plain=plain) else LONGEST_LINE
    if worth is not None:
        lines = odds_lines(worth.exam, worth.odds)
        lines += paint.section("Forms", luck_lines(worth.luck, room))
        lines += paint.section("Verdicts", decision_lines(worth.verdicts, room) if worth.has_class else [])
        print_lines(lines, plain=plain)
        print_plain([""] if shown else [])
    print_lines(problem_lines(shown, SourceLines(), room), plain=plain)
    if worth is None:
        print_plain([""] if shown else [])
        print_lines([summary_line(found, checked.files, checked.cards, len(found) - len(shown))], plain=plain)


def _print_json(found: Sequence[Problem], shown: Sequence[Problem], checked: CheckResult, worth: _Worth | None) -> None:
    severities = [str(problem.severity) for problem in found]
    made: dict[str, Any] = {
        "problems": shapes(shown, PROBLEM),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "notes": severities.count("note"),
        "files": checked.files,
        "cards": checked.cards,
    }
    if worth is not None:
        odds, verdicts = worth.odds, worth.verdicts
        made |= {"exam": worth.exam.id, **shape(odds, "items needed tries")}
        made["odds"] = [
            {"known": float(row.known), "once": float(row.once), "within": float(row.within)} for row in odds.rows
        ]
        made |= {"luck": to_builtins(worth.luck)} if worth.luck else {}
        if verdicts:
            made["class"] = shape(
                verdicts,
                "people mean=spread.mean sd=spread.deviation passing=verdicts.passing "
                "false_passes=verdicts.false_passes false_fails=verdicts.false_fails accuracy=verdicts.accuracy "
                "consistency=verdicts.consistency items_to_halve",
            )
        made["topics"] = {each.topic: shape(each, "drawn pool") for each in odds.topics}
    print_json(made)


def _show_rules(*, as_json: bool) -> None:
    rows = [(rule, "error", meaning) for rule, meaning in STRUCTURE_RULES.items()]
    rows += [(rule.id, str(rule.level), rule.meaning) for rule in catalogue()]
    rows += [(rule, "note", meaning) for rule, meaning in HISTORY_RULES.items()]
    if as_json:
        print_json({"rules": [{"rule": rule, "severity": level, "meaning": meaning} for rule, level, meaning in rows]})
    else:
        print_plain(f"{rule}  {level:<7}  {meaning}" for rule, level, meaning in rows)
