"""Moodle's XML to notes."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from cxdrill.errors import DataError
from cxdrill.files.imports.html_text import Losses, Taken, plain_text
from cxdrill.files.imports.note import Brought, LeftOut, Note, category_name, cleaned, cloze, question
from cxdrill.files.imports.package import text_at

FORM = "a Moodle XML file"
BLANK = "_____"
_GAP = re.compile(r"\{\d{0,3}:([A-Z_]{1,30}):((?:\\.|[^{}\\]){0,5000})\}")
_PLACE = re.compile(r"\[\[(\d{1,2})\]\]")
_UNASKED = {
    "hint": ("hint",),
    "feedback": ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"),
}
_USUAL = (  # what Moodle itself puts there
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
)
_ESCAPED = re.compile(r"\\(.)")
_Made = tuple[str, dict[str, Any]] | None


def brought(root: Element, kept: Sequence[str] = ()) -> Brought:
    """The questions of a `quiz`; `kept` is what its embedded files hold."""
    notes: list[Note] = []
    left_out: list[LeftOut] = []
    category = ""
    for element in root.iter("question"):
        kind = element.get("type", "")
        if kind == "category":
            category = category_name(text_at(element, "category/text"))
            continue
        reader = _Question(element, kind)
        note = reader.note(category)
        notes += [note] if note else []
        left_out += [LeftOut(reader.where, name, detail) for name, detail in dict.fromkeys(reader.losses)]
    return Brought(FORM, notes, left_out, read=partial(_file, kept))


def _file(kept: Sequence[str], key: str) -> bytes:
    """An embedded file by its place and its name; raises DataError where it is no base64."""
    try:
        return b64decode(kept[int(key.partition("/")[0])])
    except (ValueError, IndexError) as error:
        raise DataError("it is an embedded file that is damaged") from error


class _Question:
    """Reads one question."""

    def __init__(self, element: Element, kind: str) -> None:
        self.element, self.kind = element, kind
        self.losses: Losses = []
        self.name = plain_text(text_at(element, "name/text"), [])
        self.where = f'question "{self.name[:60]}"'

    def note(self, category: str) -> Note | None:
        """The note, or None for a question that has no counterpart, which is then named."""
        text = self.element.find("questiontext")
        taken = _taken(text)
        made = self._made(self._text(text, taken))
        if made is None:
            return None
        kind, fields = made
        fields |= taken.fields
        general = self._text(self.element.find("generalfeedback"))
        explanation = "\n\n".join(part for part in (general, fields.get("explanation", "")) if part)
        tags = tuple(tag[:100] for each in self.element.findall("tags/tag") if (tag := cleaned(text_at(each, "text"))))
        fields |= {"explanation": explanation, "tags": tags}
        for name, tags_of_it in _UNASKED.items():
            said = [self._text(each) for tag in tags_of_it for each in self.element.findall(tag)]
            self.losses += [(name, text[:60]) for text in said if text and text not in _USUAL]
        if text_at(self.element, "defaultgrade").strip("0.") not in ("", "1"):
            self.losses.append(("weighting", text_at(self.element, "defaultgrade")))
        if text_at(self.element, "usecase") == "1":
            self.losses.append(("capitals rule", "as they are in the answer"))
        id = cleaned(text_at(self.element, "idnumber"))
        return Note(kind, fields, self.where, id or self.name, deck=category, former=id if id.count("/") == 1 else "")

    def _made(self, prompt: str) -> _Made:
        match self.kind:
            case "multichoice" | "multichoiceset" | "truefalse":
                return self._choice(prompt)
            case "shortanswer" | "numerical":
                return self._short(prompt)
            case "matching" | "ddmatch" | "match":
                return self._match(prompt)
            case "ordering":
                items = tuple(self._text(each) for each in self.element.findall("answer"))
                return "order", {"prompt": prompt, "items": items}
            case "cloze" | "multianswer":
                return self._gaps(prompt)
            case "gapselect" | "ddwtos":
                return self._words(prompt)
        reason = "which has no right answer" if self.kind in ("essay", "description") else "which has no counterpart"
        return self._leave(f"of the type {self.kind}, {reason}")

    def _choice(self, prompt: str) -> _Made:
        elements = self.element.findall("answer")
        media = [_taken(each) for each in elements]
        answers = [(each, _share(each), self._text(each, taken)) for each, taken in zip(elements, media, strict=True)]
        takes_several = self.kind == "multichoiceset" or text_at(self.element, "single") in ("false", "0")
        keys = [share > 0 if takes_several else share >= 100 for _, share, _ in answers]
        if not takes_several:
            self.losses += [("partial credit", text) for _, share, text in answers if 0 < share < 100]
            if sum(keys) > 1:
                self.losses.append(("several-answer choice", "here all of them are asked for"))
        if not any(keys):
            return self._leave("without a right answer")
        whys = [self._text(each.find("feedback")) for each, _, _ in answers]
        is_fixed = self.kind != "truefalse" and text_at(self.element, "shuffleanswers") in ("false", "0")
        options = [(text, is_key, why) for (_, _, text), is_key, why in zip(answers, keys, whys, strict=True)]
        files = [each.fields for each in media]
        return question(prompt, options, files, is_fixed=is_fixed, takes_several=takes_several)

    def _short(self, prompt: str) -> _Made:
        answers = [(each, _share(each), self._text(each)) for each in self.element.findall("answer")]
        right = [text for _, share, text in answers if share >= 100 and text and text != "*"]
        self.losses += [("partial credit", text) for _, share, text in answers if 0 < share < 100]
        tolerances = [(text, text_at(each, "tolerance")) for each, share, text in answers if share >= 100]
        self.losses += [
            ("number tolerance", f"{text} ± {size}") for text, size in tolerances if size.strip("0.") and text
        ]
        units = [text_at(each, "unit_name") for each in self.element.findall("units/unit")]
        self.losses += [("number unit", unit) for unit in units]
        if not right:
            return self._leave("without a right answer")
        whys = "\n".join(why for each, _, _ in answers if (why := self._text(each.find("feedback"))))
        return "typed", {"prompt": prompt, "answer": right[0], "accept": tuple(right[1:]), "explanation": whys}

    def _match(self, prompt: str) -> _Made:
        subquestions = self.element.findall("subquestion")
        pairs = [(self._text(each), self._text(each.find("answer"))) for each in subquestions]
        self.losses += [("match distractor", right) for left, right in pairs if not left and right]
        return "match", {"prompt": prompt, "pairs": tuple((left, right) for left, right in pairs if left)}

    def _gaps(self, prompt: str) -> _Made:
        """A text with answers in braces: a cloze card, or a choice where there is one gap with options."""
        gaps = [(found[1], _parsed(found[2])) for found in _GAP.finditer(prompt)]
        if not gaps or any(not any(is_key for _, is_key, _ in options) for _, options in gaps):
            return self._leave("with gaps that have no right answer")
        if len(gaps) == 1 and gaps[0][0].startswith(("M", "MULTI")) and len(gaps[0][1]) > 1:
            return question(_GAP.sub(BLANK, prompt), gaps[0][1])
        keys = [next(text for text, is_key, _ in options if is_key) for _, options in gaps]
        self.losses += [("gap option", text) for _, options in gaps for text, is_key, _ in options if not is_key]
        self.losses += [("gap alternative", text) for (_, options), key in zip(gaps, keys, strict=True)
                        for text, is_key, _ in options if is_key and text != key]  # fmt: skip
        texts = iter(keys)
        return "cloze", {"prompt": cloze(prompt, _GAP, lambda found: next(texts))}

    def _words(self, prompt: str) -> _Made:
        """A text with numbered places for words that stand in a list."""
        boxes = [self._text(each) for each in self.element.iter() if each.tag in ("selectoption", "dragbox")]
        used = [int(number) for number in _PLACE.findall(prompt)]
        if not used or max(used) > len(boxes) or min(used) < 1:
            return self._leave("with gaps that no word belongs to")
        others = [text for number, text in enumerate(boxes, 1) if number not in used]
        self.losses += [("gap option", text) for text in others]
        return "cloze", {"prompt": cloze(prompt, _PLACE, lambda found: boxes[int(found[1]) - 1])}

    def _text(self, element: Element | None, taken: Taken | None = None) -> str:
        """The text of an element, in the format that it says."""
        if element is None:
            return ""
        text = element.findtext("text") or ""
        return cleaned(text) if element.get("format") == "plain_text" else plain_text(text, self.losses, taken)

    def _leave(self, detail: str) -> _Made:
        self.losses.append(("question", detail))
        return None


def _taken(element: Element | None) -> Taken:
    """What takes the files that stand beside a text."""
    files = [] if element is None else element.findall("file")
    keys = {each.get("name", ""): f"{each.text}/{each.get('name', '')}" for each in files if each.text}
    return Taken(lambda name: keys.get(unquote(name.removeprefix("@@PLUGINFILE@@/")), ""))


def _share(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _parsed(text: str) -> list[tuple[str, bool, str]]:
    """The options of a gap: text, whether it is wholly right, feedback."""
    options = []
    for part in re.split(r"(?<!\\)~", text):
        said, _, why = part.partition("#")
        weight = re.match(r"(?:=|%(-?[0-9.]+)%)?(.*)", said, re.DOTALL)
        assert weight
        is_key = said.startswith("=") or weight[1] == "100"
        options.append((_ESCAPED.sub(r"\1", weight[2]).strip(), is_key, _ESCAPED.sub(r"\1", why).strip()))
    return [option for option in options if option[0]]
