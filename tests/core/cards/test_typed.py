import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdrill.core.cards.typed import distance, folded, is_accepted, near_miss, tidy

COUNTED = settings(derandomize=True, deadline=None, database=None, max_examples=80)
WORDS = st.text(alphabet="abcdé 1-'", max_size=12)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("EMPATHY", "empathy"), ("  call   back ", "call back"), ("the customer’s name", "the customer's name"),
        ("“hold”", '"hold"'), ("follow–up", "follow-up"), ("follow - up", "follow-up"), ("follow up", "follow-up"),
        ("word-of-mouth", "word of mouth"), ("Straße", "STRASSE"), ("ｅｍｐａｔｈｙ", "empathy"),
        ("empathy", "Empathy!"), ("cafe\u0301", "café"), ("em\u00adpathy", "empathy"), ("½", "1/2"),
        ("on\u00a0hold", "on hold"), ("−5", "-5"), (" ? ", "?"), ("empathy.", "empathy"),
    ],
)  # fmt: skip
def test_what_says_nothing_about_knowledge_is_forgiven(typed: str, answer: str) -> None:
    assert is_accepted(typed, (answer,))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("1.1", "1.10"), ("empaty", "empathy"), ("-5", "5"), ("9 5", "9-5"), ("followup", "follow-up"),
        ("callback", "call back"), ("?", "!"), ("", "empathy"), ("resume", "résumé"),
    ],
)  # fmt: skip
def test_what_says_something_else_is_wrong(typed: str, answer: str) -> None:
    assert not is_accepted(typed, (answer,))


def test_every_accepted_answer_counts_and_punctuation_alone_is_one() -> None:
    assert is_accepted("Phone", ("telephone", "phone"))
    assert tidy("?") == "?"


@pytest.mark.parametrize(
    ("typed", "answer", "letters"),
    [
        ("product qualty", "product quality", 1), ("empahty", "empathy", 2), ("emmpathy", "empathy", 1),
        ("empothy", "empathy", 1), ("Empothy.", "empathy", 1), ("telefone", "telephone", 2),
    ],
)  # fmt: skip
def test_a_near_miss_says_in_how_many_letters_it_differs(typed: str, answer: str, letters: int) -> None:
    assert near_miss(typed, (answer,)) == (answer, letters)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("patience", "empathy"), ("13", "12"), ("in 13 minutes", "in 12 minutes"), ("of", "on"), ("", "no"),
        ("x" * 9999, "y"),
    ],
)  # fmt: skip
def test_another_word_or_another_number_is_no_near_miss(typed: str, answer: str) -> None:
    assert near_miss(typed, (answer,)) is None


def test_the_nearest_of_the_accepted_answers_is_shown() -> None:
    assert near_miss("telefone", ("telephones", "telephone")) == ("telephone", 2)


@given(WORDS, WORDS)
@COUNTED
def test_a_distance_is_the_same_from_both_sides_and_no_more_than_the_longer_text(one: str, other: str) -> None:
    edits, letters = distance(one, other)
    assert (edits, letters) == distance(other, one)
    assert abs(len(one) - len(other)) <= edits <= max(len(one), len(other))
    assert edits <= letters <= 2 * edits
    assert (edits == 0) == (one.casefold() == other.casefold())


@given(st.text(max_size=15))
@COUNTED
def test_a_text_is_its_own_answer_and_folding_twice_changes_nothing(text: str) -> None:
    assert is_accepted(text, (text,))
    assert folded(folded(text)) == folded(text)
