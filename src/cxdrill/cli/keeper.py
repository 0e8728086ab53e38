"""Commands for maintenance, with their options, and `cxdrill` alone."""

from __future__ import annotations

from pathlib import Path

from cxdrill.cli.options import FORCE, IGNORED_PLAIN, JSON, PROGRESS, SHOWN, WHERE, Command, Option

ALONE = Command(
    "",
    """Customer-service training at the terminal: spaced repetition and a certification check.

    `cxdrill` alone shows what is due today and the next command to type.""",
    SHOWN,
    "today.run",
)
KEEPER = (
    Command(
        "where",
        """Print where progress, decks and settings are kept. Caches and backups too.

        Example: cxdrill where --json""",
        (*WHERE, IGNORED_PLAIN, JSON),
        "progress_files.print_paths",
    ),
    Command(
        "share",
        """Send results to your organisation's learning record store. The table [share] in the settings names it (xAPI).

        Nothing is ever sent by another command. Run it as often as you like: what arrived is not doubled, what did
        not arrive goes with the next run.

        Example: cxdrill share --dry-run""",
        (
            Option("--dry-run", "Print the statements that wait, and send nothing."),
            Option("--to", "Write them to a file for somebody to carry.", Path, "FILE.jsonl"),
            *(FORCE, PROGRESS, IGNORED_PLAIN),
        ),
    ),
    Command(
        "merge",
        """Join the progress of two machines. Nothing is lost or doubled; a backup is made first.

        Example: cxdrill merge /media/stick/progress.json

        Example: cxdrill merge --copies""",
        (
            Option("file", "Progress files to take in.", Path, "[FILE]...", is_many=True),
            Option("--copies", "Take in the conflict copies that a sync tool left."),
            Option("--adopt", "The files are mine, though made independently."),
            *(PROGRESS, IGNORED_PLAIN),
        ),
        "progress_files.merge",
    ),
    Command(
        "restore",
        """Go back to a backup of your progress, or list them all. The present file is kept beside it.

        Example: cxdrill restore

        Example: cxdrill restore 1""",
        (
            Option("number", "The number of a backup in the list.", int, "[N]", least=1),
            *(PROGRESS, IGNORED_PLAIN, JSON),
        ),
        "progress_files.restore",
    ),
    Command(
        "optimize",
        """Fit the scheduler to your own reviews. Its new parameters are used only if they foretell better.

        Needs the extra: pip install "cxdrill[optimize]"

        Example: cxdrill optimize""",
        (Option("--undo", "Go back to the parameters before the last fit."), *(PROGRESS, IGNORED_PLAIN, JSON)),
        "progress_files.optimize",
    ),
)
