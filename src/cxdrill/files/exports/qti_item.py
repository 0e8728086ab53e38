"""One question as an item of QTI 2.1: what is asked, its key, how it is scored, and what is said to the answer."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from string import ascii_uppercase
from typing import NamedTuple

from cxdrill.core.cards import cloze
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.sheet import HasMedia, Option, Sheet
from cxdrill.files.exports.paper import bare, html, scrambled

_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
_SAID = '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="{}" showHide="show">{}</modalFeedback>'
_PAIRED = '<simpleAssociableChoice identifier="{}" matchMax="1">{}</simpleAssociableChoice>'
_SCORE = (
    '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">'
    "<defaultValue><value>0</value></defaultValue></outcomeDeclaration>"
)
_FEEDBACK = '<outcomeDeclaration identifier="FEEDBACK" cardinality="multiple" baseType="identifier"/>'
_MAPPED = '<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'
_IS_RIGHT = '<match><variable identifier="{0}"/><correct identifier="{0}"/></match>'
_WHOLE = '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'


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
        choices = "".join(_choice(names[place], sheet.items[place]) for place in scrambled(sheet.items))
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
    choices = (_choice(name, each.text, media(each), is_fixed=each.is_fixed) for name, each in options.items())
    return _Asked(f"<{head}>{''.join(choices)}</choiceInteraction>", declared, is_mapped=bool(worth))


def _choice(name: str, text: str, shown: str = "", *, is_fixed: bool = False) -> str:
    fixed = ' fixed="true"' if is_fixed else ""
    return f'<simpleChoice identifier="{name}"{fixed}>{html(text)}{shown}</simpleChoice>'


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
