"""Moodle's XML to notes."""

import re
from base64 import b64decode
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from cxdrill.errors import DataError
from cxdrill.files.imports.html_text import Taken, cleaned, markdown_text, plain_text
from cxdrill.files.imports.note import BLANK, HOLE, Answer, Brought, Made, Note, Reader, category_name, gathered
from cxdrill.files.imports.package import number_of, text_at

_GAP = re.compile(r"\{\d{0,3}:([A-Z_]{1,30}):((?:\\.|[^{}\\]){0,5000})\}")
_PLACE = re.compile(r"\[\[(\d{1,2})\]\]")
_UNASKED = {"hint": "hint"}
_UNASKED |= dict.fromkeys(("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"), "feedback")
_USUAL = re.compile(r"Your answer is (?:partially |in)?correct\.")  # what Moodle itself puts there
_ESCAPED = re.compile(r"\\(.)")
_WHY = re.compile(r"(?<![\\&])#")  # where the feedback to an answer begins
_LONGEST_ID = 100


def brought(root: Element, kept: Sequence[str] = ()) -> Brought:
    """The questions of a `quiz`; `kept` is what its embedded files hold."""
    return gathered("a Moodle XML file", _questions(root), read=partial(_file, kept))


def _questions(root: Element) -> Iterator[Reader]:
    category = ""
    for element in root.iter("question"):
        if element.get("type") == "category":
            category = category_name(text_at(element, "category/text"))
        else:
            yield _Question(element, category)


def _file(kept: Sequence[str], key: str) -> bytes:
    """An embedded file by its place and its name; raises DataError where it is no base64."""
    try:
        return b64decode(kept[int(key.partition("/")[0])])
    except (ValueError, IndexError) as error:
        raise DataError("it is an embedded file that is damaged") from error


class _Question(Reader):
    def __init__(self, element: Element, category: str) -> None:
        self.element, self.kind = element, element.get("type", "")
        self.name = plain_text(text_at(element, "name/text"), [])
        super().__init__(f'question "{self.name[:60]}"', deck=category)
        self.holes: list[tuple[str, str]] = []  # each as its kind and its answers

    def notes(self) -> Iterator[Note]:
        asked, text = self.element.find("questiontext"), self.element.find("questiontext/text")
        self.taken = _taken(asked)
        if self.kind in ("cloze", "multianswer") and text is not None:
            self.holes, text.text = _GAP.findall(text.text or ""), _GAP.sub(HOLE, text.text or "")
        made = self._made(self._shown(asked, self.taken))
        if made is None:
            return
        general = self._shown(self.element.find("generalfeedback"))
        tags = tuple(tag[:100] for each in self.element.findall("tags/tag") if (tag := cleaned(text_at(each, "text"))))
        for tag, kind in _UNASKED.items():
            said = map(self._shown, self.element.findall(tag))
            self.lose(kind, (text[:60] for text in said if not _USUAL.fullmatch(text)))
        if (grade := text_at(self.element, "defaultgrade")).strip("0.") not in ("", "1"):
            self.lose("weighting", [grade])
        if text_at(self.element, "usecase") == "1":
            self.lose("capitals rule", ["as they are in the answer"])
        id = cleaned(text_at(self.element, "idnumber"))
        own = self.name if len(self.name) > _LONGEST_ID else id  # a longer one of ours stands in the name alone
        former = own if own.count("/") == 1 else ""
        yield self.note(made, general, {"tags": tags}, source_id=id or self.name, former=former)

    def _made(self, prompt: str) -> Made | None:
        match self.kind:
            case "multichoice" | "multichoiceset" | "truefalse":
                return self._choice(prompt)
            case "shortanswer" | "numerical":
                return self._short(prompt)
            case "matching" | "ddmatch" | "match":
                pairs = self.element.findall("subquestion")
                return self.match(prompt, ((self._shown(each), self._shown(each.find("answer"))) for each in pairs))
            case "ordering":
                answers = self.element.findall("answer")
                self.lose("feedback", (self._shown(each.find("feedback")) for each in answers))
                return "order", {"prompt": prompt, "items": tuple(map(self._shown, answers))}
            case "cloze" | "multianswer":
                return self._gaps(prompt)
            case "gapselect" | "ddwtos":
                return self._words(prompt)
        reason = "which has no right answer" if self.kind in ("essay", "description") else "which has no counterpart"
        return self.leave(f"of the type {self.kind}, {reason}")

    def _choice(self, prompt: str) -> Made | None:
        takes_several = self.kind == "multichoiceset" or text_at(self.element, "single") in ("false", "0")
        is_fixed = self.kind != "truefalse" and text_at(self.element, "shuffleanswers") in ("false", "0")
        answers = [self._answer(each, _taken(each)) for each in self.element.findall("answer")]
        made = self.choice(prompt, answers, is_fixed=is_fixed, takes_several=takes_several)
        return made or self.leave("without a right answer")

    def _short(self, prompt: str) -> Made | None:
        elements = self.element.findall("answer")
        answers = list(map(self._answer, elements))
        made = self.short(prompt, answers)
        sizes = (text_at(element, "tolerance") for element in elements)
        pairs = ((each.text, size) for each, size in zip(answers, sizes, strict=True) if size.strip("0.") and each.text)
        self.lose("number tolerance", (f"{text} ± {size}" for text, size in pairs))
        self.lose("number unit", (text_at(each, "unit_name") for each in self.element.findall("units/unit")))
        return made or self.leave("without a right answer")

    def _answer(self, element: Element, taken: Taken | None = None) -> Answer:
        text, why = self._shown(element, taken), self._shown(element.find("feedback"))
        return Answer(text, number_of(element.get("fraction", "")), why, **taken.fields if taken else {})

    def _gaps(self, prompt: str) -> Made | None:
        """A text with answers in braces: a cloze card, or a choice where there is one gap with options."""
        gaps = [(kind, self._parsed(answers)) for kind, answers in self.holes]
        if not gaps or any(all(each.share < 100 for each in answers) for _, answers in gaps):
            return self.leave("with gaps that have no right answer")
        if len(gaps) == 1 and gaps[0][0].startswith(("M", "MULTI")) and len(gaps[0][1]) > 1:
            return self.choice(prompt.replace(HOLE, BLANK), gaps[0][1])
        return self.gaps(prompt, HOLE, [answers for _, answers in gaps])

    def _parsed(self, text: str) -> list[Answer]:
        """The answers of a gap, which are HTML; a sign that ends one stands for itself behind a backslash."""
        answers = []
        for part in re.split(r"(?<!\\)~", text):
            said, _, why = _WHY.sub("\0", part, count=1).partition("\0")
            found = re.match(r"(=|%(-?[0-9.]+)%)?(.*)", said, re.DOTALL)
            assert found
            share = 100.0 if found[1] == "=" else number_of(found[2] or "0")
            shown, reason = (self.text(_ESCAPED.sub(r"\1", each)).replace("\\*", "*") for each in (found[3], why))
            answers.append(Answer(shown, share, reason))
        return [answer for answer in answers if answer.text]

    def _words(self, prompt: str) -> Made | None:
        """A text with numbered places for words that stand in a list."""
        boxes = [self._shown(each) for each in self.element.iter() if each.tag in ("selectoption", "dragbox")]
        used = [int(number) for number in _PLACE.findall(prompt)]
        if not used or max(used) > len(boxes) or min(used) < 1:
            return self.leave("with gaps that no word belongs to")
        self.lose("gap option", (text for number, text in enumerate(boxes, 1) if number not in used))
        return self.gaps(prompt, _PLACE, [[Answer(boxes[number - 1], 100)] for number in used])

    def _shown(self, element: Element | None, taken: Taken | None = None) -> str:
        """The text of an element, in the format that it says."""
        text, form = ("", "") if element is None else (element.findtext("text") or "", element.get("format"))
        if form == "markdown":
            return markdown_text(text, self.losses, taken)
        return cleaned(text) if form == "plain_text" else self.text(text, taken)


def _taken(element: Element | None) -> Taken:
    """What takes the files that stand beside a text."""
    files = [] if element is None else element.findall("file")
    keys = {each.get("name", ""): f"{each.text}/{each.get('name', '')}" for each in files if each.text}
    return Taken(lambda name: keys.get(unquote(name.removeprefix("@@PLUGINFILE@@/")), ""))
