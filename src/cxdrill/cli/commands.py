"""The table of commands: name, the module that holds it, its line in the help, and whom it is for.

A command's module is imported only when that command runs, so that no command pays for another.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup


class Entry(NamedTuple):
    """One command: `module` in this package holds the function `NAME_command`."""

    module: str
    summary: str


LEARNER: dict[str, Entry] = {
    "study": Entry("study", "Study what is due, then new cards."),
    "quiz": Entry("quiz", "Take the certification check, or practise questions."),
    "ready": Entry("ready", "Your chance of passing today, and what would raise it most."),
    "plan": Entry("plan", "A daily load up to the date of the check."),
    "notes": Entry("notes", "Read a deck's study notes."),
    "roleplay": Entry("roleplay", "Play a dialogue with two people, marked by an observer."),
    "stats": Entry("stats", "Your progress in numbers and plots."),
    "results": Entry("results", "Past attempts, and a certificate."),
}
INSTRUCTOR: dict[str, Entry] = {
    "decks": Entry("decks", "List decks and exams."),
    "check": Entry("check", "Find every mistake in decks and exams."),
    "new": Entry("new", "Start a deck."),
    "schema": Entry("schema", "Print the JSON Schema of decks, for editors."),
    "export": Entry("export", "Write decks as CSV, Anki, GIFT, Markdown or HTML."),
    "import": Entry("import_", "Build or update a deck from CSV."),
    "report": Entry("report", "Item analysis over many learners' progress files."),
    "verify": Entry("verify", "Score a result record again."),
}
KEEPER: dict[str, Entry] = {
    "cards": Entry("cards", "Find cards with their state; wake a suspended one."),
    "where": Entry("where", "Where progress, decks and settings are kept."),
    "merge": Entry("merge", "Join the progress of two machines."),
    "restore": Entry("restore", "Go back to a backup of your progress."),
    "optimize": Entry("optimize", "Fit the scheduler to your own reviews."),
}
GROUPS = {"For learners": LEARNER, "For instructors": INSTRUCTOR, "For whoever keeps the files": KEEPER}
COMMANDS = {name: entry for group in GROUPS.values() for name, entry in group.items()}


def command(name: str) -> TyperCommand:
    """The command of that name, with its module imported now."""
    module = import_module(f"cxdrill.cli.{COMMANDS[name].module}")
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, context_settings={"help_option_names": ["-h", "--help"]})(getattr(module, f"{name}_command"))
    found = typer.main.get_command(app)
    assert isinstance(found, TyperCommand)
    found.rich_markup_mode = None
    return found


class CommandTable(TyperGroup):
    """The `cxdrill` command: knows all commands by name and loads the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command without its options: enough to list it or to suggest its name."""
        entry = COMMANDS.get(cmd_name)
        return entry and TyperCommand(cmd_name, help=entry.summary)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The whole command that was called."""
        if args and args[0] in COMMANDS:
            return args[0], command(args[0]), args[1:]
        if args and not args[0].startswith("-"):
            ctx.fail(_unknown(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Commands by whom they are for."""
        for title, group in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, entry.summary) for name, entry in group.items()])


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    nearest = get_close_matches(name, COMMANDS, n=2, cutoff=0.6)
    hint = f"; did you mean {' or '.join(nearest)}?" if nearest else '; "cxdrill --help" lists the commands'
    return f'there is no command "{name}"{hint}'
