"""A study session on a screen of paper: a scripted keyboard, and the events it leaves behind."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from builders import Journal, choice, deck, flashcard, judgement, library, ordering, true_false, typed
from cxdrill.core.cards.deck import faces as faces_of
from cxdrill.core.cards.judgement import Reply
from cxdrill.core.settings import Settings
from cxdrill.core.study.history import History
from cxdrill.core.study.queue import Queue
from cxdrill.core.study.session import StudySession
from cxdrill.terminal import paint
from cxdrill.terminal.drill import Drill
from cxdrill.terminal.study_screen import StudyScreen
from paper import screen

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def sit(
    keys: str | list[str],
    *cards,
    settings: Settings | None = None,
    notes: str = "",
    ending=None,
    styled=False,
    seed=1,
    columns=60,
) -> tuple[Journal, list[str]]:
    """Presses the keys one after the other; the frames drawn and the events saved."""
    decks = library(deck("calls", *cards, notes=notes))
    journal = Journal(at=NOW)
    settings = settings or Settings()
    faces = {face.key: face for card in decks.cards() for face in faces_of(card)}
    session = StudySession(Queue(others=tuple(faces)), faces.__getitem__, History(()), settings, NOW, seed=seed)
    shown, frames = screen(*keys, lines=16, columns=columns, is_styled=styled)
    drill = Drill(session, {each.id: each for each in decks.decks}, journal.save, lambda: NOW, lambda: 0.0)
    StudyScreen(drill, shown, ending=ending).run()
    return journal, frames


def test_the_time_of_an_answer_has_the_reading_of_the_feedback_before_it_so_that_they_sum_to_the_session():
    journal, clock = Journal(at=NOW), [0.0]
    cards = {face.key: face for name in ("one", "two") for face in faces_of(choice(name))}
    session = StudySession(Queue(others=tuple(cards)), cards.__getitem__, History(()), Settings(), NOW)
    drill = Drill(session, {}, journal.save, lambda: NOW, lambda: clock[0])
    for shown_at, answered_at in ((5.0, 15.0), (27.0, 30.0)):
        clock[0] = shown_at
        drill.show()
        clock[0] = answered_at
        drill.respond("b")

    assert [event.fields["took_ms"] for event in journal.events] == [10_000, 15_000]


def test_where_it_is_long_a_question_to_type_at_is_read_first_and_then_the_line_is_in_sight():
    _, frames = sit(["w", "x"], typed(prompt="What comes first? " * 60))

    assert ("> " in frames[0], "> wx" in frames[-1]) == (False, True)


@pytest.mark.parametrize(
    ("keys", "card", "words"),
    [
        ([*"wrod", "enter", "="], typed("one"), "counts as right · u undo"),
        (["b", "2"], choice("one"), "rated hard · u undo"),
    ],
)
def test_another_rating_is_told(keys, card, words):
    _, frames = sit(keys, card, choice("two"))

    assert words in frames[-1]


def test_what_is_right_and_comes_again_all_the_same_says_that_it_is_being_learnt():
    right, wrong = (sit([key], choice("one"), choice("two"))[1][-1] for key in "ba")

    assert "✓ right" in right
    assert "again later in this session, to make it stick" in right
    assert "✗ wrong" in wrong
    assert "stick" not in wrong
    assert all(words in wrong for words in ("Search at once", "Ask first", "Promise to call back"))


def kinds(journal: Journal) -> list[str]:
    return [event.kind for event in journal.events]


def test_enter_reveals_and_never_rates():
    journal, frames = sit(["enter"] * 6, flashcard())

    assert kinds(journal) == []
    assert "Good morning" in frames[-1]


def test_the_last_card_can_be_flagged_from_its_feedback():
    """There is no next card by then whose header could be drawn."""
    journal, frames = sit(["b", "*", *"odd", "enter"], choice("one"), settings=Settings(learning_steps=()))

    assert kinds(journal) == ["review", "flag"]
    assert journal.events[1].fields["note"] == "odd"
    assert "What about one?" in frames[-1]


@pytest.mark.parametrize(
    ("keys", "letter", "before"),
    [("A", "a", ""), ("B", "b", ""), ("1", "a", ""), ("3", "c", ""), (["down", "down", "enter"], "b", "> b")],
)
def test_caps_lock_numbers_and_arrows_choose_an_option_like_its_letter(keys, letter, before):
    (journal, frames), (_, as_letter) = sit([*keys], choice()), sit([letter], choice())

    assert before in frames[-2]
    assert kinds(journal) == ["review"]
    assert frames[-1] == as_letter[-1]


def test_yes_and_no_answer_what_is_true_or_false():
    assert [sit([key], true_false())[0].events[0].fields["rating"] for key in ("y", "n", "T")] == [3, 1, 3]


def test_a_key_without_a_meaning_says_so_until_the_next_one():
    _, frames = sit(["x", "?", "z"], choice())

    help_at = next(place for place, frame in enumerate(frames) if "any key" in frame)
    assert "x changes nothing here; the keys that work are below" in frames[help_at - 1]
    assert not any("changes nothing" in frame for frame in frames[help_at:])


def test_help_leads_back_to_the_very_same_screen():
    _, frames = sit([" ", "?", "x"], flashcard())

    assert "the next card" in frames[2]
    assert frames[-1] == frames[1]


@pytest.mark.parametrize(
    ("typing", "found"),
    [
        *(([*":skip", "enter"], []), ([*":bury", "enter"], ["bury"]), ([*":suspend", "enter"], ["suspend"])),
        *(([*":flag not clear", "enter"], ["flag"]), ([*":nonsense", "enter"], []), ([*"s", "enter"], ["review"])),
        *((["enter"], []), ([*"half", "esc"], [])),
    ],
)
def test_while_text_is_typed_commands_begin_with_a_colon(typing, found):
    journal, _ = sit(typing, typed())

    assert kinds(journal) == found


@pytest.mark.parametrize(("answer", "found"), [("empathy", []), ("Q", ["review"])])
def test_a_q_alone_leaves_where_text_is_typed_too_but_where_it_is_the_answer(answer, found):
    journal, _ = sit(["q", "enter", *"quiet", "enter"], typed(answer=answer))

    assert kinds(journal)[:1] == found


def test_an_enter_too_early_records_nothing_and_says_what_is_missing():
    journal, frames = sit(["enter", "1", "enter", "2", "3", "enter"], ordering())
    _, judged = sit(["b", "enter", "c", "enter"], judgement())

    assert kinds(journal) == ["review"]
    assert "0 of 3 in order" in frames[1]
    assert any("1 of 3 in order" in frame for frame in frames)
    assert any("the worst one is still missing" in frame for frame in judged)


def test_pasted_text_is_typed_into_a_line_and_changes_nothing_elsewhere():
    pasted = "\x1b[200~em\npathy b\n"
    answered, _ = sit([pasted, "enter"], typed())
    refused, frames = sit([pasted], choice())

    assert [event.kind for event in answered.events] == ["review"]
    assert not refused.events
    assert "text cannot be pasted here; nothing was changed" in frames[-1]


def test_undo_goes_back_step_by_step():
    journal, _ = sit([" ", "3", "u", " ", "1", "u", "u"], flashcard("one"), flashcard("two"))

    assert kinds(journal) == ["review", "undo", "review", "undo"]


def test_what_is_left_falls_and_repeats_are_told_apart():
    _, frames = sit(["a", " ", "b"], choice("one"), choice("two"))

    headers = [found[0] for frame in frames if (found := re.findall(r"\d+ left(?:, \d+ again)?", frame))]
    assert list(dict.fromkeys(headers)) == ["2 left", "1 left, 1 again"]


@pytest.mark.parametrize(
    ("keys", "card", "text"),
    [([*["f", " "] * 4, "f", "-"], true_false(), ""), ([" ", "1"] * 5 + ["-"], flashcard("one"), "Good morning")],
)
def test_a_card_missed_five_times_may_be_put_off_to_tomorrow_and_shows_its_text(keys, card, text):
    journal, frames = sit(keys, card, settings=Settings(leech_threshold=99))

    offer = next(frame for frame in frames if "You have missed this card 5 times" in frame)
    assert text in offer
    assert "put it off to tomorrow" in offer
    assert kinds(journal) == ["review"] * 5 + ["bury"]


def test_what_was_done_to_a_card_is_said_with_the_way_back():
    for key, words in (("s", "left out of this session"), ("-", "put off to tomorrow"), ("!", "set aside")):
        _, frames = sit([key], flashcard("one"), flashcard("two"))
        assert words in frames[-1]
        assert "u undo" in frames[-1]
    _, frames = sit(["u"], flashcard("one"))
    assert "there is nothing to take back" in frames[-1]


def test_notes_are_offered_at_the_first_card_of_a_deck_after_a_miss_at_a_repeat_and_where_text_is_typed():
    text, cards = "## Read first", (choice("one"), choice("two"))
    first, opened, *_, second = sit(["n", "esc", "b", " "], *cards, notes=text)[1]
    *_, missed, _, repeat = sit(["a", " ", "b", " "], *cards, notes=text)[1]
    wrong, typing = (sit(keys, card, notes=text)[1] for keys, card in (("an", choice()), ("", typed())))

    shown = ["n notes" in frame for frame in (first, second, missed, repeat, wrong[1])]
    assert shown == [True, False, False, True, True]
    assert ["Read first" in frame for frame in (opened, wrong[-1])] == [True, True]
    assert ":notes" in typing[0]


def test_a_blank_shows_what_is_below_before_it_goes_on():
    journal, frames = sit(["b", " ", " "], choice("one", explanation="A long reason. " * 60), choice("two"))

    assert "more: space" in frames[-3] or "more: space" in frames[-2]
    assert kinds(journal) == ["review"]


def test_the_last_step_can_be_taken_back_at_the_end():
    ending = lambda: [paint.words("One card in no time")]  # noqa: E731
    journal, frames = sit(["b", " ", "u"], choice("one"), settings=Settings(learning_steps=()), ending=ending)

    assert any("One card in no time" in frame and "u undo" in frame for frame in frames)
    assert kinds(journal) == ["review", "undo"]
    assert "What about one?" in frames[-1]


def test_a_card_that_is_asked_when_the_time_is_up_may_be_finished():
    """Nobody is thrown out in the middle of a question."""
    decks, journal, minutes = library(deck("calls", choice("one"), choice("two"))), Journal(at=NOW), iter(range(99))
    faces = {face.key: face for card in decks.cards() for face in faces_of(card)}
    queue, ends_at = Queue(others=tuple(faces)), NOW + timedelta(minutes=3)
    session = StudySession(queue, faces.__getitem__, History(()), Settings(), NOW, seed=1, ends_at=ends_at)
    shown, frames = screen("down", "down", "enter", " ", "b", lines=16, columns=60)
    clock = lambda: NOW + timedelta(minutes=next(minutes))  # noqa: E731
    StudyScreen(Drill(session, {each.id: each for each in decks.decks}, journal.save, clock, lambda: 0.0), shown).run()

    assert any("time is up" in frame for frame in frames)
    assert kinds(journal) == ["review"]


@pytest.mark.parametrize("keys", [["a", " "], [" ", "3"], ["down", "enter"], ["?"], ["*"], ["x"]], ids=str)
@pytest.mark.parametrize("card", [choice(), flashcard(), ordering(), true_false(), typed()], ids=lambda card: card.type)
def test_whatever_has_to_be_read_keeps_the_colour_of_the_terminal(keys, card):
    """Its owner can read that; green and red are for the sign before the words, dim for rules and empty bars."""
    _, frames = sit(keys, card, styled=True)

    styled = [found for frame in frames for found in re.findall(r"\x1b\[((?:[0-9]+;)*(?:2|3[0-7]))m([^\x1b]*)", frame)]
    assert [(style, text) for style, text in styled if any(sign.isalnum() for sign in text)] == []


@pytest.mark.parametrize("key", ["2", "4"])
def test_an_answer_that_was_flagged_meanwhile_keeps_its_rating_and_offers_no_other(key):
    journal, frames = sit(["b", "*", *"odd", "enter", key], choice("one"))

    assert kinds(journal) == ["review", "flag"]
    assert any("flagged" in frame for frame in frames)
    assert "easy" in frames[1]
    assert "easy" not in frames[-1]


def test_reasons_too_long_for_the_window_are_read_from_the_first_one():
    values = tuple(
        Reply(f"Reply {value}", value, " ".join([f"Reason {value} is said here."] * 6)) for value in range(4)
    )
    _, frames = sit(["c", "d", "enter"], judgement(options=values), seed=0)

    first, reason = frames[-1].split("\n")[2:4]
    assert re.match(r"\s*✓ b  Best: Reply 3", first)
    assert "Reason 3" in reason
    assert "more: space" in frames[-1]


@pytest.mark.parametrize(
    ("prompt", "items", "first", "is_whole"),
    [(4, 3, "asked here.", True), (7, 3, "The right order:", True), (2, 9, "The right order:", False)],
)
def test_a_page_that_is_too_long_begins_with_a_paragraph_and_a_little_too_long_one_has_no_blank_line(
    prompt, items, first, is_whole
):
    texts = tuple(f"item {number}, " + "and so on " * 6 for number in range(items))
    card = ordering(items=texts, prompt="\n".join(["asked here."] * prompt), explanation="because")
    _, frames = sit(["1", *map(str, range(items, 1, -1)), "enter"], card)

    assert first in frames[-1].split("\n")[2]
    assert ("because" in frames[-1], "more: space" in frames[-1]) == (is_whole, not is_whole)


@pytest.mark.parametrize(
    ("columns", "head"),
    [
        (60, "Calls · ✗ wrong again later in this session"),
        (40, "✗ wrong again later in this session"),
        (24, "Calls · ✗ wrong"),
    ],
)
def test_the_title_goes_where_it_leaves_no_room_beside_the_verdict(columns, head):
    *_, shown = sit("a", choice(), choice("two"), columns=columns)[1]

    assert " ".join(shown.replace("\x1b[K", "").split("\r")[0].split()[1:]) == head
