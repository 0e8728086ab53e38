"""The `cxdrill` program as Typer sees it, made from the table of commands: help, errors, suggestions, completion."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterable
from inspect import Parameter, Signature
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from cxdrill import __version__
from cxdrill.cli.commands import COMMANDS, GROUPS, run
from cxdrill.cli.learner import ALONE
from cxdrill.cli.options import Command, Option
from cxdrill.errors import nearest

EPILOG = """\b
Examples:
  cxdrill study
  cxdrill study telephone-practices --minutes 5
  cxdrill quiz
  cxdrill export -o decks.csv

Where --decks and --progress are not given, CXDRILL_DECKS and CXDRILL_PROGRESS hold; NO_COLOR takes the colors away.

Exit codes: 0 done or passed, 1 not passed or refused, 2 wrong usage, 3 data cannot be read or written, 130 interrupted.
"""
_PLAINER = {  # Typer's words for mistakes, and ours
    r"is not a valid int\w*( range)?\.": "is no whole number",
    r"is not a valid float( range)?\.": "is no number",
    r"is not in the range x>=(.+)\.": r"is too little; \1 is the least",
    r"is not in the range (.+)<=x<=(.+)\.": r"is out of bounds; it goes from \1 to \2",
}
_NARROW = min(shutil.get_terminal_size().columns, 52)  # below that, help would be cut at the window's edge
_HELP = {"help_option_names": ["-h", "--help"], "terminal_width": _NARROW - 2 if _NARROW < 52 else None}


class CommandTable(TyperGroup):
    """The `cxdrill` command: knows all commands by name and makes the one that is called."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes `help study` for `study --help`."""
        return super().parse_args(ctx, [*args[1:2], "--help"] if args[:1] == ["help"] else args)

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command without its options: enough to suggest its name."""
        found = COMMANDS.get(cmd_name)
        return found and TyperCommand(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] in COMMANDS:
            return args[0], typer_command(COMMANDS[args[0]]), args[1:]
        if args and not args[0].startswith("-"):
            ctx.fail(_unknown(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Commands by whom they are for."""
        for title, group in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(each.name, re.split(r"\n|(?<=\.) ", each.help)[0]) for each in group])


class OneCommand(TyperCommand):
    """A command that tells of mistakes in plain words, and what to do about words that stand alone."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            rest = super().parse_args(ctx, args)
            if any(each != each for each in ctx.params.values()):  # NaN, which no bound keeps out
                raise typer.BadParameter("nan is no number")
            return rest
        except typer.BadParameter as error:
            for words, plainer in _PLAINER.items():
                error.message = re.sub(words, plainer, error.message)
            raise
        except Exception as error:  # Typer's own, which it gives no name to
            if "requires an argument" in str(error) and (found := re.search(r"--[a-z-]+", str(error))):
                told = next(getattr(each, "help", "") for each in self.params if found[0] in each.opts)
                ctx.fail(f"{found[0]} needs a value. {told}")
            if "extra argument" in str(error):
                takes_words = any(each.param_type_name == "argument" for each in self.params)
                remedy = (
                    'put words that belong together in quotes, like "in 3 weeks"' if takes_words else "leave them out"
                )
                ctx.fail(f"{error}; {remedy}")
            raise


app = typer.Typer(
    cls=CommandTable,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings=_HELP,
    epilog=EPILOG,
)


def typer_command(command: Command) -> TyperCommand:

    def work(**values: Any) -> None:
        code = run(command, values)
        if code:
            raise typer.Exit(code)

    _declare(work, command, map(_parameter, command.options))
    made = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    made.command(command.name, cls=OneCommand, context_settings=_HELP)(work)
    found = typer.main.get_command(made)
    assert isinstance(found, TyperCommand)
    found.rich_markup_mode = None
    return found


def _alone(context: typer.Context, **values: Any) -> None:
    del values["version"]
    if context.invoked_subcommand is None:
        run(ALONE, values)
    elif any(values.values()):
        raise typer.BadParameter(f"options stand after the command's name: cxdrill {context.invoked_subcommand} ...")


def _show_version(is_asked: bool) -> None:
    if is_asked:
        sys.stdout.write(f"cxdrill {__version__}\n")
        raise typer.Exit


def _declare(work: Callable[..., None], command: Command, parameters: Iterable[Parameter]) -> None:
    """Gives a function the signature and the help from which Typer makes a command."""
    work.__doc__ = command.help
    work.__signature__ = Signature(list(parameters))  # type: ignore[attr-defined]
    work.__annotations__ = {}


def _parameter(option: Option, **more: Any) -> Parameter:
    kind: Any = option.kind
    if isinstance(kind, tuple):
        kind = Literal[kind]
    if option.is_many:
        kind = list[kind]
    default = Parameter.empty if option.is_required else option.value
    if default is None:
        kind = kind | None
    make: Callable[..., Any] = typer.Option if option.flags else typer.Argument
    bounds = {"min": option.least, "max": option.most}
    names = option.names.split() if option.flags else ()
    metavar = option.metavar or {int: "N", float: "N", str: option.name.upper()}.get(option.kind)
    declared = make(*names, help=option.help, metavar=metavar, autocompletion=option.complete, **bounds, **more)
    return Parameter(option.name, Parameter.KEYWORD_ONLY, annotation=Annotated[kind, declared], default=default)


def _unknown(name: str) -> str:
    near = nearest(name, COMMANDS, most=2)
    hint = f"; did you mean {' or '.join(near)}?" if near else '; "cxdrill --help" lists the commands'
    return f'there is no command "{name}"{hint}'


_context = Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
_version = _parameter(Option("--version -V", "Print the version."), callback=_show_version, is_eager=True)
_declare(_alone, ALONE, (_context, *map(_parameter, ALONE.options), _version))
app.callback()(_alone)
