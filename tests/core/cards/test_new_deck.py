"""A deck at its beginning: what was typed is in it, and what breaks a rule is told or set aside for a reason."""

import pytest

from cxdrill.core.cards.choice import Choice, TrueFalse
from cxdrill.core.cards.flashcard import Flashcard
from cxdrill.core.cards.new_deck import Answers, default_title, new_deck, one_line, waived
from cxdrill.core.cards.typed import Typed
from cxdrill.core.lint.checks import counting_problems

CHOICE = Answers(
    "choice",
    "What comes before a hold?",
    "Asking the caller",
    "Silence without warning feels like being dropped.",
    (("Hanging up", "It frees the line but loses the caller."), ("Looking it up", "It takes longer than it seems.")),
)


def test_without_cards_there_are_examples_that_break_no_rule() -> None:
    deck = new_deck("hotel", "Hotel", "A book", ())

    assert [type(card) for card in deck.cards] == [Flashcard, Choice]
    assert counting_problems(deck) == ()


@pytest.mark.parametrize(
    ("typed", "kind", "answer"),
    [
        (Answers("flashcard", "First?", "Uno"), Flashcard, "Uno"),
        (Answers("typed", "First?", "Uno", "It is."), Typed, "Uno"),
        (Answers("true-false", "It is.", "true", "It is."), TrueFalse, True),
        (Answers("true-false", "It is.", "false", "It is."), TrueFalse, False),
    ],
)
def test_a_card_is_of_the_type_chosen_with_what_was_typed(typed, kind, answer) -> None:
    card = new_deck("hotel", "Hotel", "A book", [typed]).cards[0]
    assert (type(card), card.prompt, card.answer) == (kind, typed.prompt, answer)
    assert (card.id, card.source, card.topic) == ("card-1", "source", "hotel")


def test_the_key_of_a_choice_moves_about_and_keeps_its_distractors() -> None:
    cards = new_deck("hotel", "Hotel", "A book", [CHOICE] * 3).cards

    keys = [[option.is_key for option in card.options].index(True) for card in cards if isinstance(card, Choice)]
    assert sorted(keys) == [0, 1, 2]
    for card in cards:
        assert isinstance(card, Choice)
        assert [(each.text, each.why) for each in card.options if not each.is_key] == list(CHOICE.wrong)


def test_rules_that_a_card_breaks_can_be_set_aside_for_a_reason() -> None:
    bad = Answers("choice", "What?", "Asking the caller", "Because it is so.", CHOICE.wrong)
    problems = counting_problems(new_deck("hotel", "Hotel", "A book", [bad]))

    kept = waived(bad, problems, "the prompt is shown beside a picture")

    assert {problem.rule for problem in problems} >= {"Q302"}
    assert counting_problems(new_deck("hotel", "Hotel", "A book", [CHOICE])) == ()
    assert counting_problems(new_deck("hotel", "Hotel", "A book", [kept])) == ()
    assert kept.waiver.why == "the prompt is shown beside a picture"


def test_titles_are_one_line_of_visible_text() -> None:
    assert one_line(" a\n b\tc\x1b[31m ") == "a b c␛[31m"
    assert new_deck("hotel-desk", " \n ", " ", ()).title == default_title("hotel-desk") == "Hotel desk"


def test_a_judgement_has_the_values_that_its_author_gave_in_words_and_the_best_in_changing_places():
    poorer = (("Half as good", "Waits."), ("Worse", "Waits more."), ("Worst", "Leaves."))
    judged = Answers("judgement", "She wants four. What do you say?", "Good", "She hears what you can do.", poorer)

    cards = new_deck("hotel", "Hotel", "A book", [judged] * 4).cards
    assert [[reply.value for reply in card.options] for card in cards] == [
        [2, 1, 0, 3], [1, 0, 3, 2], [0, 3, 2, 1], [3, 2, 1, 0],
    ]  # fmt: skip
    assert {reply.text: reply.value for reply in cards[0].options} == {
        "Good": 3, "Half as good": 2, "Worse": 1, "Worst": 0,
    }  # fmt: skip


def test_a_sentence_to_say_keeps_its_model_and_its_checklist():
    typed = Answers("say", "Six minutes on hold. What do you say?", "Thanks for waiting.", checklist=("thanks", "why"))

    (card,) = new_deck("hotel", "Hotel", "A book", [typed]).cards
    assert (card.model, card.checklist) == ("Thanks for waiting.", ("thanks", "why"))
