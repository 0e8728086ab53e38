"""HTML and Markdown of other programs to plain text, with what that cannot hold: pictures, sounds, links, styles."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from cxdrill.core.cards.sheet import PICTURES, SOUNDS

Losses = list[tuple[str, str]]
"""What was left out: the kind of thing, and which one."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>|<[!?][^<>]*>")
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])([a-z-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_SOUND = re.compile(r"\[sound:([^\]\n]{0,300})\]")
_UNSHOWN = ("script", "style", "template", "head", "title")
_HIDDEN = re.compile(rf"<!--|<({'|'.join(_UNSHOWN)})\b", re.IGNORECASE)
_ENDS = {"": re.compile("-->"), **{name: re.compile(rf"</{name}[^<>]*>", re.IGNORECASE) for name in _UNSHOWN}}
_FRESH = "\x01"  # here a line begins, unless one does already
# What stands in the place of a tag, and of its end.
_BESIDE = dict.fromkeys(["div", "tr", "pre", "dt", "dd", "figure", "section"], (_FRESH, _FRESH))
_BESIDE |= dict.fromkeys(
    ["p", "ul", "ol", "table", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6"], ("\n\n", "\n\n")
)
_BESIDE |= {"li": ("\n- ", ""), "br": ("\n", "\n"), "td": ("| ", " "), "th": ("| ", " "), "rt": ("(", ")")}
_STYLES = {"b": "bold", "strong": "bold", "i": "italics", "em": "italics", "u": "underline", "font": "colour"}
_STYLES |= {"sub": "subscript", "sup": "superscript", "s": "strike", "mark": "colour", "code": "code"}
_STYLES["math"] = "formula"
_MEDIA = {"img": "picture", "audio": "sound", "video": "film", "iframe": "embedded page", "object": "embedded object"}
_MEDIA |= {"embed": "embedded object", "svg": "picture", "canvas": "picture", "source": ""}  # the last by its ending
_FIELDS = {"picture": "image", "sound": "audio"}
# In Markdown: `![[file]]`, `![words](file)`, `[[page|words]]`, `[words](target)`, and letters in another style.
_PICTURE = re.compile(r"!\[\[([^\[\]|\n]*)(?:\|[^\[\]\n]*)?\]\]|!\[([^\[\]\n]*)\]\(([^()\s]*)(?:\s[^()\n]*)?\)")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]\n]*)\]\]")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\(([^()\s]+)\)")
_STRONG = re.compile(
    r"\*\*(?=\S)([^*\n]+)(?<=\S)\*\*|__(?=\S)([^_\n]+)(?<=\S)__|(?<![\w*])\*(?=\S)([^*\n]+)(?<=\S)\*(?!\w)|`([^`\n]+)`"
)


def cleaned(text: str) -> str:
    """A text of a foreign file as a card can have it: no control characters, no blanks around it."""
    if text.isprintable():  # mostly so, and told at once
        return text.strip()
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")).strip()


def unescaped(text: str) -> str:
    """A text with the signs that entities in it stand for; one with more digits than a number may have stays."""
    try:
        return html.unescape(text)
    except ValueError:
        return text


def no_key(name: str) -> str:
    """The key of a file where the source has no files."""
    return ""


class Taken:
    """The first picture and the first sound of a text, as fields of a card, where the source has the files.

    `key_of` gives the key of a file by what the text calls it; nothing where there is none.
    """

    def __init__(self, key_of: Callable[[str], str]) -> None:
        self.key_of = key_of
        self.fields: dict[str, str] = {}

    def takes(self, kind: str, name: str, words: str = "") -> bool:
        """Takes a picture or a sound; False where it has one already, or the file is not at hand."""
        field = _FIELDS.get(kind, "")
        key = self.key_of(name) if field and field not in self.fields else ""
        if key:
            self.fields |= {field: key, **({"alt": words} if words and "alt" not in self.fields else {})}
        return bool(key)


def plain_text(text: str, losses: Losses, taken: Taken | None = None) -> str:
    """What a reader sees of a piece of HTML, line by line; what is missing is added to `losses` or `taken`."""
    if "[sound:" in text:
        names = map(unescaped, _SOUND.findall(text))
        losses += [("sound", name) for name in names if not (taken and taken.takes("sound", name))]
        text = _SOUND.sub("", text)
    if "<" not in text:
        return cleaned(unescaped(text) if "&" in text else text)
    pieces = []
    place = 0
    text = without_hidden(text)
    for found in _TOKEN.finditer(text):
        pieces.append(_unbroken(text[place : found.start()]))
        place = found.end()
        if found[2]:
            pieces += _tag(found[2].lower().rpartition(":")[2], found[3], bool(found[1]), losses, taken)
    pieces.append(_unbroken(text[place:]))
    whole = re.sub(rf"{_FRESH}[ {_FRESH}]*", _FRESH, re.sub(" +", " ", "".join(pieces)))  # so that no run is long
    # Of what stands between two lines the line ends alone count: a block that begins there adds none.
    whole = re.sub(rf"\n[ \n{_FRESH}]*", lambda found: "\n" * found[0].count("\n"), whole).replace(_FRESH, "\n")
    lines = [" ".join(line.split()) for line in cleaned(whole).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def markdown_text(text: str, losses: Losses, taken: Taken | None = None) -> str:
    """A piece of Markdown without its signs; what is missing is added to `losses` or `taken`."""
    for embedded, words, linked in _PICTURE.findall(text):
        file = embedded or linked
        kind = kind_by_name(file) or "picture"
        if not (taken and taken.takes(kind, file, words)):
            losses.append((kind, file))
    losses += [("link", target) for _, target in _LINK.findall(text)]
    if _STRONG.search(text):
        losses.append(("formatted text", text[:40].partition("\n")[0]))
    text = _LINK.sub(r"\1", _WIKI_LINK.sub(r"\1", _PICTURE.sub("", text)))
    text = _STRONG.sub(lambda found: next(filter(None, found.groups())), text)
    return plain_text(text.replace("\n", "<br>"), losses) if re.search(r"<[a-z/]", text) else text.strip()


def _tag(name: str, inside: str, is_end: bool, losses: Losses, taken: Taken | None) -> Iterator[str]:
    yield _BESIDE.get(name, ("", ""))[is_end]
    if is_end:
        return
    if (kind := _MEDIA.get(name)) is not None:
        attributes = {each[0].lower(): unescaped("".join(each[1:])) for each in _ATTRIBUTE.findall(inside)}
        source = attributes.get("src", attributes.get("data", ""))
        if name in ("source", "object"):
            kind = kind_by_name(source) or kind
        words = attributes.get("alt", attributes.get("aria-label", "")).strip()
        if (kind == "sound" and not source) or not kind or (taken and taken.takes(kind, source, words)):
            return
        losses.append((kind, "in the text" if source.startswith("data:") else source))
        yield f"[{words}]" if words else ""
    elif name == "a" and (found := re.search(r"""href\s*=\s*["']?([^"'\s>]+)""", inside, re.IGNORECASE)):
        losses.append(("link", unescaped(found[1])))
    elif name in _STYLES:
        losses.append(("formatted text", _STYLES[name]))


def kind_by_name(name: str) -> str:
    """Whether a file is a picture or a sound by its ending."""
    ending = PurePosixPath(name).suffix.lower()
    return "picture" if ending in PICTURES else "sound" if ending in SOUNDS else ""


def _unbroken(text: str) -> str:
    """Text between tags, where a line end is a blank."""
    return unescaped(re.sub(r"\s+", " ", text)) if text else ""


def without_hidden(text: str) -> str:
    """The text without comments, scripts and styles, each with all that stands in it."""
    pieces, place = [], 0
    while found := _HIDDEN.search(text, place):
        pieces.append(text[place : found.start()])
        end = _ENDS[(found[1] or "").lower()].search(text, found.end())
        place = end.end() if end else len(text)
    return "".join((*pieces, text[place:]))
