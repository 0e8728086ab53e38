"""Cards in Markdown to notes: those of hashcards and those of Obsidian."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from cxdrill.files.imports.html_text import markdown_text, no_key
from cxdrill.files.imports.note import Brought, Note, Reader, cloze, gathered
from cxdrill.files.imports.own_decks import own_markdown

_FRONT = re.compile(r"\ufeff?---\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_NAME = re.compile(r"""^(?:name|title)\s*[=:]\s*["']?(.*?)["']?\s*$""", re.MULTILINE)
_FENCE = re.compile(r"^\s*(```+|~~~+)")
_MARKED = re.compile(r"^(Q|A|C):[ \t]*(.*)$")
_INLINE = re.compile(r"^(.*?\S)\s*(:::?)\s*(\S.*)$")
_HIDDEN = re.compile(r"==([^=\n]+)==|\{\{([^{}\n]+)\}\}")
_BRACKET = re.compile(r"(?<![\\!\]])\[((?:\\.|[^\[\]\\])+)\](?!\()")
_SCHEDULE = re.compile(r"<!--SR:[^<>]{0,2000}-->")
_BLOCK_ID = re.compile(r"\s\^([A-Za-z0-9-]+)\s*$")
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
            return own_markdown(body, key_of)
        case "hashcards":
            form, found = "a file of hashcards", _hashcards(body)
        case _:
            form, found = "a file of Obsidian cards", _obsidian(body)
    return gathered(form, (_Card(each, key_of) for each in found), title=names[0] if names else "")


_Found = Iterator[tuple[int, str, dict[str, Any], str, str]]


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
    for number, line in enumerate((*_SCHEDULE.sub("", _without_code(text)).split("\n"), ""), 1):
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


def _without_code(text: str) -> str:
    """The text with empty lines in the place of fenced code."""
    fence, lines = "", []
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence, line = "", ""
        lines.append("" if fence else line)
    return "\n".join(lines)


class _Card(Reader):
    """Reads the texts of one card."""

    def __init__(self, found: tuple[int, str, dict[str, Any], str, str], key_of: Callable[[str], str]) -> None:
        line, self.kind, self.fields, deck, self.id = found
        super().__init__(f"line {line}", key_of, deck)

    def notes(self) -> Iterator[Note]:
        own = dict(self.fields)
        for name, taken in (("prompt", self.taken), ("answer", None)):
            if name in own:
                own[name] = markdown_text(own[name], self.losses, taken)
        yield self.note((self.kind, own), source_id=self.id)
