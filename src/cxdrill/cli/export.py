"""`cxdrill export`: decks as CSV, Anki package, GIFT, Markdown or HTML, to standard output, a file or a folder."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import options


class Format(StrEnum):
    """The formats of files."""

    CSV = "csv"
    ANKI = "anki"
    GIFT = "gift"
    MARKDOWN = "markdown"
    HTML = "html"


def export_command(
    named: options.DeckNames = None,
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
    exam_items: Annotated[
        bool, typer.Option("--with-exam-items", help="Also the questions that are kept for a check.")
    ] = False,
    force: options.Force = False,
    decks: options.Decks = None,
    progress: options.Progress = None,
) -> None:
    """Write decks as CSV, Anki, GIFT, Markdown or HTML.

    The default is CSV on standard output: one row a card, safe to open in a spreadsheet, and "cxdrill import" brings
    it back. What a format cannot hold is named on standard error.

    Example:  cxdrill export telephone-practices -o telephone.csv --excel
    """
    from cxdrill.app.export import run

    kept = {"exam_items": exam_items, "force": force}
    run(named, output, folder, to, decks, progress, excel=excel, raw=raw, answers=answers, **kept)
