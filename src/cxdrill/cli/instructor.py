"""Commands for instructors, with their options."""

from __future__ import annotations

from pathlib import Path

from cxdrill.cli.options import DECK_NAMES, DECKS, EXAM, FORCE, JSON, PLAIN, SHOWN, WHERE, Command, Option

_ANSWERS = "Progress files, records, folders of them; long tables; clickhouse://HOST/DATABASE.TABLE."
FORMATS = ("csv", "xlsx", "anki", "gift", "moodle", "qti", "markdown", "html")

INSTRUCTOR = (
    Command(
        "decks",
        """List decks and exams, with what is due and new in each.

        Example: cxdrill decks --decks ./my-decks""",
        SHOWN,
        "catalogue.list_decks",
    ),
    Command(
        "check",
        """Find every mistake in decks and exams, with line and remedy.

        Exits with 1 where there are errors, with --strict also where there are warnings. Notes are counted in the
        summary and shown with --notes.

        Example: cxdrill check my-decks --strict""",
        (
            Option("paths", "Deck and exam files or folders (default: all).", Path, "[PATH]...", is_many=True),
            Option("--strict", "Treat warnings as errors."),
            Option("--notes", "Show notes too; they never count."),
            Option("--rules", "List the rules and end."),
            Option("--exam", "Print how often whom this exam would pass, and its pools.", str, "EXAM"),
            Option("--from", "With --exam: how good its verdicts are.", Path, "PATH", is_many=True),
            *SHOWN,
        ),
    ),
    Command(
        "new",
        """Start a deck. At a terminal it asks for title and first cards; elsewhere it writes examples to write over.

        Example: cxdrill new hotel-desk

        Example: cxdrill new hotel-desk --from cards.xlsx""",
        (
            Option("name", "The deck's id: lower-case letters, digits and hyphens.", str, "NAME", is_required=True),
            Option("--title", "What people read; asked for at a terminal.", str, "TEXT", ""),
            Option("--from", "Take the cards of any file that import reads.", Path, "FILE"),
            Option("--into", "Where the file goes.", Path, "FOLDER"),
            *(DECKS, PLAIN),
        ),
    ),
    Command(
        "schema",
        """Print the JSON Schema of decks, for editors. Those that read it complete and check deck files as you type.

        Example: cxdrill schema > cxdrill.schema.json""",
        (),
        "new.print_schema",
    ),
    Command(
        "export",
        """Write decks as CSV, .xlsx, Anki, GIFT, Moodle XML, QTI, Markdown or HTML.

        The default is CSV on standard output: one row a card, safe to open in a spreadsheet, and "cxdrill import"
        brings it back. What a format cannot hold is counted on standard error.

        Example:  cxdrill export telephone-practices -o telephone.csv --excel""",
        (
            DECK_NAMES,
            Option("--output -o", "Write to this file, not to standard output.", Path, "FILE"),
            Option("--to-folder", "Write one file per deck into this folder.", Path, "DIR"),
            Option("--to", "The format; else as FILE is named, else CSV.", FORMATS),
            Option("--excel", "CSV with the mark by which Excel knows UTF-8."),
            Option("--raw", "CSV without the guard against formulas; import it with --raw."),
            Option("--answers/--no-answers", "Markdown and HTML: the right answers, or a blank sheet.", default=True),
            Option("--forms", "So many forms of the exam named, on paper, and their keys beside them.", int, least=1),
            Option("--seed", "With --forms: the number of the first form.", int, least=0),
            Option(
                "--with-exam-items",
                "Also the questions that are kept for a check.",
            ),
            *(FORCE, *WHERE),
        ),
    ),
    Command(
        "import",
        """Build or update decks from a table, a workbook or another program's file.

        Tells files by their content, and takes what "cxdrill export" writes; tables of questions or of fronts and backs
        (CSV, .xlsx, .xls, .ods; headers in English, Spanish, German, French, Portuguese); GIFT, Aiken, Moodle XML,
        QTI, Markdown; Anki's packages. Shows what it would add, change and leave, and asks before it writes; where one
        row is wrong, every wrong row is told and nothing is written. What a deck cannot hold is named in
        FILE.left-out.txt. A deck file that is replaced stays beside it as FILE.bak.

        Example:  cxdrill import telephone.csv --dry-run""",
        (
            Option("file", "The file.", Path, "FILE", is_required=True),
            Option("--deck", "The deck that takes all cards; else the file's own.", str, "ID", ""),
            Option("--sheet", "Only this sheet of a workbook.", str, "NAME", ""),
            Option("--with-reviews", "Also the study history of an Anki package: it goes into your progress file."),
            Option("--into", "Keep the decks in this folder.", Path, "FOLDER"),
            Option("--remove", "Also remove cards that the file does not have."),
            Option("--raw", "Take every cell as it is: for files of export --raw."),
            Option("--dry-run", "Show what would happen, and write nothing."),
            Option("--yes -y", "Write without asking."),
            *(PLAIN, *WHERE),
        ),
        "import_.run",
    ),
    Command(
        "report",
        """Analyze an exam over many learners' files. Says which items failed a class, and whether it can be trusted.

        Damaged files are named and left out. Decks are needed for records of attempts only; progress files hold the
        questions themselves.

        Example: cxdrill report progress-of-the-class/ --csv items.csv""",
        (
            Option("paths", _ANSWERS, str, "PATH...", is_many=True),
            Option("--matrix", "A table instead: learner, then a column for each item.", Path, "FILE.csv"),
            Option("--lrs", "A learning record store instead; [share] has its key.", str, "URL"),
            Option("--exam", "This exam; else the one with most attempts.", str, "ID"),
            Option("--all-attempts", "Count every attempt, not only the first of each learner."),
            Option("--rescore", "Score every answer under the key that the decks have now."),
            Option("--details", "Show the options of every item."),
            Option("--csv", 'Write the items as a table, "-" to standard output.', Path, "FILE"),
            Option("--before", "Files of before training: what each question gains.", Path, "PATH", is_many=True),
            Option("--people", "Show everybody: first, best and last attempt, what is missing, cards due."),
            Option("--roster", "A table or workbook: names, ids, groups; who sent nothing is told.", Path, "FILE"),
            Option("--html", "Write all of it as one page to hand on, which loads nothing.", Path, "FILE.html"),
            Option("--long", "Write every answer as a row, .csv or .parquet.", Path, "FILE"),
            Option("--names", "In the long table, names instead of pseudonyms."),
            Option("--facilities", "Write how hard each question is, for forms of equal weight.", Path, "FILE"),
            *(FORCE, DECKS, PLAIN, JSON),
        ),
    ),
    Command(
        "standard",
        """Let judges set an exam's pass mark.

        Asks a judge how many of 100 just-qualified people get each question right; without a judge, shows the panel:
        its cut score and standard error, judges, topics, the questions they differ on, and the pass_mark line to paste.

        Each rating is saved at once; leave with :quit, and the same command goes on. The file is plain YAML.

        Example: cxdrill standard certification --judge Ana

        Example: cxdrill standard certification""",
        (
            EXAM,
            Option("--judge", "Who rates.", str, "NAME", ""),
            Option("--round", "2 shows what the others said.", int, "2", 1, least=1, most=2),
            Option("--all", "Rate every question, not only a sample drawn by the blueprint."),
            Option("--output -o", "Keep the ratings in this file; else beside the decks.", Path, "FILE"),
            Option("--from", "People's results, for estimates beside.", Path, "PATH", is_many=True),
            Option("--groups", "Who is borderline, qualified or unqualified.", Path, "FILE.csv"),
            *(DECKS, PLAIN, JSON),
        ),
    ),
    Command(
        "verify",
        """Score a result record again, from its responses and the decks.

        Exits with 1 where anything disagrees.

        Example: cxdrill verify record.json""",
        (
            Option("file", "A record from cxdrill results N --json.", Path, "FILE", is_required=True),
            *(DECKS, PLAIN, JSON),
        ),
        "progress_files.verify",
    ),
)
