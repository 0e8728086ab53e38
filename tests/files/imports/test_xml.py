"""XML is read with bounds: no entities, no more tags than any export has, and a sentence for what is cut or unknown."""

import zipfile

import pytest

from cxdrill.errors import DataError
from cxdrill.files.imports.html_text import plain_text
from cxdrill.files.imports.package import tree
from cxdrill.files.imports.recognise import Wanted, found

QUIZ = (
    "<quiz><question type='truefalse'><name><text>T</text></name><questiontext><text>Ä</text></questiontext>{}</quiz>"
)
TRUE = "<answer fraction='100'><text>true</text></answer><answer fraction='0'><text>false</text></answer></question>"
BOMB = '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>'
FILE = '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_that_is_declared_is_read(tmp_path, encoding):
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?>{QUIZ.format(TRUE)}'
    (tmp_path / "quiz.xml").write_bytes(text.encode(encoding))

    assert found(tmp_path / "quiz.xml", Wanted()).decks[0].cards[0].prompt == "Ä"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB.encode(), "defines entities"), (BOMB.encode("utf-16"), "defines entities"), (FILE.encode(), "entities"),
        (QUIZ.format(TRUE)[:90].encode(), "cannot be read"), (b"<html><body>hi</body></html>", "neither Moodle's nor"),
        (b"<a>" * 900_000, "tags"), (b'<?xml version="1.0" encoding="utf-7"?><quiz/>', "encoding utf-7"),
        (b"<quiz>\xff\xfe</quiz>", "not in utf-8"), (b"<quiz></quiz>", "without a question"),
    ],
    ids=["bomb", "bomb in utf-16", "file", "cut", "other", "tags", "utf-7", "bytes", "empty"],
)  # fmt: skip
def test_xml_that_is_of_no_use_is_refused_in_a_sentence(tmp_path, content, words):
    (tmp_path / "quiz.xml").write_bytes(content)

    with pytest.raises(DataError, match=words) as error:
        found(tmp_path / "quiz.xml", Wanted())
    assert "\n" not in str(error.value)


def test_tags_without_end_inside_each_other_are_refused(tmp_path):
    deep = "<questestinterop><item ident='a'><presentation><material><mattext>" + "<p>" * 50_000 + "</p>" * 50_000
    content = f"{deep}</mattext></material></presentation></item></questestinterop>"
    (tmp_path / "deep.xml").write_text(content)

    with pytest.raises(DataError, match="inside each other"):
        found(tmp_path / "deep.xml", Wanted())


def test_pictures_inside_the_file_take_no_room():
    picture = "A" * 20_000_000
    root = tree(f"<quiz><file name='x.png' encoding='base64'>{picture}</file></quiz>".encode())

    assert root.find("file").text is None


def test_a_package_with_too_much_is_refused(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("item.xml", " " * 40_000_000)
    with pytest.raises(DataError, match="over 32 MB"):
        found(path, Wanted())


@pytest.mark.parametrize(
    ("html", "text", "losses"),
    [
        ("a<br>b<p>c</p>d", "a\nb\n\nc\n\nd", []),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two", []),
        ("a<div>b</div><div>c<br>d</div><div><br></div><div>e</div>", "a\nb\nc\nd\n\ne", []),
        ("a &lt;b&gt; &amp; c", "a <b> & c", []),
        ("x < y and y > z", "x < y and y > z", []),
        ("<b>bold</b> <a href='http://x'>link</a>", "bold link", [("formatted text", "bold"), ("link", "http://x")]),
        ('<img src="a.png" alt="a bell"> rings', "[a bell] rings", [("picture", "a.png")]),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "| a | b\n| c", []),
        ("<ruby>漢字<rt>かんじ</rt></ruby>", "漢字(かんじ)", []),
        ("a<!-- <b>no</b> -->b<script>evil()</script>c", "abc", []),
        ("[sound:a.mp3] hear", "hear", [("sound", "a.mp3")]),
    ],
)
def test_html_becomes_the_text_that_a_reader_sees(html, text, losses):
    missing: list = []

    assert plain_text(html, missing) == text
    assert missing == losses
