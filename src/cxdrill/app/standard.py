"""`cxdrill standard`: a judge's ratings of an exam's questions, and what the panel comes to."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cxdrill.app.context import Context
from cxdrill.app.gathered import Wanted, gathered
from cxdrill.app.output import chosen_exam, tell
from cxdrill.core.cards.question import Question
from cxdrill.core.exams.exam import Exam, Share
from cxdrill.core.exams.form import FormItem, form_item, pools
from cxdrill.core.exams.library import Standard
from cxdrill.core.exams.panel import GROUPS, GroupCuts, Panel, group_cuts, panel, sample
from cxdrill.core.plain import shape
from cxdrill.core.text import clean_line
from cxdrill.errors import DataError, ExitCode, Refused, WrongUsage
from cxdrill.files.csv.csv_file import plain_rows, text_of
from cxdrill.files.decks.deck_writer import standard_yaml
from cxdrill.files.decks.deck_yaml import read_file
from cxdrill.files.output import write_output
from cxdrill.terminal.lines import Lines
from cxdrill.terminal.report import notice
from cxdrill.terminal.standard_lines import Judged, judge
from cxdrill.terminal.views.exam_view import panel_lines, pass_mark_lines

NO_DECK = '"{deck}" is a deck; judges rate the questions of an exam: {exams}'


def run(context: Context) -> ExitCode:
    options = context.options
    output, is_second = options.output, options.round == 2
    chosen = chosen_exam(context, "standard", NO_DECK)
    library = context.index.library(chosen.blueprint or None)
    source = pools(chosen, library)
    known = library.standard_of(chosen.id)
    if output is not None and output.exists():
        known = _read(output, chosen)
    cards = {key: source.whole(key) for key in source.questions}
    if known and (lost := known.lost(cards)):
        named = f"{', '.join(lost[:3])}{' and others' if len(lost) > 3 else ''}"
        notice(f"{len(lost)} rated questions are gone or were reworded and are left out: {named}")
    standard = (known or Standard(id=chosen.id)).current(cards)
    if not options.judge.strip():
        return _show(context, chosen, standard, cards, _group_cuts(context, chosen))
    keys = tuple(cards) if options.all else sample(chosen, source)
    path = output or Path(known.path if known else context.folder / f"{chosen.id}-standard.yaml")
    name, drawn = clean_line(options.judge.strip()), [cards[key] for key in keys]
    items = [form_item(each.ordered(range(len(each.parts()))), library.deck) for each in drawn]
    _judge(standard, name, _asked(standard, name, items, is_second=is_second), path, is_second=is_second)
    return ExitCode.DONE


def _read(path: Path, exam: Exam) -> Standard:
    """The standard in a file; raises DataError for one that holds anything else."""
    value, problems = read_file(path)
    if isinstance(value, Standard) and value.id == exam.id:
        return value
    why = f": {problems[0]}" if problems else ""
    raise DataError(f'{path} holds no standard of the exam "{exam.id}"{why}; name another file')


def _asked(standard: Standard, name: str, items: Sequence[FormItem], *, is_second: bool) -> list[Judged]:
    """The questions that this judge has still to rate in this round."""
    own = standard.judges.get(name, {})
    if not is_second:
        return [Judged(each) for each in items if each.card.key not in own]
    if not own:
        judges = ", ".join(standard.judges) or "nobody"
        raise Refused(f'"{name}" has no ratings of the first round, which {judges} gave; start without --round')
    done, asked = standard.second.get(name, {}), []
    for each in items:
        key = each.card.key
        rated = [cards[key] for judge, cards in standard.judges.items() if judge != name and key in cards]
        others = sorted(map(_whole_number, rated))
        if key not in done and others:
            asked.append(Judged(each, others, _whole_number(own[key]) if key in own else None))
    return asked


def _whole_number(share: Share) -> int:
    return round(share.value * 100)


def _judge(standard: Standard, name: str, asked: Sequence[Judged], path: Path, *, is_second: bool) -> None:
    def save(item: FormItem, share: Share) -> None:
        nonlocal standard
        made = standard.rated(name, item.card, share, is_second=is_second)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_output(path, standard_yaml(made).encode(), force=path.exists())
        standard = made

    if not asked:
        notice(f'"{name}" has rated every question of this round; "cxdrill standard {standard.id}" shows the panel')
        return
    is_done = judge(asked, Lines(), save)
    ratings = standard.second if is_second else standard.judges
    following = "" if is_done else "; the same command goes on"
    if name in ratings:
        notice(f"{len(ratings[name])} ratings of {name} are in {path}{following}")
    else:
        notice(f"nothing was rated{following}")


def _group_cuts(context: Context, exam: Exam) -> GroupCuts | None:
    """Estimates from what groups of people scored; a table says who belongs to which."""
    results, groups = context.options.from_, context.options.groups
    if bool(results) != bool(groups):
        raise WrongUsage("--from PATH and --groups FILE.csv belong together: results, and who belongs to which group")
    if not results or not groups:
        return None
    about = gathered(context, results, Wanted(exam.id)).about
    scores: dict[str, list[float]] = {name: [] for name in GROUPS}
    people = {each.learner.removeprefix("name:"): each for each in about.sheets}
    for name, group in _members(groups).items():
        if name not in people:
            words = f"{groups} names {name}, of whom {results[0]} has no result"
            raise DataError(f"{words}; use the names of the records")
        sheet = people[name]
        scores[group].append(sum(reply.points for reply in sheet.replies) / len(sheet.keys))
    return group_cuts(scores)


def _members(path: Path) -> dict[str, str]:
    """The group of each person, out of a table with the columns `learner` and `group`."""
    try:
        head, *rows = [cells for _, cells in plain_rows(text_of(path))] or [[]]
    except ValueError as error:
        raise DataError(f"{path}: {error}") from error
    found = {}
    for number, cells in enumerate(rows, 2):
        row = dict(zip(head, cells, strict=False))
        name, group = row.get("learner"), row.get("group", "")
        if not name or group not in GROUPS:
            raise DataError(f"{path}, row {number}: write a learner, and as group one of {', '.join(GROUPS)}")
        found[name] = group
    return found


def _show(
    context: Context, exam: Exam, standard: Standard, cards: Mapping[str, Question], groups: GroupCuts | None
) -> ExitCode:
    found = panel(exam, standard.latest(), cards)
    if found is None:
        raise Refused(f'no judge has rated "{exam.id}" yet; start with: cxdrill standard {exam.id} --judge NAME')
    for name in standard.second.keys() - standard.judges.keys():
        notice(f'the judge "{name}" of the second round has no ratings of the first; correct the name in the file')
    first = panel(exam, standard.judges, cards) if standard.second else None
    tell(context, lambda: _plain(exam, found, groups), lambda width: panel_lines(exam, found, first, groups, width))
    return ExitCode.REFUSED if found.missing else ExitCode.DONE


def _plain(exam: Exam, found: Panel, groups: GroupCuts | None) -> dict[str, Any]:
    made = shape(found, "cut deviation error judges topics missing") | {"exam": exam.id}
    made |= {"disputed": [{"card": key, "ratings": list(each)} for key, each in found.disputed]}
    made |= {"needed": found.needed(exam.items), "pass_mark": pass_mark_lines(exam, found)[1].partition(" ")[2]}
    return made | ({"groups": shape(groups, "borderline contrasting counts")} if groups else {})
