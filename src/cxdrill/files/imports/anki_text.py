"""Anki's notes in plain text (and Quizlet-like lists with its header lines) to notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cxdrill.files.csv.csv_file import RowProblem, records
from cxdrill.files.imports.anki_note import AnkiNote, NoteType, Template
from cxdrill.files.imports.html_text import plain_text
from cxdrill.files.imports.note import Brought, Reader, gathered

FORM = "a list of notes from Anki"
_DIRECTIVE = re.compile(r"#([a-z ]+):(.*)")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_REVERSED = re.compile(r"revers|invert|inversé|umgekehrt|(?:beide|zwei) richtungen|recto.verso", re.IGNORECASE)
_OPTIONAL = re.compile(r"option|opcional|facultati|eine oder zwei", re.IGNORECASE)
_TYPED = re.compile(r"type in|type the|eintippen|eingabe|escrib|teclea|saisi|digit", re.IGNORECASE)
_FORTH, _BACK = Template("{{1}}", "{{2}}<br><br>{{3}}"), Template("{{2}}", "{{1}}<br><br>{{3}}")


def looks_like(text: str) -> bool:
    """Whether the lines that Anki writes above its notes are there."""
    return re.match(r"\ufeff?#(?:separator|html|guid|notetype|deck|tags|columns)[a-z ]*:", text) is not None


def brought(text: str) -> Brought:
    """The notes of the file."""
    directives: dict[str, str] = {}
    lines = text.replace("\r\n", "\n").split("\n")
    while lines and (found := _DIRECTIVE.match(lines[0])):
        directives[found[1]] = found[2].strip("\r\n") or " "
        del lines[0]
    sign = directives.get("separator", "tab")
    problems: list[RowProblem] = []
    separator = _SEPARATORS.get(sign.casefold(), sign[:1])
    rows = [cells for _, cells in records("\n".join(lines), separator, 0, problems, is_strict=False)]
    if problems:
        return Brought(FORM, problems=[str(each) for each in problems])
    return gathered(FORM, _notes(rows, directives))


def _notes(rows: Sequence[Sequence[str]], directives: Mapping[str, str]) -> Iterator[Reader]:
    places = {name: _place(directives.get(f"{name} column", "")) for name in ("guid", "notetype", "deck", "tags")}
    for cells in rows:
        own = {name: cells[at] if at is not None and at < len(cells) else "" for name, at in places.items()}
        own |= {name: own[name] or directives.get(name, "") for name in ("notetype", "deck", "tags")}
        fields = [cell for at, cell in enumerate(cells) if at not in places.values()]
        if any(cell.strip() for cell in fields):
            yield _note(fields, own, is_html=directives.get("html", "true") == "true")


def _note(cells: list[str], named: Mapping[str, str], *, is_html: bool) -> AnkiNote:
    """The note of a row, by what the name of its note type and its texts say."""
    name = named["notetype"]
    if not is_html:
        cells = [cell.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>") for cell in cells]
    fields = {"1": cells[0], "2": cells[1] if len(cells) > 1 else ""}
    is_cloze = re.search(r"\{\{c\d+::", cells[0]) is not None
    more = cells[1:] if is_cloze else cells[2:]
    is_reversed = _REVERSED.search(name) is not None
    if is_reversed and _OPTIONAL.search(name):
        is_reversed, more = any(map(str.strip, more)), []
    fields["3"] = "<br>".join(cell for cell in more if cell.strip())
    if is_cloze:
        kind = NoteType(name, True, ("1", "3"), {0: Template("{{cloze:1}}", "{{3}}")})
        fields["2"] = ""
    elif _TYPED.search(name):
        kind = NoteType(name, False, ("1", "2", "3"), {0: Template("{{1}}{{type:2}}", "{{type:2}}<br>{{3}}")})
    else:
        kind = NoteType(name, False, ("1", "2", "3"), {0: _FORTH, 1: _BACK} if is_reversed else {0: _FORTH})
    guid = named["guid"] or plain_text(cells[0], [])
    cards = {order: order for order in kind.templates}
    return AnkiNote(kind, fields, cards, guid=guid, deck=named["deck"], tags=named["tags"].split())


def _place(position: str) -> int | None:
    return int(position) - 1 if re.fullmatch("[1-9][0-9]?", position) else None
