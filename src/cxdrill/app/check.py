"""`cxdrill check`: every mistake in decks and exams, with line and remedy; what an exam is worth; the rules."""

import os
import shlex
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import to_builtins

from cxdrill.app.context import Context, listing
from cxdrill.app.gathered import Wanted, gathered
from cxdrill.app.output import by_name, tell_plain
from cxdrill.core.analysis.comparison import ClassDecisions, class_decisions
from cxdrill.core.exams.blueprint import exam_problems
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.odds import ExamOdds, Luck, exam_odds, luck_of_the_form
from cxdrill.core.lint.checks import catalogue
from cxdrill.core.lint.checks import problems as lint
from cxdrill.core.lint.shelf import HISTORY_RULES, orphans
from cxdrill.core.plain import shape, shapes
from cxdrill.core.problem import STRUCTURE_RULES, Problem, Severity
from cxdrill.errors import DeckError, ExitCode, ProgressError, WrongUsage
from cxdrill.files import places
from cxdrill.files.decks import media
from cxdrill.files.decks.deck_bytes import SourceLines
from cxdrill.files.decks.library import deck_files, read_library
from cxdrill.terminal import paint
from cxdrill.terminal.report import is_drawable, notice, notices, print_json, print_lines, width
from cxdrill.terminal.views.exam_view import decision_lines, luck_lines, odds_lines
from cxdrill.terminal.views.problems_view import LONGEST_LINE, problem_lines, summary_line

PROBLEM = "path=location.path line=location.line column=location.column severity rule message remedy width"


def run(context: Context) -> ExitCode:
    """Checks decks and exams and lists their mistakes, or the rules; the exit code tells whether any counts."""
    options, paths, exam = context.options, context.options.paths or [], context.options.exam
    if options.rules:
        _show_rules(context)
        return ExitCode.DONE
    if options.from_ and not exam:
        raise WrongUsage("--from tells of one exam; name it: cxdrill check --exam EXAM --from PATH")
    found = _checked([*paths, *places.files([exam] if exam else [])], context.decks)
    asked = _named_exam(found, exam) if exam else None
    if asked is not None:
        problems = [each for each in found.problems if each.location.path == asked.path]
    else:
        problems = sorted((*found.problems, *_orphans_of(found.library, context.progress, is_part=bool(paths))))
    worth = _worth(context, asked, found) if asked else None
    shown = [each for each in problems if options.notes or each.severity != "note" or each.rule.startswith("H")]
    if context.as_json:
        print_json(_plain(problems, shown, found, worth))
    else:
        _print(problems, shown, found, worth, plain=context.asked_plain)
    named = {str(path) for path in (*paths, *context.decks)}
    if any(problem.rule == "S101" and problem.location.path in named for problem in problems):
        return ExitCode.DATA  # what was named cannot be read at all
    counting = ("error", "warning") if options.strict else ("error",)
    return ExitCode.REFUSED if any(problem.severity in counting for problem in problems) else ExitCode.DONE


class Checked(NamedTuple):
    """The findings: `library` holds the decks and exams that were checked, `pool` all that exams draw from."""

    library: Library
    pool: Library
    problems: tuple[Problem, ...]
    files: int
    cards: int  # those of files that cannot be read are not known


def _checked(named: Sequence[Path], decks: Sequence[Path] | None) -> Checked:
    """Reads and checks what is named, or every source; named exams are checked against all that they draw."""
    for path in named:
        if not os.path.lexists(path):
            raise WrongUsage(f'there is no file or folder "{path}"; "cxdrill where" lists where decks are read from')
    sources = places.deck_sources(decks or [])
    read = [path if decks else _from_here(path) for path in sources.paths]
    library, problems, said = read_library(named or read, replaces=sources.replaces and not named)
    pool, pool_problems = library, problems
    topics = {card.topic for card in library.cards()}
    if named and any(not topics.issuperset(exam.blueprint) for exam in library.exams):
        pool, pool_problems, _ = read_library(read, replaces=sources.replaces, files=named)
    notices(said)
    found = {*problems, *lint(library, pool), *(each for deck in library.decks for each in media.problems(deck))}
    if all(problem.severity is not Severity.ERROR for problem in pool_problems):
        found.update(problem for exam in library.exams for problem in exam_problems(exam, pool))
    elif library.exams:
        notice("whether the decks can fill the exams is checked once the errors of the decks are mended")
    files = {os.path.realpath(file) for path in named or read for file in deck_files(path)[0]}
    cards = sum(len(deck.cards) for deck in library.decks)
    return Checked(library, pool, tuple(sorted(found)), len(files), cards)


def _named_exam(found: Checked, name: str) -> Exam:
    """The exam of that id or in that file; raises WrongUsage, or DeckError where files in error may hold it."""
    if not places.is_file_name(name):
        errors = [problem for problem in found.problems if problem.severity is Severity.ERROR]
        if errors and all(exam.id != name for exam in found.pool.exams):
            raise DeckError(listing(errors))
        return found.pool.exam(name)
    if exam := by_name(found.library.exams, name):
        return exam
    raise WrongUsage(f"{name} holds no exam that can be read; cxdrill check {shlex.quote(name)} says why")


def _orphans_of(library: Library, progress: Path | None, *, is_part: bool) -> tuple[Problem, ...]:
    """Notes of the history about changed ids, its own faults left out; of a part, decks elsewhere are not gone."""
    context = Context(progress=progress)
    try:
        events = context.without_decks().store.load().events
        elsewhere = {deck.id for deck in context.index.decks} if is_part and events else ()
        return orphans(events, library, elsewhere)
    except ProgressError as error:
        if progress is not None:
            raise
        notice(f"changed ids were not looked for: {error}")
    except DeckError:
        return orphans(events, library)
    return ()


def _from_here(path: Path) -> Path:
    """The path as one would type it, where it lies below the current folder."""
    with suppress(ValueError, OSError):
        return path.relative_to(Path.cwd())
    return path


class _Worth(NamedTuple):
    """The odds of an exam, the luck of its forms, and its verdicts over a class."""

    exam: Exam
    odds: ExamOdds
    luck: Luck | None
    verdicts: ClassDecisions | None
    has_class: bool


def _worth(context: Context, exam: Exam, found: Checked) -> _Worth:
    results = context.options.from_
    luck = luck_of_the_form(exam, found.pool) if found.pool.facilities_of(exam.id) else None
    about = gathered(context, results, Wanted(exam.id)).about if results else None
    verdicts = class_decisions(about, exam.items, exam.pass_mark.value) if about else None
    return _Worth(exam, exam_odds(exam, found.pool), luck, verdicts, about is not None)


def _print(
    found: Sequence[Problem], shown: Sequence[Problem], checked: Checked, worth: _Worth | None, *, plain: bool
) -> None:
    room = width() if is_drawable(plain=plain) else LONGEST_LINE
    gap = [paint.words("")] if shown else []
    if worth is not None:
        forms = paint.section("Forms", luck_lines(worth.luck, room))
        verdicts = paint.section("Verdicts", decision_lines(worth.verdicts, room) if worth.has_class else [])
        print_lines([*paint.stacked(odds_lines(worth.exam, worth.odds), forms, verdicts), *gap], plain=plain)
    print_lines(problem_lines(shown, SourceLines(), room), plain=plain)
    if worth is None:
        summary = summary_line(found, checked.files, checked.cards, len(found) - len(shown))
        print_lines([*gap, summary], plain=plain)


def _plain(
    found: Sequence[Problem], shown: Sequence[Problem], checked: Checked, worth: _Worth | None
) -> dict[str, Any]:
    severities = [str(problem.severity) for problem in found]
    made: dict[str, Any] = {"problems": shapes(shown, PROBLEM)}
    made |= {f"{severity}s": severities.count(severity) for severity in ("error", "warning", "note")}
    made |= shape(checked, "files cards")
    if worth is not None:
        odds, verdicts = worth.odds, worth.verdicts
        made |= {"exam": worth.exam.id, **shape(odds, "items needed tries")}
        made["odds"] = [{name: float(getattr(row, name)) for name in ("known", "once", "within")} for row in odds.rows]
        made |= {"luck": to_builtins(worth.luck)} if worth.luck else {}
        if verdicts:
            made["class"] = shape(
                verdicts,
                "people mean=shares.mean sd=shares.deviation passing=verdicts.passing "
                "false_passes=verdicts.false_passes false_fails=verdicts.false_fails accuracy=verdicts.accuracy "
                "consistency=verdicts.consistency items_to_halve",
            )
        made["topics"] = {each.topic: shape(each, "drawn pool") for each in odds.topics}
    return made


def _show_rules(context: Context) -> None:
    rows = [(rule, "error", meaning) for rule, meaning in STRUCTURE_RULES.items()]
    rows += [(rule.id, str(rule.level), rule.meaning) for rule in catalogue()]
    rows += [(rule, "note", meaning) for rule, meaning in HISTORY_RULES.items()]
    plain = [{"rule": rule, "severity": level, "meaning": meaning} for rule, level, meaning in rows]
    tell_plain(context, {"rules": plain}, (f"{rule}  {level:<7}  {meaning}" for rule, level, meaning in rows))
