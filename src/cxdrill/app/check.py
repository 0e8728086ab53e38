"""`cxdrill check`: every mistake in decks and exams, with line and remedy; what an exam is worth; the rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from cxdrill.app.checked import CheckResult, checked, named_exam, orphans_of
from cxdrill.app.shape import shape, shapes
from cxdrill.core.cards.structure import STRUCTURE_RULES
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.odds import exam_odds
from cxdrill.core.lint.checks import catalogue
from cxdrill.core.lint.orphans import HISTORY_RULES
from cxdrill.core.problem import Problem
from cxdrill.errors import ExitCode
from cxdrill.files import places
from cxdrill.files.decks.deck_bytes import SourceLines
from cxdrill.terminal.report import is_drawable, print_json, print_lines, print_plain, width
from cxdrill.terminal.views.exam_view import odds_lines
from cxdrill.terminal.views.problems_view import LONGEST_LINE, problem_lines, summary_line

PROBLEM = "path=location.path line=location.line column=location.column severity rule message remedy width"


def run(
    paths: list[Path] | None,
    exam: str | None,
    decks: list[Path] | None,
    progress: Path | None,
    *,
    strict: bool,
    notes: bool,
    rules: bool,
    plain: bool,
    json: bool,
) -> ExitCode:
    """Checks decks and exams and lists their mistakes, or the rules; the exit code tells whether any counts."""
    if rules:
        _show_rules(as_json=json)
        return ExitCode.DONE
    found = checked([*(paths or []), *places.files([exam] if exam else [])], decks)
    asked = named_exam(found, exam) if exam else None
    if asked is not None:
        problems = tuple(each for each in found.problems if each.location.path == asked.path)
    else:
        problems = tuple(sorted((*found.problems, *orphans_of(found.library, progress)), key=_place))
    shown = [each for each in problems if notes or each.severity != "note" or each.rule.startswith("H")]
    if json:
        _print_json(problems, shown, found, asked)
    else:
        _print(problems, shown, found, asked, plain=plain)
    return _exit_code(problems, [*(paths or []), *(decks or [])], strict=strict)


def _place(problem: Problem) -> Any:
    return problem.location, problem.rule


def _exit_code(found: Sequence[Problem], paths: Sequence[Path], *, strict: bool) -> ExitCode:
    """3 where a path that was named cannot be read at all, 1 where something counts."""
    named = {str(path) for path in paths}
    if any(problem.rule == "S101" and problem.location.path in named for problem in found):
        return ExitCode.DATA
    counting: Collection[str] = ("error", "warning") if strict else ("error",)
    return ExitCode.REFUSED if any(problem.severity in counting for problem in found) else ExitCode.DONE


def _print(
    found: Sequence[Problem], shown: Sequence[Problem], checked: CheckResult, exam: Exam | None, *, plain: bool
) -> None:
    if exam is not None:
        print_lines(odds_lines(exam, exam_odds(exam, checked.pool)), plain=plain)
        print_plain([""] if shown else [])
    room = width() if is_drawable(plain=plain) else LONGEST_LINE
    print_lines(problem_lines(shown, SourceLines(), room), plain=plain)
    if exam is None:
        print_plain([""] if shown else [])
        print_lines([summary_line(found, checked.files, checked.cards, len(found) - len(shown))], plain=plain)


def _print_json(found: Sequence[Problem], shown: Sequence[Problem], checked: CheckResult, exam: Exam | None) -> None:
    severities = [str(problem.severity) for problem in found]
    made: dict[str, Any] = {
        "problems": shapes(shown, PROBLEM),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "notes": severities.count("note"),
        "files": checked.files,
        "cards": checked.cards,
    }
    if exam is not None:
        odds = exam_odds(exam, checked.pool)
        made |= {"exam": exam.id, **shape(odds, "items needed tries")}
        made["odds"] = [
            {"known": float(row.known), "once": float(row.once), "within": float(row.within)} for row in odds.rows
        ]
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
