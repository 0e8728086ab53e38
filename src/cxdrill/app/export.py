"""`cxdrill export`: decks as CSV, Anki package, GIFT, Markdown or HTML, to standard output, a file or a folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cxdrill.app.context import Context
from cxdrill.app.named import chosen_decks
from cxdrill.app.paper import export_forms
from cxdrill.core.cards.deck import Deck
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files.csv.deck_csv import exported_csv
from cxdrill.files.csv.deck_workbook import exported_workbook
from cxdrill.files.exports.anki_package import exported_anki
from cxdrill.files.exports.deck_html import exported_html
from cxdrill.files.exports.deck_markdown import exported_markdown
from cxdrill.files.exports.gift import exported_gift
from cxdrill.files.exports.moodle_xml import exported_moodle
from cxdrill.files.exports.paper import Exported, LeftOut
from cxdrill.files.exports.qti_package import exported_qti
from cxdrill.files.output import write_output
from cxdrill.terminal.report import is_terminal, notice, print_bytes
from cxdrill.terminal.wording import count

SUFFIXES = {
    "csv": ".csv",
    "xlsx": ".xlsx",
    "anki": ".apkg",
    "gift": ".gift.txt",
    "moodle": ".xml",
    "qti": ".zip",
    "markdown": ".md",
    "html": ".html",
}
PACKED = {"xlsx": "a workbook", "anki": "an Anki package", "qti": "a QTI package"}
MAX_NAMED = 5  # cards named that a format leaves out


def run(
    named: list[str] | None,
    output: Path | None,
    folder: Path | None,
    to: str | None,
    forms: int | None,
    seed: int | None,
    decks: list[Path] | None,
    progress: Path | None,
    *,
    excel: bool,
    raw: bool,
    answers: bool,
    exam_items: bool,
    force: bool,
) -> None:
    """Writes decks to standard output, a file or a folder; CSV unless `to` or the file name says another format."""
    to = to or next((each for each in SUFFIXES if output and _is_named(output, each)), "csv")
    _refuse_contradictions(to, output, folder, excel=excel, raw=raw, answers=answers)
    context = Context(decks, progress, named)
    if forms is not None:
        export_forms(context, to, output, forms, seed, exam_items=exam_items, force=force)
        return
    library = context.library if exam_items else context.library.for_learners()
    if exams := [exam.id for exam in library.exams if exam.id in (named or ())]:
        raise WrongUsage(f'"{exams[0]}" is an exam, and exams are not exported; name the decks of its questions')
    chosen = chosen_decks(library.decks, named or ())
    if not chosen:
        raise WrongUsage("there is no deck to export; see cxdrill decks")
    write = _writers(excel=excel, raw=raw, answers=answers)[to]
    if output is None and folder is None:
        _print(_told(write(chosen)), to)
        return
    parts = {folder / f"{deck.id}{SUFFIXES[to]}": (deck,) for deck in chosen} if folder else {output: chosen}
    contents = {path: _told(write(part)) for path, part in parts.items() if path is not None}
    if folder:
        _prepare(folder, contents, force=force)
    _save(contents, force=force, protected=context.protected_paths())
    if output is not None and output.suffix.lower() not in ("", ".txt") and not _is_named(output, to):
        notice(f"{output} holds {to.upper()}, whatever its name says; --to names the formats")


def _is_named(path: Path, to: str) -> bool:
    """Whether the name of the file promises that format: `x.gift` and `x.gift.txt` do GIFT."""
    suffix = SUFFIXES[to]
    return path.name.lower().endswith((suffix, suffix.removesuffix(".txt")))


def _writers(*, excel: bool, raw: bool, answers: bool) -> dict[str, Callable[[Sequence[Deck]], Exported]]:
    """The functions that turn decks into one file, by format."""
    return {
        "csv": lambda decks: exported_csv(decks, is_raw=raw, has_mark=excel),
        "xlsx": exported_workbook,
        "anki": exported_anki,
        "gift": exported_gift,
        "moodle": exported_moodle,
        "qti": exported_qti,
        "markdown": lambda decks: exported_markdown(decks, has_answers=answers),
        "html": lambda decks: exported_html(decks, has_answers=answers),
    }


def _refuse_contradictions(
    to: str, output: Path | None, folder: Path | None, *, excel: bool, raw: bool, answers: bool
) -> None:
    if output is not None and folder is not None:
        raise WrongUsage("-o and --to-folder contradict each other; give one of them")
    if (excel or raw) and to != "csv":
        raise WrongUsage(f"{'--excel' if excel else '--raw'} goes with CSV only, not with --to {to}")
    if not answers and to not in ("markdown", "html"):
        raise WrongUsage(f"--no-answers goes with --to markdown and --to html only, not with --to {to}")


def _told(exported: Exported) -> bytes:
    """The content, after saying on standard error what a person must know about it."""
    for sentence in (*exported.notices, *left_out_sentences(exported.left_out)):
        notice(sentence)
    return exported.content


def left_out_sentences(left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """One sentence for each reason, with how many cards, and which where they are few."""
    by_reason: dict[str, list[str]] = {}
    for each in left_out:
        by_reason.setdefault(each.reason, []).append(each.card)
    return tuple(
        f"left out {count(len(cards), 'card')}, {reason}: {', '.join(cards[:MAX_NAMED])}"
        + (f" and {len(cards) - MAX_NAMED} more" if len(cards) > MAX_NAMED else "")
        for reason, cards in by_reason.items()
    )


def _print(content: bytes, to: str) -> None:
    if to in PACKED and is_terminal(sys.stdout):
        raise WrongUsage(f"{PACKED[to]} is no text; write it to a file with -o FILE{SUFFIXES[to]}")
    print_bytes(content)


def _prepare(folder: Path, contents: Iterable[Path], *, force: bool) -> None:
    """Makes the folder; raises DataError where one of the files exists, before any other is written."""
    taken = [] if force else [str(path) for path in contents if path.exists()]
    if taken:
        raise DataError(f"{', '.join(taken)} exist already; name another folder or overwrite them with --force")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder} cannot be a folder ({error.strerror}); name another place") from error


def _save(contents: dict[Path, bytes], *, force: bool, protected: Sequence[Path]) -> None:
    for path, content in contents.items():
        write_output(path, content, force=force, protected=protected)
        notice(f"wrote {path}")
