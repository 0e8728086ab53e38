"""CSV of every kind becomes decks, or every wrong row is told with its number, its column and the reason."""

import csv
import io

import pytest

from builders import choice, deck, flashcard
from cxdrill.core.cards.choice import Choice
from cxdrill.core.cards.deck import Scenario
from cxdrill.core.cards.sheet import Option
from cxdrill.errors import DataError
from cxdrill.files.csv.csv_import import imported
from cxdrill.files.csv.deck_csv import exported_csv

HEADER = "type,id,prompt,answer,option_1,correct_1,why_1,option_2,correct_2,why_2,option_3,correct_3,deck\n"


def cards(content: str | bytes, **options):
    raw = content.encode() if isinstance(content, str) else content
    found = imported(raw, "x.csv", **options)
    assert found.problems == ()
    return [card for each in found.decks for card in each.cards]


def problems(content: str | bytes, **options):
    found = imported(content.encode() if isinstance(content, str) else content, "x.csv", **options)
    assert found.decks == ()
    return [str(problem) for problem in found.problems]


ROWS = [
    ["type", "id", "prompt", "answer", "deck"],
    ["flashcard", "a", "Grüße?", "Größe; 5 €", "calls"],
    ["", "b", "Was – wann?", "eins, zwei\tdrei", "calls"],
]
WANTED = [
    flashcard("a", prompt="Grüße?", answer="Größe; 5 €"),
    flashcard("b", prompt="Was – wann?", answer="eins, zwei\tdrei"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_separator_and_line_end_is_found(encoding, delimiter, end):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(ROWS)

    assert cards(text.getvalue().encode(encoding)) == WANTED


def test_the_separator_line_of_spreadsheets_is_obeyed():
    assert cards("sep=|\r\nid|prompt|answer|deck\r\na|P|A|calls\r\n") == [flashcard("a", prompt="P", answer="A")]


def test_names_of_columns_stand_in_any_order_case_and_spelling():
    (card,) = cards("ANSWER, Deck ,Id,Front,TYPE\nThird,calls,a,Which ring?,Flashcard\n")
    assert card == flashcard("a", prompt="Which ring?", answer="Third")


def test_columns_that_are_absent_leave_their_fields_alone_and_an_empty_cell_empties_its_own():
    old = choice("hold", tags=("t",), explanation="Why", topic="telephone")
    known = {"calls": deck("calls", old, summary="S", notes="N")}

    (found,) = imported(b"deck,id,prompt\ncalls,hold,New prompt\n", "x", known=known).decks

    new = choice("hold", prompt="New prompt", tags=("t",), explanation="Why", topic="telephone")
    assert found == deck("calls", new, summary="S", notes="N")
    (emptied,) = cards("deck,id,explanation\ncalls,hold,\n", known=known)
    assert emptied == choice("hold", tags=("t",), topic="telephone")


def test_options_that_are_brought_replace_all_of_the_old():
    known = {"calls": deck("calls", choice("hold"))}

    found = cards("deck,id,option_1,option_2,correct_2\ncalls,hold,Hang up,Ask,x\n", known=known)

    assert isinstance(found[0], Choice)
    assert found[0].options == (Option("Hang up"), Option("Ask", is_key=True))


def test_a_spreadsheets_own_true_and_false_are_understood():
    for word, answer in (("TRUE", True), ("wahr", True), ("False", False), ("FAUX", False)):
        assert cards(f"type,id,prompt,answer,deck\ntrue-false,a,P,{word},calls\n")[0].answer is answer


@pytest.mark.parametrize("name", ["Remarks by Ana", "'", "Reviewer"])  # of marks alone; near to one that is there
def test_a_column_of_ones_own_is_left_out_with_a_word(name):
    found = imported(f"deck,id,prompt,answer,reverse,{name}\ncalls,a,P,A,,nice\n".encode(), "x")

    assert found.problems == ()
    assert found.decks[0].cards == (flashcard("a", prompt="P", answer="A"),)
    assert found.notices == (f'the column "{name}" is not one of a deck\'s and is not read',)


def test_empty_rows_and_empty_columns_at_the_end_do_not_count():
    assert cards("deck,id,prompt,answer,,\ncalls,a,P,A,,\n,,,,,\n\n") == [flashcard("a", prompt="P", answer="A")]


def test_rows_may_stand_in_any_order():
    text = "type,id,prompt,answer,scenario,source,title,deck\n,a,P,A,s,src,,calls\nscenario,s,T,,,,,calls\n"
    (found,) = imported((text + "source,src,,,,,Title,calls\ndeck,,,,,,Calls,calls\n").encode(), "x").decks

    card = flashcard("a", prompt="P", answer="A", scenario="s", source="src")
    assert found == deck("calls", card, scenarios=(Scenario("s", "T"),), sources={"src": "Title"})


WRONG = {
    ",a,P,A,,,,,,,,,calls\n,b,P,calls\n": ["row 3: the row has 4 cells, where 13 are needed"],
    ",a,P,A,,,,,,,,,calls,x\n": ["row 2: the row has 14 cells, where 13 are needed"],
    ',a,P,A,,,,,,,,,calls\n,b,"P,A,,,,,,,,,calls\n,c,P,A,,,,,,,,,calls\n': [
        "row 3: a quotation mark opens a cell that does not end"
    ],
    ',a,P "x" y,A,,,,,,,,,calls\n,b,"P" x,A,,,,,,,,,calls\n': ["row 3: text stands after a closing quotation mark"],
    ",a,P,A,,,,,,,,,calls\n,a,Q,A,,,,,,,,,calls\n": ['row 3, column id: the card "a" stands in row 2 already'],
    "flashcrad,a,P,A,,,,,,,,,calls\n": ['row 2, column type: there is no type "flashcrad"; did you mean flashcard?'],
    "choice,a,P,,one,,,two,,,,yes,calls\n": ["row 2, column correct_3: there is no option 3"],
    "choice,a,P,,one,yes,,two,yes,,,,calls\n": ["row 2, column correct_1: has 2 correct options"],
    "choice,a,P,,one,yes,,,,,,,calls\n": ["row 2, column option_1: a row of type choice needs 2 to 8 options"],
    "choice,a,P,,one,maybe,,two,yes,,,,calls\n": ['row 2, column correct_1: the cell is "maybe", neither yes nor no'],
    "choice,a,P,B,one,yes,,two,,,,,calls\n": ["row 2, column answer: a row of type choice has nothing here; mark the"],
    "typed,a,P,A,,,,,,,,,calls\n,b,P,,,,,,,,,,calls\n": ["row 3, column answer: the answer is missing"],
    ",,,A,,,,,,,,,calls\n": ["row 2, column prompt: the prompt is missing"],
    ",a,,A,,,,,,,,,calls\n": ["row 2, column prompt: the prompt is missing"],
    ",a,P,A,,,,,,,,,../x\n": ['row 2, column deck: the cell is "../x", which is no id'],
    ",../x,P,A,,,,,,,,,calls\n": ['row 2, column id: the cell is "../x", which is no id'],
    "cloze,a,P,,,,,,,,,,calls\n": ["row 2, column prompt: nothing in the text is hidden"],
    "true-false,a,P,perhaps,,,,,,,,,calls\n": ['row 2, column answer: the cell is "perhaps", neither yes nor no'],
    "match,a,P,,one,,first,two,,,,,calls\n": ["row 2, column why_2: the why_2 is missing"],
    "deck,,,,,,,,,,,,calls\n": ["row 2, column title: the title is missing"],
}


@pytest.mark.parametrize("rows", WRONG, ids=lambda rows: rows[:24])
def test_what_is_wrong_is_told_with_row_column_and_reason(rows):
    found = problems(HEADER + rows)

    assert len(found) == len(WRONG[rows])
    for problem, start in zip(found, WRONG[rows], strict=True):
        assert problem.startswith(start)


def test_every_wrong_row_is_told_at_once():
    rows = "".join(f",card-{number},P,{'A' if number % 2 else ''},,,,,,,,,calls\n" for number in range(20))

    assert len(problems(HEADER + rows)) == 10


def test_an_unknown_source_or_scenario_is_told_with_the_likely_one():
    header = "type,id,title,prompt,answer,source,scenario,deck\n"

    assert problems(header + "source,expectations,T,,,,,calls\n,a,,P,A,expectation,s,calls\n") == [
        'row 3, column scenario: the deck has no scenario "s"; add a row of type scenario for it',
        'row 3, column source: the deck has no source "expectation"; did you mean "expectations"?',
    ]


def test_a_new_row_gets_its_id_made_and_is_the_same_card_when_it_comes_again():
    calls = deck("calls", flashcard("a", prompt="Who?"), choice("b", prompt="Who?"))
    rows = "type,id,prompt,answer,deck\n,a,Who?,Me,calls\n,,Who?,You,calls\ntyped,,Who?,All,calls\n,,¿Qué?,Eso,calls\n"

    first = cards(rows, known={"calls": calls})
    known = {"calls": deck("calls", *calls.cards, *first[1:])}

    assert [card.id for card in first] == ["a", "who", "who-2", "que"]
    assert cards(rows, known=known) == first
    again = cards(rows.replace(",,Who?,You", ",,Who?,They"), known=known)
    assert [card.id for card in again] == ["a", "who", "who-2", "que"]


def test_the_nth_row_of_a_prompt_is_the_nth_card_of_it():
    known = {"calls": deck("calls", *(flashcard(f"hold-{number}", prompt="hold") for number in range(3)))}

    found = cards("type,prompt,answer,deck\n,hold,x,calls\n,hold,y,calls\n,hold,z,calls\n,hold,w,calls\n", known=known)

    assert [card.id for card in found] == ["hold-0", "hold-1", "hold-2", "hold"]


MISSPELT = 'row 1: no such column "{}"; did you mean {}? (delete or rename it if not)'
MISSING = "column answer: the answer is missing; write it or delete the row"
NUMBERED = "deck,id,type,prompt,option_1,corect_1,option_2,correct_2\ncalls,a,multiple,P,x,yes,y,yes\n"
STRAY = 'there is no dialogue "" in the file that this could belong to'
ENDLESS = "row 2: the row has 2000001 cells, more than any deck needs (nothing after it was read)"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("deck,id,prompt,anwser\ncalls,a,P,A\n", [MISSPELT.format("anwser", "answer"), f"row 2, {MISSING}"]),
        (NUMBERED, [MISSPELT.format("corect_1", "correct_1")]),
        (
            "deck,id,prompt,answer,prompt\ncalls,a,P,A,Q\n",
            ["row 1, column prompt: the header has this column twice; delete one"],
        ),
        (HEADER + "," * 2_000_000, [ENDLESS]),
        ("sep=;\ntype;id;prompt;answer;deck\n;a;p;;calls\n", [f"row 3, {MISSING}"]),
        ("type,id,says,deck\nturn,,Hello,calls\n", ["row 2, column id: " + STRAY]),
        ("deck,prompt,answer,topic\ncalls,Hello,,x\ncalls,Hello,b,x\n", [f"row 2, {MISSING}"]),  # its id is kept
    ],
    ids=["misspelt", "misspelt number", "twice", "endless", "below sep=", "a turn alone", "an id of words"],
)
def test_what_is_wrong_with_a_table_is_told_and_not_passed_over(text, told):
    assert problems(text) == told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04" + b"\0" * 99, "workbook"),
        (b"\x7fELF\x01\x90\xff" + bytes(range(256)), "is no text"),
        (b"a,b\n\xff\x01,c\n", "line 2 has control characters"),
        (b"x" * 32_000_001, "has 32 MB"),
    ],
)
def test_what_is_no_text_or_far_too_large_is_refused(content, words):
    with pytest.raises(DataError, match=words):
        imported(content, "x.csv", deck_id="calls")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\0" * 40, b"deck,id,prompt,answer\n"])
def test_a_file_without_cards_is_refused(content):
    assert problems(content, deck_id="calls")


def test_the_guard_comes_off_once_and_with_raw_not_at_all():
    text = "deck,id,prompt,answer\ncalls,a,'=1+1,''-x\n"

    assert (cards(text)[0].prompt, cards(text)[0].answer) == ("=1+1", "'-x")
    assert (cards(text, is_raw=True)[0].prompt, cards(text, is_raw=True)[0].answer) == ("'=1+1", "''-x")


def test_an_edited_export_keeps_what_nobody_touched():
    calls = deck("calls", flashcard(answer="-5"), choice())
    edited = exported_csv([calls]).content.replace(b"Ask first", b'"Ask, then hold"')

    first, second = cards(edited)

    assert first == calls.cards[0]
    assert isinstance(second, Choice)
    assert [option.text for option in second.options] == ["Search at once", "Ask, then hold", "Promise to call back"]


def test_a_card_may_get_another_type():
    known = {"calls": deck("calls", flashcard("hold", tags=("t",)))}
    text = "deck,id,type,prompt,option_1,correct_1,option_2\ncalls,hold,choice,P,a,yes,b\n"

    options = (Option("a", is_key=True), Option("b"))
    assert cards(text, known=known) == [choice("hold", prompt="P", tags=("t",), options=options)]


def test_rows_without_ids_mean_the_card_of_their_words_and_its_letters_count_before_their_case():
    known = {"calls": deck("calls", flashcard("a", prompt="Polish"), flashcard("b", prompt="polish"))}
    found = imported(b"deck,prompt,answer\ncalls,polish,shine\ncalls,Polish,of Poland\n", "x", known=known)
    assert {card.id: card.answer for card in found.decks[0].cards} == {"b": "shine", "a": "of Poland"}

    found = imported(b"deck,prompt,answer\ncalls,POLISH,shine\n", "x", known=known)
    assert [(card.id, card.prompt) for card in found.decks[0].cards] == [("a", "POLISH")]
