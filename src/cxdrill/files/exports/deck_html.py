"""Decks as one HTML page to print or hand out, with or without the answers; it needs nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from cxdrill.core.cards.card import Card, Option
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.sheet import Sheet
from cxdrill.core.text import clean
from cxdrill.files.exports.exported import Exported
from cxdrill.files.exports.sheet import lettered, scrambled

_STYLE = """
body { font: 11pt/1.45 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #111; }
h1 { margin-bottom: .2em; } .summary { color: #444; margin-top: 0; }
.card { border-top: 1px solid #bbb; padding: .6em 0; break-inside: avoid; }
.prompt, .scenario, .answer, .notes, li { white-space: pre-wrap; overflow-wrap: anywhere; }
.prompt { font-weight: 600; margin: .2em 0; }
.scenario { border-left: 3px solid #888; padding-left: .8em; }
.notes { background: #f4f4f4; padding: .8em; }
.lines { border-bottom: 1px solid #999; height: 2em; }
.key { font-weight: 700; } .why { color: #444; font-size: 90%; }
ol.letters { list-style: lower-alpha; } li::marker { font-weight: 400; }
@media print { body { margin: 0; max-width: none; } h1 ~ h1 { break-before: page; } }
"""
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
"""


def exported_html(decks: Sequence[Deck], *, has_answers: bool = True) -> Exported:
    """The decks one after the other as one page, UTF-8."""
    title = ", ".join(deck.title for deck in decks)
    parts = [_HEAD.format(title=_text(" ".join(title.split())), style=_STYLE)]
    for deck in decks:
        parts += _deck(deck, has_answers)
    parts.append("</body>\n</html>\n")
    return Exported("".join(parts).encode("utf-8"))


def _text(text: str) -> str:
    return escape(clean(text).strip())


def _deck(deck: Deck, has_answers: bool) -> Iterator[str]:
    yield f"<h1>{_text(deck.title)}</h1>\n"
    if deck.summary:
        yield f'<p class="summary">{_text(deck.summary)}</p>\n'
    if deck.notes and has_answers:
        yield f'<div class="notes">{_text(deck.notes)}</div>\n'
    scenario = ""
    for number, card in enumerate(deck.cards, 1):
        situation = deck.scenario_text(card)
        if situation and situation != scenario:
            yield f'<p class="scenario">{_text(situation)}</p>\n'
        scenario = situation
        yield '<section class="card">\n'
        yield from _card(number, card, has_answers)
        yield "</section>\n"
    if deck.sources and has_answers:
        yield f"<h2>Sources</h2>\n{_list([_text(title) for title in deck.sources.values()], tag='ul')}"


def _card(number: int, card: Card, has_answers: bool) -> Iterator[str]:
    sheet = card.sheet()
    yield f'<p class="prompt">{number}. {_text(sheet.prompt)}</p>\n'
    yield from _asked(sheet, has_answers)
    if not has_answers:
        if sheet.answers and not sheet.hidden:
            yield '<div class="lines"></div>\n'
        return
    if answer := _answer(sheet):
        yield f'<div class="answer"><b>Answer:</b> {answer}</div>\n'
    if sheet.remarks:
        yield _list([_text(remark) for remark in sheet.remarks], tag="ul")
    if card.explanation:
        yield f'<p class="why">{_text(card.explanation)}</p>\n'


def _asked(sheet: Sheet, has_answers: bool) -> Iterator[str]:
    """What stands under the prompt; with answers, the key and the reasons are marked there."""
    if sheet.options:
        yield _list([_option(option, has_answers) for _, option in lettered(sheet.options)], "letters")
    if sheet.truth is not None:
        yield "<p>□ True &nbsp; □ False</p>\n"
    if sheet.items:
        yield _list([f"□ {_text(item)}" for item in scrambled(sheet.items)], tag="ul")
    if sheet.pairs:
        yield _list([f"____ {_text(left)}" for left, _ in sheet.pairs])
        yield _list([_text(right) for right in scrambled([right for _, right in sheet.pairs])], "letters")


def _option(option: Option, has_answers: bool) -> str:
    text = _text(option.text)
    if has_answers and option.is_key:
        text = f'<span class="key">✓ {text}</span>'
    return f'{text}<br><span class="why">{_text(option.why)}</span>' if has_answers and option.why else text


def _answer(sheet: Sheet) -> str:
    if sheet.truth is not None:
        return str(sheet.truth)
    if sheet.items:
        return _list([_text(item) for item in sheet.items])
    if sheet.pairs:
        return _list([f"{_text(left)} – {_text(right)}" for left, right in sheet.pairs])
    return " · ".join(map(_text, sheet.answers))


def _list(items: list[str], style: str = "", tag: str = "ol") -> str:
    kind = f' class="{style}"' if style else ""
    return f"<{tag}{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>\n"
