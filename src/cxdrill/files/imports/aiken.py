"""Aiken, and the numbered questions with lettered options that people write in plain text, to notes."""

from __future__ import annotations

import re

from cxdrill.files.imports.note import Brought, Note, question

FORM = "a list of questions with lettered options (Aiken)"
_OPTION = re.compile(r"\s*(\*?)\s*\(?([A-Ja-j])[.)]\s+(.*)")
_ANSWER = "answers?|correct(?: answers?)?|ans|key|respuesta(?: correcta)?|antwort|l[oö]sung|r[eé]ponse|resposta"
_KEY = re.compile(rf"\s*(?:{_ANSWER})\s*[:=]\s*(.*)", re.IGNORECASE)
_WHY = re.compile(r"\s*(?:feedback|explanation|rationale|explicaci[oó]n|erkl[aä]rung)\s*:\s*(.*)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:Q(?:uestion)?\s*)?\d{1,3}[.):]\s+", re.IGNORECASE)


def looks_like(text: str) -> bool:
    """Whether lines with an answer's letter follow lettered options."""
    options = len(re.findall(r"^[ \t]*(?:\*[ \t]*)?\(?[A-Ja-j][.)][ \t]+\S", text, re.MULTILINE))
    keys = [line for line in text.split("\n") if _KEY.match(line)]
    starred = re.search(r"^[ \t]*\*[ \t]*\(?[A-Ja-j][.)][ \t]+\S", text, re.MULTILINE)
    return options >= 2 and bool(keys or starred)


class _Draft:
    """One question while its lines are read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.stem: list[str] = []
        self.options: list[tuple[str, list[str]]] = []
        self.keys: set[str] = set()
        self.why = ""
        self.is_closed = False


def brought(text: str) -> Brought:
    """The questions; one without a key that fits its options is told by its line."""
    drafts = [_Draft(1)]
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        draft = drafts[-1]
        key, why, option = _KEY.match(line), _WHY.match(line), _OPTION.match(line)
        if key and draft.options:
            draft.keys |= set(re.findall(r"\b[a-j]\b", key[1].casefold()))
            draft.is_closed = True
        elif why and draft.options:
            draft.why = why[1].strip()
        elif option and draft.stem and not draft.is_closed:
            draft.options.append((option[2].casefold(), [option[3].strip()]))
            draft.keys |= {option[2].casefold()} if option[1] else set()
        elif draft.options and not draft.is_closed and line[:1] in " \t":
            draft.options[-1][1].append(line.strip())
        elif draft.options:
            drafts.append(_Draft(number))
            drafts[-1].stem.append(_NUMBER.sub("", line).strip())
        else:
            draft.line = draft.line if draft.stem else number
            draft.stem.append(line.strip() if draft.stem else _NUMBER.sub("", line).strip())
    notes, problems = [], []
    for draft in drafts:
        where = f"line {draft.line}"
        letters = [letter for letter, _ in draft.options]
        if not draft.options or not draft.keys or not draft.keys <= set(letters):
            words = "has no options" if not draft.options else "names no option of its own as the answer"
            problems.append(f'{where}: "{" ".join(draft.stem)[:60]}" {words}; write "ANSWER: A" below its options')
            continue
        kind, fields = question(
            "\n".join(draft.stem), [(" ".join(said), each in draft.keys, "") for each, said in draft.options]
        )
        notes.append(Note(kind, fields | {"explanation": draft.why}, where))
    return Brought(FORM, notes, (), problems)
