"""Commands for learners and for the upkeep of their progress, with their options; and `cxdrill` alone."""

from __future__ import annotations

from pathlib import Path

from cxdrill.cli.options import DECK_NAMES, DECKS, EXAM, FORCE, JSON, PLAIN, PROGRESS, SHOWN, WHERE, Command, Option

ALONE = Command(
    "",
    """Customer-service training at the terminal: spaced repetition and a certification check.

    `cxdrill` alone shows what is due today and the next command to type.""",
    SHOWN,
    "today.run",
)
MOST_CARDS = 1_000_000  # of a session
LEARNER = (
    Command(
        "study",
        """Study what is due, then new cards. Every answer is saved before the next card shows.

        Example: cxdrill study telephone-practices --minutes 5""",
        (
            DECK_NAMES,
            Option("--new", "At most so many new cards.", int, least=0, most=MOST_CARDS),
            Option("--reviews", "At most so many cards that are due.", int, least=0, most=MOST_CARDS),
            Option("--limit", "At most so many cards in all.", int, least=1, most=MOST_CARDS),
            Option("--minutes", "Stop after so many minutes.", float, least=0.1, most=1440),
            Option("--tag", "Only cards with this tag; may be repeated.", str, is_many=True),
            Option("--topic", "Only cards of this topic; may be repeated.", str, is_many=True),
            Option("--missed", "Only what your last attempt at each check got wrong.", to="only_missed"),
            Option("--hard", "Only cards you keep forgetting.", to="only_hard"),
            Option("--cram", "Everything that matches; the schedule stays as it is.", to="is_cram"),
            Option("--ahead", "Also what is due in so many days.", int, "DAYS", 0, least=0, most=365, to="ahead_days"),
            Option("--in-order", "New cards deck by deck, not from all in turn."),
            Option("--plan", "Ask first what raises your chance of passing most."),
            Option("--undo", "Take the last answer back first, and ask it again."),
            Option("--two-buttons", "Rate with forgot or knew it only."),
            Option("--hide-intervals", "Show no times beside ratings."),
            *(DECKS, PROGRESS, PLAIN),
        ),
    ),
    Command(
        "quiz",
        """Take the certification check, or practice questions.

        Leave at any time: the next cxdrill quiz goes on with the same questions. Exits with 0
        if passed, with 1 if not or if it was left open.

        Example: cxdrill quiz

        Example: cxdrill quiz telephone-practices --practice""",
        (
            EXAM._replace(help="An exam; or a deck, with --practice.", metavar="EXAM or DECK"),
            Option("--practice", "Feedback at once; counts for nothing.", to="", work="practice.practise"),
            Option("--seed", "Draw the form of this number again.", int, least=0),
            Option("--extra-time", "More time, 300% at most, recorded with the attempt.", str, "25%"),
            Option("--enter", "Type in the answers of a printed form.", str, "FORM"),
            Option("--rules", "Print the rules of the exam and end."),
            Option("--abandon", "Give the open attempt up, which is recorded."),
            *SHOWN,
        ),
    ),
    Command(
        "ready",
        """Show your chance of passing today, and what would raise it most. Your weakest topics stand beside it.

        Before 40 answers, a probe or a finished check, it says what is missing instead.

        Example: cxdrill ready

        Example: cxdrill ready --probe""",
        (
            EXAM,
            Option("--probe", "Find out with a few questions, 40 at most; no attempt.", to="", work="practice.probe"),
            Option("--details", "How all forecasts so far have done."),
            *SHOWN,
        ),
    ),
    Command(
        "plan",
        """Plan a daily load up to the day of the check. Plain cxdrill study then follows it.

        The day is remembered, and the plan made anew each time from what was really done.

        Example: cxdrill plan --by "in 3 weeks" """,
        (
            EXAM,
            Option("--by", 'The day of the check: friday, "4 December", "in 10 days".', str, "DATE"),
            Option("--minutes", "Minutes a day (default: as many as needed).", int, least=1, most=600),
            *SHOWN,
        ),
        "ready.plan",
    ),
    Command(
        "cards",
        """Find cards with their state. Says why each is asked today, or brings one back that was set aside.

        Example: cxdrill cards --why

        Example: cxdrill cards hold --suspended

        Example: cxdrill cards --wake telephone-practices/hold-limit""",
        (
            Option("text", "Words that the card holds, in any field.", str, "[TEXT]...", is_many=True),
            Option("--suspended", "Only cards set aside."),
            Option("--flagged", "Only cards flagged for the instructor."),
            Option("--hard", "Only cards you keep forgetting."),
            Option("--why", "Today's cards first, in their order, and why each is asked or not."),
            Option("--wake", "Bring a card back that was set aside.", str, "CARD"),
            *SHOWN,
        ),
        "catalogue.find_cards",
    ),
    Command(
        "notes",
        """Read a deck's study notes. They are paged where they are longer than the window.

        Example: cxdrill notes customer-types""",
        (
            DECK_NAMES._replace(help="A deck id or file.", metavar="DECK", is_many=False, is_required=True),
            *(DECKS, PLAIN),
        ),
        "catalogue.read_notes",
    ),
    Command(
        "roleplay",
        """Play a dialogue with two people, marked by an observer. Says who reads what, and takes a mark for each step.

        Example: cxdrill roleplay telephone-practices/double-bill-call --briefs bill.html""",
        (
            Option("card", "A dialogue, by its key; without one they are listed.", str, "[CARD]", ""),
            Option("--briefs", "Write the briefs: .html, .md or .txt.", Path, "FILE"),
            Option("--observer", "Who marks the steps.", str, default=""),
            *(*WHERE, FORCE),
        ),
        "practice.roleplay",
    ),
    Command(
        "stats",
        """Show your progress in numbers and plots. Calendar, forecast, retention, difficulty, hardest cards.

        Example: cxdrill stats telephone-practices""",
        (DECK_NAMES, Option("--html", "Write it as one page, which loads nothing.", Path, "FILE.html"), FORCE, *SHOWN),
        "catalogue.show_stats",
    ),
    Command(
        "results",
        """Show past attempts, and write a certificate. One attempt is shown as far as its exam's feedback allows.

        Example: cxdrill results 2 --certificate my-check.html

        Example: cxdrill results 2 --json > record.json

        Example: cxdrill results 2 --rescore --reason "80% is right too".""",
        (
            Option("attempt", "The number of a result.", int, "[N]", least=1),
            Option("--certificate", "Write a page to print, if passed.", Path, "FILE.html"),
            Option("--name", "The name on the certificate and in the record.", str, "NAME", ""),
            Option("--rescore", "Score it again under the decks' present key, and record that."),
            Option("--reason", "Why the key was corrected, for the record.", str, "TEXT", ""),
            *(*SHOWN, FORCE),
        ),
    ),
)
KEEPER = (
    Command(
        "where",
        """Print where progress, decks and settings are kept. Caches and backups too.

        Example: cxdrill where --json""",
        SHOWN,
        "progress_files.print_paths",
    ),
    Command(
        "share",
        """Send results to your organization's learning record store. The table [share] in the settings names it (xAPI).

        Nothing is ever sent by another command. Run it as often as you like: what arrived is not doubled, what did
        not arrive goes with the next run.

        Example: cxdrill share --dry-run""",
        (
            Option("--dry-run", "Print the statements that wait, and send nothing."),
            Option("--to", "Write them to a file for somebody to carry.", Path, "FILE.jsonl"),
            *(FORCE, PROGRESS, PLAIN),
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
            *(PROGRESS, PLAIN),
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
            *(PROGRESS, PLAIN, JSON),
        ),
        "progress_files.restore",
    ),
    Command(
        "optimize",
        """Fit the scheduler to your own reviews. Its new parameters are used only if they foretell better.

        Needs the extra: pip install "cxdrill[optimize]"

        Example: cxdrill optimize""",
        (Option("--undo", "Go back to the parameters before the last fit."), *(PROGRESS, PLAIN, JSON)),
        "progress_files.optimize",
    ),
)
