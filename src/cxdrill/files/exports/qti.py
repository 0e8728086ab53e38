"""Questions as a QTI 2.1 package: an item a question, a test for each deck, and the manifest."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from string import ascii_uppercase
from typing import NamedTuple

from cxdrill.core.cards import cloze
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import KINDS, HasMedia, Option, Sheet
from cxdrill.files.decks.media import Carried, ending, files_of
from cxdrill.files.exports.paper import Exported, LeftOut, bare, html, marked, scrambled, why_open, xml

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_HEAD = {
    "xmlns": _QTI,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
}
_OF_MANIFEST = {"xmlns": "http://www.imsglobal.org/xsd/imscp_v1p1"}
_RESOURCE = '<resource identifier="{}" type="imsqti_{}_xmlv2p1" href="{}">{}</resource>'
_DATE = (1980, 1, 1, 0, 0, 0)  # the same package for the same decks
_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
_SAID = '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="{}" showHide="show">{}</modalFeedback>'
_CHOICE = '<simpleChoice identifier="{}">{}</simpleChoice>'
_PAIRED = '<simpleAssociableChoice identifier="{}" matchMax="1">{}</simpleAssociableChoice>'
_SCORE = (
    '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">'
    "<defaultValue><value>0</value></defaultValue></outcomeDeclaration>"
)
_FEEDBACK = '<outcomeDeclaration identifier="FEEDBACK" cardinality="multiple" baseType="identifier"/>'
_MAPPED = '<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'
_IS_RIGHT = '<match><variable identifier="{0}"/><correct identifier="{0}"/></match>'
_WHOLE = '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'


def exported_qti(decks: Sequence[Deck]) -> Exported:
    left_out: list[LeftOut] = []
    files: dict[str, bytes] = {}
    tests: dict[str, dict[str, list[str]]] = {}  # deck: its items with the files each shows
    carried = _Objects(decks, "../media/")
    titles = {deck.id: deck.title for deck in decks}
    for card, sheet, situation in marked(decks, partial(why_open, "QTI"), left_out):
        name = f"items/{card.deck}.{card.id}.xml"
        files[name] = xml(item(card, sheet, situation, partial(carried.html, card.deck)), **_HEAD)
        tests.setdefault(card.deck, {})[name] = sorted(
            {carried.name(card.deck, file) for _, each in card.media() for _, file in files_of(each)} - {""}
        )
    for deck, names in tests.items():
        files[f"{deck}.xml"] = xml(_test(deck, titles[deck], names), **_HEAD)
    files |= {f"media/{name}": content for name, content in carried.files.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {"imsmanifest.xml": xml(_manifest(tests), **_OF_MANIFEST), **files}.items():
            package.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return Exported(stream.getvalue(), tuple(left_out), carried.notices)


class _Objects(Carried):
    """Files in the package; QTI plays a sound as an object."""

    def sound(self, name: str, words: str) -> str:
        return f'<object data="{self.source(name)}" type="{KINDS[ending(name)]}">{words}</object>'


def _identifier(text: str) -> str:
    """A name as QTI wants it: it begins with a letter."""
    return f"q-{re.sub('[^a-z0-9.-]', '.', text)}"


def _manifest(tests: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """What is in the package: each deck's test with what it depends on, and each item with its files."""
    resources = ""
    for deck, names in tests.items():
        needed = "".join(f'<dependency identifierref="{_identifier(name)}"/>' for name in names)
        resources += _RESOURCE.format(f"t-{deck}", "test", f"{deck}.xml", f'<file href="{deck}.xml"/>{needed}')
        for name, media in names.items():
            files = "".join(f'<file href="{file}"/>' for file in (name, *(f"media/{file}" for file in media)))
            resources += _RESOURCE.format(_identifier(name), "item", name, files)
    about = "<schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion>"
    head = f'manifest identifier="cxdrill"><metadata>{about}</metadata><organizations/'
    return f"<{head}><resources>{resources}</resources></manifest>"


def _test(deck: str, title: str, names: Iterable[str]) -> str:
    title = bare(" ".join(title.split()))
    items = "".join(f'<assessmentItemRef identifier="{_identifier(name)}" href="{name}"/>' for name in names)
    part = 'testPart identifier="part" navigationMode="nonlinear" submissionMode="simultaneous"'
    section = f'assessmentSection identifier="section" title="{title}" visible="true"'
    parts = f"<{part}><{section}>{items}</assessmentSection></testPart>"
    return f'<assessmentTest identifier="t-{deck}" title="{title}">{parts}</assessmentTest>'


class _Asked(NamedTuple):
    """What is asked, the answers that it takes, how they are called, and whether each is worth something of its own."""

    body: str
    declared: str
    names: tuple[str, ...] = ("RESPONSE",)
    is_mapped: bool = False


def item(card: Card, sheet: Sheet, situation: str, media: Callable[[HasMedia], str]) -> str:
    """The item of a card; `media` gives the picture and the sound of it and of its options."""
    above = [html(situation), "" if sheet.hidden else html(sheet.prompt), media(card)]
    asked = _asked(sheet, media)
    whys = {name: option.why for name, option in zip(ascii_uppercase, sheet.options, strict=False) if option.why}
    whys |= {"explanation": card.explanation} if card.explanation else {}
    body = "".join(f"<p>{each}</p>" for each in above if each) + asked.body
    said = "".join(_SAID.format(name, html(why)) for name, why in whys.items())
    id, title = card.id if card.id[0].isalpha() else f"q-{card.id}", f"{card.deck}/{card.id}"
    declared = f"{asked.declared}{_SCORE}{_FEEDBACK if whys else ''}"
    head = f'assessmentItem identifier="{id}" title="{title}" adaptive="false" timeDependent="false"'
    return f"<{head}>{declared}<itemBody>{body}</itemBody>{_processing(asked, whys)}{said}</assessmentItem>"


def _asked(sheet: Sheet, media: Callable[[HasMedia], str]) -> _Asked:
    if sheet.hidden:
        return _gaps(sheet.hidden)
    if sheet.items:
        names = ascii_uppercase[: len(sheet.items)]
        choices = "".join(_CHOICE.format(names[place], html(sheet.items[place])) for place in scrambled(sheet.items))
        body = f'<orderInteraction responseIdentifier="RESPONSE" shuffle="true">{choices}</orderInteraction>'
        return _Asked(body, _response("RESPONSE", "ordered", "identifier", names))
    if sheet.pairs:
        return _pairs(sheet.pairs)
    if sheet.is_typed:
        answers = dict.fromkeys((" ".join(answer.split()) for answer in sheet.answers), Fraction(1))
        declared = _response("RESPONSE", "single", "string", list(answers)[:1], answers)
        body = '<p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="40"/></p>'
        return _Asked(body, declared, is_mapped=True)
    return _choices(sheet, media)


def _choices(sheet: Sheet, media: Callable[[HasMedia], str]) -> _Asked:
    """Options to choose from, or true and false, which keep their places."""
    options = dict(zip(ascii_uppercase, sheet.options, strict=False))
    if sheet.truth is not None:
        options = {str(word).lower(): Option(str(word), word == sheet.truth, is_fixed=True) for word in (True, False)}
    worth = dict(zip(options, sheet.shares, strict=True)) if sheet.shares else {}
    keys, many = [name for name, option in options.items() if option.is_key], sheet.takes_several
    declared = _response("RESPONSE", "multiple" if many else "single", "identifier", keys, worth)
    head = f'choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{0 if many else 1}"'
    choices = ""
    for name, each in options.items():
        fixed = ' fixed="true"' if each.is_fixed else ""
        choices += f'<simpleChoice identifier="{name}"{fixed}>{html(each.text)}{media(each)}</simpleChoice>'
    return _Asked(f"<{head}>{choices}</choiceInteraction>", declared, is_mapped=bool(worth))


def _pairs(pairs: tuple[tuple[str, str], ...]) -> _Asked:
    sides = ""
    for side, sign in enumerate("LR"):
        choices = (_PAIRED.format(f"{sign}{place}", html(pair[side])) for place, pair in enumerate(pairs))
        sides += f"<simpleMatchSet>{''.join(choices)}</simpleMatchSet>"
    head = f'matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="{len(pairs)}"'
    keys = (f"L{place} R{place}" for place in range(len(pairs)))
    return _Asked(f"<{head}>{sides}</matchInteraction>", _response("RESPONSE", "multiple", "directedPair", keys))


def _gaps(text: str) -> _Asked:
    """A text with a box for each hidden part; all of them have to be right."""
    declared: dict[str, str] = {}

    def gap(part: cloze.Part) -> str:
        name, answer = f"RESPONSE{len(declared)}", " ".join(part.text.split())
        declared[name] = _response(name, "single", "string", [answer], {answer: Fraction(1)})
        return f'<textEntryInteraction responseIdentifier="{name}" expectedLength="20"/>'

    body = f"<p>{cloze.filled(text, gap, _between)}</p>"
    return _Asked(body, "".join(declared.values()), tuple(declared))


def _between(text: str) -> str:
    """Text beside a box on one line, with the blanks that part them."""
    return html(" ".join(f"|{text}|".split()))[1:-1]


def _response(name: str, many: str, kind: str, keys: Iterable[str], worth: Mapping[str, Fraction] | None = None) -> str:
    """The answer that is declared by that name, its key, and what each answer is worth."""
    values = "".join(f"<value>{bare(key)}</value>" for key in keys)
    letters = ' caseSensitive="false"' if kind == "string" else ""
    shares = ((bare(key), float(share)) for key, share in (worth or {}).items())
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{share:g}"{letters}/>' for key, share in shares)
    mapping = f'<mapping defaultValue="0">{entries}</mapping>' if entries else ""
    head = f'responseDeclaration identifier="{name}" cardinality="{many}" baseType="{kind}"'
    return f"<{head}><correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>"


def _processing(asked: _Asked, whys: Mapping[str, str]) -> str:
    """How the answer is scored: by a template where nothing else happens, else rule by rule."""
    if not whys and asked.names == ("RESPONSE",):
        template = "map_response" if asked.is_mapped else "match_correct"
        return f'<responseProcessing template="{_TEMPLATES}/{template}"/>'
    rules = _MAPPED
    if not asked.is_mapped:
        every = "".join(map(_IS_RIGHT.format, asked.names))
        every = f"<and>{every}</and>" if len(asked.names) > 1 else every
        rules = f"<responseCondition><responseIf>{every}{_WHOLE}</responseIf></responseCondition>"
    if whys:
        said = '<variable identifier="RESPONSE"/>' if whys.keys() != {"explanation"} else ""
        said += '<baseValue baseType="identifier">explanation</baseValue>' if "explanation" in whys else ""
        rules += f'<setOutcomeValue identifier="FEEDBACK"><multiple>{said}</multiple></setOutcomeValue>'
    return f"<responseProcessing>{rules}</responseProcessing>"
