"""Questions as a QTI 2.1 package: an item a question, a test for each deck, and the manifest."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import KINDS
from cxdrill.files.decks.media import Carried, ending, files_of
from cxdrill.files.exports.paper import Exported, LeftOut, bare, marked, why_open, xml
from cxdrill.files.exports.qti_item import item

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_HEAD = {
    "xmlns": _QTI,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
}
_OF_MANIFEST = {"xmlns": "http://www.imsglobal.org/xsd/imscp_v1p1"}
_RESOURCE = '<resource identifier="{}" type="imsqti_{}_xmlv2p1" href="{}">{}</resource>'
_DATE = (1980, 1, 1, 0, 0, 0)  # the same package for the same decks


def exported_qti(decks: Sequence[Deck]) -> Exported:
    left_out: list[LeftOut] = []
    files: dict[str, bytes] = {}
    tests: dict[str, dict[str, list[str]]] = {}  # deck: its items with the files each shows
    carried = _Objects(decks, "../media/")
    titles = {deck.id: deck.title for deck in decks}
    for card, sheet, situation in marked(decks, partial(why_open, "QTI"), left_out):
        name = f"items/{card.deck}.{card.id}.xml"
        files[name] = xml(item(card, sheet, situation, partial(carried.html, card.deck)), _HEAD)
        tests.setdefault(card.deck, {})[name] = sorted(
            {carried.name(card.deck, file) for _, each in card.media() for _, file in files_of(each)} - {""}
        )
    for deck, names in tests.items():
        files[f"{deck}.xml"] = xml(_test(deck, titles[deck], names), _HEAD)
    files |= {f"media/{name}": content for name, content in carried.files.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {"imsmanifest.xml": xml(_manifest(tests), _OF_MANIFEST), **files}.items():
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
