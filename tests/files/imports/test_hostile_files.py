"""Files that are none of ours, far too large, or made to break a reader: a sentence, quickly, in little memory."""

import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from brought_decks import DATA
from cxdrill.errors import DataError
from cxdrill.files.imports.recognise import Wanted, found

NOTES = (DATA / "genanki.apkg").read_bytes()
SET = sorted(path for path in DATA.iterdir() if path.suffix != ".told")
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
MEASURED = """
import resource, sys
from pathlib import Path
from cxdrill.errors import DataError
from cxdrill.files.imports.recognise import Wanted, found
try:
    found(Path(sys.argv[1]), Wanted())
except DataError as error:
    print(error)
used = resource.getrusage(resource.RUSAGE_SELF)
status = dict(line.split(":", 1) for line in open("/proc/self/status"))  # ru_maxrss has what the parent used too
print(used.ru_utime + used.ru_stime, int(status["VmHWM"].split()[0]) // 1024)
"""


def archive(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def workbook(path: Path, rows: str) -> Path:
    sheet = rows if rows.startswith("<?") else SHEET.format(rows)
    return archive(path, {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture"),
        (b"%PDF-1.7", "PDF"),
        (b"\x7fELF\x02" + bytes(range(256)), "no text"),
        (b'{"questions": []}', "no questions that can be told"),
        (b"Just a letter.\nWith lines.\n", "no questions that can be told"),
        (b"\0" * 5_000, "no questions"),
        (b"# mine\ndeck: calls\ncards: []\n", "is a deck of cxdrill"),
        (b" " * 9_000_000, "a line of over 400,000"),
        (b"\n" * 200_000, "100,000 lines"),
        (b"a\tb\n" * 50_001, "50,000 questions"),
        (b"PK\x03\x04" + b"\0" * 9_999, "damaged archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999, "old workbook"),
        (b"::a::{}\n\nSome text\nof two lines\n", "bare text Some text of two lines"),
        (
            re.sub(rb"(PK\x01\x02.{6})..", lambda at: at[1] + b"\x0e\0", NOTES, flags=re.DOTALL),
            "damaged archive",
        ),  # LZMA
    ],
)
def test_what_is_no_file_of_questions_is_told_in_a_sentence(tmp_path, content, words):
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(DataError, match=words) as error:
        found(tmp_path / "x", Wanted())
    assert "\n" not in str(error.value)


def test_other_archives_are_told_by_what_they_are(tmp_path):
    with pytest.raises(DataError, match="Word document"):
        found(archive(tmp_path / "x", {"word/document.xml": "<x/>"}), Wanted())
    with pytest.raises(DataError, match="presentation"):
        found(archive(tmp_path / "x", {"ppt/presentation.xml": "<x/>"}), Wanted())
    with pytest.raises(DataError, match="no questions"):
        found(archive(tmp_path / "x", {"a.txt": "x", "../b.txt": "y", "imsmanifest.xml": "<manifest/>"}), Wanted())


FAR, PLACE = "cells down to row", "no place of a cell"
SHEETS = (
    ('<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', FAR),
    ("<row r='1'><c r='A1'/></row><row r = '1048576'><c r='xfd1048576'><v>1</v></c></row>", FAR),
    ('<row r="1048576">' + "<c/>" * 500 + "</row>", FAR),
    ('<row r="1"><c r="&#88;FD1"><v>1</v></c></row><row r="999999"><c/></row>', FAR),
    *(
        (f'<row r="1"><c r="{at}"><v>1</v></c></row>', PLACE)
        for at in ("A" + "9" * 500, "9" * 500, "ABCDEFG1", "A-1", "")
    ),
    *((f'<row r="{at}"><c><v>1</v></c></row>', PLACE) for at in ("9" * 500, "1A", "")),
    ('<?xml version="1.0" encoding="UTF-9"?>', "cannot be read"),
)


@pytest.mark.parametrize(("rows", "words"), SHEETS)
def test_a_sheet_that_would_fill_memory_is_refused_before_it_is_laid_out(tmp_path, rows, words):
    with pytest.raises(DataError, match=words):
        found(workbook(tmp_path / "x.xlsx", rows), Wanted())


@pytest.mark.parametrize("quote", ['"', "'"])
def test_equal_cells_that_stand_for_millions_are_refused(tmp_path, quote):
    cell = f"<table:table-cell table:number-columns-repeated={quote}99{quote}/>"
    row = f"<table:table-row table:number-rows-repeated={quote}99{quote}>{cell * 50}</table:table-row>"
    content = f'<x xmlns:table="t"><table:table>{row * 500}</table:table></x>'

    with pytest.raises(DataError, match="cells down to row"):
        found(archive(tmp_path / "x.ods", {"content.xml": content}), Wanted())


def test_a_sheet_with_a_document_type_of_its_own_is_refused(tmp_path):
    path = archive(tmp_path / "x.ods", {"content.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})

    with pytest.raises(DataError, match="cannot be read"):
        found(path, Wanted())


def test_formulas_and_links_of_a_workbook_are_never_run_and_never_followed():
    path = Path("x.xlsx")
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Question", "Answer"])
        sheet.write_url(1, 0, "http://127.0.0.1:1/", string="Run?")
        sheet.write_formula(1, 1, '=WEBSERVICE("http://127.0.0.1:1/x")', None, "")

    assert found(path, Wanted()).problems == ["row 2: no answer is marked as right; name it in the column for it"]


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


QUIZ = b"<quiz><question type='cloze'><questiontext><text>"
QUIZ_END = b"</text></questiontext></question></quiz>"
ANKI = b"#separator:tab\n"
SLOW = {
    "braces.gift": b"::a::b{" * 50_000,
    "signs.gift": b"Q {" + b"=a" * 190_000 + b"}",
    "hashes.gift": b"Q {=a" + b"#" * 390_000 + b"}",
    "marks.gift": b"// " + b"[id:" * 90_000 + b"\n::a::b{T}",
    "ends.txt": b"Q?\nA. a\n" + b"  more\n" * 99_000 + b"B. b\nANSWER: A\n",
    "lines.txt": b"a\tb\n" + b"more text here\n" * 98_000,
    "same.csv": b"Question,Answer\n" + b"same,x\n" * 20_000,
    "wiki.md": b"#flashcards\na::b " + b"![[" * 120_000,
    "bold.md": b"#flashcards\na::b " + b"**a " * 90_000,
    "links.md": b"#flashcards\na::b " + b"[a](" * 90_000,
    "blanks.txt": (b" " * 90 + b"\n") * 50_000 + b"a\tb\n",
    "heads.md": b"\n## Cards\n" * 9_000 + b"a::b\n#flashcards\n",
    "images.txt": b"#separator:tab\n<img " + b"a" * 390_000 + b">\tb\n",
    "holes.txt": ANKI + b"{{c1::" * 60_000 + b"\tb\n",
    "scripts.txt": ANKI + b"<script></script>" * 20_000 + b"x\tb\n",
    "divs.txt": ANKI + b"<div>" * 70_000 + b"x\tb\n",
    "gaps.xml": QUIZ + b"{1:A:" * 2_000_000 + QUIZ_END,
}


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
@pytest.mark.parametrize("name", SLOW)
def test_texts_made_to_be_slow_take_seconds_at_most_and_little_memory(tmp_path, name):
    (tmp_path / name).write_bytes(SLOW[name])
    source = str(Path(__file__).parents[3] / "src")
    command = [sys.executable, "-c", MEASURED, name]
    done = subprocess.run(command, env={"PYTHONPATH": source}, capture_output=True, text=True, check=True, timeout=120)
    seconds, megabytes = map(float, done.stdout.splitlines()[-1].split())

    assert seconds < 5
    assert megabytes < 300


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_to_a_file_it_is_brought_or_refused(tmp_path, seed):
    rng = random.Random(seed)
    for _ in range(20):
        file = rng.choice(SET)
        (tmp_path / file.name).write_bytes(spoilt(file, rng))
        try:
            brought = found(tmp_path / file.name, Wanted(has_reviews=True))
        except DataError as error:
            assert str(error).startswith(str(tmp_path / file.name))
        else:
            assert brought.decks or brought.problems


def spoilt(file: Path, rng: random.Random) -> bytes:
    """The file with bytes changed, taken out, put in; of an archive mostly those of one member."""
    if not zipfile.is_zipfile(file) or rng.random() < 0.2:
        return changed(file.read_bytes(), rng)
    with zipfile.ZipFile(file) as before:
        members = {name: before.read(name) for name in before.namelist()}
    name = rng.choice(list(members))
    archive(Path("spoilt.zip"), {**members, name: changed(members[name], rng)})
    return Path("spoilt.zip").read_bytes()


def changed(content: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 2, 5, 20))):
        place, other = rng.randrange(len(content) + 1), rng.randrange(len(content) + 1)
        new = rng.choice(
            (b"", b'"', b"<", b"{", b"}", b"\n", b"\0", b"::", b"=", b"9999999999", content[other : other + 60])
        )
        content = content[:place] + new + content[place + rng.choice((0, 0, 1, 30)) :]
    return content


def test_a_sign_with_thousands_of_digits_stays_as_it_is(tmp_path):
    (tmp_path / "x.txt").write_bytes(ANKI + b"a &#" + b"9" * 5_000 + b"; <b>c</b>\tb\n")

    assert found(tmp_path / "x.txt", Wanted()).decks[0].cards[0].prompt.startswith("a &#999")
