"""What a class's files say of one exam, for every command that asks: progress files, records, or long tables."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.core.analysis.gathering import READ_KINDS, Gathering
from cxdrill.core.analysis.people import STUDY_KINDS, Studied, studied
from cxdrill.core.analysis.responses import Tally
from cxdrill.core.analysis.sheet import ExamSheets, LeftOut
from cxdrill.core.day import study_day
from cxdrill.core.records.read_back import ReadBack
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files import places
from cxdrill.files.collector import collector_paused
from cxdrill.files.csv.long_engines import SCHEME, opened
from cxdrill.files.csv.long_table import LONG_NAMES, everyone, exams, tally
from cxdrill.files.log.learner_files import Damaged, file_paths, learner_files
from cxdrill.terminal.report import metered, notice
from cxdrill.terminal.wording import count

MAX_NAMED = 20  # files left out that are named on the screen; --json names all


class Wanted(NamedTuple):
    exam: str | None = None  # the one with most attempts where it is not named
    all_attempts: bool = False  # not only the first of each learner
    is_rescored: bool = False  # by the key of the decks
    has_study: bool = False  # with what was studied beside it and a list of people, which takes longer


class ClassRead(NamedTuple):
    """Sheets of one exam in the files, the number of learners, the files left out, and those read."""

    about: ExamSheets
    learners: int
    left_out: tuple[LeftOut, ...]
    files: tuple[Path, ...]
    every: ExamSheets  # all attempts
    studied: Mapping[str, Studied]  # by learner; empty where study was not asked for
    tally: Tally | None = None  # of a database, which hands out no sheets


def long_tables(named: Sequence[str]) -> list[str]:
    """The long tables named, also those in folders; nothing where progress files are named. Raises WrongUsage."""
    found = [each for name in named for each in _tables(name)]
    kinds = {Path(each).suffix.lower() for each in found}
    if found and (len(kinds) > 1 or not all(_tables(name) for name in named)):
        raise WrongUsage("long tables of one kind are counted together; name them without anything else")
    return found


def _tables(name: str) -> list[str]:
    path = Path(name)
    if name.startswith(SCHEME) or (path.suffix.lower() in LONG_NAMES and path.is_file()):
        return [name]
    is_mixed = not path.is_dir() or next(path.rglob("*.json"), None) is not None
    return [] if is_mixed else [str(each) for each in sorted(path.rglob("*.parquet"))]


def counted(tables: Sequence[str], wanted: Wanted) -> ClassRead:
    """One exam of long tables, counted where they are."""
    with opened(tables) as table:
        known = exams(table)
        chosen = _chosen({name: every for name, (_, _, every) in known.items()}, wanted.exam)
        mark, first, every = known.get(chosen, ("", 0, 0))
        found = tally(table, chosen, all_attempts=wanted.all_attempts)
        people = everyone(table, chosen, mark) if wanted.has_study else ExamSheets(exam=chosen)
    if wanted.has_study and every and not people.sheets:
        notice("there are too many people for a list of them")
    study = {each.learner: Studied((each.learner,)) for each in people.sheets}
    later = 0 if wanted.all_attempts else every - first
    about = ExamSheets(exam=chosen, title=chosen, pass_mark=mark, asked=found.asked, later=later)
    files = () if tables[0].startswith(SCHEME) else tuple(map(Path, tables))
    return ClassRead(about, found.people, (), files, people, study, found)


def gathered(context: Context, paths: Sequence[Path], wanted: Wanted) -> ClassRead:
    """What the files say of one exam; raises DataError where none of them can be read."""
    files = file_paths(paths)
    if not files:
        raise WrongUsage(f"there is no progress file and no record in {', '.join(map(str, paths))}; name others")
    gathering = Gathering(lambda key: context.questions.get(key), is_rescored=wanted.is_rescored)
    damaged, study, now = [], dict[str, Studied](), clock.now()
    kinds = READ_KINDS | STUDY_KINDS if wanted.has_study else READ_KINDS
    with collector_paused():
        for read in metered(learner_files(files, kinds), len(files), "files"):
            if isinstance(read, Damaged):
                damaged.append(LeftOut(str(read.path), read.reason))
            elif read.record is not None:
                if learner := gathering.add_record(read.record, str(read.path)):
                    study.setdefault(learner, Studied(_handles(read.path)))
            else:
                if wanted.has_study:
                    study[read.learner] = studied(read.events, _handles(read.path), now, study_day(now))
                gathering.add(read.learner, read.events, str(read.path))
    if len(damaged) == len(files):
        _name(damaged)
        raise DataError("none of the files can be read; name progress files or records of attempts")
    return _read_of(gathering, wanted, files, study, damaged)


def from_store(context: Context, url: str, wanted: Wanted) -> ClassRead:
    """What a record store keeps of one exam, with the key of the settings; raises DataError where it breaks off."""
    from cxdrill.files.record_store import RecordStore, origin  # which brings TLS along

    share = context.settings.share
    if share is None or origin(url) != origin(share.url):
        known = "no store is set" if share is None else f"the secret is that of {share.url}"
        raise WrongUsage(f"{known}; write url, key and secret_file of {url} into [share] in {places.settings_path()}")
    read = ReadBack()
    for statement in RecordStore(replace(share, url=url)).statements():
        read.add(statement)
    gathering = Gathering(lambda key: context.questions.get(key), is_rescored=wanted.is_rescored)
    study: dict[str, Studied] = {}
    for record in read.records():
        if learner := gathering.add_record(record, f"attempt {record['attempt']} of account {record['name']}"):
            study.setdefault(learner, Studied((record["name"],)))
    if read.odd:
        notice(f"{count(read.odd, 'statement')} of another shape left out")
    return _read_of(gathering, wanted, (), study, [])


def _read_of(
    found: Gathering, wanted: Wanted, files: tuple[Path, ...], study: Mapping[str, Studied], damaged: list[LeftOut]
) -> ClassRead:
    left_out = (*damaged, *found.left_out)
    _name(left_out)
    if found.lacks_decks:
        notice("decks of the records left out are missing; give them with --decks")
    chosen = _chosen(found.exams(), wanted.exam)
    about, every = (found.exam_sheets(chosen, all_attempts=each) for each in (wanted.all_attempts, True))
    return ClassRead(about, found.learners, left_out, files, every, study)


def _handles(path: Path) -> tuple[str, ...]:
    """The words by which a file names its learner: its own name, unless every file has it, and its folder's."""
    return (path.stem, path.resolve().parent.name)[path.stem == "progress" :]


def _chosen(exams: Mapping[str, int], exam: str | None) -> str:
    """The exam asked for, or the one with most attempts, which is said where there are others."""
    if exam is not None:
        if exam not in exams:
            known = ", ".join(exams) or "no exam at all"
            raise WrongUsage(f'nobody handed in an attempt at "{exam}" in these files; there is {known}')
        return exam
    if len(exams) > 1:
        counted = ", ".join(f"{name} ({number})" for name, number in exams.items())
        notice(f"several exams with attempts: {counted}; this is {next(iter(exams))}, --exam ID shows another")
    return next(iter(exams), "")


def _name(left_out: Sequence[LeftOut]) -> None:
    for each in left_out[:MAX_NAMED]:
        reason = each.reason.removeprefix(f"{each.place} ").removeprefix(f"{each.place}: ")
        notice(f"left out {each.place}: {reason}")
    if len(left_out) > MAX_NAMED:
        notice(f"left out {len(left_out) - MAX_NAMED} more; --json names them all")
