"""A deck that cxdrill wrote as Markdown with its answers, back to notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cxdrill.files.imports.html_text import Taken
from cxdrill.files.imports.note import Brought, LeftOut, Note, question

_TEXT = r"((?:\\.|[^\]\\\n])*)"
_MEDIA = re.compile(rf" ?(?:!\[{_TEXT}\]\(<([^<>\n]*)>\)|\[sound: {_TEXT}\]\(<([^<>\n]*)>\))")


def own_markdown(text: str, key_of: Callable[[str], str]) -> Brought:
    """The cards of a deck that cxdrill wrote with its answers; `key_of` knows the files beside it."""
    title = _shown(text.partition("\n")[0].removeprefix("# "))
    cards = re.split(
        r"^### (\d+)\n", text.partition("\n## Cards\n")[2].partition("\n## Sources\n")[0], flags=re.MULTILINE
    )
    notes = []
    for number, body in zip(cards[1::2], cards[2::2], strict=True):
        asked, _, solved = body.partition("\n**Answer:** ")
        blocks, taken = asked.strip().split("\n\n"), Taken(key_of)
        blocks = [kept for block in blocks if (kept := block if block.startswith("- ") else _without(block, taken))]
        scenario = "\n".join(line[2:] for block in blocks if block.startswith("> ") for line in block.split("\n"))
        blocks = [block for block in blocks if not block.startswith("> ")]
        lists = [_entries(block) for block in blocks if block.startswith("- ")]
        prompt = "\n\n".join(
            _shown(block) for block in blocks if not block.startswith("- ") and block != "True or false?"
        )
        answer, *rest = solved.strip().split("\n\n")
        whys = dict(_lettered(_entries(rest[0]))) if rest and rest[0].startswith("- ") and lists else {}
        kind, fields = _solved(prompt, lists, answer, whys, key_of, is_truth="True or false?" in blocks)
        fields |= taken.fields
        more = "\n\n".join(_shown(block) for block in rest[bool(whys) :])
        fields |= {"explanation": more}
        notes.append(Note(kind, fields, f"card {number}", scenario=_shown(scenario)))
    shared = [
        LeftOut(each.where, "scenario", "of the cards below it, if it is theirs too") for each in notes if each.scenario
    ]
    return Brought("a deck that cxdrill wrote as Markdown", notes, shared, title=title)


def _solved(
    prompt: str,
    lists: list[list[str]],
    answer: str,
    whys: dict[str, str],
    key_of: Callable[[str], str],
    *,
    is_truth: bool,
) -> tuple[str, dict[str, Any]]:
    """The type and fields of a card by its lists and its answer."""
    if is_truth:
        return "true-false", {"prompt": prompt, "answer": answer.strip() == "true"}
    if len(lists) == 2:
        pairs = [part.split(" – ", 1) for part in answer.split(" · ")]
        return "match", {"prompt": prompt, "pairs": tuple(tuple(map(_shown, pair)) for pair in pairs if len(pair) == 2)}
    media = [Taken(key_of) for _ in lists[0]] if lists else []
    shown = [_without(entry, taken) for entry, taken in zip(lists[0] if lists else (), media, strict=True)]
    if lists and (options := _lettered(shown)):
        keys = {part.partition(")")[0] for part in answer.split(" · ")}
        return question(
            prompt,
            [(text, letter in keys, whys.get(letter, "")) for letter, text in options],
            [each.fields for each in media],
        )
    if lists:
        return "order", {"prompt": prompt, "items": tuple(map(_shown, answer.split(" → ")))}
    return "flashcard", {"prompt": prompt, "answer": _shown(answer)}


def _without(block: str, taken: Taken) -> str:
    """A block without the pictures and sounds in it, which are taken."""
    for picture, image, sound, audio in _MEDIA.findall(block):
        taken.takes("picture" if image else "sound", image or audio, _shown(picture or sound))
    return _MEDIA.sub("", block).rstrip(" ")


def _entries(block: str) -> list[str]:
    return re.split(r"\n- ", block.removeprefix("- "))


def _lettered(entries: list[str]) -> list[tuple[str, str]]:
    found = [re.match(r"([a-z])\) (.*)", entry, re.DOTALL) for entry in entries]
    return [(each[1], _shown(each[2])) for each in found if each] if all(found) else []


def _shown(text: str) -> str:
    """A piece of Markdown of ours as the text that it shows."""
    return re.sub(r"\\([^\w\s])", r"\1", re.sub(r"\\\n\s*", "\n", text)).replace("&lt;", "<").strip()
