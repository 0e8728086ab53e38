"""Spellings in which a typed answer may differ by its deck's language, and by `accents: any`; never other words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,8}")
"""A language as BCP 47 writes it, as far as its form goes: `es`, `pt-BR`, `zh-Hant`."""

_KANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_ALEF = dict.fromkeys(map(ord, "أإآٱ"), "ا") | {ord("ى"): "ي", ord("ی"): "ي", ord("ک"): "ك"}
_ARABIC_MARKS = dict.fromkeys([*range(0x064B, 0x0653), 0x0670, 0x0640])
_HEBREW_MARKS = dict.fromkeys([*range(0x0591, 0x05BE), *range(0x05BF, 0x05C8)])
_GREEK_PLAIN = str.maketrans("άέήίόύώΐΰ", "αεηιουωϊϋ")
_BARRED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ŧ": "t"}
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SYLLABLE = r"[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*"


class Manner(Struct, frozen=True):
    """How strictly a typed text is compared: by the deck's language, and whether accents count."""

    language: str = ""
    ignores_accents: bool = False

    @property
    def spoken(self) -> str:
        """The language alone, without its region and script; English where none is named."""
        return self.language.partition("-")[0].lower() or "en"


STRICT = Manner()


class Language(Struct, frozen=True):
    """The spellings of one language that say the same."""

    signs: Mapping[int, str | int | None] = {}  # character: what it is compared as
    pairs: tuple[tuple[str, str], ...] = ()  # letters written in two ways
    articles: tuple[str, ...] = ()  # with what joins them to the word
    is_genderless: bool = False  # one article is as good as another
    not_articles: tuple[str, ...] = ()  # words before which an article changes the sense


def _articles(text: str) -> tuple[str, ...]:
    return tuple(word if word.endswith("'") else f"{word} " for word in text.split())


_SCANDINAVIAN = Language(pairs=(("aa", "å"), ("ae", "æ"), ("oe", "ø")))
_ARABIC = Language(signs={**_ARABIC_MARKS, **_ALEF})
_LANGUAGES: dict[str, Language] = {
    "en": Language(articles=_articles("the a an"), is_genderless=True, not_articles=("few", "little", "lot")),
    "de": Language(
        pairs=(("ae", "ä"), ("oe", "ö"), ("ue", "ü")), articles=_articles("der die das den dem des ein eine einen")
    ),
    "es": Language(articles=_articles("el la los las un una unos unas")),
    "fr": Language(pairs=(("œ", "oe"), ("æ", "ae")), articles=_articles("le la les l' un une des")),
    "pt": Language(articles=_articles("o a os as um uma uns umas")),
    "it": Language(articles=_articles("il lo la i gli le l' un uno una un'")),
    "nl": Language(articles=_articles("de het een")),
    "el": Language(articles=_articles("ο η το οι τα")),
    "ca": Language(articles=_articles("el la els les l' un una")),
    "ru": Language(signs={ord("ё"): "е"}),
    "ro": Language(signs={ord("ş"): "ș", ord("ţ"): "ț"}),
    "ja": Language(signs=_KANA),
    "ar": _ARABIC,
    "fa": _ARABIC,
    "ur": _ARABIC,
    "he": Language(signs=_HEBREW_MARKS),
    "yi": Language(signs=_HEBREW_MARKS),
    "da": _SCANDINAVIAN,
    "nb": _SCANDINAVIAN,
    "no": _SCANDINAVIAN,
    "nn": _SCANDINAVIAN,
}
_NONE = Language()


def lowered(text: str, manner: Manner) -> str:
    """The text without case, as its language lowers it: Turkish has two letters i."""
    if manner.spoken in ("tr", "az"):
        text = text.replace("I", "ı").replace("İ", "i")
    if manner.spoken == "el" and len(text) > 1 and text == text.upper():
        text = text + "\0"  # written in capitals, which have no accents
    return text.casefold().replace("i\u0307", "i")


def spelled(text: str, manner: Manner) -> str:
    """A lowered text in the one spelling that its language compares."""
    language = _LANGUAGES.get(manner.spoken, _NONE)
    if language.signs:
        text = text.translate(language.signs)
    for written, instead in language.pairs:
        text = text.replace(written, instead)
    if manner.spoken == "vi":
        text = unicodedata.normalize("NFC", re.sub(_SYLLABLE, _tone_last, unicodedata.normalize("NFD", text)))
    return _without_accents(text) if manner.ignores_accents else text


def is_same(typed: str, answer: str, manner: Manner) -> bool:
    """Whether two compared forms agree, articles that are left out and Greek capitals aside."""
    if manner.spoken == "el" and (typed.endswith("\0") or answer.endswith("\0")):
        typed, answer = (text.rstrip("\0").translate(_GREEK_PLAIN) for text in (typed, answer))
    typed, answer = typed.rstrip("\0"), answer.rstrip("\0")
    if typed == answer:
        return True
    language = _LANGUAGES.get(manner.spoken, _NONE)
    bare, short = _without_article(typed, language), _without_article(answer, language)
    return bare == answer or typed == short or (language.is_genderless and bare == short)


def _without_article(text: str, language: Language) -> str:
    for article in language.articles:
        rest = text.removeprefix(article)
        if rest != text and rest.strip() and rest.partition(" ")[0] not in language.not_articles:
            return rest.strip()
    return text


@lru_cache(maxsize=1024)
def _without_accents(text: str) -> str:
    letters = (letter if letter in "йї" else unicodedata.normalize("NFD", letter) for letter in text.translate(_BARRED))
    return unicodedata.normalize("NFC", "".join(re.sub("[\u0300-\u036f]", "", letter) for letter in letters))


def _tone_last(found: re.Match[str]) -> str:
    """A Vietnamese syllable with its tone at its end: `hòa` and `hoà` are one word."""
    syllable = found[0]
    tones = "".join(sign for sign in syllable if sign in _TONES)
    return "".join(sign for sign in syllable if sign not in _TONES) + tones
