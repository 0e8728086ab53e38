"""One question as an item of QTI 2.1: what is asked, its key, how it is scored, and what is said to the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import count
from string import ascii_uppercase
from xml.etree.ElementTree import Element, fromstring

from cxdrill.core.cards import cloze_text
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.sheet import HasMedia, Option, Sheet
from cxdrill.files.exports.paper import html, put, scrambled

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MATCH, _MAP = (
    f"http://www.imsglobal.org/question/qti_v2p1/rptemplates/{name}" for name in ("match_correct", "map_response")
)


def root(name: str, **attributes: str) -> Element:
    """An element of QTI that a file begins with."""
    where = f"{_QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
    return Element(name, {"xmlns": _QTI, "xmlns:xsi": _XSI, "xsi:schemaLocation": where, **attributes})


def item(card: Card, sheet: Sheet, situation: str, media: Callable[[HasMedia], str]) -> Element:
    """The item of a card; `media` gives the picture and the sound of it and of its options."""
    title = f"{card.deck}/{card.id}"
    made = root("assessmentItem", identifier=card.id if card.id[0].isalpha() else f"q-{card.id}", title=title)
    made.set("adaptive", "false")
    made.set("timeDependent", "false")
    body = Element("itemBody")
    if situation:
        _inside(put(body, "p"), situation)
    if not sheet.hidden:
        _inside(put(body, "p"), sheet.prompt)
    if shown := media(card):
        put(body, "p").extend(fromstring(f"<p>{shown}</p>"))
    _ask(made, body, sheet, media)
    whys = {name: option.why for name, option in zip(ascii_uppercase, sheet.options, strict=False) if option.why}
    whys |= {"explanation": card.explanation} if card.explanation else {}
    _outcome(made, "SCORE", "float", ["0"])
    if whys:
        _outcome(made, "FEEDBACK", "identifier", [])
    made.append(body)
    _process(made, whys)
    for name, why in whys.items():
        _inside(put(made, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=name, showHide="show"), why)
    return made


def _ask(root: Element, body: Element, sheet: Sheet, media: Callable[[HasMedia], str]) -> None:
    """Puts what is asked into the body and its key before it."""
    if sheet.hidden:
        _gaps(root, body, sheet.hidden)
    elif sheet.items:
        names = list(ascii_uppercase[: len(sheet.items)])
        _response(root, "RESPONSE", "ordered", "identifier", names)
        asked = put(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
        for place in scrambled(sheet.items):
            _inside(put(asked, "simpleChoice", identifier=names[place]), sheet.items[place])
    elif sheet.pairs:
        _pairs(root, body, sheet)
    elif sheet.is_typed:
        answers = dict.fromkeys((" ".join(answer.split()) for answer in sheet.answers), Fraction(1))
        _response(root, "RESPONSE", "single", "string", list(answers)[:1], answers)
        put(put(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="40")
    else:
        _choices(root, body, sheet, media)


def _choices(root: Element, body: Element, sheet: Sheet, media: Callable[[HasMedia], str]) -> None:
    """Options to choose from, or true and false, which keep their places."""
    options = dict(zip(ascii_uppercase, sheet.options, strict=False))
    if sheet.truth is not None:
        options = {str(word).lower(): Option(str(word), word == sheet.truth, is_fixed=True) for word in (True, False)}
    worth = dict(zip(options, sheet.shares, strict=True)) if sheet.shares else {}
    keys, many = [name for name, option in options.items() if option.is_key], sheet.takes_several
    _response(root, "RESPONSE", "multiple" if many else "single", "identifier", keys, worth)
    most = "0" if many else "1"
    asked = put(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="true", maxChoices=most)
    for name, option in options.items():
        is_fixed = {"fixed": "true"} if option.is_fixed else {}
        choice = put(asked, "simpleChoice", identifier=name, **is_fixed)
        _inside(choice, option.text)
        choice.extend(fromstring(f"<p>{media(option)}</p>"))


def _pairs(root: Element, body: Element, sheet: Sheet) -> None:
    keys = [f"L{place} R{place}" for place in range(len(sheet.pairs))]
    _response(root, "RESPONSE", "multiple", "directedPair", keys)
    most = str(len(keys))
    asked = put(body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations=most)
    for side, sign in enumerate("LR"):
        texts = put(asked, "simpleMatchSet")
        for place, pair in enumerate(sheet.pairs):
            name = f"{sign}{place}"
            _inside(put(texts, "simpleAssociableChoice", identifier=name, matchMax="1"), pair[side])


def _gaps(root: Element, body: Element, text: str) -> None:
    """A text with a box for each hidden part; all of them have to be right."""
    names = (f"RESPONSE{place}" for place in count())

    def gap(part: cloze_text.Part) -> str:
        name, answer = next(names), " ".join(part.text.split())
        _response(root, name, "single", "string", [answer], {answer: Fraction(1)})
        return f'<textEntryInteraction responseIdentifier="{name}" expectedLength="20"/>'

    body.append(fromstring(f"<p>{cloze_text.filled(text, gap, _between)}</p>"))


def _response(
    root: Element, name: str, many: str, kind: str, keys: Sequence[str], worth: dict[str, Fraction] | None = None
) -> None:
    declared = put(root, "responseDeclaration", identifier=name, cardinality=many, baseType=kind)
    right = put(declared, "correctResponse")
    for key in keys:
        put(right, "value", key)
    if worth:
        mapping = put(declared, "mapping", defaultValue="0")
        for key, share in worth.items():
            letters = {"caseSensitive": "false"} if kind == "string" else {}
            put(mapping, "mapEntry", mapKey=key, mappedValue=f"{float(share):g}", **letters)


def _outcome(root: Element, name: str, kind: str, values: Sequence[str]) -> None:
    many = "single" if values else "multiple"
    declared = put(root, "outcomeDeclaration", identifier=name, cardinality=many, baseType=kind)
    if values:
        put(declared, "defaultValue/value", values[0])


def _process(root: Element, whys: dict[str, str]) -> None:
    """How the answer is scored: by a template where nothing else happens, else rule by rule."""
    names = [each.get("identifier", "") for each in root.iter("responseDeclaration")]
    is_mapped = names == ["RESPONSE"] and root.find("responseDeclaration/mapping") is not None
    if not whys and names == ["RESPONSE"]:
        put(root, "responseProcessing", template=_MAP if is_mapped else _MATCH)
        return
    rules = put(root, "responseProcessing")
    if is_mapped:
        put(put(rules, "setOutcomeValue", identifier="SCORE"), "mapResponse", identifier="RESPONSE")
    else:
        condition = put(put(rules, "responseCondition"), "responseIf")
        every = put(condition, "and") if len(names) > 1 else condition
        for name in names:
            pair = put(every, "match")
            put(pair, "variable", identifier=name)
            put(pair, "correct", identifier=name)
        put(put(condition, "setOutcomeValue", identifier="SCORE"), "baseValue", "1", baseType="float")
    if whys:
        said = put(put(rules, "setOutcomeValue", identifier="FEEDBACK"), "multiple")
        if set(whys) != {"explanation"}:
            put(said, "variable", identifier="RESPONSE")
        if "explanation" in whys:
            put(said, "baseValue", "explanation", baseType="identifier")


def _inside(element: Element, text: str) -> None:
    """Text inside an element, its lines kept apart."""
    made = fromstring(f"<p>{html(text)}</p>")
    element.text = made.text
    element.extend(made)


def _between(text: str) -> str:
    """Text beside a box on one line, with the blanks that part them."""
    return html(" ".join(f"|{text}|".split()))[1:-1]
