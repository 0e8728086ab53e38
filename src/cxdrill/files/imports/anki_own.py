"""Notes that cxdrill wrote for Anki: their fields and lists are ours, and come back as the cards they were."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cxdrill.core.cards.flashcard import REVERSE
from cxdrill.files.imports.anki_note import NoteType, cloze_text
from cxdrill.files.imports.html_text import Taken, plain_text
from cxdrill.files.imports.note import Note, question

_FIELDS = ["Prompt", "Answer", "Explanation", "Source", "Scenario"]
_TRUTH = re.compile(r"<p>True(?: or false\?| &nbsp; False)</p>\s*$")
_LIST = re.compile(r'<(ol|ul)(?: class="(\w+)")?>(.*?)</\1>', re.DOTALL)
_KEY = re.compile(r'<span class="key">✓ (.*?)</span>', re.DOTALL)
_WHY = re.compile(r'<br><span class="(?:why|note)">(.*?)</span>', re.DOTALL)
_ALSO = re.compile(r"^Also right: (.*?)(?:<br>|$)")


def is_own(kind: NoteType) -> bool:
    """Whether cxdrill made the note type."""
    return kind.name.startswith("cxdrill ") and list(kind.fields) == _FIELDS


def own_note(
    kind: NoteType,
    fields: Mapping[str, str],
    *,
    guid: str,
    former: str,
    tags: Sequence[str],
    key_of: Callable[[str], str],
) -> Note:
    """The note of a card of ours; its first tags are its deck and topic. `former` is its id where that is known."""
    deck, topic, *others = (*tags, "", "")[: max(2, len(tags))]
    name = kind.name.removeprefix("cxdrill ")
    prompt, answer, explanation = (fields.get(each, "") for each in _FIELDS[:3])
    taken = Taken(key_of)
    own: dict[str, Any] = {"prompt": plain_text(_LIST.sub("", prompt) if name == "question" else prompt, [], taken)}
    made: tuple[str, dict[str, Any]]
    if name == "cloze":
        own["prompt"] = cloze_text(own["prompt"])
        made = "cloze", own
    elif name == "typed":
        also = _ALSO.match(explanation)
        accept = tuple(_text(also[1]).split("; ")) if also else ()
        explanation = explanation[also.end() :] if also else explanation
        made = "typed", {**own, "answer": _text(answer), "accept": accept}
    elif name == "question":
        made = _question(prompt, answer, key_of)
    else:
        made = "flashcard", {**own, "answer": _text(answer), "has_reverse": name == "reverse"}
    more = {"explanation": _text(explanation), "tags": tuple(others), "topic": topic if topic != deck else ""}
    scenario, source = _text(fields.get("Scenario", "")), _text(fields.get("Source", ""))
    where = f'note "{own["prompt"][:40]}"'.replace("\n", " ")
    hidden = [int(number) for number in re.findall(r"\{\{(\d+)::", own["prompt"])] if name == "cloze" else []
    faces = {number - 1: f"~{number}" for number in hidden} or {0: "", 1: REVERSE}
    return Note(made[0], made[1] | more | taken.fields, where, guid, True, deck, scenario, source, former, faces)


def _question(prompt: str, answer: str, key_of: Callable[[str], str]) -> tuple[str, dict[str, Any]]:
    """A question by the lists under its prompt and in its answer."""
    if truth := _TRUTH.search(prompt):
        return "true-false", {
            "prompt": plain_text(prompt[: truth.start()], [], Taken(key_of)),
            "answer": _text(answer) == "True",
        }
    first = _LIST.search(prompt)
    stem = plain_text(prompt[: first.start()] if first else prompt, [], Taken(key_of))
    solved = _items(answer)
    if first is None:
        return "flashcard", {"prompt": stem, "answer": _text(answer)}
    if first[1] == "ul":
        return "order", {"prompt": stem, "items": tuple(map(_text, solved))}
    if first[2] is None:
        pairs = [_text(item).partition(" – ") for item in solved]
        return "match", {"prompt": stem, "pairs": tuple((left, right) for left, _, right in pairs)}
    options, media = [], []
    for item in solved:
        key, why = _KEY.search(item), _WHY.search(item)
        text = key[1] if key else _WHY.sub("", item)
        taken = Taken(key_of)
        options.append((plain_text(text, [], taken), key is not None, _text(why[1]) if why else ""))
        media.append(taken.fields)
    return question(stem, options, media)


def _items(text: str) -> list[str]:
    found = _LIST.search(text)
    return re.findall(r"<li\b[^>]*>(.*?)</li>", found[3], re.DOTALL) if found else []


def _text(text: str) -> str:
    return plain_text(text, [])
