"""Questions as a QTI 2.1 package: an item a question, a test for each deck, and the manifest."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from xml.etree.ElementTree import Element

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import KINDS
from cxdrill.files.decks.media import Carried, ending, files_of
from cxdrill.files.exports.paper import Exported, LeftOut, marked, picture, put, why_open, xml
from cxdrill.files.exports.qti_item import item, root

_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_DATE = (1980, 1, 1, 0, 0, 0)  # the same package for the same decks


def exported_qti(decks: Sequence[Deck]) -> Exported:
    left_out: list[LeftOut] = []
    files: dict[str, bytes] = {}
    tests: dict[str, dict[str, list[str]]] = {}  # deck: its items with the files each shows
    carried = _Objects(decks, "../media/")
    titles = {deck.id: deck.title for deck in decks}
    for card, sheet, situation in marked(decks, partial(why_open, "QTI"), left_out):
        name = f"items/{card.deck}.{card.id}.xml"
        files[name] = xml(item(card, sheet, situation, partial(carried.html, card.deck)))
        tests.setdefault(card.deck, {})[name] = sorted(
            {carried.name(card.deck, file) for _, each in card.media() for _, file in files_of(each)} - {""}
        )
    for deck, names in tests.items():
        files[f"{deck}.xml"] = xml(_test(deck, titles[deck], names))
    files |= {f"media/{name}": content for name, content in carried.files.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {"imsmanifest.xml": xml(_manifest(tests)), **files}.items():
            package.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return Exported(stream.getvalue(), tuple(left_out), carried.notices)


class _Objects(Carried):
    """Files in the package; QTI plays a sound as an object."""

    def sound(self, name: str, words: str) -> str:
        return f'<object data="{self.source(name)}" type="{KINDS[ending(name)]}">{words}</object>'


def _identifier(text: str) -> str:
    """A name as QTI wants it: it begins with a letter."""
    return f"q-{re.sub('[^a-z0-9.-]', '.', text)}"


def _manifest(tests: Mapping[str, Mapping[str, Sequence[str]]]) -> Element:
    made = Element("manifest", {"xmlns": _PACKAGE, "identifier": "cxdrill"})
    head = put(made, "metadata")
    put(head, "schema", "QTIv2.1 Package")
    put(head, "schemaversion", "1.0.0")
    put(made, "organizations")
    resources = put(made, "resources")
    for deck, names in tests.items():
        test = put(resources, "resource", identifier=f"t-{deck}", type="imsqti_test_xmlv2p1", href=f"{deck}.xml")
        put(test, "file", href=f"{deck}.xml")
        for name, media in names.items():
            put(test, "dependency", identifierref=_identifier(name))
            each = put(resources, "resource", identifier=_identifier(name), type="imsqti_item_xmlv2p1", href=name)
            for file in (name, *(f"media/{file}" for file in media)):
                put(each, "file", href=file)
    return made


def _test(deck: str, title: str, names: Iterable[str]) -> Element:
    title = "".join(map(picture, " ".join(title.split())))
    made = root("assessmentTest", identifier=f"t-{deck}", title=title)
    part = put(made, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="simultaneous")
    section = put(part, "assessmentSection", identifier="section", title=title, visible="true")
    for name in names:
        put(section, "assessmentItemRef", identifier=_identifier(name), href=name)
    return made
