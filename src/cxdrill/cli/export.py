"""`cxdrill export`: decks as CSV, Anki package, GIFT, Markdown or HTML, to standard output, a file or a folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxdrill.cli import completion, opening, options
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files import places

if TYPE_CHECKING:
    from cxdrill.core.cards.deck import Deck
    from cxdrill.files.exports.exported import Exported, LeftOut


class Format(StrEnum):
    """What decks can be written as."""

    CSV = "csv"
    ANKI = "anki"
    GIFT = "gift"
    MARKDOWN = "markdown"
    HTML = "html"


SUFFIXES = {
    Format.CSV: ".csv",
    Format.ANKI: ".apkg",
    Format.GIFT: ".gift.txt",
    Format.MARKDOWN: ".md",
    Format.HTML: ".html",
}


def export_command(
    named: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DECK...]", help="Ids or files; all where left out.", autocompletion=completion.decks),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file, not to standard output.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--to-folder", metavar="DIR", help="Write one file per deck into this folder.")
    ] = None,
    to: Annotated[Format, typer.Option("--to", help="The format.")] = Format.CSV,
    excel: Annotated[bool, typer.Option("--excel", help="CSV with the mark by which Excel knows UTF-8.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="CSV without the guard against formulas; import it with --raw.")
    ] = False,
    answers: Annotated[
        bool,
        typer.Option("--answers/--no-answers", help="Markdown and HTML: with the right answers, or a blank sheet."),
    ] = True,
    force: options.Force = False,
    decks: options.Decks = None,
    progress: options.Progress = None,
) -> None:
    """Write decks as CSV, Anki, GIFT, Markdown or HTML.

    The default is CSV on standard output: one row a card, safe to open in a spreadsheet, and "cxdrill import" brings
    it back. What a format cannot hold is named on standard error.

    Example:  cxdrill export telephone-practices -o telephone.csv --excel
    """
    _refuse_contradictions(to, output, folder, excel=excel, raw=raw, answers=answers)
    library = opening.library(decks, named or ())
    chosen = opening.chosen_decks(library.decks, named or ())
    if not chosen:
        raise WrongUsage("there is no deck to export; see cxdrill decks")
    write = writer(to, excel=excel, raw=raw, answers=answers)
    if output is None and folder is None:
        _print(_told(write(chosen)), to)
        return
    protected = protected_paths(
        [*(deck.path for deck in library.decks), *(exam.path for exam in library.exams)], decks, progress
    )
    parts = {folder / f"{deck.id}{SUFFIXES[to]}": (deck,) for deck in chosen} if folder else {output: chosen}
    contents = {path: _told(write(part)) for path, part in parts.items() if path is not None}
    if folder:
        _prepare(folder, contents, force=force)
    _save(contents, force=force, protected=protected)
    if output is not None and output.suffix.lower() not in ("", ".txt", Path(f"x{SUFFIXES[to]}").suffix):
        opening.notice(f"{output} holds {to.upper()}, whatever its name says; --to names the formats")


def writer(to: Format, *, excel: bool, raw: bool, answers: bool) -> Callable[[Sequence[Deck]], Exported]:
    """The function that turns decks into one file of that format; its libraries are loaded now."""
    if to is Format.CSV:
        from cxdrill.files.csv.deck_csv import exported_csv

        return lambda decks: exported_csv(decks, is_raw=raw, has_mark=excel)
    if to is Format.ANKI:
        from cxdrill.files.exports.anki_package import exported_anki

        return exported_anki
    if to is Format.GIFT:
        from cxdrill.files.exports.gift import exported_gift

        return exported_gift
    if to is Format.MARKDOWN:
        from cxdrill.files.exports.deck_markdown import exported_markdown

        return lambda decks: exported_markdown(decks, has_answers=answers)
    from cxdrill.files.exports.deck_html import exported_html

    return lambda decks: exported_html(decks, has_answers=answers)


def protected_paths(read: Sequence[str], decks: Sequence[Path] | None, progress: Path | None) -> tuple[Path, ...]:
    """The files that no output may replace: every deck and exam, also those in error, the progress and the settings."""
    from cxdrill.files.decks.library import deck_files

    found = [path for source in places.deck_sources(decks or []).paths for path in deck_files(source)[0]]
    return (*(Path(path) for path in read if path), *found, places.progress_path(progress), places.settings_path())


def _refuse_contradictions(
    to: Format, output: Path | None, folder: Path | None, *, excel: bool, raw: bool, answers: bool
) -> None:
    if output is not None and folder is not None:
        raise WrongUsage("-o and --to-folder contradict each other; give one of them")
    if (excel or raw) and to is not Format.CSV:
        raise WrongUsage(f"{'--excel' if excel else '--raw'} goes with CSV only, not with --to {to}")
    if not answers and to not in (Format.MARKDOWN, Format.HTML):
        raise WrongUsage(f"--no-answers goes with --to markdown and --to html only, not with --to {to}")


def _told(exported: Exported) -> bytes:
    """The content, after saying on standard error what a person must know about it."""
    from cxdrill.terminal.report import notice

    for sentence in (*exported.notices, *left_out_sentences(exported.left_out)):
        notice(sentence)
    return exported.content


def left_out_sentences(left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """One sentence for each reason, naming every card."""
    by_reason: dict[str, list[str]] = {}
    for each in left_out:
        by_reason.setdefault(each.reason, []).append(each.card)
    return tuple(
        f"left out {len(cards)} card{'s' * (len(cards) > 1)}, {reason}: {', '.join(cards)}"
        for reason, cards in by_reason.items()
    )


def _print(content: bytes, to: Format) -> None:
    from cxdrill.terminal.report import is_terminal

    if to is Format.ANKI and is_terminal(sys.stdout):
        raise WrongUsage("an Anki package is no text; write it to a file with -o FILE.apkg")
    if sys.stdout is None:
        return
    # Bytes, so that no system turns CRLF into CR CR LF; piece by piece, since an unbuffered stream may take less.
    sys.stdout.flush()
    rest = memoryview(content)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


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
    from cxdrill.files.output import write_output
    from cxdrill.terminal.report import notice

    for path, content in contents.items():
        write_output(path, content, force=force, protected=protected)
        notice(f"wrote {path}")
