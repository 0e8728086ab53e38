"""HTML of other programs to plain text, with what that cannot hold: pictures, sounds, links, formatting."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from cxdrill.files.imports.note import cleaned

Losses = list[tuple[str, str]]
"""What was left out: the kind of thing, and which one."""

_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>|<[!?][^<>]*>")
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])([a-z-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_SOUND = re.compile(r"\[sound:([^\]\n]{0,300})\]")
_HIDDEN = re.compile(r"<!--|<(script|style|template|head|title)\b", re.IGNORECASE)
_ENDS = {
    name: re.compile(rf"</{name}[^<>]*>", re.IGNORECASE) for name in ("script", "style", "template", "head", "title")
}
_ENDS[""] = re.compile("-->")
_FRESH = "\x01"  # here a line begins, unless one does already
_BREAKS = frozenset("div li tr pre dt dd figure section".split())  # noqa: SIM905
_APART = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote hr".split())  # noqa: SIM905
_STYLES = {"b": "bold", "strong": "bold", "i": "italics", "em": "italics", "u": "underline", "font": "colour"}
_STYLES |= {
    "sub": "subscript",
    "sup": "superscript",
    "s": "strike",
    "mark": "colour",
    "code": "code",
    "math": "formula",
}
_MEDIA = {"img": "picture", "audio": "sound", "video": "film", "iframe": "embedded page", "object": "embedded object"}
_MEDIA |= {"embed": "embedded object", "svg": "picture", "canvas": "picture"}


def plain_text(text: str, losses: Losses) -> str:
    """What a reader sees of a piece of HTML, line by line; what is missing is added to `losses`."""
    if "[sound:" in text:
        losses += [("sound", name) for name in _SOUND.findall(text)]
        text = _SOUND.sub("", text)
    if "<" not in text:
        return cleaned(html.unescape(text) if "&" in text else text)
    pieces = []
    place = 0
    text = without_hidden(text)
    for found in _TOKEN.finditer(text):
        pieces.append(_unbroken(text[place : found.start()]))
        place = found.end()
        if found[2]:
            pieces += _tag(found[2].lower().rpartition(":")[2], found[3], bool(found[1]), losses)
    pieces.append(_unbroken(text[place:]))
    whole = re.sub(rf"{_FRESH}[ {_FRESH}]*", _FRESH, re.sub(" +", " ", "".join(pieces)))  # so that no run is long
    whole = re.sub(rf"\n[ \n{_FRESH}]*", _line_ends, whole).replace(_FRESH, "\n")
    lines = [" ".join(line.split()) for line in cleaned(whole).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tag(name: str, inside: str, is_end: bool, losses: Losses) -> Iterator[str]:
    """What stands in the place of a tag."""
    if name in _APART:
        yield "\n\n"
    elif name == "li":
        yield "" if is_end else "\n- "
    elif name in ("br", "hr"):
        yield "\n"
    elif name in _BREAKS:
        yield _FRESH
    elif name in ("td", "th"):
        yield " " if is_end else "| "
    elif name == "rt":
        yield ")" if is_end else "("
    if is_end:
        return
    if kind := _MEDIA.get(name):
        attributes = {each[0].lower(): html.unescape("".join(each[1:])) for each in _ATTRIBUTE.findall(inside)}
        source = attributes.get("src", attributes.get("data", ""))
        losses.append((kind, "in the text" if source.startswith("data:") else source))
        yield f"[{attributes['alt'].strip()}]" if attributes.get("alt", "").strip() else ""
    elif name == "a" and (found := re.search(r"""href\s*=\s*["']?([^"'\s>]+)""", inside, re.IGNORECASE)):
        losses.append(("link", html.unescape(found[1])))
    elif name in _STYLES:
        losses.append(("formatted text", _STYLES[name]))


def _line_ends(found: re.Match[str]) -> str:
    """The line ends alone of what stands between two lines: a block that begins there adds none."""
    return "\n" * found[0].count("\n")


def _unbroken(text: str) -> str:
    """Text between tags, where a line end is a blank."""
    return html.unescape(re.sub(r"\s+", " ", text)) if text else ""


def without_hidden(text: str) -> str:
    """The text without comments, scripts and styles, each with all that stands in it."""
    pieces, place = [], 0
    while found := _HIDDEN.search(text, place):
        pieces.append(text[place : found.start()])
        end = _ENDS[(found[1] or "").lower()].search(text, found.end())
        place = end.end() if end else len(text)
    return "".join((*pieces, text[place:]))
