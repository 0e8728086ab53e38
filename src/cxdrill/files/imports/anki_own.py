"""Notes that cxdrill wrote for Anki: their fields and lists are ours, and come back as the cards they were."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cxdrill.core.cards.flashcard import REVERSE
from cxdrill.files.imports.anki_note import NoteType, cloze_text
from cxdrill.files.imports.html_text import Taken, plain_text
from cxdrill.files.imports.note import Made, Note, Reader, question

_FIELDS = ["Prompt", "Answer", "Explanation", "Source", "Scenario"]
_TRUTH = re.compile(r"<p>True(?: or false\?| &nbsp; False)</p>\s*$")
_LIST = re.compile(r'<(ol|ul)(?: class="(\w+)")?>(.*?)</\1>', re.DOTALL)
_KEY = re.compile(r'<span class="key">✓ (.*?)</span>', re.DOTALL)
_WHY = re.compile(r'<br><span class="(?:why|note)">(.*?)</span>', re.DOTALL)
_ALSO = re.compile(r"^Also right: (.*?)(?:<br>|$)")


def is_own(kind: NoteType) -> bool:
    """Whether cxdrill made the note type."""
    return kind.name.startswith("cxdrill ") and list(kind.fields) == _FIELDS


class OwnNote(Reader):
    """Reads the note of a card of ours; its first tags are its deck and topic. `former` is its id where it is known."""

    def __init__(
        self,
        kind: NoteType,
        fields: Mapping[str, str],
        cards: Mapping[int, int],
        key_of: Callable[[str], str],
        *,
        guid: str,
        former: str,
        tags: Sequence[str],
    ) -> None:
        self.kind, self.cards, self.guid, self.former = kind.name.removeprefix("cxdrill "), cards, guid, former
        self.fields = [fields.get(each, "") for each in _FIELDS]
        self.deck, self.topic, *others = (*tags, "", "")[: max(2, len(tags))]
        self.tags = tuple(others)
        super().__init__(f'note "{plain_text(_LIST.sub("", self.fields[0]), [])[:40]}"'.replace("\n", " "), key_of)

    def notes(self) -> Iterator[Note]:
        """The note."""
        prompt, answer, explanation, source, scenario = self.fields
        faces = {0: "", 1: REVERSE}
        own: dict[str, Any]
        if self.kind == "question":
            kind, own = self._question(prompt, answer)
        else:
            own = {"prompt": self.text(prompt, self.taken), "answer": self.text(answer)}
            kind = "flashcard" if self.kind == "reverse" else self.kind
        if kind == "cloze":
            own = {"prompt": cloze_text(own["prompt"])}
            faces = {int(number) - 1: f"~{number}" for number in re.findall(r"\{\{(\d+)::", own["prompt"])}
        elif kind == "typed" and (also := _ALSO.match(explanation)):
            own["accept"], explanation = tuple(self.text(also[1]).split("; ")), explanation[also.end() :]
        elif kind == "flashcard" and self.kind != "question":
            own["has_reverse"] = self.kind == "reverse"
        topic = self.topic if self.topic != self.deck else ""
        own |= {"explanation": self.text(explanation), "tags": self.tags, "topic": topic, **self.taken.fields}
        named = {self.cards[order]: suffix for order, suffix in faces.items() if order in self.cards}
        texts = self.text(scenario), self.text(source)
        yield Note(kind, own, self.where, self.guid, True, self.deck, *texts, self.former, named)

    def _question(self, prompt: str, answer: str) -> Made:
        """A question by the lists under its prompt and in its answer."""
        truth, first = _TRUTH.search(prompt), _LIST.search(prompt)
        stem = self.text(prompt[: truth.start()] if truth else _LIST.sub("", prompt), self.taken)
        if truth:
            return "true-false", {"prompt": stem, "answer": self.text(answer) == "True"}
        solved = _items(answer)
        if first is None:
            return "flashcard", {"prompt": stem, "answer": self.text(answer)}
        if first[1] == "ul":
            return "order", {"prompt": stem, "items": tuple(map(self.text, solved))}
        if first[2] is None:
            pairs = [self.text(item).partition(" – ") for item in solved]
            return "match", {"prompt": stem, "pairs": tuple((left, right) for left, _, right in pairs)}
        options, media = [], []
        for item in solved:
            key, why = _KEY.search(item), _WHY.search(item)
            taken = Taken(self.key_of)
            text = self.text(key[1] if key else _WHY.sub("", item), taken)
            options.append((text, key is not None, self.text(why[1]) if why else ""))
            media.append(taken.fields)
        return question(stem, options, media)


def _items(text: str) -> list[str]:
    found = _LIST.search(text)
    return re.findall(r"<li\b[^>]*>(.*?)</li>", found[3], re.DOTALL) if found else []
