"""Plain lists of fronts and backs, and what a second import does to the cards that are there."""

import pytest

from builders import choice, deck, flashcard, typed
from cxdrill.errors import DataError
from cxdrill.files.imports.cards import Found
from cxdrill.files.imports.recognise import Wanted, found


@pytest.fixture
def bring(tmp_path):
    def brought(text: str, name: str = "list.txt", **wanted) -> Found:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return found(tmp_path / name, Wanted(**{"deck_id": "calls", **wanted}))

    return brought


@pytest.mark.parametrize(
    "text",
    [
        "Which ring?\tThe third\nWho, me?\tYes, you\n",
        "Which ring?;The third\nWho, me?;Yes, you\n",
        'Which ring?,The third\n"Who, me?","Yes, you"\n',
        "Front;Back\nWhich ring?;The third\nWho, me?;Yes, you\n",
        'question,answer\nWhich ring?,The third\n"Who, me?","Yes, you"\n',
    ],
)
def test_a_list_of_fronts_and_backs_becomes_flashcards(bring, text):
    assert bring(text).decks[0].cards == (
        flashcard("which-ring", prompt="Which ring?", answer="The third"),
        flashcard("who-me", prompt="Who, me?", answer="Yes, you"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "#separator:tab\n#html:false\nWhich <ring>?\tThe third\nWho, me?\tYes, you\n",
        '#separator:Semicolon\n#html:true\n"Which &lt;ring>?";The <b>third</b>\nWho, me?;"Yes,&#32;you"\n',
    ],
)
def test_header_lines_of_anki_say_how_the_list_is_written(bring, text):
    cards = bring(text).decks[0].cards

    assert [(card.prompt, card.answers()) for card in cards] == [
        ("Which <ring>?", ("The third",)),
        ("Who, me?", ("Yes, you",)),
    ]


def test_an_anki_export_with_ids_decks_and_tags_keeps_them(bring):
    text = (
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
        "abc{;}\tBasic\tMy deck\tLine one<br>line two\tA &amp; B\tcalls hold\n"
    )
    found = bring(text, deck_id="").decks[0]

    assert (found.id, found.title) == ("my-deck", "My deck")
    assert (found.cards[0].prompt, found.cards[0].answers(), found.cards[0].tags) == (
        "Line one\nline two", ("A & B",), ("calls", "hold"),
    )  # fmt: skip


def test_cells_of_a_plain_list_lose_no_apostrophe(bring):
    assert bring("'=tis\t'-5\n").decks[0].cards[0].answers() == ("'-5",)


def test_two_equal_fronts_get_two_ids(bring):
    assert [card.id for card in bring("a\tb\na\tc\n???\td\n").decks[0].cards] == ["a", "a-2", "card"]


def test_a_list_becomes_the_deck_of_its_own_name(bring):
    assert bring("a\tb\n", "Mi habitación.txt", deck_id="").decks[0].id == "mi-habitacion"


def test_a_list_brought_again_finds_its_cards_by_their_fronts(bring):
    known = {"calls": deck("calls", choice("x", prompt="a"), typed("y", prompt="b", tags=("t",)), flashcard("z"))}

    assert bring("b\tnew\na\tother\n", known=known).decks[0].cards == (
        typed("y", prompt="b", answer="new", tags=("t",)),
        flashcard("a", prompt="a", answer="other"),
    )


def test_an_update_by_the_sources_id_keeps_the_id_and_what_the_source_does_not_say(bring):
    text = "#separator:tab\n#guid column:1\nQz7*\tola\thello\n"
    before = bring(text).decks[0]
    own = flashcard(before.cards[0].id, prompt="ola", answer="hello", topic="phone", source="s", explanation="Why")
    known = {"calls": deck("calls", flashcard("first"), own, sources={"s": "S"})}

    after = bring(text.replace("ola", "hola"), known=known).decks[0]

    assert after.cards == (
        flashcard(own.id, prompt="hola", answer="hello", topic="phone", source="s", explanation="Why"),
    )


def test_new_cards_stand_behind_the_ones_they_follow_and_the_decks_own_order_stays(bring):
    known = {"calls": deck("calls", flashcard("b", prompt="b"), flashcard("a", prompt="a"))}

    cards = bring("a\t1\nnew\t2\nb\t3\n", known=known).decks[0].cards

    assert [card.id for card in cards] == ["b", "a", "new"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no table at all\n", "no separator"),
        ("a,b,c,d,e\nf,g,h,i,j\n", "the row has 5 cells, where a list has a front and a back"),
        ('a,"b\nc,d\n', "quotation mark opens a cell that does not end"),
        ("Question,A,B,Correct\nWhich?,x,y,C\n", 'the key "C" is none of the options'),
        ("Question,A,B,Correct\nWhich?,x,y,\n", "no answer is marked as right"),
        ("Question,A,B,Correct\n,x,y,A\n", "the question is missing"),
        ("Question,A,B,Correct\nWhich, one?,x,y,A\n", "the row has 5 cells, where the header has 4"),
        ("Question,A,B,Correct\nWhich?,2,1,1\n", "may be the place of an option or its text"),
        ("Timestamp,Question 1\n2026,x\n", "the answers that people gave"),
        ("", "no separator"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row_and_a_remedy(bring, text, words):
    try:
        told = " ".join(bring(text).problems)
    except DataError as error:
        told = str(error)

    assert words in told


def test_a_question_that_no_card_can_hold_is_left_out_by_name(bring):
    nine = "Question," + ",".join("ABCDEFGH") + ",Option 9,Correct\n"
    found = bring(f"{nine}Which?,1a,2a,3a,4a,5a,6a,7a,8a,9a,A\nWho?,me,you,,,,,,,,A\n")

    assert [card.prompt for card in found.decks[0].cards] == ["Who?"]
    assert [(each.where, each.kind, each.detail) for each in found.left_out] == [
        ("row 2", "question", "with 9 options, where 2 to 8 can be")
    ]


def test_notes_of_one_source_id_keep_their_cards_by_their_order(bring):
    text = "#separator:tab\n#guid column:1\nQz7*\thola\thello\nQz7*\tadiós\tbye\n"
    before = bring(text).decks[0]
    known = {"calls": before}

    after = bring(text.replace("adiós", "adios").replace("hola", "¡hola!"), known=known).decks[0]

    assert [card.id for card in after.cards] == [card.id for card in before.cards]
    assert [card.prompt for card in after.cards] == ["¡hola!", "adios"]
