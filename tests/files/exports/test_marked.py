"""Moodle XML and QTI packages: sound XML in the order their schemas ask for, and the same questions read back."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

import pytest
from msgspec.structs import replace

import hostile
from builders import choice, cloze, deck, of_every_type, typed
from cxdrill.core.cards.card import Card
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import Option
from cxdrill.core.text import clean
from cxdrill.files.exports.moodle_xml import exported_moodle
from cxdrill.files.exports.qti_package import exported_qti
from cxdrill.files.imports.recognise import Wanted, found
from pictures import MP3, PNG

FORMATS = pytest.mark.parametrize(("export", "name"), [(exported_moodle, "d.xml"), (exported_qti, "d.zip")])
OF_ITEM = ("responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback")


def back(path, export, *decks: Deck) -> dict[str, Card]:
    path.write_bytes(export(decks).content)
    brought = found(path, Wanted("", "", {}, False, False))
    assert not brought.problems
    return {card.id: card for each in brought.decks for card in each.cards}


def items(*decks: Deck) -> Iterator[Element]:
    package = zipfile.ZipFile(io.BytesIO(exported_qti(decks).content))
    yield from (fromstring(package.read(name)) for name in package.namelist() if name.startswith("items/"))


def tag(element: Element) -> str:
    return element.tag.partition("}")[2]


@FORMATS
def test_questions_come_back_as_they_were_but_for_what_the_format_cannot_hold(tmp_path, export, name):
    wanted = of_every_type()
    held = [
        card for card in wanted.cards if card.type in ("choice", "multiple", "true-false", "typed", "order", "match")
    ]

    cards = back(tmp_path / name, export, wanted)

    for card in held:
        text = f"It rings.\n\n{card.prompt}" if card.scenario else card.prompt
        known = {"prompt": text, "source": "", "scenario": "", "tags": cards[card.id].tags}
        assert cards[card.id] == replace(card, **known), card.id
    assert [option.is_key for option in cards["late"].options] == [
        option.value == 3 for option in wanted.cards[8].options
    ]
    left_out = export([wanted]).left_out
    assert [each.card for each in left_out] == ["calls/greeting", "calls/family", "calls/six-minutes"]
    assert {each.reason for each in left_out} <= {
        f"since {each} has no right answer for it to mark" for each in ("Moodle", "QTI")
    }


@FORMATS
def test_gaps_keep_the_blanks_beside_them_and_long_ids_come_back(tmp_path, export, name):
    card = cloze("a-newcomer-could-not-change-her-address", prompt="Say {{1::hello}} and {{2::bye}}, then {{3::go}}.")

    cards = back(tmp_path / name, export, deck("calls", card))

    assert {id: each.prompt for id, each in cards.items()} == {card.id: card.prompt}


@FORMATS
def test_hostile_texts_neither_break_the_file_nor_change_a_key(tmp_path, export, name):
    for seed in range(40):
        questions = [card for card in hostile.deck(seed).cards if card.type in ("choice", "multiple")]
        made = replace(hostile.deck(seed), cards=tuple(questions)) if questions else deck()
        cards = back(tmp_path / name, export, made)
        for card in questions:
            if card.id in cards:
                keys = [option.is_key for option in cards[card.id].options]
                assert keys == [option.is_key for option in card.options], (seed, card.id)
        assert len(cards) + len(export([made]).left_out) >= len(made.cards)


def test_moodle_files_name_topics_tags_ids_and_shares():
    options = (Option("a", True), Option("b", True), Option("c", is_fixed=True))
    cards = (
        choice("one", topic="calls/1", tags=("a", "b")),
        replace(choice("two"), topic="mails", options=options[1:]),
    )
    root = fromstring(exported_moodle([of_every_type(), deck("x", *cards)]).content)

    categories = [each.findtext("category/text") for each in root.iter("question") if each.get("type") == "category"]
    by_id = {each.findtext("idnumber"): each for each in root.iter("question")}

    assert categories == ["$course$/top/calls", "$course$/top/calls//1", "$course$/top/mails"]
    assert [each.findtext("text") for each in by_id["calls/one"].iter("tag")] == ["a", "b"]
    assert {each.get("fraction") for each in by_id["calls/signals"].iter("answer")} == {"50", "-100"}
    assert [each.get("fraction") for each in by_id["calls/late"].iter("answer")][:2] == ["100", "66.66666"]
    assert by_id["calls/two"].findtext("shuffleanswers") == "false"
    assert by_id["calls/rings"].findtext("questiontext/text") == "Answer by the {1:SHORTANSWER:=third} ring"


def test_what_moodle_gives_a_meaning_to_in_a_gap_is_escaped():
    card = cloze(prompt='Say {{a}b~c#d/"e"}} and \\{{not} {{<f>}}')
    text = fromstring(exported_moodle([deck("calls", card)]).content).findtext("question[2]/questiontext/text")

    assert text == ('Say {1:SHORTANSWER:=a\\}b\\~c\\#d\\/\\"e\\"} and &#123;&#123;not} {1:SHORTANSWER:=&lt;f&gt;}')


def test_an_item_of_qti_has_its_parts_in_the_order_of_the_schema_and_a_way_to_be_scored():
    for item in items(of_every_type(), deck("more", typed(accept=("care",)), choice(explanation="Because"))):
        parts = [OF_ITEM.index(tag(each)) for each in item]
        named = {each.get("identifier") for each in item if tag(each).endswith("Declaration")}
        used = {each.get("responseIdentifier") for each in item.iter() if each.get("responseIdentifier")}

        assert parts == sorted(parts)
        assert used <= named
        assert "SCORE" in named
        assert {each.get("outcomeIdentifier") for each in item.iter() if tag(each) == "modalFeedback"} <= named
        assert item.get("identifier", "")[:1].isalpha()


# What the schema of QTI 2.1 lets stand in the elements that items of ours have, and the attributes that it asks for.
FLOW = {"br", "img", "object"}
RULES = {"setOutcomeValue", "responseCondition"}
EXPRESSIONS = {"match", "and", "variable", "correct", "baseValue", "multiple", "mapResponse"}
INSIDE = {
    "assessmentItem": set(OF_ITEM),
    "responseDeclaration": {"correctResponse", "mapping"},
    "outcomeDeclaration": {"defaultValue"},
    "correctResponse": {"value"},
    "defaultValue": {"value"},
    "mapping": {"mapEntry"},
    "itemBody": {"p", "choiceInteraction", "orderInteraction", "matchInteraction"},
    "p": {*FLOW, "textEntryInteraction"},
    "choiceInteraction": {"simpleChoice"},
    "orderInteraction": {"simpleChoice"},
    "matchInteraction": {"simpleMatchSet"},
    "simpleMatchSet": {"simpleAssociableChoice"},
    "simpleChoice": FLOW,
    "simpleAssociableChoice": FLOW,
    "modalFeedback": FLOW,
    "responseProcessing": RULES,
    "responseCondition": {"responseIf"},
    "responseIf": EXPRESSIONS | RULES,
    "setOutcomeValue": EXPRESSIONS,
    "match": EXPRESSIONS,
    "and": EXPRESSIONS,
    "multiple": EXPRESSIONS,
}
ASKED_FOR = {
    "assessmentItem": {"identifier", "title", "adaptive", "timeDependent"},
    "responseDeclaration": {"identifier", "cardinality", "baseType"},
    "outcomeDeclaration": {"identifier", "cardinality", "baseType"},
    "mapping": {"defaultValue"},
    "mapEntry": {"mapKey", "mappedValue"},
    "choiceInteraction": {"responseIdentifier", "shuffle", "maxChoices"},
    "orderInteraction": {"responseIdentifier", "shuffle"},
    "matchInteraction": {"responseIdentifier", "shuffle", "maxAssociations"},
    "simpleAssociableChoice": {"identifier", "matchMax"},
    "modalFeedback": {"outcomeIdentifier", "identifier", "showHide"},
    "img": {"src", "alt"},
    "object": {"data", "type"},
    **{key: {"identifier"} for key in ("simpleChoice", "setOutcomeValue", "variable", "correct", "mapResponse")},
    "textEntryInteraction": {"responseIdentifier"},
    "baseValue": {"baseType"},
}
# What else it lets them have; how many elements at least and at most; what the values of attributes are.
ALLOWED = {"mapEntry": {"caseSensitive"}, "simpleChoice": {"fixed"}, "textEntryInteraction": {"expectedLength"}}
ALLOWED |= {"responseProcessing": {"template"}, "assessmentItem": {"schemaLocation"}}
ONE_OR_MORE = (
    "correctResponse defaultValue mapping choiceInteraction orderInteraction simpleMatchSet and multiple responseIf"
)
COUNTS = dict.fromkeys(ONE_OR_MORE.split(), (1, 99)) | dict.fromkeys(("matchInteraction", "match"), (2, 2))
COUNTS |= {"setOutcomeValue": (1, 1), "responseCondition": (1, 1)}
NUMBER, YES_NO, NAME = r"-?[0-9]+(\.[0-9]+)?", "true|false", r"[A-Za-z_][A-Za-z0-9_.-]*"
VALUES = dict.fromkeys(("adaptive", "timeDependent", "shuffle", "fixed", "caseSensitive"), YES_NO)
VALUES |= dict.fromkeys(("defaultValue", "mappedValue"), NUMBER)
VALUES |= dict.fromkeys(("maxChoices", "maxAssociations", "matchMax", "expectedLength"), "[0-9]+")
VALUES |= dict.fromkeys(("identifier", "responseIdentifier", "outcomeIdentifier"), NAME)
VALUES |= {"cardinality": "single|multiple|ordered", "baseType": "identifier|directedPair|string|float"}
VALUES |= {"showHide": "show", "type": "[a-z]+/[a-z0-9]+"}


def test_everything_in_an_item_of_qti_stands_where_the_schema_lets_it_stand(tmp_path):
    for name, content in (("a.png", PNG), ("b.mp3", MP3)):
        (tmp_path / name).write_bytes(content)
    seen = {"image": "a.png", "audio": "b.mp3", "alt": "A <b> & c"}
    own = {"deck": "seen", **seen}
    options = (Option("Yes", True, **seen), Option("No", why="No <b>"))
    cards = choice(options=options, **own), cloze(prompt="{{a}} and {{b}}", **own), typed(**own)
    shown = deck("seen", *cards, path=str(tmp_path / "x.yaml"))
    met = set()

    for item in items(of_every_type(), shown):
        for element in item.iter():
            name = tag(element)
            met.add(name)
            assert {tag(each) for each in element} <= INSIDE.get(name, set()), name
            has = {each.rpartition("}")[2]: value for each, value in element.items()}
            least, most = COUNTS.get(name, (0, 99))
            assert ASKED_FOR.get(name, set()) <= has.keys() <= ASKED_FOR.get(name, set()) | ALLOWED.get(name, set()), (
                name
            )
            assert least <= len(element) <= most, name
            assert all(re.fullmatch(VALUES.get(each, ".*"), value, re.DOTALL) for each, value in has.items()), has
            if name == "responseIf":  # a condition, then what follows from it
                assert [tag(each) in RULES for each in element] == [False] + [True] * (len(element) - 1)
            if name == "itemBody":
                assert not (element.text or "").strip()
    assert met >= INSIDE.keys() | ASKED_FOR.keys()


def test_a_test_of_qti_has_what_the_schema_asks_for():
    package = zipfile.ZipFile(io.BytesIO(exported_qti([of_every_type()]).content))
    test = fromstring(package.read("calls.xml"))
    (part,) = test
    (section,) = part
    refs = list(section)

    assert (tag(test), tag(part), tag(section), {tag(each) for each in refs}) == (
        *("assessmentTest", "testPart", "assessmentSection"),
        {"assessmentItemRef"},
    )
    assert set(part.keys()) == {"identifier", "navigationMode", "submissionMode"}
    assert set(section.keys()) == {"identifier", "title", "visible"}
    assert all(set(each.keys()) == {"identifier", "href"} for each in refs)
    assert all(re.fullmatch(NAME, each.get("identifier")) for each in (part, section, *refs))
    assert {each.get("href") for each in refs} <= set(package.namelist())


def test_the_manifest_names_every_file_of_the_package_and_the_same_deck_gives_the_same_bytes():
    content = exported_qti([of_every_type()]).content
    package = zipfile.ZipFile(io.BytesIO(content))
    manifest = package.read("imsmanifest.xml").decode()

    assert content == exported_qti([of_every_type()]).content
    assert all(f'href="{name}"' in manifest for name in package.namelist() if name != "imsmanifest.xml")
    assert all(clean(package.read(name).decode()) == package.read(name).decode() for name in package.namelist())
