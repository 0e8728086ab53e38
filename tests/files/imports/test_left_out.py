"""What is said to an answer, and what is drawn beside it, is kept or named where a card has no place for it."""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest
import xlsxwriter

from anki_files import collection_of, packed
from builders import choice, deck, flashcard
from cxdrill.files.exports.anki_package import FIELDS, exported_anki
from cxdrill.files.exports.paper import exported_markdown
from cxdrill.files.imports.recognise import Wanted, found
from pictures import PNG

SHOWN = '<p>So.</p><img src="map.png"/>'


def moodle(kind: str, inside: str, text: str = "Why?") -> str:
    asked = f"<name><text>q</text></name><questiontext format='html'><text>{escape(text)}</text></questiontext>"
    return f"<quiz><question type='{kind}'>{asked}{inside}</question></quiz>"


def answer(text: str, share: int, why: str = "") -> str:
    said = f"<feedback format='html'><text>{escape(why)}</text></feedback>"
    return f"<answer fraction='{share}' format='html'><text>{escape(text)}</text>{said}</answer>"


def qti(kind: str, inside: str, right: tuple[str, ...], *said: tuple[str, str]) -> str:
    values = "".join(f"<value>{each}</value>" for each in right)
    modal = "".join(
        f"<modalFeedback outcomeIdentifier='F' identifier='{name}' showHide='show'>{text}</modalFeedback>"
        for name, text in said
    )
    declared = f"<responseDeclaration identifier='R' baseType='identifier'><correctResponse>{values}"
    body = f"<itemBody><p>Why?</p><{kind} responseIdentifier='R'>{inside}</{kind}></itemBody>"
    return (
        f"<assessmentItem identifier='i' title='q'>{declared}</correctResponse></responseDeclaration>{body}{modal}"
        "</assessmentItem>"
    )


def old_qti(said: str) -> str:
    labels = "".join(f"<response_label ident='{id}'><mattext>{id}!</mattext></response_label>" for id in "ab")
    asked = f"<presentation><mattext>Why?</mattext><response_lid ident='r'>{labels}</response_lid></presentation>"
    key = "<conditionvar><varequal respident='r'>a</varequal></conditionvar><setvar>100</setvar>"
    return (
        f"<questestinterop><item ident='i'>{asked}<respcondition>{key}</respcondition>{said}</item></questestinterop>"
    )


CHOICES = "<simpleChoice identifier='a'>True</simpleChoice><simpleChoice identifier='b'>False</simpleChoice>"
DRAWN = CHOICES.replace("True", "True<img src='a.png'/>")
INLINE = f"False<feedbackInline outcomeIdentifier='F' identifier='b' showHide='show'>{SHOWN}</feedbackInline>"
PAIRS = "<subquestion format='html'><text>{}</text><answer><text>{}</text></answer></subquestion>"
FEEDBACK = f"<generalfeedback format='html'><text>{escape(SHOWN)}</text></generalfeedback>"
CASES = {
    "general.xml": (moodle("truefalse", FEEDBACK + answer("true", 100) + answer("false", 0)), ["picture map.png"]),
    "answer.xml": (moodle("multichoice", answer("a", 100) + answer("b", 0, SHOWN)), ["picture map.png"]),
    "typed.xml": (moodle("shortanswer", answer("a", 100, SHOWN)), ["picture map.png"]),
    "hint.xml": (
        moodle("truefalse", answer("true", 100) + answer("false", 0) + f"<hint><text>{escape(SHOWN)}</text></hint>"),
        ["picture map.png", "hint So."],
    ),
    "ordering.xml": (moodle("ordering", answer("a", 1, "First!") + answer("b", 2)), ["feedback First!"]),
    "gaps.xml": (
        moodle("cloze", "", "{1:SHORTANSWER:=a#Yes~b#No} {1:SHORTANSWER:=c}"),
        ["gap option b", "feedback Yes", "feedback No"],
    ),
    "modal.xml": (qti("choiceInteraction", CHOICES, ("a",), ("solution", SHOWN)), ["picture map.png"]),
    "order.xml": (qti("orderInteraction", CHOICES, ("b", "a"), ("a", "Not first")), ["feedback Not first"]),
    "other.xml": (qti("choiceInteraction", CHOICES, ("a",), ("again", "Read it")), ["feedback Read it"]),
    "choice.xml": (qti("choiceInteraction", DRAWN, ("a",)), ["picture a.png"]),
    "match.gift": ("::q::Why? {\n=a -> b #Good\n=c -> d\n=e -> f\n}", ["feedback Good"]),
    "general.gift": (f"::q::[html]Why? {{T####{SHOWN}}}".replace("=", "\\="), ["picture map.png"]),
    "cards.md": ("Q: Why?\nA: So ![a map](map.png)\n---\nQ: And?\nA: That", ["picture map.png"]),
    "notes.txt": ("#separator:tab\n#html:true\nWhy?\tSo <img src=map.png>", ["picture map.png"]),
}


def left_out(tmp_path, content: bytes, name: str, **wanted) -> list[str]:
    (tmp_path / name).write_bytes(content)
    return [f"{each.kind} {each.detail}".strip() for each in found(tmp_path / name, Wanted(**wanted)).left_out]


PIECE = SHOWN.replace("=", "\\=")
MARKED = "<generalfeedback format='markdown'><text>![m](map.png)</text></generalfeedback>"
RIGHT = FEEDBACK.replace("generalfeedback", "correctfeedback")
PICTURED = {
    "answer.gift": f"::q::[html]Why? {{=a#{PIECE} ~b}}",
    "marked.gift": "::q::[markdown]Why? {=a#So ![m](map.png) ~b}",
    "marked.xml": moodle("shortanswer", answer("a", 100) + MARKED),
    "right.xml": moodle("multichoice", answer("a", 100) + answer("b", 0) + RIGHT),
    "pairs.xml": moodle("matching", PAIRS.format("a", "b") + PAIRS.format(escape(SHOWN), "d")),
    "places.xml": moodle("ordering", answer("a", 1) + answer(SHOWN, 2)),
    "gap.xml": moodle("cloze", FEEDBACK, f"{{1:SA:=a#{SHOWN}}}"),
    "inline.xml": qti("choiceInteraction", CHOICES.replace("False", INLINE), ("a",)),
    "old.xml": old_qti(f"<itemfeedback ident='b_fb'><mattext>{escape(SHOWN)}</mattext></itemfeedback>"),
    "drawn.xml": old_qti("<itemfeedback ident='general_fb'><matimage uri='map.png'/></itemfeedback>"),
    "hidden.md": "C: Why [so] ![a](map.png)",
    "inline.md": "#flashcards\nWhy?::So ![[map.png]]",
    "lines.md": "#flashcards\nWhy?\n?\nSo ![[map.png|90]]",
    "cloze.txt": "#separator:tab\n#html:true\n{{c1::Why}}?\tSo <img src=map.png>",
    "extra.txt": "#separator:tab\n#html:true\nWhy?\tSo\tMore <img src=map.png>",
}


@pytest.mark.parametrize("name", PICTURED)
def test_a_picture_in_an_answer_or_a_feedback_is_named_in_every_format(tmp_path, name):
    assert left_out(tmp_path, PICTURED[name].encode(), name)[0] == "picture map.png"


@pytest.mark.parametrize("name", CASES)
def test_what_stands_in_an_explanation_and_has_no_place_is_named(tmp_path, name):
    text, lost = CASES[name]

    assert left_out(tmp_path, text.encode(), name) == lost


def card(tmp_path, text: str, name: str = "item.xml"):
    (tmp_path / name).write_text(text)
    return found(tmp_path / name, Wanted()).decks[0].cards[0]


def test_what_is_said_to_everybody_and_to_an_answer_is_kept_together(tmp_path):
    said = ("solution", "Because."), ("a", "Good."), ("b", "No.")

    assert card(tmp_path, qti("choiceInteraction", CHOICES, ("a",), *said)).explanation == "Because.\n\nGood.\nNo."


def test_true_and_false_with_a_picture_of_one_stay_options(tmp_path):
    path = tmp_path / "drawn.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("item.xml", qti("choiceInteraction", DRAWN, ("a",)))
        archive.writestr("a.png", PNG)
    brought = found(path, Wanted())

    (made,) = brought.decks[0].cards
    assert made.type == "choice"
    assert [bool(option.image) for option in made.options] == [True, False]
    assert not brought.left_out


def test_a_picture_on_the_back_of_a_note_of_anki_is_named(tmp_path):
    path = packed(tmp_path / "notes.apkg", [("Why?", f"So {SHOWN}")], ("map.png", PNG))

    brought = found(path, Wanted())
    assert [(each.kind, each.detail) for each in brought.left_out] == [("picture", "map.png")]
    assert brought.media == {}


def test_pictures_put_into_our_own_notes_in_anki_are_named(tmp_path):
    fields = [{"name": name, "ord": number} for number, name in enumerate(FIELDS)]
    asked = [{"name": "Forth", "ord": 0, "qfmt": "{{Prompt}}", "afmt": "{{Answer}}"}]
    model = {"name": "cxdrill flashcard", "type": 0, "flds": fields, "tmpls": asked}
    path = tmp_path / "own.apkg"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("collection.anki2", collection_of([("Why?", "So", SHOWN, "", "")], models={"1": model}))

    assert left_out(tmp_path, path.read_bytes(), "own.apkg") == ["picture map.png"]
    plain = exported_anki([deck("calls", flashcard("hotel"), choice("x"))]).content
    assert left_out(tmp_path, plain, "plain.apkg") == []


def test_a_second_picture_put_into_our_own_markdown_is_named(tmp_path):
    plain = exported_markdown([deck("calls", flashcard("hotel"))]).content.decode()
    text = plain.replace("What about hotel?", "What about hotel? ![a](<a.png>)")

    assert left_out(tmp_path, text.encode(), "own.md") == ["picture a.png"]


def test_pictures_charts_and_comments_on_a_sheet_are_named(tmp_path):
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    for row, cells in enumerate((("Question", "A", "B", "Correct"), ("Why?", "so", "no", "A"))):
        sheet.write_row(row, 0, cells)
    sheet.insert_image("F1", "a.png", {"image_data": io.BytesIO(PNG)})
    sheet.write_comment("A2", "Ask this one gently")
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
    sheet.insert_chart("H1", chart)
    book.close()

    lost = left_out(tmp_path, made.getvalue(), "q.xlsx")
    assert lost == ["chart xl/charts/chart1.xml", "comment sheet xl/comments1.xml", "picture xl/media/image1.png"]


def test_pictures_in_an_old_workbook_are_counted(tmp_path):
    from brought_decks import DATA

    content = (DATA / "fragen.xls").read_bytes()
    assert left_out(tmp_path, content, "without.xls") == []
    assert left_out(tmp_path, content + PNG, "with.xls") == ["picture"]


def test_what_else_a_gap_accepts_is_named(tmp_path):
    gap = "<textEntryInteraction responseIdentifier='R{}'/>"
    declared = (
        "<responseDeclaration identifier='R{}' baseType='string'><correctResponse><value>{}</value></correctResponse>"
        "<mapping defaultValue='0'><mapEntry mapKey='{}' mappedValue='1'/><mapEntry mapKey='{}' mappedValue='1'/>"
        "</mapping></responseDeclaration>"
    )
    body = f"<itemBody><p>Say {gap.format(1)} and {gap.format(2)}.</p></itemBody>"
    text = (
        f"<assessmentItem identifier='i'>{declared.format(1, 'a', 'a', 'A!')}{declared.format(2, 'b', 'b', 'b')}{body}"
    )

    assert left_out(tmp_path, f"{text}</assessmentItem>".encode(), "gaps.xml") == ["gap alternative A!"]
    assert found(tmp_path / "gaps.xml", Wanted()).decks[0].cards[0].prompt == "Say {{1::a}} and {{2::b}}."
