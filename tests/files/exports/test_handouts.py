"""The certificate as a page: what is on it, that it needs nothing from outside, and that every text is text."""

import os
import re
import sys
from datetime import date
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from builders import share
from cxdrill.core.exams.exam import Certificate
from cxdrill.core.exams.form import Expected
from cxdrill.core.exams.score import attempt_result
from cxdrill.errors import DataError
from cxdrill.files.exports.handouts import certificate_html, logo_of
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
    assert "Date 2 March 2026 Result no. 1 Self-reported: taken unsupervised on the candidate's own computer" in said
    assert re.search(
        r"Fingerprint of its questions and rules: [0-9a-f]{64} To check this result, ask for its record", said
    )
    assert "cxdrill results 1 --json > record.json ) and run cxdrill verify record.json" in said


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


def test_it_carries_what_its_exam_puts_on_it(tmp_path) -> None:
    attempt = sat(asked(title="Customer check"))
    about = Certificate(organisation="Brook <Mills>", signed_by="Head of Service", valid="2y", logo="logo.svg")
    (tmp_path / "logo.svg").write_text("<svg/>", "utf-8")
    html = certificate_html(attempt, attempt_result(attempt), "Ana", about, logo_of(tmp_path, "logo.svg"))

    assert "Certificate Brook <Mills> Ana passed" in text(html)
    assert "Date 2 March 2026, valid until 2 March 2028" in text(html)
    assert '<p class="signature">Head of Service</p>' in html
    assert re.findall(r'src="([^"]*)"', html) == ["data:image/svg+xml;base64,PHN2Zy8+"]
    assert "img-src data:" in html


def test_it_says_how_many_questions_were_new_how_hard_its_form_was_and_rounds_no_percentage_up_to_the_mark() -> None:
    attempt = sat(asked(title="Customer check", fresh=share("40%"), pass_mark=share("60.5%")))
    attempt = replace(attempt, expected=Expected(2.9, 3.0))
    said = text(certificate_html(attempt, attempt_result(attempt), "Ana"))
    assert "New 5 of 5 questions were in words that no drill had shown" in said
    assert "Form somebody at the pass mark is expected to score 2.9 of 5 on it, 3 on the average form" in said
    assert "3 of 5 (60%, 60.5% needed)" in said


@pytest.mark.parametrize(
    ("valid", "ended", "until"),
    [
        ("", (2026, 3, 2), None),
        ("90d", (2026, 3, 2), (2026, 5, 31)),
        ("1y", (2024, 2, 29), (2025, 2, 28)),
        ("4y", (2024, 2, 29), (2028, 2, 28)),
    ],
)
def test_it_holds_so_long(valid, ended, until) -> None:
    found = Certificate(valid=valid).valid_until(date(*ended))
    assert found == (date(*until) if until else None)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone.png", "cannot be read"),
        ("logo.txt", "is no picture for a page"),
        ("../logo.png", "is not in its folder"),
        ("big.png", "has 2 MB, more than the 1 MB"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_told(tmp_path, name, words) -> None:
    (tmp_path / "big.png").write_bytes(b"x" * ((1 << 20) + 1))
    with pytest.raises(DataError, match=words):
        logo_of(tmp_path, name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_in_the_place_of_a_logo_is_not_waited_for(tmp_path) -> None:
    os.mkfifo(tmp_path / "logo.png")
    with pytest.raises(DataError, match="is a FIFO"):
        logo_of(tmp_path, "logo.png")
