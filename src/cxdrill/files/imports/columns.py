"""Which column of a question table holds what, by its header in five languages, and which options its key names.

A key names options by letter, by number or by text, the same way in the whole table."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

_WORDS = {
    "prompt": "question|questions|question text|questiontext|question title|prompt|front|term|stem|item|statement|word"
    "|text|pregunta|texto de la pregunta|enunciado|anverso|palabra|termino|frage|fragetext|fragestellung|aufgabe"
    "|vorderseite|begriff|wort|enonce|intitule|recto|terme|mot|texte de la question|pergunta|texto da pergunta|questao"
    "|frente|termo|palavra|domanda",
    "answer": "answer|answers|back|definition|response|translation|meaning|respuesta|reverso|definicion|traduccion"
    "|significado|antwort|ruckseite|ubersetzung|bedeutung|reponse|verso|traduction|resposta|definicao|traducao"
    "|risposta|correct answer text",
    "key": "correct|correct answer|correct answers|correct option|right answer|key|answer key|solution|correcta"
    "|correcto|respuesta correcta|opcion correcta|clave|solucion|richtig|richtige antwort|korrekt|korrekte antwort"
    "|losung|correcte|bonne reponse|bonnes reponses|reponse correcte|cle|correta|correto|resposta correta"
    "|resposta certa|alternativa correta|gabarito|certa|risposta corretta|correct choice|answer letter|answer number",
    "explanation": "explanation|feedback|rationale|answer explanation|general feedback|justification|explicacion"
    "|retroalimentacion|justificacion|erklarung|begrundung|ruckmeldung|erlauterung|explication|explicacao"
    "|justificativa|comentario|commentaire|notes",
    "accept": "accept|also accepted|accepted answers|alternative answers|other answers|synonyms",
    "tags": "tags|tag|labels|keywords|etiquetas|etiqueta|schlagworte|schlagworter|stichworte|etiquettes|mots cles"
    "|marcadores|palabras clave",
    "topic": "topic|category|subject|chapter|section|unit|tema|categoria|unidad|thema|kategorie|kapitel|lektion|theme"
    "|categorie|chapitre|topico|assunto|unidade",
    "id": "id|question id|identifier|idnumber|id number|kennung|identifiant|identificador|uid|guid",
    "type": "type|question type|tipo|tipo de pregunta|typ|fragetyp|type de question|tipo de questao|item type",
    "picture": "image|image link|image url|picture|media|imagen|bild|imagem|photo|foto",
    "sound": "audio|sound|audio link|ton",
    "place": "#|no|nr|number|num|question number|question #|numero|nummer|n",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split("|")}
_OPTION = (
    "option|options|choice|answer|answer option|answer choice|opcion|respuesta|alternativa|auswahl|antwort"
    "|antwortmoglichkeit|reponse|choix|proposition|opcao|resposta|risposta|opzione"
)
_WRONG = (
    "incorrect|wrong|incorrect answer|wrong answer|distractor|distracter|incorrecta|respuesta incorrecta|falsch"
    "|falsche antwort|distraktor|mauvaise reponse|reponse incorrecte|reponse fausse|distracteur|errada"
    "|resposta incorreta|resposta errada|distrator"
)
_NUMBERED = re.compile(rf"(?:(?P<wrong>{_WRONG})|(?P<option>{_OPTION})|(?P<why>feedback|rationale|why|explanation))"
                       r" ?(?P<place>[a-j]|[1-9]|10)?")  # fmt: skip
_LETTER = re.compile(r"[a-h]")


class Column(Struct, frozen=True):
    """What a column holds: a role of a question, or with `place` that of its option of this number, from 1."""

    role: str = ""
    place: int = 0
    name: str = ""  # as the header has it


def column(cell: str) -> Column:
    """The column that a header's cell names; without a role where it says nothing that is known here."""
    name = plain(re.split(r"\s[-–—]\s|[\n(:*]", cell.strip().replace("(s)", "s"), maxsplit=1)[0])
    if role := _ROLES.get(name):
        return Column(role, 0, cell.strip())
    if _LETTER.fullmatch(name):
        return Column("option", _place(name), cell.strip())
    if found := _NUMBERED.fullmatch(name):
        role = next(role for role in ("wrong", "option", "why") if found[role])
        return Column(role, _place(found["place"] or "1"), cell.strip())
    return Column("", 0, cell.strip())


def plain(text: str) -> str:
    """A text for comparing: without case, accents and signs."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w#]+|_", " ", bare).split())


def header(cells: Sequence[str]) -> tuple[Column, ...] | None:
    """The columns of a header row; None for a row that is none. Of two equal ones the first counts."""
    if sum(map(bool, cells)) < 2 or len(cells) > 1_000:
        return None
    found: list[Column] = []
    for each in map(column, cells):
        is_double = each.role and any((each.role, each.place) == (one.role, one.place) for one in found)
        found.append(Column("", 0, each.name) if is_double else each)
    roles = {each.role for each in found}
    return tuple(found) if "prompt" in roles and roles & {"answer", "key", "option", "wrong"} else None


def _place(mark: str) -> int:
    return int(mark) if mark.isdecimal() else ord(mark) - ord("a") + 1


Read = Callable[[str, Sequence[str]], frozenset[int] | None]
_AND = re.compile(r"\s*[,;/|&+\n]\s*|\s+(?:and|und|et|y|e)\s+")
_NAME = "option|answer|choice|opci[oó]n|respuesta|antwort|auswahl|r[eé]ponse|choix|op[cç][aã]o|resposta|alternativa"
_MARK = rf"(?:(?:{_NAME})\s+)?\(?({{}})(?:[.):]+(?:\s.*)?|$)"


def _by_mark(pattern: re.Pattern[str], key: str, options: Sequence[str]) -> frozenset[int] | None:
    """The places that `B`, `b)`, `A, C`, `AC`, `B) Paris` or `2`, `1,3`, `Option 2` name; None for no such marks."""
    bare = re.sub(r"(?<=\d)\.0\b", "", key.strip().casefold())
    if re.fullmatch("[a-j]{2,10}", bare) and list(bare) == sorted(set(bare)):
        bare = ",".join(bare)
    whole = pattern.fullmatch(bare)
    found = [whole] if whole else [pattern.fullmatch(part) for part in _AND.split(bare) if part]
    places = frozenset(_place(each[1]) - 1 for each in found if each)
    is_sound = places and all(found) and all(each < len(options) and options[each].strip() for each in places)
    return places if is_sound else None


def _by_text(key: str, options: Sequence[str]) -> frozenset[int] | None:
    """The places of the options that the key spells out."""
    texts = [plain(option) or option.strip() for option in options]
    whole = plain(key) or key.strip()
    if texts.count(whole) == 1:
        return frozenset((texts.index(whole),))
    exact = [option.strip() for option in options]
    if exact.count(key.strip()) == 1:
        return frozenset((exact.index(key.strip()),))
    for sign in ("\n", ";", "|", ","):
        parts = [plain(part) or part.strip() for part in key.split(sign)]
        if len(parts) > 1 and all(texts.count(part) == 1 for part in parts):
            return frozenset(map(texts.index, parts))
    return None


READINGS: dict[str, Read] = {
    "letter": partial(_by_mark, re.compile(_MARK.format("[a-j]"), re.DOTALL)),
    "number": partial(_by_mark, re.compile(_MARK.format("[1-9]|10"), re.DOTALL)),
    "text": _by_text,
}


def reading(rows: Sequence[tuple[str, Sequence[str]]], *, is_number: bool = False) -> str:
    """The way in which all the keys of a table can be read; `mixed` where none serves, `unclear` where two differ."""
    fitting = [name for name, read in READINGS.items() if all(read(*row) is not None for row in rows)]
    if is_number and "number" in fitting:
        return "number"
    if len(fitting) < 2:
        return fitting[0] if fitting else "mixed"
    are_one = all(len({READINGS[name](*row) for name in fitting}) == 1 for row in rows)
    return fitting[0] if are_one else "unclear"


def places(key: str, options: Sequence[str], how: str) -> frozenset[int] | None:
    """The places that a key names, read that way; None where it names none, or different ones."""
    if how in READINGS:
        return READINGS[how](key, options)
    found = {each for read in READINGS.values() if (each := read(key, options)) is not None}
    return found.pop() if len(found) == 1 else None
