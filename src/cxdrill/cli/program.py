"""The `cxdrill` program as Typer sees it: `cxdrill` alone, and the table of commands."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cxdrill import __version__
from cxdrill.cli import options
from cxdrill.cli.commands import CommandTable

EPILOG = (
    "Examples:  cxdrill study  ·  cxdrill study telephone-practices --minutes 5  ·  cxdrill quiz  ·  "
    "cxdrill export -o decks.csv.  Exit codes: 0 done or passed, 1 not passed or refused, 2 wrong usage, "
    "3 data cannot be read or written, 130 interrupted."
)

app = typer.Typer(
    cls=CommandTable,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        sys.stdout.write(f"cxdrill {__version__}\n")
        raise typer.Exit


@app.callback()
def cxdrill(
    context: typer.Context,
    decks: options.Decks = None,
    progress: options.Progress = None,
    plain: options.Plain = False,
    json: options.Json = False,
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Customer-service training at the terminal: spaced repetition and a certification check.

    `cxdrill` alone shows what is due today and the next command to type.
    """
    if context.invoked_subcommand is None:
        from cxdrill.app.today import run

        run(decks, progress, plain=plain, json=json)
    elif decks or progress or plain or json:
        raise typer.BadParameter(f"options stand after the command's name: cxdrill {context.invoked_subcommand} ...")
