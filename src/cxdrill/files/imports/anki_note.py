"""A note of Anki to notes of ours: what its templates show on the front and back of each of its cards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from cxdrill.core.cards.flashcard import REVERSE
from cxdrill.files.imports.html_text import Losses, Taken, no_key, plain_text, without_hidden
from cxdrill.files.imports.note import LeftOut, Note

_HOLE = re.compile(r"\{\{([^{}]*)\}\}")
_HIDDEN = re.compile(r"\{\{c(\d+)(?:,\d+)*::", re.IGNORECASE)
_LINE = re.compile(r"<hr[^<>]*\bid\s*=\s*[\"']?answer[\"']?[^<>]*>", re.IGNORECASE)
_SPECIAL = frozenset(("FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", ""))
OCCLUSION = "image-occlusion:"


class Template(Struct, frozen=True):
    """One way to ask a note: the HTML of both sides, with fields in double braces."""

    front: str
    back: str


class NoteType(Struct, frozen=True):
    """The fields and templates of a kind of note."""

    name: str
    is_cloze: bool
    fields: Sequence[str]
    templates: Mapping[int, Template]
    unseen: tuple[str, ...] = ()  # the fields that no template shows
    size: int = 0  # characters of all templates


def note_type(name: str, fields: Sequence[str], templates: Mapping[int, Template], *, is_cloze: bool) -> NoteType:
    """The note type with what can be told of its templates once and for all."""
    templates = {order: Template(*map(without_hidden, (each.front, each.back))) for order, each in templates.items()}
    text = "".join(each.front + each.back for each in templates.values())
    shown = {hole.rpartition(":")[2].lstrip("#^/").strip() for hole in _HOLE.findall(text)}
    return NoteType(
        name, is_cloze, fields, templates, tuple(field for field in fields if field not in shown), len(text)
    )


class Sides(Struct, frozen=True):
    """A card as a reader sees it; `typed` is what is to be typed, where the card asks for that."""

    front: str
    back: str
    typed: str = ""
    media: Mapping[str, str] = {}  # what is shown and heard with the front, as fields of a card


def notes_of(
    kind: NoteType,
    fields: Mapping[str, str],
    orders: Sequence[int],
    key_of: Callable[[str], str] = no_key,
    *,
    guid: str,
    deck: str,
    tags: Sequence[str],
) -> tuple[list[Note], list[LeftOut]]:
    """The notes that one of Anki's becomes, mostly one; and what is missing."""
    losses: Losses = []
    common: dict[str, Any] = {"tags": tuple(tag[:100] for tag in tags)}
    first = next((plain for text in fields.values() if (plain := plain_text(text[:200], []))), "")
    where = f'note "{first[:40]}"'.replace("\n", " ")
    made: list[Note] = []
    losses += [("field", name) for name in kind.unseen if fields.get(name, "").strip()]
    if kind.is_cloze:
        hidden = _hidden_field(kind)
        if OCCLUSION in fields.get(hidden, ""):
            losses.append(("question", "with parts of a picture hidden"))
        else:
            rest = _render(kind.templates[min(kind.templates)].back, {**fields, hidden: ""}, is_back=True)
            more = plain_text(rest, losses)
            taken = Taken(key_of)
            own = {"prompt": cloze_text(plain_text(fields.get(hidden, ""), losses, taken)), "explanation": more}
            faces = {order: f"~{order + 1}" for order in orders}
            made.append(Note("cloze", {**own, **taken.fields, **common}, where, guid, True, deck, faces=faces))
    else:
        made += _of_cards(kind, fields, orders, common, losses, where, guid, deck, key_of)
    here = {file for note in made for file in (note.fields.get("image"), note.fields.get("audio"))}
    return made, [LeftOut(where, name, detail) for name, detail in dict.fromkeys(losses) if key_of(detail) not in here]


def _of_cards(
    kind: NoteType,
    fields: Mapping[str, str],
    orders: Sequence[int],
    common: Mapping[str, Any],
    losses: Losses,
    where: str,
    guid: str,
    deck: str,
    key_of: Callable[[str], str],
) -> Iterator[Note]:
    """One flashcard or typed question for each card that is not the reverse of the one before it."""
    shown = {
        order: _sides(kind.templates[order], fields, losses, key_of) for order in orders if order in kind.templates
    }
    faces = {order: sides for order, sides in shown.items() if sides.front and sides.back}
    losses += [("card", f"{order + 1}, which shows no text") for order in shown if order not in faces]
    while faces:
        order, sides = next(iter(faces.items()))
        del faces[order]
        mirrored = sides.back, sides.front, ""
        reverse = next(
            (other for other, each in faces.items() if (each.front, each.back, each.typed) == mirrored), None
        )
        reverse = None if sides.typed else reverse
        id = guid if order == 0 else f"{guid}:{order}"
        own: dict[str, Any] = {"prompt": sides.front, "answer": sides.typed or sides.back}
        if sides.typed:
            rest = "\n".join(line for line in sides.back.split("\n") if line.strip() != sides.typed).strip()
            own["explanation"] = rest
        elif reverse is not None or len(kind.templates) > 1:
            own["has_reverse"] = reverse is not None
        ways = {order: ""}
        if reverse is not None:
            del faces[reverse]
            ways[reverse] = REVERSE
        type = "typed" if sides.typed else "flashcard"
        yield Note(type, {**own, **sides.media, **common}, where, id, True, deck, faces=ways)


def _sides(template: Template, fields: Mapping[str, str], losses: Losses, key_of: Callable[[str], str]) -> Sides:
    taken = Taken(key_of)
    front = plain_text(_render(template.front, fields), losses, taken)
    typed = re.search(r"\{\{\s*type:([^{}]*)\}\}", template.front)
    answer = plain_text(fields.get(typed[1].rpartition(":")[2].strip(), ""), []) if typed else ""
    back = template.back
    if line := _LINE.search(back):
        back = back[line.end() :]
    shown = plain_text(_render(back, fields, is_back=True), losses)
    if not line and shown.startswith(front) and shown != front:
        shown = shown[len(front) :].strip()
    if not front and taken.fields:  # a picture is all that is asked
        front = taken.fields.get("alt") or ("[picture]" if "image" in taken.fields else "[sound]")
    return Sides(front, shown or answer, "" if "\n" in answer else answer, taken.fields)


def cloze_text(text: str) -> str:
    """A text with Anki's marks round what is hidden, as a cloze card of ours has it."""
    pieces = _HIDDEN.sub("\0\\1::", text).replace("{{", "\\{{")
    return pieces.replace("\0", "{{")


def _hidden_field(kind: NoteType) -> str:
    text = "".join(each.front for each in kind.templates.values())
    named = re.search(r"\{\{[^{}]*cloze:([^{}]*)\}\}", text)
    return named[1].strip() if named else next(iter(kind.fields), "")


def _render(template: str, fields: Mapping[str, str], *, is_back: bool = False) -> str:
    """The HTML of one side; sections stand only where their field is filled, `type:` shows its field on the back."""
    pieces: list[str] = []
    place, silent = 0, list[bool]()
    for hole in _HOLE.finditer(template):
        if not any(silent):
            pieces.append(template[place : hole.start()])
        place = hole.end()
        name = hole[1].strip()
        if name[:1] in ("#", "^"):
            silent.append(bool(fields.get(name[1:].strip(), "").strip()) == (name[0] == "^"))
        elif name[:1] == "/":
            del silent[-1:]
        elif not any(silent):
            *filters, field = name.split(":")
            is_typed = any(each.strip() == "type" for each in filters) and not is_back
            is_spoken = any(each.strip().startswith("tts") for each in filters)
            if field.strip() not in _SPECIAL and not (is_typed or is_spoken):
                pieces.append(fields.get(field.strip(), ""))
    return "".join(pieces) + (template[place:] if not any(silent) else "")
