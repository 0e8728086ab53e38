"""`cxdrill export EXAM --forms N`: an exam's forms on paper, and their keys in a file of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.named import chosen_exam
from cxdrill.core.cards.deck import DeckHead
from cxdrill.core.exams.exam import seed_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.paper import code_of
from cxdrill.errors import WrongUsage
from cxdrill.files.exports.exam_paper import forms_html, forms_markdown
from cxdrill.files.output import write_output
from cxdrill.terminal.report import notice

_WRITERS: dict[str, Callable[..., str]] = {"html": forms_html, "markdown": forms_markdown}


def export_forms(
    context: Context, to: str, output: Path | None, count: int, seed: int | None, *, exam_items: bool, force: bool
) -> None:
    """Writes so many forms, with seeds that follow each other, and beside them their keys."""
    if to not in _WRITERS:
        raise WrongUsage(f"forms on paper are HTML or Markdown, not {to}; add --to html")
    if output is None:
        raise WrongUsage("forms and their keys are two files; name the first: -o FILE, and FILE-key stands beside it")
    exam = chosen_exam(context, "export", _name_an_exam)
    if exam.form and (count > 1 or seed is not None):
        raise WrongUsage(f'the exam "{exam.id}" has one form for everybody ({exam.form}); leave --seed out, --forms 1')
    source = pools(exam, context.index.library(exam.blueprint or None))
    first = seed_of(exam) if exam.form else clock.seed() if seed is None else seed
    forms = [
        (code_of(each, drawn), drawn) for each in range(first, first + count) for drawn in [drawn_form(source, each)]
    ]
    if not exam_items and any(each.card.is_reserved for _, form in forms for each in form.items):
        raise WrongUsage("the forms hold questions kept for the check; whoever hands them out adds --with-exam-items")
    keys = output.with_name(f"{output.stem}-key{output.suffix}")
    contents = {output: False, keys: True}
    for path, is_key in contents.items():
        made = _WRITERS[to](exam, forms, is_key=is_key).encode("utf-8", "replace")
        write_output(path, made, force=force, protected=context.protected_paths())
    codes = ", ".join(code for code, _ in forms)
    notice(f"wrote {output} and {keys}; an answer sheet is typed in with: cxdrill quiz {exam.id} --enter {forms[0][0]}")
    notice(f"forms {codes}")


def _name_an_exam(deck: DeckHead, exams: str) -> str:
    return f'"{deck.id}" is a deck; forms are drawn from an exam: {exams or "there is none yet"}'
