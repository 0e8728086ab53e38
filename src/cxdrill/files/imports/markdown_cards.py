"""Cards in Markdown to notes: those of hashcards, of Obsidian, and of decks that cxdrill wrote with their answers."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from cxdrill.core.cards.sheet import Option
from cxdrill.files.imports.html_text import Taken, markdown_text, no_key
from cxdrill.files.imports.note import Brought, Made, Note, Reader, cloze, gathered, paragraphs, question

_FRONT = re.compile(r"\ufeff?---\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_NAME = re.compile(r"""^(?:name|title)\s*[=:]\s*["']?(.*?)["']?\s*$""", re.MULTILINE)
# Fenced code, up to a line of nothing but the fence, as long or longer, or up to the end.
_CODE = re.compile(
    r"^[^\S\n]*((?P<sign>[`~])(?P=sign){2,})[^\n]*(?:\n(?![^\S\n]*\1(?P=sign)*[^\S\n]*$)[^\n]*)*(?:\n[^\n]*)?",
    re.MULTILINE,
)
_MARKED = re.compile(r"^(Q|A|C):[ \t]*(.*)$")
_INLINE = re.compile(r"^(.*?\S)\s*(:::?)\s*(\S.*)$")
_HIDDEN = re.compile(r"==([^=\n]+)==|\{\{([^{}\n]+)\}\}")
_BRACKET = re.compile(r"(?<![\\!\]])\[((?:\\.|[^\[\]\\])+)\](?!\()")
_SCHEDULE = re.compile(r"<!--SR:[^<>]{0,2000}-->")
_BLOCK_ID = re.compile(r"\s\^([A-Za-z0-9-]+)\s*$")
_ASKED_TRUTH = "True or false?"
_TEXT = r"((?:\\.|[^\]\\\n])*)"
_MEDIA = re.compile(rf" ?(?:!\[{_TEXT}\]\(<([^<>\n]*)>\)|\[sound: {_TEXT}\]\(<([^<>\n]*)>\))")
_TAG = re.compile(r"(?:^|(?<=\s))#([^\s#.,;:!?]*[^\W\d][^\s#.,;:!?]*)")


def looks_like(text: str) -> str:
    """Which kind of cards in Markdown a text has: `own`, `hashcards`, `obsidian` or none."""
    place = 0
    for sign in ("\n## Cards\n", "\n### 1\n", "\n**Answer:** "):
        place = text.find(sign, place) if place >= 0 else place
    if place > 0:
        return "own"
    if re.search(r"^Q:.*\n(?:(?!Q:|A:|C:).*\n)*A:|^C:[^\[\n]*\[[^\[\]\n]+\]", text, re.MULTILINE):
        return "hashcards"
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    inline = sum(bool(_INLINE.match(line)) and not line.startswith("::") and "\t" not in line for line in lines)
    has_tag = re.search(r"(?:^|\s)#flashcards\b", text) is not None
    is_split = re.search(r"^\?\??[ \t]*$", text, re.MULTILINE) is not None
    is_such = is_split or inline * 2 > len(lines) or (has_tag and (inline or "==" in text))
    return "obsidian" if is_such else ""


def brought(text: str, key_of: Callable[[str], str] = no_key) -> Brought:
    """The cards of the text; `key_of` knows the files beside it."""
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    names = _NAME.findall(front[1]) if front else []
    body = text[front.end() :] if front else text
    match looks_like(text):
        case "own":
            return _own_deck(body, key_of)
        case "hashcards":
            form, found = "a file of hashcards", _hashcards(body)
        case _:
            form, found = "a file of Obsidian cards", _obsidian(body)
    return gathered(form, (_Card(key_of, *each) for each in found), title=names[0] if names else "")


_Found = Iterator[tuple[int, str, dict[str, Any], str, str]]
"""The line of a card, its type and fields, its deck and its id."""


def _hashcards(text: str) -> _Found:
    """`Q:` with `A:`, and `C:` with what is hidden in square brackets; a card goes on to the next mark or rule."""
    parts: dict[str, list[str]] = {}
    start, mark = 1, ""
    for number, line in enumerate((*text.split("\n"), "---"), 1):
        found = _MARKED.match(line)
        if (found and found[1] in "QC") or line.strip() == "---":
            yield from _hashcard(start, parts)
            parts, mark = {}, ""
        if found:
            start = number if found[1] in "QC" else start
            mark = found[1]
            parts[mark] = [found[2]]
        elif mark:
            parts[mark].append(line)


def _hashcard(line: int, parts: dict[str, list[str]]) -> _Found:
    texts = {mark: "\n".join(lines).strip() for mark, lines in parts.items()}
    if "Q" in texts:
        yield line, "flashcard", {"prompt": texts["Q"], "answer": texts.get("A", "")}, "", ""
    elif "C" in texts:
        hidden = cloze(texts["C"], _BRACKET, lambda found: found[1])
        yield line, "cloze", {"prompt": re.sub(r"\\([\[\]])", r"\1", hidden)}, "", ""


def _obsidian(text: str) -> _Found:
    """`a::b`, `a:::b` for both ways, several lines with `?` or `??` between, and `==hidden==` in a paragraph."""
    deck = ""
    block: list[str] = []
    text = _CODE.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate((*_SCHEDULE.sub("", text).split("\n"), ""), 1):
        if named := re.search(r"(?:^|\s)#flashcards/?(\S*)", line):
            deck = named[1].strip("/").replace("/", "::")
            line = line.replace(f"#flashcards{'/' if named[1] else ''}{named[1]}", "").rstrip()
        if line.strip() and not re.match(r"#{1,6}\s", line):
            block.append(line)
            continue
        yield from _paragraph(number - len(block), block, deck)
        block = []


def _paragraph(start: int, lines: list[str], deck: str) -> _Found:
    marks = [place for place, line in enumerate(lines) if line.strip() in ("?", "??")]
    read = [_line(line) for line in lines]
    bare, tags, id = [line for line, _, _ in read], _all_tags(read), next((id for _, _, id in read if id), "")
    if marks and 0 < marks[0] < len(lines) - 1:
        front, back = "\n".join(bare[: marks[0]]), "\n".join(bare[marks[0] + 1 :])
        fields = {"prompt": front, "answer": back, "has_reverse": lines[marks[0]].strip() == "??", "tags": tags}
        yield start, "flashcard", fields, deck, id
        return
    inline = [(place, found) for place, line in enumerate(bare) if (found := _INLINE.match(line))]
    for place, found in inline:
        fields = {"prompt": re.sub(r"^\s*[-*+]\s+", "", found[1]), "answer": found[3], "tags": _all_tags([read[place]])}
        yield start + place, "flashcard", {**fields, "has_reverse": found[2] == ":::"}, deck, read[place][2]
    whole = "\n".join(bare)
    if not inline and _HIDDEN.search(whole):
        hidden = cloze(whole, _HIDDEN, lambda found: found[1] or found[2])
        yield start, "cloze", {"prompt": hidden, "tags": tags}, deck, id


def _line(line: str) -> tuple[str, list[str], str]:
    """A line without its tags and its id, these tags, and that id."""
    found = _BLOCK_ID.search(line)
    line = line[: found.start()] if found else line
    return _TAG.sub("", line).rstrip(), _TAG.findall(line), found[1] if found else ""


def _all_tags(lines: list[tuple[str, list[str], str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag[:100] for _, tags, _ in lines for tag in tags))


class _Card(Reader):
    def __init__(
        self, key_of: Callable[[str], str], line: int, kind: str, fields: dict[str, Any], deck: str, id: str
    ) -> None:
        super().__init__(f"line {line}", key_of, deck)
        self.kind, self.fields, self.id = kind, fields, id

    def notes(self) -> Iterator[Note]:
        shown = {"prompt": markdown_text(self.fields["prompt"], self.losses, self.taken)}
        if "answer" in self.fields:
            shown["answer"] = markdown_text(self.fields["answer"], self.losses)
        yield self.note((self.kind, {**self.fields, **shown}), source_id=self.id)


def _own_deck(text: str, key_of: Callable[[str], str]) -> Brought:
    """The cards of a deck that cxdrill wrote with its answers; `key_of` knows the files beside it."""
    title = _shown(text.partition("\n")[0].removeprefix("# "))
    body = text.partition("\n## Cards\n")[2].partition("\n## Sources\n")[0]
    cards = re.split(r"^### (\d+)\n", body, flags=re.MULTILINE)
    readers = (_OwnCard(number, body, key_of) for number, body in zip(cards[1::2], cards[2::2], strict=True))
    return gathered("a deck that cxdrill wrote as Markdown", readers, title=title)


class _OwnCard(Reader):
    """Reads one card by its lists and its answer."""

    def __init__(self, number: str, body: str, key_of: Callable[[str], str]) -> None:
        super().__init__(f"card {number}", key_of)
        asked, _, self.solved = body.partition("\n**Answer:** ")
        self.blocks = asked.strip().split("\n\n")

    def notes(self) -> Iterator[Note]:
        lists = [_entries(block) for block in self.blocks if block.startswith("- ")]
        blocks = [self._without(block, self.taken) for block in self.blocks if not block.startswith("- ")]
        scenario = "\n".join(line[2:] for block in blocks if block.startswith("> ") for line in block.split("\n"))
        asked = [block for block in blocks if not block.startswith("> ") and block != _ASKED_TRUTH]
        answer, *rest = self.solved.strip().split("\n\n")
        whys = dict(_lettered(_entries(rest[0]))) if rest and rest[0].startswith("- ") and lists else {}
        made = self._made(paragraphs(*map(_shown, asked)), lists, answer, whys, is_truth=_ASKED_TRUTH in blocks)
        if scenario:
            self.lose("scenario", ["of the cards below it, if it is theirs too"])
        yield self.note(made, paragraphs(*map(_shown, rest[bool(whys) :])), scenario=_shown(scenario))

    def _made(self, prompt: str, lists: list[list[str]], answer: str, whys: dict[str, str], *, is_truth: bool) -> Made:
        if is_truth:
            return "true-false", {"prompt": prompt, "answer": answer.strip() == "true"}
        if len(lists) == 2:
            pairs = [tuple(map(_shown, part.split(" – ", 1))) for part in answer.split(" · ")]
            return "match", {"prompt": prompt, "pairs": tuple(pair for pair in pairs if len(pair) == 2)}
        media = [Taken(self.key_of) for _ in lists[0]] if lists else []
        if found := _lettered(list(map(self._without, lists[0], media))) if lists else []:
            keys, options = {part.partition(")")[0] for part in answer.split(" · ")}, []
            for (name, text), taken in zip(found, media, strict=True):
                options.append(Option(text, name in keys, whys.get(name, ""), False, **taken.fields))
            return question(prompt, options)
        if lists:
            return "order", {"prompt": prompt, "items": tuple(map(_shown, answer.split(" → ")))}
        return "flashcard", {"prompt": prompt, "answer": _shown(answer)}

    def _without(self, block: str, taken: Taken) -> str:
        """A block without the pictures and sounds in it, which are taken, or named."""
        for words, image, heard, audio in _MEDIA.findall(block):
            kind = "picture" if image else "sound"
            if not taken.takes(kind, image or audio, _shown(words or heard)):
                self.losses.append((kind, image or audio))
        return _MEDIA.sub("", block).rstrip(" ")


def _entries(block: str) -> list[str]:
    return re.split(r"\n- ", block.removeprefix("- "))


def _lettered(entries: list[str]) -> list[tuple[str, str]]:
    found = [re.match(r"([a-z])\) (.*)", entry, re.DOTALL) for entry in entries]
    return [(each[1], _shown(each[2])) for each in found if each] if all(found) else []


def _shown(text: str) -> str:
    """A piece of Markdown of ours as the text that it shows."""
    return re.sub(r"\\([^\w\s])", r"\1", re.sub(r"\\\n\s*", "\n", text)).replace("&lt;", "<").strip()
