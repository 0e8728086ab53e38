"""A note of Anki to notes of ours: what its templates show on both sides of each card; and lists of notes in text."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from cxdrill.core.cards.flashcard import REVERSE
from cxdrill.files.csv.csv_file import RowProblem, records
from cxdrill.files.imports.html_text import Taken, no_key, plain_text, without_hidden
from cxdrill.files.imports.note import Brought, Note, Reader, gathered

_HOLE = re.compile(r"\{\{([^{}]*)\}\}")
_HIDDEN = re.compile(r"\{\{c(\d+)(?:,\d+)*::", re.IGNORECASE)
_LINE = re.compile(r"<hr[^<>]*\bid\s*=\s*[\"']?answer[\"']?[^<>]*>", re.IGNORECASE)
_SPECIAL = frozenset(("FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", ""))
OCCLUSION = "image-occlusion:"
OF_ANKI = "a list of notes from Anki"
_DIRECTIVE = r"#([a-z ]+):(.*)"
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_REVERSED = re.compile(r"revers|invert|inversé|umgekehrt|(?:beide|zwei) richtungen|recto.verso", re.IGNORECASE)
_OPTIONAL = re.compile(r"option|opcional|facultati|eine oder zwei", re.IGNORECASE)
_TYPED = re.compile(r"type in|type the|eintippen|eingabe|escrib|teclea|saisi|digit", re.IGNORECASE)


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
    unseen = tuple(field for field in fields if field not in shown)
    return NoteType(name, is_cloze, fields, templates, unseen, len(text))


class Sides(Struct, frozen=True):
    """A card as a reader sees it; `typed` is what is to be typed, where the card asks for that."""

    front: str
    back: str
    typed: str = ""
    media: Mapping[str, str] = {}  # what is shown and heard with the front, as fields of a card


class AnkiNote(Reader):
    """Reads one note; `cards` are the ids of its cards by their order."""

    def __init__(
        self,
        kind: NoteType,
        fields: Mapping[str, str],
        cards: Mapping[int, int],
        key_of: Callable[[str], str] = no_key,
        *,
        guid: str,
        tags: Sequence[str],
        deck: str = "",
        former: str = "",
    ) -> None:
        """`former` is the id of a card of ours, where the note is of one and that is known."""
        first = next((plain for text in fields.values() if (plain := plain_text(text[:200], []))), "")
        super().__init__(f'note "{first[:40]}"'.replace("\n", " "), key_of, deck)
        self.kind, self.fields, self.cards = kind, fields, cards
        self.guid, self.former, self.tags = guid, former, tuple(tag[:100] for tag in tags)

    def notes(self) -> Sequence[Note]:

        self.lose("field", (name for name in self.kind.unseen if self.fields.get(name, "").strip()))
        made = list(self._cloze() if self.kind.is_cloze else self._of_cards())
        here = {note.fields.get(name) for note in made for name in ("image", "audio")}
        self.losses = [loss for loss in self.losses if self.key_of(loss[1]) not in here]
        return made

    def _note(self, kind: str, fields: dict[str, Any], faces: Mapping[int, str], first: int = 0) -> Note:
        """The note of these cards; `first` of them gives it an id of its own where Anki's note becomes several."""
        named = {self.cards[order]: suffix for order, suffix in faces.items()}
        id = f"{self.guid}:{first}" if first else self.guid
        return self.note((kind, fields), "", {"tags": self.tags}, source_id=id, is_opaque=True, faces=named)

    def _cloze(self) -> Iterator[Note]:
        fronts = "".join(each.front for each in self.kind.templates.values())
        named = re.search(r"\{\{[^{}]*cloze:([^{}]*)\}\}", fronts)
        hidden = named[1].strip() if named else next(iter(self.kind.fields), "")
        if OCCLUSION in self.fields.get(hidden, ""):
            self.leave("with parts of a picture hidden")
            return
        rest = _render(self.kind.templates[min(self.kind.templates)].back, {**self.fields, hidden: ""}, is_back=True)
        more = self.text(rest)
        own = {"prompt": cloze_text(self.text(self.fields.get(hidden, ""), self.taken)), "explanation": more}
        yield self._note("cloze", own, {order: f"~{order + 1}" for order in self.cards})

    def _of_cards(self) -> Iterator[Note]:
        """One flashcard or typed question for each card that is not the reverse of the one before it."""
        templates = self.kind.templates
        shown = {order: self._sides(templates[order]) for order in self.cards if order in templates}
        faces = {order: sides for order, sides in shown.items() if sides.front and sides.back}
        self.lose("card", (f"{order + 1}, which shows no text" for order in shown if order not in faces))
        while faces:
            order, sides = next(iter(faces.items()))
            del faces[order]
            own: dict[str, Any] = {"prompt": sides.front, "answer": sides.typed or sides.back, **sides.media}
            ways = {order: ""}
            if sides.typed:
                lines = (line for line in sides.back.split("\n") if line.strip() != sides.typed)
                own["explanation"] = "\n".join(lines).strip()
            elif len(templates) > 1:
                mirrored = sides.back, sides.front, ""
                found = (other for other, each in faces.items() if (each.front, each.back, each.typed) == mirrored)
                reverse = next(found, None)
                own["has_reverse"] = reverse is not None
                if reverse is not None:
                    del faces[reverse]
                    ways[reverse] = REVERSE
            yield self._note("typed" if sides.typed else "flashcard", own, ways, order)

    def _sides(self, template: Template) -> Sides:
        taken = Taken(self.key_of)
        front = self.text(_render(template.front, self.fields), taken)
        typed = re.search(r"\{\{\s*type:([^{}]*)\}\}", template.front)
        answer = plain_text(self.fields.get(typed[1].rpartition(":")[2].strip(), ""), []) if typed else ""
        back = template.back
        if line := _LINE.search(back):
            back = back[line.end() :]
        shown = self.text(_render(back, self.fields, is_back=True))
        if not line and shown.startswith(front) and shown != front:
            shown = shown[len(front) :].strip()
        if not front and taken.fields:  # a picture is all that is asked
            front = taken.fields.get("alt") or ("[picture]" if "image" in taken.fields else "[sound]")
        return Sides(front, shown or answer, "" if "\n" in answer else answer, taken.fields)


def cloze_text(text: str) -> str:
    """A text with Anki's marks round what is hidden, as a cloze card of ours has it."""
    return _HIDDEN.sub("\0\\1::", text).replace("{{", "\\{{").replace("\0", "{{")


def _render(template: str, fields: Mapping[str, str], *, is_back: bool = False) -> str:
    """The HTML of one side; sections stand only where their field is filled, `type:` shows its field on the back."""
    pieces, silent = list[str](), list[bool]()
    for place, part in enumerate(_HOLE.split(template)):
        name = part.strip()
        if place % 2 == 0:  # what stands between two fields
            pieces += [part] * (not any(silent))
        elif name[:1] in ("#", "^"):
            silent.append(bool(fields.get(name[1:].strip(), "").strip()) == (name[0] == "^"))
        elif name[:1] == "/":
            del silent[-1:]
        elif not any(silent):
            *filters, field = name.split(":")
            is_typed = any(each.strip() == "type" for each in filters) and not is_back
            is_spoken = any(each.strip().startswith("tts") for each in filters)
            if field.strip() not in _SPECIAL and not (is_typed or is_spoken):
                pieces.append(fields.get(field.strip(), ""))
    return "".join(pieces)


_FORTH, _BACK = Template("{{1}}", "{{2}}<br><br>{{3}}"), Template("{{2}}", "{{1}}<br><br>{{3}}")
_CLOZE, _TYPING = Template("{{cloze:1}}", "{{3}}"), Template("{{1}}{{type:2}}", "{{type:2}}<br>{{3}}")


def looks_like_anki(text: str) -> bool:
    """Whether the lines that Anki writes above its notes are there."""
    return re.match(r"\ufeff?#(?:separator|html|guid|notetype|deck|tags|columns)[a-z ]*:", text) is not None


def anki_list(text: str) -> Brought:
    text = text.replace("\r\n", "\n")
    head = re.match(rf"(?:{_DIRECTIVE}(?:\n|$))*", text)
    assert head
    directives = {name: value.strip("\r") or " " for name, value in re.findall(_DIRECTIVE, head[0])}
    sign, problems = directives.get("separator", "tab"), list[RowProblem]()
    separator = _SEPARATORS.get(sign.casefold(), sign[:1])
    rows = [cells for _, cells in records(text[head.end() :], separator, 0, problems, is_strict=False)]
    if problems:
        return Brought(OF_ANKI, problems=[str(each) for each in problems])
    return gathered(OF_ANKI, _notes(rows, directives))


def _notes(rows: Sequence[Sequence[str]], directives: Mapping[str, str]) -> Iterator[Reader]:
    columns = {name: directives.get(f"{name} column", "") for name in ("guid", "notetype", "deck", "tags")}
    places = {name: int(at) - 1 for name, at in columns.items() if re.fullmatch("[1-9][0-9]?", at)}
    for cells in rows:
        own = {name: cells[at] for name, at in places.items() if at < len(cells)}
        own |= {name: own.get(name) or directives.get(name, "") for name in ("notetype", "deck", "tags")}
        fields = [cell for at, cell in enumerate(cells) if at not in places.values()]
        if any(cell.strip() for cell in fields):
            yield _note(fields, own, is_html=directives.get("html", "true") == "true")


def _note(cells: list[str], named: Mapping[str, str], *, is_html: bool) -> AnkiNote:
    """The note of a row, by what the name of its note type and its texts say."""
    name, is_cloze = named["notetype"], re.search(r"\{\{c\d+::", cells[0]) is not None
    if not is_html:
        cells = [cell.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>") for cell in cells]
    more = cells[1:] if is_cloze else cells[2:]
    is_reversed = _REVERSED.search(name) is not None
    if is_reversed and _OPTIONAL.search(name):
        is_reversed, more = any(map(str.strip, more)), []
    templates = [_FORTH, _BACK] if is_reversed else [_FORTH]
    if is_cloze or _TYPED.search(name):
        templates = [_CLOZE if is_cloze else _TYPING]
    fields = dict(zip("123", (*cells[:2], "")[:2], strict=False)) | {"3": "<br>".join(filter(str.strip, more))}
    kind = NoteType(name, is_cloze, tuple(fields), dict(enumerate(templates)))
    guid, cards = named.get("guid") or plain_text(cells[0], []), {order: order for order in kind.templates}
    return AnkiNote(kind, fields, cards, guid=guid, deck=named["deck"], tags=named["tags"].split())
