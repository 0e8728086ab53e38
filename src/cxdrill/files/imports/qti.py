"""Items of QTI 2.1, 2.2 and 3, single or in packages, to notes. What is scored by a program of its own is left out."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from cxdrill.core.cards.sheet import Option
from cxdrill.files.decks.media import MOST_BYTES
from cxdrill.files.imports import qti_old
from cxdrill.files.imports.html_text import Taken, plain_text
from cxdrill.files.imports.note import BLANK, HOLE, Answer, Brought, Made, Note, Reader, gathered, paragraphs, question
from cxdrill.files.imports.package import Package, markup, number_of

FORM = "a QTI 2 package"
_CHOICES = ("simpleChoice", "simpleAssociableChoice", "inlineChoice")
_INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
_GENERAL = re.compile(r"^(?:general|correct|solution|explanation|feedback|modal_?correct)", re.IGNORECASE)
_OURS = re.compile(r"[a-z0-9-]{1,64}/[a-z0-9-]{1,64}")  # the deck and the card that cxdrill writes
_OF_CANVAS = "$IMS-CC-FILEBASE$/"  # stands for the folder of the package


def brought(roots: Mapping[str, Element], package: Package | None = None) -> Brought:
    """The items of files by their names, in the order of the test that names them where there is one."""
    key_in = partial(_member, frozenset(package.names if package else ()))
    tests = [root for root in roots.values() if root.tag == "assessmentTest"]
    title = next((root.get("title", "") for root in tests), "")
    named = [each.get("href", "").rpartition("/")[2] for root in tests for each in root.iter("assessmentItemRef")]
    places = {name: place for place, name in enumerate(named)}
    items = [(name, root) for name, root in roots.items() if root.tag == "assessmentItem"]
    items.sort(key=lambda item: places.get(item[0].rpartition("/")[2], len(places)))
    old = [(name, root) for name, root in roots.items() if root.tag == "questestinterop"]
    readers: list[Reader] = [each for name, root in old for each in qti_old.items(root, partial(key_in, name))]
    readers += [_Item(root, partial(key_in, name), title) for name, root in items]
    found = gathered(FORM if items else qti_old.FORM, readers, title=title)
    return replace(found, read=partial(package.read, most=MOST_BYTES)) if package else found


def _member(names: Collection[str], item: str, source: str) -> str:
    """The member of a package that an item points to; nothing where there is none."""
    bare = unquote(source).partition("?")[0].removeprefix(_OF_CANVAS)
    return next((path for path in (normpath(join(dirname(item), bare)), bare) if path in names), "")


class _Item(Reader):
    def __init__(self, item: Element, key_of: Callable[[str], str], deck: str) -> None:
        self.item, self.id, self.title = item, item.get("identifier", ""), item.get("title", "")
        super().__init__(f'question "{(self.title or self.id)[:60]}"', key_of, deck)
        self.right = {each.get("identifier", ""): _right(each) for each in item.iter("responseDeclaration")}
        self.whys: dict[str, str] = {}  # by the identifiers of options

    def notes(self) -> Iterator[Note]:
        general, self.whys = self._feedback()
        if made := self._made():
            former = self.title if _OURS.fullmatch(self.title) else ""
            yield self.note(made, general, source_id=self.id, is_opaque=len(self.id) > 24, former=former)
        self.lose("feedback", (text[:60] for text in self.whys.values()))  # to options that no card has

    def _made(self) -> Made | None:
        body = self.item.find("itemBody")
        asked = [] if body is None else [each for each in body.iter() if each.tag.endswith("Interaction")]
        kinds = {each.tag for each in asked}
        if body is None or not asked or (len(asked) > 1 and not kinds <= set(_INLINE)):
            return self.leave("with several parts" if asked else "that asks nothing")
        stem = self.text(markup(body, lambda each: self._in_place(each, asked[0])), self.taken)
        answer = self.right.get(asked[0].get("responseIdentifier", ""), [])
        if not answer:
            is_open = asked[0].tag in ("extendedTextInteraction", "uploadInteraction")
            return self.leave("with an open answer" if is_open else "that is scored by a program of its own")
        match asked[0].tag:
            case "textEntryInteraction" | "inlineChoiceInteraction" if len(asked) > 1:
                return self._cloze(body, asked)
            case "choiceInteraction" | "inlineChoiceInteraction":
                return self._choice(stem, asked[0], answer)
            case "orderInteraction":
                texts = self._texts(asked[0])
                return "order", {"prompt": stem, "items": tuple(texts[name] for name in answer if name in texts)}
            case "matchInteraction" | "associateInteraction":
                return self._match(stem, asked[0], answer)
            case "textEntryInteraction":
                prompt = stem.removesuffix(f"\n\n{BLANK}")
                return "typed", {"prompt": prompt, "answer": answer[0], "accept": tuple(answer[1:])}
        return self.leave(f"of the type {asked[0].tag}")

    def _in_place(self, element: Element, asked: Element) -> str | None:
        """What stands in the prompt for what is to be answered."""
        if element is asked and element.tag in _INLINE:
            return BLANK
        if element.tag == "rubricBlock" and "candidate" not in element.get("view", "candidate"):
            self.losses.append(("teacher note", plain_text(markup(element), [])[:60]))
            return ""
        if not element.tag.endswith("Interaction"):
            return None
        found = element.find("prompt")
        return f"<p>{markup(found)}</p>" if found is not None else ""

    def _choice(self, stem: str, interaction: Element, answer: list[str]) -> Made:
        options = []
        for each in (each for each in interaction if each.tag in ("simpleChoice", "inlineChoice")):
            taken, name = Taken(self.key_of), each.get("identifier", "")
            whys = [self.text(markup(found)) for found in each.iter("feedbackInline")] + [self.whys.pop(name, "")]
            text = self.text(markup(each, lambda one: "" if one.tag == "feedbackInline" else None), taken)
            why = "\n".join(filter(None, whys))
            options.append(Option(text, name in answer, why, each.get("fixed") == "true", **taken.fields))
        is_several = interaction.get("maxChoices", "1") != "1" and len(answer) != 1
        return question(stem, options, takes_several=is_several)

    def _match(self, stem: str, interaction: Element, answer: list[str]) -> Made | None:
        texts = self._texts(interaction)
        pairs = [tuple(value.split()) for value in answer]
        if any(len(pair) != 2 or not set(pair) <= set(texts) for pair in pairs):
            return self.leave("with pairs that cannot be read")
        left_over = (text for name, text in texts.items() if not any(name in pair for pair in pairs))
        return self.match(stem, ((texts[left], texts[right]) for left, right in pairs), left_over)

    def _cloze(self, body: Element, asked: list[Element]) -> Made | None:
        filled: dict[int, str] = {}
        answers: list[list[Answer]] = []
        for each in asked:
            right, texts = self.right.get(each.get("responseIdentifier", ""), []), self._texts(each)
            if not right:
                return self.leave("that is scored by a program of its own")
            filled[id(each)] = HOLE
            wrong = [Answer(text, 0) for name, text in texts.items() if name not in right]
            answers.append([*(Answer(texts.get(name, name), 100) for name in right), *wrong])
        text = self.text(markup(body, lambda each: filled.get(id(each))), Taken(self.key_of))
        return self.gaps(text, HOLE, answers)

    def _texts(self, interaction: Element) -> dict[str, str]:
        found = (each for each in interaction.iter() if each.tag in _CHOICES)
        return {each.get("identifier", ""): self.text(markup(each)) for each in found}

    def _feedback(self) -> tuple[str, dict[str, str]]:
        """What is said to everybody, and what to those who chose an option, by its identifier."""
        said = {each.get("identifier", ""): self.text(markup(each)) for each in self.item.iter("modalFeedback")}
        options = {each.get("identifier", "") for each in self.item.iter() if each.tag in _CHOICES}
        others = {name: text for name, text in said.items() if name not in options}
        self.lose("feedback", (text[:60] for name, text in others.items() if not _GENERAL.match(name)))
        general = paragraphs(*(text for name, text in others.items() if _GENERAL.match(name)))
        return general, {name: text for name, text in said.items() if name in options}


def _right(declaration: Element) -> list[str]:
    """The right values of a response: those it declares, then others that earn as much."""
    values = [(each.text or "").strip() for each in declaration.findall("correctResponse/value")]
    mapped = [(each.get("mapKey", ""), number_of(each.get("mappedValue", ""))) for each in declaration.iter("mapEntry")]
    most = max((worth for _, worth in mapped), default=0.0)
    is_text = declaration.get("baseType") in ("string", "integer", "float")
    if not values or is_text:
        values += [key for key, worth in mapped if worth > 0 and key not in values and (not is_text or worth >= most)]
    return [value for value in values if value]
