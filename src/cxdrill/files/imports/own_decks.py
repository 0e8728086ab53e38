"""Decks that cxdrill wrote for Anki or as Markdown, back to notes: fields, lists and answers are as we write them."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cxdrill.core.cards.flashcard import REVERSE
from cxdrill.core.cards.sheet import Option
from cxdrill.files.exports.anki_package import FIELDS
from cxdrill.files.imports.anki_note import AnkiNote, NoteType, cloze_text
from cxdrill.files.imports.html_text import Taken
from cxdrill.files.imports.note import Brought, Made, Note, Reader, gathered, paragraphs, question

_TRUTH = re.compile(r"<p>True(?: or false\?| &nbsp; False)</p>\s*$")
_LIST = re.compile(r'<(ol|ul)(?: class="(\w+)")?>(.*?)</\1>', re.DOTALL)
_KEY = re.compile(r'<span class="key">✓ (.*?)</span>', re.DOTALL)
_WHY = re.compile(r'<br><span class="(?:why|note)">(.*?)</span>', re.DOTALL)
_ALSO = re.compile(r"^Also right: (.*?)(?:<br>|$)")
_ASKED_TRUTH = "True or false?"
_TEXT = r"((?:\\.|[^\]\\\n])*)"
_MEDIA = re.compile(rf" ?(?:!\[{_TEXT}\]\(<([^<>\n]*)>\)|\[sound: {_TEXT}\]\(<([^<>\n]*)>\))")


def is_own(kind: NoteType) -> bool:
    """Whether cxdrill made the note type."""
    return kind.name.startswith("cxdrill ") and tuple(kind.fields) == FIELDS


class OwnNote(AnkiNote):
    """Reads the note of a card of ours; its first tags are its deck and topic."""

    def notes(self) -> Sequence[Note]:
        prompt, answer, explanation, source, scenario = (self.fields.get(each, "") for each in FIELDS)
        self.deck, topic, *tags = (*self.tags, "", "")[: max(2, len(self.tags))]
        name, faces = self.kind.name.removeprefix("cxdrill "), {0: "", 1: REVERSE}
        own: dict[str, Any]
        if name == "question":
            kind, own = self._question(prompt, answer)
        else:
            own = {"prompt": self.text(prompt, self.taken), "answer": self.text(answer)}
            kind = "flashcard" if name == "reverse" else name
        if kind == "cloze":
            own = {"prompt": cloze_text(own["prompt"])}
            faces = {int(number) - 1: f"~{number}" for number in re.findall(r"\{\{(\d+)::", own["prompt"])}
        elif kind == "typed" and (also := _ALSO.match(explanation)):
            own["accept"], explanation = tuple(self.text(also[1]).split("; ")), explanation[also.end() :]
        elif kind == "flashcard" and name != "question":
            own["has_reverse"] = name == "reverse"
        own |= {"explanation": self.text(explanation), "tags": tuple(tags)}
        own |= {"topic": topic} if topic != self.deck else {}
        named = {self.cards[order]: suffix for order, suffix in faces.items() if order in self.cards}
        about = {"scenario": self.text(scenario), "source": self.text(source), "former": self.former, "faces": named}
        return [self.note((kind, own), "", source_id=self.guid, is_opaque=True, **about)]

    def _question(self, prompt: str, answer: str) -> Made:
        truth, first = _TRUTH.search(prompt), _LIST.search(prompt)
        stem = self.text(prompt[: truth.start()] if truth else _LIST.sub("", prompt), self.taken)
        if truth:
            return "true-false", {"prompt": stem, "answer": self.text(answer) == "True"}
        answers = _LIST.search(answer)
        solved = re.findall(r"<li\b[^>]*>(.*?)</li>", answers[3], re.DOTALL) if answers else []
        if first is None:
            return "flashcard", {"prompt": stem, "answer": self.text(answer)}
        if first[1] == "ul":
            return "order", {"prompt": stem, "items": tuple(map(self.text, solved))}
        if first[2] is None:
            pairs = [self.text(item).partition(" – ") for item in solved]
            return "match", {"prompt": stem, "pairs": tuple((left, right) for left, _, right in pairs)}
        options = []
        for item in solved:
            key, why = _KEY.search(item), _WHY.search(item)
            taken = Taken(self.key_of)
            text = self.text(key[1] if key else _WHY.sub("", item), taken)
            options.append(Option(text, key is not None, self.text(why[1]) if why else "", False, **taken.fields))
        return question(stem, options)


def own_markdown(text: str, key_of: Callable[[str], str]) -> Brought:
    """The cards of a deck that cxdrill wrote with its answers; `key_of` knows the files beside it."""
    title = _shown(text.partition("\n")[0].removeprefix("# "))
    body = text.partition("\n## Cards\n")[2].partition("\n## Sources\n")[0]
    cards = re.split(r"^### (\d+)\n", body, flags=re.MULTILINE)
    readers = (_Card(number, body, key_of) for number, body in zip(cards[1::2], cards[2::2], strict=True))
    return gathered("a deck that cxdrill wrote as Markdown", readers, title=title)


class _Card(Reader):
    """Reads one card by its lists and its answer."""

    def __init__(self, number: str, body: str, key_of: Callable[[str], str]) -> None:
        super().__init__(f"card {number}", key_of)
        asked, _, self.solved = body.partition("\n**Answer:** ")
        self.blocks = asked.strip().split("\n\n")

    def notes(self) -> Iterator[Note]:
        """The note."""
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
