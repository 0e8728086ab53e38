"""`cxdrill import`: decks from CSV. Shows what it would add, change and leave, and asks before it writes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxdrill.cli import options


def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file: exported, or a list of fronts and backs.")],
    deck: Annotated[
        str, typer.Option("--deck", metavar="ID", help="The deck of rows that name none, such as a plain list.")
    ] = "",
    into: Annotated[
        Path | None, typer.Option("--into", metavar="FOLDER", help="Keep the decks in this folder.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Also remove cards that the file does not have.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Take every cell as it is: for files of export --raw.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen, and write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")] = False,
    plain: options.Plain = False,
    decks: options.Decks = None,
    progress: options.Progress = None,
) -> None:
    """Build or update a deck from CSV.

    Reads what "cxdrill export" writes, edited or not, and plain two-column lists of other flashcard tools (with
    --deck ID). Shows what it would add, change and leave, and asks before it writes; where one row is wrong, every
    wrong row is told and nothing is written. A deck file that is replaced stays beside it as FILE.bak.

    Example:  cxdrill import telephone.csv --dry-run
    """
    from cxdrill.app.import_ import run

    run(file, deck, into, decks, progress, remove=remove, raw=raw, dry_run=dry_run, yes=yes, plain=plain)
