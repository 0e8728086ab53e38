"""Every Moodle XML file and QTI package that we write is valid by a grammar of its format; broken ones are not."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import _Element as Element
from msgspec.structs import replace

import hostile
from builders import choice, cloze, deck, matching, multiple, of_every_type, ordering, true_false, typed
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import Option
from cxdrill.files.decks.library import read_library
from cxdrill.files.exports.moodle_xml import exported_moodle
from cxdrill.files.exports.qti import exported_qti
from pictures import MP3, PNG

DATA = Path(__file__).parents[2] / "data" / "grammars"
MOODLE, QTI = (etree.RelaxNG(etree.parse(DATA / name)) for name in ("moodle.rng", "qti-2.1.rng"))
LONG, ODD = "a" + "-long" * 12, 'R&D <b> "x" \\ {~=#:} 50 % * &amp; é 漢字 🙂 \u202e\x07\u00a0'


def shipped() -> Sequence[Deck]:
    return read_library([Path(__file__).parents[3] / "decks"], replaces=False)[0].decks


def made(folder: Path) -> Deck:
    """A deck with every type that can be marked, pictures and sounds, long ids and odd characters everywhere."""
    for name, content in (("a b.png", PNG), ("ü.mp3", MP3)):
        (folder / name).write_bytes(content)
    seen = {"image": "a b.png", "audio": "ü.mp3", "alt": ODD * 9}
    common = {"prompt": f"{ODD}\n\n{ODD}", "explanation": ODD, "tags": (ODD, "two"), "topic": f"/{ODD}/", **seen}
    options = (Option(ODD, True, **seen), Option("No", why=ODD), Option("", image="a b.png", alt="x", is_fixed=True))
    cards = (
        *(choice(options=options, **common), multiple(options=(*options, Option("ü", True)), **common)),
        *(true_false(**common), typed(answer=f"two\nlines {ODD}", accept=(ODD, "two lines"), **common)),
        *(ordering(items=(ODD, "b", "b", "\n c"), **common), matching(pairs=((ODD, ODD), ("b", "c")), **common)),
        *(cloze(**{**common, "prompt": f"{{{{R&}}}}{ODD.replace('{', '')} {{{{a*~/b#\\}}}}"}), choice("7-days")),
        *(choice(LONG), typed("word-2"), typed("word-3", prompt="{{x}}")),
    )
    return deck(LONG, *(replace(card, deck=LONG) for card in cards), title=ODD, path=str(folder / "x.yaml"))


def decks(folder: Path) -> Iterator[Sequence[Deck]]:
    yield shipped()
    yield (of_every_type(), made(folder))
    yield from ((hostile.deck(seed),) for seed in range(40))


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def trees(files: dict[str, bytes]) -> dict[str, Element]:
    return {name: etree.fromstring(content) for name, content in files.items() if name.endswith(".xml")}


def wrong(grammar: etree.RelaxNG, tree: Element) -> list[str]:
    return [] if grammar.validate(tree) else [str(each) for each in grammar.error_log]


def test_every_moodle_file_is_valid(tmp_path):
    for some in decks(tmp_path):
        content = exported_moodle(some).content
        if b"<question" in content:
            assert wrong(MOODLE, etree.fromstring(content)) == []


def test_every_file_of_a_qti_package_is_valid(tmp_path):
    for some in decks(tmp_path):
        for name, tree in trees(opened(exported_qti(some).content)).items():
            assert wrong(QTI, tree) == [], name


def attributes(tree: Element, name: str) -> list[str]:
    return [str(value) for value in tree.xpath(f"//@{name}")]


def test_what_the_files_of_a_package_name_is_there_and_named_once(tmp_path):
    for some in decks(tmp_path):
        files = opened(exported_qti(some).content)
        made = trees(files)
        manifest = made["imsmanifest.xml"]
        ids = attributes(manifest, "identifier")
        assert len(ids) == len(set(ids))
        assert set(attributes(manifest, "identifierref")) <= set(ids)
        assert set(attributes(manifest, "href")) == files.keys() - {"imsmanifest.xml"}
        for name, tree in made.items():
            if tree.tag.endswith("assessmentTest"):
                ids = attributes(tree, "identifier")
                assert len(ids) == len(set(ids))
                assert set(attributes(tree, "href")) <= files.keys()
            elif tree.tag.endswith("assessmentItem"):
                shown = [*attributes(tree, "src"), *attributes(tree, "data")]
                assert {each.replace("../", "") for each in shown} <= files.keys(), name
                sound_within(tree)


def sound_within(item: Element) -> None:
    """What an item names is declared in it, once, and every key is one of its choices."""

    def found(path: str) -> list[str]:
        return [str(each) for each in item.xpath(re.sub(r"(^|/)(\w)", r"\1q:\2", path), namespaces={"q": namespace})]

    namespace = etree.QName(item).namespace
    responses, outcomes = found("responseDeclaration/@identifier"), found("outcomeDeclaration/@identifier")
    assert len(set(responses + outcomes)) == len(responses + outcomes)
    assert set(attributes(item, "responseIdentifier")) == set(responses)
    assert set(attributes(item, "outcomeIdentifier")) <= set(outcomes)
    names = [*attributes(item, "responseIdentifier"), *outcomes]
    used = "//*[local-name()='variable' or local-name()='correct' or local-name()='mapResponse']/@identifier"
    assert {str(each) for each in item.xpath(used)} <= set(names)
    choices = [str(each) for each in item.xpath("//*[contains(local-name(), 'Choice')]/@identifier")]
    assert len(choices) == len(set(choices))
    kinds = attributes(item, "baseType")
    if "identifier" in kinds[:1] or "directedPair" in kinds[:1]:
        keys = item.xpath("string(//*[local-name()='correctResponse'])").split()
        assert keys
        assert set(keys) <= set(choices)


BROKEN_ITEMS = (
    (r"(<responseDeclaration.*?</responseDeclaration>)(.*</outcomeDeclaration>)", r"\2\1", "choice"),
    (r"(.*)(<itemBody>.*</itemBody>)(.*)(</assessmentItem>)", r"\1\3\2\4", "choice"),
    (r'cardinality="single"', 'cardinality="many"', "choice"),
    (r'baseType="identifier"', 'baseType="word"', "choice"),
    (r'<simpleChoice identifier="A"', '<simpleChoice identifier="1 a"', "choice"),
    (r'<simpleChoice identifier="A"', "<simpleChoice", "choice"),
    (r'shuffle="true"', 'shuffle="yes"', "choice"),
    (r'maxChoices="1"', 'maxChoices="one"', "choice"),
    (r' responseIdentifier="RESPONSE"', "", "choice"),
    (r'showHide="show"', 'showHide="maybe"', "choice"),
    (r'timeDependent="false"', "", "choice"),
    (r"<itemBody>", "<itemBody>Bare text", "choice"),
    (r"<p>", '<p onclick="x()">', "choice"),
    (r"<p>", "<p><b>", "choice"),
    (r"(<img [^>]*)alt=", r"\1title=", "choice"),
    (r'type="audio/mpeg"', "", "choice"),
    (r"<setOutcomeValue", '<setOutcomeValue name="x"', "choice"),
    (r"<setOutcomeValue ([^>]*)>", r'<setOutcomeValue \1><variable identifier="RESPONSE"/>', "choice"),
    (r"(<match>\s*<variable[^>]*>)\s*<correct[^>]*>", r"\1", "choice"),
    (r'matchMax="1"', "", "pairs"),
    (r"(<matchInteraction[^>]*>)\s*<simpleMatchSet>.*?</simpleMatchSet>", r"\1", "pairs"),
    (r'mappedValue="1"', 'mappedValue="all"', "word"),
    (r"<mapEntry[^>]*>", "", "word"),
    (r"<responseProcessing>", '<responseProcessing template="mine">', "word"),
)
BROKEN_FILES = (
    (r'visible="true"', "", ".xml"),
    (r"<assessmentItemRef ", "<assessmentItem ", ".xml"),
    (r'navigationMode="nonlinear"', 'navigationMode="free"', ".xml"),
    (r'type="imsqti_item_xmlv2p1"', 'type="webcontent"', "imsmanifest.xml"),
    (r"<organizations ?/>", "", "imsmanifest.xml"),
    (r"(<file[^>]*>)(.*?)(<dependency[^>]*>)", r"\3\2\1", "imsmanifest.xml"),
    (r'identifier="q-', 'identifier="7-', "imsmanifest.xml"),
)
BROKEN_QUESTIONS = (
    (r'type="multichoice"', 'type="choice"'), (r'fraction="100"', 'fraction="99"'), (r'"33\.33333"', '"33"'),
    (r'format="html"', 'format="htm"'), (r"\$course\$/top/", "top/"), (r"(\$course\$/top/[^<]*)<", r"\1/<"),
    (r"<single>true", "<single>1"), (r'encoding="base64"', ""), (r'path="/"', 'path=""'), (r"<name>.*?</name>", ""),
    (r"<idnumber>", "<idnumber>" + "x" * 100), (r"<answer .*?</answer>", "<answer/>"), (r"<usecase>0", "<usecase>no"),
    (r"<text>true</text>", "<text>yes</text>"), (r"<questiontext .*?</questiontext>", ""),
)  # fmt: skip


def changed(content: bytes, before: str, after: str) -> Element:
    text, times = re.subn(before, after, content.decode().partition("?>")[2], count=1, flags=re.DOTALL)
    assert times
    return etree.fromstring(text, etree.XMLParser(recover=True))


@pytest.mark.parametrize(("before", "after", "id"), BROKEN_ITEMS)
def test_a_broken_item_is_not_valid(tmp_path, before, after, id):
    options = (Option("Yes", True, image="a b.png", audio="ü.mp3", alt="x"), Option("No", why="No"))
    cards = choice("choice", options=options, explanation="So"), matching("pairs"), typed("word", explanation="So")
    made(tmp_path)
    files = opened(exported_qti([deck("calls", *cards, path=str(tmp_path / "x.yaml"))]).content)

    content = files[f"items/calls.{id}.xml"]
    assert wrong(QTI, etree.fromstring(content)) == []
    assert wrong(QTI, changed(content, before, after))


@pytest.mark.parametrize(("before", "after", "name"), BROKEN_FILES)
def test_a_broken_test_or_manifest_is_not_valid(before, after, name):
    files = opened(exported_qti([of_every_type()]).content)

    assert wrong(QTI, changed(files[name if name[0] != "." else f"calls{name}"], before, after))


@pytest.mark.parametrize(("before", "after"), BROKEN_QUESTIONS)
def test_a_broken_moodle_question_is_not_valid(tmp_path, before, after):
    keys = tuple(Option(text, text != "d") for text in "abcd")
    content = exported_moodle([of_every_type(), made(tmp_path), deck("e", multiple(options=keys))]).content

    assert wrong(MOODLE, changed(content, before, after))
