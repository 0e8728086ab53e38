"""The certificate as a page: what is on it, that it needs nothing from outside, and that every text is text."""

import re
from html.parser import HTMLParser

import pytest

from builders import share
from cxdrill.core.exams.score import attempt_result
from cxdrill.files.exports.certificate import certificate_html
from sittings import asked, sat


def page(name: str = "Ana María", **rules: object) -> str:
    attempt = sat(asked(title="Customer check", **rules))
    return certificate_html(attempt, attempt_result(attempt), name)


def text(html: str) -> str:
    pieces: list[str] = []
    parser = HTMLParser()
    parser.handle_data = pieces.append  # type: ignore[method-assign]
    parser.feed(html)
    return " ".join(" ".join(pieces).split())


def test_it_says_who_passed_what_how_well_when_and_at_which_attempt() -> None:
    said = text(page())

    assert "Certificate Ana María passed Customer check Score 3 of 5 (60%, 60% needed)" in said
    assert "Date 2 March 2026 Attempt 1 Self-reported: taken on the candidate's own machine" in said
    assert re.search(r"Decks and exam: [0-9a-f]{64}", said)


def test_a_percentage_is_never_rounded_up_to_the_mark() -> None:
    assert "3 of 5 (60%, 60.5% needed)" in text(page(pass_mark=share("60.5%")))


def test_it_needs_nothing_from_outside_and_is_one_page() -> None:
    html = page()

    assert not re.search(r"(?i)https?:|<(script|img|link|iframe)|@import|url\(", html)
    assert "@page { size: A4 landscape" in html


@pytest.mark.parametrize("name", ["<b>x</b>", "&amp;", '"><script>', "{title} {0} %s", "\x1b[31mred\u202e"])
def test_a_name_is_text_and_nothing_else(name: str) -> None:
    tags: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    parser.feed(page(name))

    assert tags == re.findall(r"<([a-z]+\d?)[ >]", page())
    visible = name.replace("\x1b", "␛").replace("\u202e", "‹U+202E›")
    assert f" {' '.join(visible.split())} passed" in text(page(name))


def test_letters_shrink_with_the_length_of_a_name() -> None:
    sizes = [
        float(re.findall(r'class="name" style="font-size: ([\d.]+)rem', page("x" * length))[0])
        for length in (5, 60, 240, 9000)
    ]

    assert sizes == [2.4, 2.4, 1.2, 0.7]
