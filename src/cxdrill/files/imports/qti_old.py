"""Questions of QTI 1.2, as Canvas, Blackboard and others export them, to notes."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from cxdrill.core.cards.sheet import Option
from cxdrill.files.imports.html_text import Taken
from cxdrill.files.imports.note import Made, Note, Reader, paragraphs, question
from cxdrill.files.imports.package import markup, number_of

FORM = "a QTI 1.2 package"
_ANSWERS = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")
_MEDIA = {"matimage": "picture", "mataudio": "sound"}
_GENERAL = ("general_fb", "correct_fb", "correct", "solution", "general")


def items(root: Element, key_of: Callable[[str], str]) -> Iterator[Reader]:
    """The items of a `questestinterop`; `key_of` knows the files of its package."""
    assessment = root if root.tag == "assessment" else root.find(".//assessment")
    title = assessment.get("title", "") if assessment is not None else ""
    return (_Item(item, key_of, title) for item in root.iter("item"))


class _Item(Reader):
    def __init__(self, item: Element, key_of: Callable[[str], str], deck: str) -> None:
        super().__init__(f'question "{(item.get("title") or item.get("ident") or "")[:60]}"', key_of, deck)
        self.item = item
        self.feedbacks = {each.get("ident", ""): each for each in item.iter("itemfeedback")}

    def notes(self) -> Iterator[Note]:
        presentation = self.item.find("presentation")
        inside = [] if presentation is None else list(presentation.iter())
        answers = [each for each in inside if each.tag in _ANSWERS]
        own = {id(each) for answer in answers for each in answer.iter()}
        prompt = paragraphs(*(self._piece(each, self.taken) for each in inside if id(each) not in own))
        made = self._made(prompt, answers)
        if made is None:
            self.leave("without a right answer or a counterpart")
            return
        general = paragraphs(*(self._said(name) for name in _GENERAL))
        self.lose("feedback", (self._said(name)[:60] for name in sorted(self.feedbacks)))
        ident = self.item.get("ident", "")
        yield self.note(made, general, source_id=ident, is_opaque=len(ident) > 24)

    def _said(self, name: str) -> str:
        """A feedback, which counts once."""
        return self._material(self.feedbacks.pop(name, None))

    def _made(self, prompt: str, answers: list[Element]) -> Made | None:
        keys = self._keys()
        if not answers or not keys:
            return None
        if len(answers) > 1:
            return self._match(prompt, answers, keys)
        answer = answers[0]
        right = keys.get(answer.get("ident", ""), [])
        labels = {each.get("ident", ""): each for each in answer.iter("response_label")}
        if not labels or answer.tag in ("response_str", "response_num"):
            return ("typed", {"prompt": prompt, "answer": right[0], "accept": tuple(right[1:])}) if right else None
        media = {name: Taken(self.key_of) for name in labels}
        texts = {name: self._material(each, media[name]) for name, each in labels.items()}
        if answer.get("rcardinality", "").casefold() == "ordered":
            return "order", {"prompt": prompt, "items": tuple(texts[key] for key in right if key in texts)}
        if not any(name in right for name in texts):
            return None
        takes_several = answer.get("rcardinality", "").casefold() == "multiple"
        fixed = answer.find("render_choice")
        is_fixed = fixed is not None and fixed.get("shuffle", "").casefold() == "no"
        options = []
        for name, text in texts.items():
            why = self._said(f"{name}_fb") or self._said(name)
            options.append(Option(text, name in right, why, is_fixed, **media[name].fields))
        return question(prompt, options, takes_several=takes_several)

    def _match(self, prompt: str, answers: list[Element], keys: dict[str, list[str]]) -> Made | None:
        pairs, used = [], set()
        texts: dict[str, str] = {}
        for answer in answers:
            labels = {each.get("ident", ""): each for each in answer.iter("response_label")}
            texts |= {name: self._material(each) for name, each in labels.items() if name not in texts}
            right = [name for name in keys.get(answer.get("ident", ""), []) if name in labels]
            left = answer.find("material")
            if not right or left is None:
                return None
            used.add(right[0])
            pairs.append((self._material(left), texts[right[0]]))
        return self.match(prompt, pairs, (text for name, text in texts.items() if name not in used))

    def _keys(self) -> dict[str, list[str]]:
        """The values of each answer that earn points; those that must not be chosen do not count."""
        keys: dict[str, list[str]] = {}
        for condition in self.item.iter("respcondition"):
            gains = (each for each in condition.iter("setvar") if each.get("action", "Set") != "Subtract")
            if not any(number_of(each.text or "1") > 0 for each in gains):
                continue
            refused = {id(each) for no in condition.iter("not") for each in no.iter()}
            for each in condition.iter():
                if each.tag in ("varequal", "varsubstring") and id(each) not in refused and (each.text or "").strip():
                    values = keys.setdefault(each.get("respident", ""), [])
                    values += [value for value in [str(each.text).strip()] if value not in values]
                elif each.tag in ("vargte", "vargt", "varlte", "varlt"):
                    self.losses.append(("number tolerance", f"{each.tag} {each.text}"))
        return keys

    def _material(self, element: Element | None, taken: Taken | None = None) -> str:
        pieces = [] if element is None else [self._piece(each, taken) for each in element.iter()]
        return "\n".join(filter(None, pieces))

    def _piece(self, element: Element, taken: Taken | None) -> str:
        """The text of an element that is one; a picture or a sound is taken, or named as left out."""
        if kind := _MEDIA.get(element.tag):
            name = element.get("uri", "")
            if not (taken and taken.takes(kind, name)):
                self.losses.append((kind, name))
        if element.tag != "mattext":
            return ""
        text = element.text or "" if len(element) == 0 else markup(element)
        return self.text(text, taken)
