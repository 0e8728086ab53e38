"""`cxdrill export`: decks in any format, to standard output, a file or a folder; an exam's forms on paper."""

import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.output import chosen_decks, chosen_exam, write
from cxdrill.core.cards.deck import Deck
from cxdrill.core.exams.exam import seed_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.paper import code_of
from cxdrill.core.plain import grouped
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files.csv.deck_csv import exported_csv, exported_workbook
from cxdrill.files.decks.media import Embedded, beside
from cxdrill.files.exports.anki_package import exported_anki
from cxdrill.files.exports.gift import exported_gift
from cxdrill.files.exports.handouts import forms_html, forms_markdown
from cxdrill.files.exports.moodle_xml import exported_moodle
from cxdrill.files.exports.paper import Exported, LeftOut, exported_html, exported_markdown
from cxdrill.files.exports.qti import exported_qti
from cxdrill.files.output import write_output
from cxdrill.terminal.report import is_terminal, notice, notices, print_bytes
from cxdrill.terminal.wording import count


class Format(NamedTuple):
    """A way to write decks."""

    suffix: str
    write: Callable[..., Exported]
    what: str = ""  # such a file is, where it is no text
    takes: tuple[str, ...] = ()  # options
    is_pointing: bool = False  # to pictures and sounds, which go beside it

    def is_name_of(self, path: Path) -> bool:
        """Whether the name of a file promises this format: `x.gift` and `x.gift.txt` do GIFT."""
        return path.name.lower().endswith((self.suffix, self.suffix.removesuffix(".txt")))


FORMATS = {
    "csv": Format(".csv", exported_csv, takes=("is_raw", "has_mark"), is_pointing=True),
    "xlsx": Format(".xlsx", exported_workbook, "a workbook", is_pointing=True),
    "anki": Format(".apkg", exported_anki, "an Anki package"),
    "gift": Format(".gift.txt", exported_gift),
    "moodle": Format(".xml", exported_moodle),
    "qti": Format(".zip", exported_qti, "a QTI package"),
    "markdown": Format(".md", exported_markdown, takes=("has_answers",), is_pointing=True),
    "html": Format(".html", exported_html, takes=("has_answers",)),
}
STANDARD_OUTPUT = Path("-")
MAX_NAMED = 5  # cards named that a format leaves out


def _export_forms(context: Context, to: str, output: Path | None) -> None:
    """Writes so many forms, with seeds that follow each other, and beside them their keys."""
    count, seed = context.options.forms, context.options.seed
    if "has_answers" not in FORMATS[to].takes:
        raise WrongUsage(f"forms on paper are HTML or Markdown, not {to}; add --to html")
    if output is None:
        raise WrongUsage("forms and their keys are two files; name the first: -o FILE, and FILE-key stands beside it")
    exam = chosen_exam(context, "export", '"{deck}" is a deck; forms are drawn from an exam: {exams}')
    if exam.form and (count > 1 or seed is not None):
        raise WrongUsage(f'the exam "{exam.id}" has one form for everybody ({exam.form}); leave --seed out, --forms 1')
    library = context.index.library(exam.blueprint or None)
    source, carried = pools(exam, library), Embedded(library.decks)
    first = seed_of(exam) if exam.form else clock.seed() if seed is None else seed
    drawn = {each: drawn_form(source, each) for each in range(first, first + count)}
    forms = [(code_of(each, form), form) for each, form in drawn.items()]
    if not context.options.with_exam_items and any(each.card.is_reserved for _, form in forms for each in form.items):
        raise WrongUsage("the forms hold questions kept for the check; whoever hands them out adds --with-exam-items")
    keys = output.with_name(f"{output.stem}-key{output.suffix}")
    render = partial(forms_html, shown=carried.html) if to == "html" else forms_markdown
    for path in (output, keys):
        made = render(exam, forms, is_key=path == keys).encode("utf-8", "replace")
        write_output(path, made, force=context.force, protected=context.protected_paths())
    notices(carried.notices)
    notice(f"wrote {output} and {keys}; an answer sheet is typed in with: cxdrill quiz {exam.id} --enter {forms[0][0]}")
    notice(f"forms {', '.join(code for code, _ in forms)}")


def run(context: Context) -> None:
    """Writes decks to standard output, a file or a folder; CSV unless `to` or the file name says another format."""
    options, output = context.options, context.options.output
    to = options.to or next((name for name, each in FORMATS.items() if output and each.is_name_of(output)), "csv")
    form = FORMATS[to]
    if output == STANDARD_OUTPUT and form.what:
        raise WrongUsage(f"{form.what} is no text for standard output; write it to a file with -o FILE{form.suffix}")
    output = None if output == STANDARD_OUTPUT else output
    _refuse_contradictions(options, to, output)
    if options.forms is not None:
        _export_forms(context, to, output)
        return
    if options.seed is not None:
        raise WrongUsage("--seed is the number of the first form; it goes with --forms")
    library = context.library if options.with_exam_items else context.library.for_learners()
    if exams := [exam.id for exam in library.exams if exam.id in context.named]:
        raise WrongUsage(f'"{exams[0]}" is an exam, and exams are not exported; name the decks of its questions')
    chosen = chosen_decks(library.decks, context.named)
    if not chosen:
        raise WrongUsage("there is no deck to export; see cxdrill decks")
    wanted = {"is_raw": options.raw, "has_mark": options.excel, "has_answers": options.answers}
    made = partial(form.write, **{name: wanted[name] for name in form.takes})
    if output is None and options.to_folder is None:
        _print(chosen, made, form)
        return
    _write_files(context, chosen, made, form, output)
    if output is not None and output.suffix.lower() not in ("", ".txt") and not form.is_name_of(output):
        notice(f"{output} holds {to.upper()}, whatever its name says; --to names the formats")


def _print(chosen: Sequence[Deck], made: Callable[[Sequence[Deck]], Exported], form: Format) -> None:
    content = _told(made(chosen))
    if form.what and is_terminal(sys.stdout):
        raise WrongUsage(f"{form.what} is no text; write it to a file with -o FILE{form.suffix}")
    print_bytes(content)
    if form.is_pointing and any(each for deck in chosen for card in deck.cards for each in card.media()):
        notice("the pictures and sounds stay beside the decks; -o FILE takes them along")


def _write_files(
    context: Context,
    chosen: Sequence[Deck],
    made: Callable[[Sequence[Deck]], Exported],
    form: Format,
    output: Path | None,
) -> None:
    """Writes one file, or one a deck into a folder, and what it points to beside it."""
    folder = context.options.to_folder
    place = folder or (output or Path()).parent
    parts = {folder / f"{deck.id}{form.suffix}": (deck,) for deck in chosen} if folder else {output: chosen}
    contents = {path: _told(made(part)) for path, part in parts.items() if path is not None}
    media, missing = beside(chosen) if form.is_pointing else ({}, ())
    notices(missing)
    placed = {place / name: content for name, content in media.items()}
    new = {path: each for path, each in placed.items() if not path.is_file() or path.read_bytes() != each}
    if folder or new:
        _prepare(place, {**(contents if folder else {}), **new}, force=context.force)
    for path, content in {**contents, **new}.items():
        write(context, path, content)


def _refuse_contradictions(options: SimpleNamespace, to: str, output: Path | None) -> None:
    if output is not None and options.to_folder is not None:
        raise WrongUsage("-o and --to-folder contradict each other; give one of them")
    if (options.excel or options.raw) and to != "csv":
        raise WrongUsage(f"{'--excel' if options.excel else '--raw'} goes with CSV only, not with --to {to}")
    if not options.answers and "has_answers" not in FORMATS[to].takes:
        raise WrongUsage(f"--no-answers goes with --to markdown and --to html only, not with --to {to}")


def _told(exported: Exported) -> bytes:
    """The content, after saying on standard error what a person must know about it."""
    notices((*exported.notices, *left_out_sentences(exported.left_out)))
    return exported.content


def left_out_sentences(left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """One sentence for each reason, with how many cards, and which where they are few."""
    return tuple(
        f"left out {count(len(cards), 'card')}, {reason}: {', '.join(cards[:MAX_NAMED])}"
        + f" and {len(cards) - MAX_NAMED} more" * (len(cards) > MAX_NAMED)
        for reason, cards in grouped((each.reason, each.card) for each in left_out).items()
    )


def _prepare(folder: Path, contents: Collection[Path], *, force: bool) -> None:
    """Makes the folder; raises DataError where one of the files exists, before any other is written."""
    taken = [] if force else [str(path) for path in contents if path.exists()]
    if taken:
        raise DataError(f"{', '.join(taken)} exist already; name another folder or overwrite them with --force")
    try:
        for each in {folder, *(path.parent for path in contents)}:
            each.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder} cannot be a folder ({error.strerror}); name another place") from error
