"""A deck that cxdrill wrote as Markdown with its answers, back to notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cxdrill.files.imports.html_text import Taken
from cxdrill.files.imports.note import Brought, Made, Note, Reader, gathered, paragraphs, question

_TRUTH = "True or false?"
_TEXT = r"((?:\\.|[^\]\\\n])*)"
_MEDIA = re.compile(rf" ?(?:!\[{_TEXT}\]\(<([^<>\n]*)>\)|\[sound: {_TEXT}\]\(<([^<>\n]*)>\))")


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
        asked = [block for block in blocks if not block.startswith("> ") and block != _TRUTH]
        answer, *rest = self.solved.strip().split("\n\n")
        whys = dict(_lettered(_entries(rest[0]))) if rest and rest[0].startswith("- ") and lists else {}
        kind, fields = self._made(paragraphs(*map(_shown, asked)), lists, answer, whys, is_truth=_TRUTH in blocks)
        fields |= {**self.taken.fields, "explanation": paragraphs(*map(_shown, rest[bool(whys) :]))}
        if scenario:
            self.lose("scenario", ["of the cards below it, if it is theirs too"])
        yield Note(kind, fields, self.where, scenario=_shown(scenario))

    def _made(self, prompt: str, lists: list[list[str]], answer: str, whys: dict[str, str], *, is_truth: bool) -> Made:
        if is_truth:
            return "true-false", {"prompt": prompt, "answer": answer.strip() == "true"}
        if len(lists) == 2:
            pairs = [tuple(map(_shown, part.split(" – ", 1))) for part in answer.split(" · ")]
            return "match", {"prompt": prompt, "pairs": tuple(pair for pair in pairs if len(pair) == 2)}
        media = [Taken(self.key_of) for _ in lists[0]] if lists else []
        shown = list(map(self._without, lists[0], media)) if lists else []
        if options := _lettered(shown):
            keys = {part.partition(")")[0] for part in answer.split(" · ")}
            given = [(text, letter in keys, whys.get(letter, "")) for letter, text in options]
            return question(prompt, given, [each.fields for each in media])
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
