"""Lists in plain text: rows under the separator that makes a table of them, lettered options (Aiken), Anki's export."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from cxdrill.core.cards.sheet import Option
from cxdrill.errors import DataError
from cxdrill.files.csv.csv_file import MAX_ROWS, RowProblem, Rows, below_separator, records
from cxdrill.files.imports.anki_note import AnkiNote, NoteType, Template
from cxdrill.files.imports.columns import header
from cxdrill.files.imports.html_text import plain_text
from cxdrill.files.imports.note import Brought, Note, Reader, gathered, question

SEPARATORS = ("\t", ";", ",", "|")
_SAMPLE = 130_000  # characters looked at to find the separator
OF_ANKI = "a list of notes from Anki"
_DIRECTIVE = re.compile(r"#([a-z ]+):(.*)")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_REVERSED = re.compile(r"revers|invert|inversé|umgekehrt|(?:beide|zwei) richtungen|recto.verso", re.IGNORECASE)
_OPTIONAL = re.compile(r"option|opcional|facultati|eine oder zwei", re.IGNORECASE)
_TYPED = re.compile(r"type in|type the|eintippen|eingabe|escrib|teclea|saisi|digit", re.IGNORECASE)
_FORTH, _BACK = Template("{{1}}", "{{2}}<br><br>{{3}}"), Template("{{2}}", "{{1}}<br><br>{{3}}")
_OPTION = re.compile(r"\s*(\*?)\s*\(?([A-Ja-j])[.)]\s+(.*)")
_ANSWER = "answers?|correct(?: answers?)?|ans|key|respuesta(?: correcta)?|antwort|l[oö]sung|r[eé]ponse|resposta"
_KEY = re.compile(rf"\s*(?:{_ANSWER})\s*[:=]\s*(.*)", re.IGNORECASE)
_WHY = re.compile(r"\s*(?:feedback|explanation|rationale|explicaci[oó]n|erkl[aä]rung)\s*:\s*(.*)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:Q(?:uestion)?\s*)?\d{1,3}[.):]\s+", re.IGNORECASE)


def table_rows(text: str) -> Rows:
    """The rows of a text under the separator that it names or that fits best; raises DataError where none does."""
    named, text = below_separator(text)
    if text.lstrip().startswith("|"):  # a table in Markdown
        lines = (line.strip().strip("|") for line in text.split("\n"))
        text = "\n".join("" if re.fullmatch(r"[\s|:-]+", line) else line for line in lines)
    found = _records(text, named or _separator(text), len(named))
    return _joined(found) if named in ("", "\t") else found


def _separator(text: str) -> str:
    """The separator under which there is a header, else under which most rows have equally many cells."""
    samples = {}
    for sign in (each for each in SEPARATORS if each in text):
        rows = records(text[:_SAMPLE], sign, 0, [], is_strict=False)
        samples[sign] = [cells for _, cells in islice(rows, 200)]
    if not samples:
        raise DataError("it has no questions that can be told: no separators of a table, no lettered options, no marks")

    def fit(sign: str) -> tuple[int, int]:
        """How many columns a header among the first rows names, and how many rows are as wide as most."""
        heads = filter(None, map(header, samples[sign][:30]))
        named = max((sum(bool(each.role) for each in columns) for columns in heads), default=0)
        widths = Counter(len(cells) for cells in samples[sign] if len(cells) > 1)
        return named, max(widths.values(), default=0)

    return max(samples, key=fit)


def _records(text: str, sign: str, skipped: int) -> list[tuple[int, list[str]]]:
    """Every row; quotation marks that open nothing are taken as text where the separator is a tab."""
    problems: list[RowProblem] = []
    rows = list(records(text, sign, skipped, problems))
    if problems and sign == "\t":
        return [(place, line.split("\t")) for place, line in enumerate(text.splitlines(), skipped + 1)][:MAX_ROWS]
    if problems:
        raise DataError(str(problems[0]))
    return rows


def _joined(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Rows of a list with tabs, where a line without a tab goes on with the text before it."""
    if not rows or max(len(cells) for _, cells in rows) != 2 or header(rows[0][1]):
        return rows
    joined: list[tuple[int, list[str], list[str]]] = []  # number, cells before the last, lines of the last
    for number, cells in rows:
        if len(cells) == 1 and cells[0].strip() and joined:
            joined[-1][2].append(cells[0])
        else:
            joined.append((number, cells[:-1], cells[-1:]))
    return [(number, [*cells, "\n".join(last)]) for number, cells, last in joined]


def looks_lettered(text: str) -> bool:
    """Whether lines with an answer's letter follow lettered options."""
    options = len(re.findall(r"^[ \t]*(?:\*[ \t]*)?\(?[A-Ja-j][.)][ \t]+\S", text, re.MULTILINE))
    keys = [line for line in text.split("\n") if _KEY.match(line)]
    starred = re.search(r"^[ \t]*\*[ \t]*\(?[A-Ja-j][.)][ \t]+\S", text, re.MULTILINE)
    return options >= 2 and bool(keys or starred)


class _Lettered(Reader):
    """One question while its lines are read."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.stem: list[str] = []
        self.options: list[tuple[str, list[str]]] = []  # letter and lines
        self.keys: set[str] = set()
        self.why = ""
        self.is_closed = False

    def notes(self) -> Iterator[Note]:
        if not self.options or not self.keys or not self.keys <= {letter for letter, _ in self.options}:
            words = "has no options" if not self.options else "names no option of its own as the answer"
            self.refuse(f'"{" ".join(self.stem)[:60]}" {words}; write "ANSWER: A" below its options')
            return
        options = (Option(" ".join(said), letter in self.keys) for letter, said in self.options)
        yield self.note(question("\n".join(self.stem), options), self.why)


def lettered(text: str) -> Brought:
    """The questions with lettered options; one without a key that fits them is told by its line."""
    drafts = [_Lettered(1)]
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
        elif draft.stem and not draft.options:
            draft.stem.append(line.strip())
        else:
            if draft.options:
                drafts.append(_Lettered(number))
            drafts[-1].where = f"line {number}"
            drafts[-1].stem.append(_NUMBER.sub("", line).strip())
    return gathered("a list of questions with lettered options (Aiken)", drafts)


def looks_like_anki(text: str) -> bool:
    """Whether the lines that Anki writes above its notes are there."""
    return re.match(r"\ufeff?#(?:separator|html|guid|notetype|deck|tags|columns)[a-z ]*:", text) is not None


def anki_list(text: str) -> Brought:
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
        return Brought(OF_ANKI, problems=[str(each) for each in problems])
    return gathered(OF_ANKI, _notes(rows, directives))


def _notes(rows: Sequence[Sequence[str]], directives: Mapping[str, str]) -> Iterator[Reader]:
    columns = {name: directives.get(f"{name} column", "") for name in ("guid", "notetype", "deck", "tags")}
    places = {name: int(at) - 1 if re.fullmatch("[1-9][0-9]?", at) else None for name, at in columns.items()}
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
