import json
from hashlib import sha256
from typing import Any

import pytest
from msgspec import structs
from msgspec.structs import replace

from builders import Journal, choice, deck, exam, flashcard, library, share, typed
from cxdrill.core.cards.choice import OtherOptions
from cxdrill.core.cards.deck import Scenario
from cxdrill.core.cards.sheet import Option
from cxdrill.core.exams.exam import Exam, Feedback, policy_of
from cxdrill.core.exams.form import drawn_form, pools
from cxdrill.core.exams.library import Library
from cxdrill.core.exams.record import record, record_text
from cxdrill.core.exams.verification import fingerprint, verify
from cxdrill.errors import DataError
from sittings import DECKS, asked, sat


def here(rules: Exam, decks: Library = DECKS) -> Library:
    return Library(decks.decks, (rules,))


def written(rules: Exam) -> dict[str, Any]:
    return record(sat(rules), "Zoë")


def document(plain: dict[str, Any]) -> bytes:
    return record_text(plain).encode()


def resealed(plain: dict[str, Any], **changes: Any) -> bytes:
    """The record with changes by somebody who knows how to make a checksum."""
    rest = {key: value for key, value in (plain | changes).items() if key != "checksum"}
    return document(rest | {"checksum": sha256(record_text(rest).encode()).hexdigest()})


def disagreements(found) -> list[str]:
    return [finding.subject for finding in found if not finding.agrees]


@pytest.mark.parametrize("feedback", Feedback)
def test_a_record_as_it_was_written_agrees_in_everything(feedback: Feedback) -> None:
    found = verify(document(written(asked(feedback=feedback))), here(asked(feedback=feedback)))
    assert [finding.subject for finding in found] == ["record", "decks", "rules", "seed", "form", "score"]
    assert disagreements(found) == []


def test_any_single_changed_character_is_rejected() -> None:
    """Every character in turn is replaced by each of several others; every second one is left out, too."""
    decks, text = here(asked()), record_text(written(asked()))
    for place, sign in enumerate(text):
        for other in {"0", "1", " ", "a", '"', chr(ord(sign) ^ 1)} - {sign}:
            assert_rejected(text[:place] + other + text[place + 1 :], decks)
        if place % 2:
            assert_rejected(text[:place] + text[place + 1 :], decks)


def assert_rejected(text: str, decks: Library) -> None:
    try:
        found = verify(text.encode("utf-8", "surrogatepass"), decks)
    except DataError:
        return
    assert disagreements(found) == ["record"]


def test_the_line_ends_and_the_mark_of_a_windows_shell_are_no_change() -> None:
    plain = document(written(asked()))
    assert disagreements(verify(b"\xef\xbb\xbf" + plain[:-1] + b"\r\n", here(asked()))) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"score": 5}, ["score"]),
        ({"passed": False}, ["score"]),
        ({"pass_mark": "20%"}, ["score"]),
        ({"responses": 0}, ["score"]),
        ({"seed": 12}, ["seed", "form"]),
        ({"avoided": []}, ["seed", "form"]),
    ],
)
def test_what_was_changed_is_found_even_with_a_checksum_made_anew(changes: dict[str, Any], found: list[str]) -> None:
    plain = written(asked())
    if "responses" in changes:  # the first one is taken away
        changes = {"responses": [plain["responses"][0] | {"response": None}, *plain["responses"][1:]]}
    assert disagreements(verify(resealed(plain, **changes), here(asked()))) == found


OTHER_WORDS = OtherOptions("In other words?", options=(Option("x", is_key=True), Option("y"), Option("z")))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("names_wording", [True, False])
def test_the_score_is_that_of_the_words_that_were_asked(seed: int, names_wording: bool) -> None:
    """A record of a version that did not name the wording agrees as well."""
    rules = asked(items=3, blueprint={"calls": 3})
    decks = here(rules, library(deck("calls", *(choice(f"q{number}", wordings=(OTHER_WORDS,)) for number in range(3)))))
    form, journal = drawn_form(pools(rules, decks), seed), Journal()
    journal.begin(form, policy_of(rules, fingerprint(rules, decks)), seed)
    for item in form.items:
        journal.answer(item.card.key, item.card.key_response(), 5)
    plain = record(journal.hand_in(9))
    assert [row.get("wording", 0) for row in plain["responses"]] == [item.wording for item in form.items]
    if not names_wording:
        plain["responses"] = [{**row, "wording": 0} for row in plain["responses"]]
    assert disagreements(verify(resealed(plain), decks)) == []


REWORDED = (choice(card.id, prompt="New words") if card.type == "choice" else card for card in DECKS.decks[0].cards)
GONE = (typed(f"t{number}") for number in range(5))


@pytest.mark.parametrize(
    ("decks", "found", "last"),
    [
        (here(asked(), library(deck("calls", *REWORDED), DECKS.decks[1])), ["decks", "form"], "the result recorded"),
        (here(asked(pass_mark=share("80%"))), ["decks", "score"], "do not agree with the record"),
        (DECKS, ["decks"], 'there is no exam "certification"'),
        (
            here(asked(), library(deck("calls", *GONE), DECKS.decks[1])),
            ["decks", "seed", "form", "score"],
            'the decks have no question "calls/',
        ),
        (
            here(asked(), library(deck("calls", choice("q1")), DECKS.decks[1])),
            ["decks", "seed", "form", "score"],
            "the decks have no question",
        ),
    ],
    ids=[
        "reworded, though the score still holds",
        "another rule",
        "no such exam",
        "a question gone",
        "decks too small",
    ],
)
def test_other_decks_are_found_and_told(decks: Library, found: list[str], last: str) -> None:
    findings = verify(document(written(asked())), decks)
    assert disagreements(findings) == found
    assert last in findings[-1].message


@pytest.mark.parametrize(
    "text",
    [
        *(b"", b"no record", b"[]", b"{}", b"\xff\xfe", b'{"exam": 1}', b"[" * 100_000),
        b'{"exam": "x", "responses": 3, "format": "1", "checksum": ""}',
        b'{"exam": "x", "responses": ' + b"9" * 5000 + b', "format": 1, "checksum": ""}',
    ],
)
def test_what_is_no_record_is_a_sentence(text: bytes) -> None:
    with pytest.raises(DataError, match=r"^the file is not the record of an attempt"):
        verify(text, here(asked()))


def test_a_record_with_nonsense_in_it_or_of_a_newer_format_is_refused_though_its_checksum_is_right() -> None:
    plain = written(asked())
    for changes in ({"responses": 3}, {"avoided": 3}, {"seed": "x"}, {"responses": [{}]}, {"feedback": "all"}):
        with pytest.raises(DataError, match=r"^the file is not the record of an attempt"):
            verify(resealed(plain, **changes), here(asked()))
    with pytest.raises(DataError, match="newer format"):
        verify(resealed(plain, format=2), here(asked()))


def test_numbers_that_json_does_not_know_are_no_record_as_written() -> None:
    text = json.dumps(written(asked()) | {"seed": float("nan")})
    assert disagreements(verify(text.encode(), here(asked()))) == ["record"]


def test_a_score_under_another_key_is_told_with_both_results() -> None:
    plain = written(asked())
    said = verify(resealed(plain, score=5), here(asked()))[-1].message
    assert f"the decks here give {plain['score']} of {plain['items']}" in said
    assert "the record has 5 of" in said


MAIL = deck("mail", choice("m", deck="mail"))
CARDS = (choice("one", scenario="busy", source="book"), choice("two"), choice("off", topic="other"), flashcard())
CALLS = deck("calls", *CARDS, scenarios=(Scenario("busy", "A busy counter"),), sources={"book": "The Book"})
EXAM = exam(items=2, blueprint={"calls": 1, "mail": 1})
OWN = fingerprint(EXAM, library(CALLS, MAIL))


def test_it_is_a_sha256_whatever_the_order_of_files_and_cards() -> None:
    turned = replace(CALLS, cards=tuple(reversed(CALLS.cards)))
    assert len(OWN) == 64
    assert fingerprint(EXAM, Library((MAIL, turned))) == OWN


@pytest.mark.parametrize(
    "calls",
    [
        replace(CALLS, cards=(replace(CALLS.cards[0], prompt="Another word?"), *CALLS.cards[1:])),
        replace(CALLS, cards=CALLS.cards[1:]),
        replace(CALLS, scenarios=(Scenario("busy", "A quiet counter"),)),
        replace(CALLS, sources={"book": "The Other Book"}),
    ],
    ids=["prompt", "question", "scenario", "source"],
)
def test_another_word_that_a_form_can_show_is_another_fingerprint(calls) -> None:
    assert fingerprint(EXAM, library(calls, MAIL)) != OWN


@pytest.mark.parametrize(
    "rules",
    [
        {"pass_mark": share("79%")},
        {"blueprint": {"calls": 2}},
        {"time_limit_seconds": 60},
        {"minimum": {"mail": share("1%")}},
    ],
    ids=str,
)
def test_another_rule_is_another_fingerprint(rules) -> None:
    assert fingerprint(structs.replace(EXAM, **rules), library(CALLS, MAIL)) != OWN


def test_what_the_exam_cannot_draw_does_not_matter() -> None:
    cards = (*CALLS.cards[:2], replace(CALLS.cards[2], prompt="Another?"), flashcard("new"))
    decks = library(replace(CALLS, cards=cards, title="Another"), MAIL, deck("chat", flashcard()))
    assert fingerprint(EXAM, decks) == OWN


def test_decks_that_no_longer_fill_the_blueprint_have_one_too() -> None:
    assert len(fingerprint(EXAM, library(CALLS))) == 64
